"""The contract of every classifier: inputs in, one calibrated probability per label out.

Each is a scikit-learn estimator over strings (`models.inputs`). Scores are calibrated by Platt's
sigmoid (1999) on group folds that the scorer was not trained on, so that a probability means what
it says. All that is learned is kept in arrays of numbers and strings: the artefact is data.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from lurewatch.errors import InputError
from lurewatch.labels import Category

RISKY = "risky"
LABELS = (RISKY, *Category)
"""Columns of `predict_proba`."""
DECIMALS = 6
"""Learned numbers are rounded: the last bits of a float differ between processors."""
LEAST_OF_A_CLASS = 10
"""Adverts of a class under which a label is not learned: its probability is its share."""

Numbers = NDArray[np.float64]
Truth = NDArray[np.bool_]


class MultiLabelClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Base of the kinds. A kind learns scores (`_learn`) and gives them (`decision_function`)."""

    folds: int
    seed: int
    label_frequency: float
    libraries: ClassVar[tuple[str, ...]] = ()
    """Distributions that decide its numbers, beside those of every kind."""

    def check_ready(self) -> None:
        """Refuse to begin a training that cannot succeed.

        Raises:
            ConfigurationError: a library or a file is missing.
        """

    def fit(self, X: Sequence[str], y: Truth, groups: Sequence[str] | None = None) -> Self:
        """Learn from inputs.

        Args:
            X: n inputs, made by `models.inputs.to_input`.
            y: n by len(LABELS), whether each label holds.
            groups: n group names; one group is on one side of every calibration fold. Without,
                each input is a group of its own.

        Raises:
            InputError: the first label has too few adverts or groups of a class to learn from.
        """
        targets = np.asarray(y, dtype=bool)
        names = [str(i) for i in range(len(X))] if groups is None else list(groups)
        check_learnable(targets[:, 0], names, self.folds)
        self.classes_ = np.array(LABELS)
        self.learned_ = np.array([_is_learnable(column) for column in targets.T])
        self.shares_ = ((targets.sum(axis=0) + 1) / (len(targets) + 2)).round(DECIMALS)
        self._fit_scores(X, targets, names)
        unseen = self.unseen_
        self.calibration_ = np.array(
            [
                platt(self.oof_scores_[unseen, k], column[unseen])
                if self.learned_[k] and len(np.unique(column[unseen])) == 2
                else (1.0, 0.0)
                for k, column in enumerate(targets.T)
            ]
        ).round(DECIMALS)
        return self

    @property
    def unseen_(self) -> NDArray[np.bool_]:
        """Rows of `oof_scores_` that hold scores: all, or those of the only fold that was scored;
        the others are NaN."""
        return np.asarray(~np.isnan(self.oof_scores_).any(axis=1))

    def files_beside(self) -> Mapping[str, bytes]:
        """Content by name of the files that lie beside the model file, just after fitting."""
        return {}

    def take_files(self, read: Callable[[str], bytes]) -> None:
        """Read those files back, after the model file was loaded.

        Raises:
            UntrustedArtefact: one was changed or cannot be read.
            ConfigurationError: a library that serving needs is missing.
        """

    def _fit_scores(self, X: Sequence[str], targets: Truth, groups: Sequence[str]) -> None:
        """Set `oof_scores_` and everything that `decision_function` needs."""
        self.oof_scores_ = self._out_of_fold(X, targets, groups)
        self._learn(X, targets)

    def _out_of_fold(self, X: Sequence[str], targets: Truth, groups: Sequence[str]) -> Numbers:
        scores = np.zeros(targets.shape)
        for train, held_out in folds_of(targets[:, 0], groups, self.folds, self.seed):
            part = type(self)(**self.get_params(deep=False))
            part._learn([X[i] for i in train], targets[train])
            scores[held_out] = part.decision_function([X[i] for i in held_out])
        return scores

    def _learn(self, X: Sequence[str], targets: Truth) -> None:
        raise NotImplementedError

    def decision_function(self, X: Iterable[str]) -> Numbers:
        """Uncalibrated scores, n by len(LABELS)."""
        raise NotImplementedError

    def predict_proba(self, X: Iterable[str]) -> Numbers:
        """Calibrated probabilities, n by len(LABELS), rounded to `DECIMALS`."""
        check_is_fitted(self, "calibration_")
        return self.calibrate(self.decision_function(X))

    def calibrate(self, scores: Numbers) -> Numbers:
        """Probabilities of uncalibrated scores.

        With a `label_frequency` under 1, harmless labels mean "not known to be risky": the
        probability of being labelled risky is divided by the share of risky adverts that are
        labelled (Elkan and Noto 2008, "Learning classifiers from only positive and unlabeled
        data").
        """
        slope, offset = self.calibration_.T
        labelled = expit(scores * slope + offset)
        labelled = np.where(self.learned_, labelled, self.shares_)
        probabilities: Numbers = np.minimum(labelled / self.label_frequency, 1.0).round(DECIMALS)
        return probabilities

    def predict(self, X: Iterable[str]) -> Truth:
        """Whether each label is more likely than not."""
        likely: Truth = self.predict_proba(X) >= 0.5
        return likely

    def __getstate__(self) -> dict[str, Any]:
        """What is stored: parameters and learned arrays; the rest is rebuilt from them."""
        state: dict[str, Any] = super().__getstate__()
        return {
            name: value for name, value in state.items() if name not in ("_built", "oof_scores_")
        }

    def __sklearn_tags__(self) -> Tags:
        """Inputs are strings, targets several labels."""
        tags: Tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.target_tags.multi_output = True
        tags.target_tags.single_output = False
        return tags


def folds_of(
    truth: Truth, groups: Sequence[str], folds: int, seed: int
) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Row numbers to learn from and to hold out: groups stay whole, classes are spread evenly."""
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    return list(splitter.split(np.zeros(len(truth)), truth, groups))


def check_learnable(risky: Truth, groups: Sequence[str], folds: int) -> None:
    """Refuse what cannot be learned from and measured honestly.

    Raises:
        InputError: the message says what is missing.
    """
    for least in (LEAST_OF_A_CLASS, 0):
        for name, rows in (("risky", risky), ("harmless", ~risky)):
            count = int(rows.sum())
            apart = len({group for group, row in zip(groups, rows, strict=True) if row})
            if count < least or (not least and apart < folds):
                raise InputError(
                    f"{len(risky)} adverts, {count} of them {name} in {apart} groups of unlike "
                    f"wording: too few to learn from. Label at least {LEAST_OF_A_CLASS} {name} "
                    f"adverts in {folds} such groups"
                )


def _is_learnable(column: Truth) -> bool:
    return min(int(column.sum()), int((~column).sum())) >= LEAST_OF_A_CLASS


def platt(scores: Numbers, truth: Truth) -> tuple[float, float]:
    """Slope and offset of Platt's sigmoid with his smoothed targets."""
    positives, negatives = truth.sum(), (~truth).sum()
    target = np.where(truth, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(parameters: Numbers) -> float:
        margin = parameters[0] * scores + parameters[1]
        return float(np.mean(np.logaddexp(0, margin) - target * margin))

    found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead", options={"xatol": 1e-8})
    return float(found.x[0]), float(found.x[1])
