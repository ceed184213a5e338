"""Several classifiers as one: a logistic regression on their out-of-fold scores.

Method: stacked generalisation (Wolpert 1992). Every score that the combination learns from was
given by a member that had not seen the advert's group, and the combination is itself calibrated on
folds that it was not trained on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from models.indicator_rules import IndicatorRulesClassifier
from models.linear import LinearClassifier
from models.multilabel import (
    DECIMALS,
    MultiLabelClassifier,
    Numbers,
    Truth,
    folds_of,
)
from models.transformer import TransformerClassifier

MEMBERS: dict[str, type[MultiLabelClassifier]] = {
    "indicator_rules": IndicatorRulesClassifier,
    "linear": LinearClassifier,
    "transformer": TransformerClassifier,
}
"""Kinds that can be members."""


class StackedClassifier(MultiLabelClassifier):
    """A combination of members; each label has its own weights over the members' scores of it."""

    def __init__(
        self,
        members: Sequence[dict[str, Any]] = ({"kind": "indicator_rules"}, {"kind": "linear"}),
        inverse_regularisation: float = 1.0,
        label_frequency: float = 1.0,
        folds: int = 5,
        seed: int = 0,
    ) -> None:
        self.members = members
        self.inverse_regularisation = inverse_regularisation
        self.label_frequency = label_frequency
        self.folds = folds
        self.seed = seed

    def _new_members(self) -> list[MultiLabelClassifier]:
        made = []
        for member in self.members:
            parameters = {name: value for name, value in member.items() if name != "kind"}
            made.append(MEMBERS[member["kind"]](**{"seed": self.seed} | parameters))
        return made

    def check_ready(self) -> None:
        """Ask each member."""
        for one in self._new_members():
            one.check_ready()

    def files_beside(self) -> Mapping[str, bytes]:
        """Those of the members, with the member's number before the name."""
        return {
            f"{number}.{name}": data
            for number, one in enumerate(self.members_)
            for name, data in one.files_beside().items()
        }

    def take_files(self, read: Callable[[str], bytes]) -> None:
        """Give each member its own."""
        for number, one in enumerate(self.members_):
            one.take_files(lambda name, number=number: read(f"{number}.{name}"))  # type: ignore[misc]

    def _fit_scores(self, X: Sequence[str], targets: Truth, groups: Sequence[str]) -> None:
        self.members_ = self._new_members()
        unseen = np.stack([one._out_of_fold(X, targets, groups) for one in self.members_], axis=2)
        self.oof_scores_ = np.zeros(targets.shape)
        for train, held_out in folds_of(targets[:, 0], groups, self.folds, self.seed):
            weights = self._weights(unseen[train], targets[train])
            self.oof_scores_[held_out] = _combined(unseen[held_out], weights)
        self.weights_ = self._weights(unseen, targets).round(DECIMALS)
        for one in self.members_:
            one._learn(X, targets)

    def _weights(self, scores: Numbers, targets: Truth) -> Numbers:
        """Per label: a weight per member, and an offset."""
        found = []
        for k, column in enumerate(targets.T):
            if column.all() or not column.any():
                found.append([*([0.0] * scores.shape[2]), 5.0 if column.all() else -5.0])
                continue
            one = LogisticRegression(C=self.inverse_regularisation, solver="liblinear")
            one.fit(scores[:, k], column)
            found.append([*one.coef_[0], one.intercept_[0]])
        return np.array(found)

    def _learn(self, X: Sequence[str], targets: Truth) -> None:
        self._fit_scores(X, targets, [str(i) for i in range(len(X))])

    def decision_function(self, X: Iterable[str]) -> Numbers:
        """Combined log odds, n by len(LABELS)."""
        texts = list(X)
        scores = np.stack([one.decision_function(texts) for one in self.members_], axis=2)
        return _combined(scores, self.weights_)


def _combined(scores: Numbers, weights: Numbers) -> Numbers:
    combined: Numbers = np.einsum("nkm,km->nk", scores, weights[:, :-1]) + weights[:, -1]
    return combined
