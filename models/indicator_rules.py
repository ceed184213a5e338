"""The ledger alone as a classifier: no learning, for comparison and as a voice of the stack.

Score: the indicators that are present, each as an independent reason (noisy or, Pearl 1988), with
the catalogue's strengths as the only weights; the ILO's Delphi rule raises it where a dimension is
positive. Only the two numbers per label that turn scores into probabilities are fitted.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.special import logit

from features.delphi import delphi_dimensions
from features.indicators import INDICATORS
from lurewatch.labels import Category, IndicatorState
from lurewatch.records import Evidence
from models.inputs import present_indicators
from models.multilabel import LABELS, MultiLabelClassifier, Numbers, Truth

REASON = {"strong": 0.6, "medium": 0.3, "weak": 0.1}
"""Chance that an indicator of a strength, alone, makes an advert risky. Own choice, not fitted."""
ELSEWHERE = 0.5
"""Share of that chance that counts towards a category which is not the indicator's own."""
DELPHI = 0.6
"""Chance that a positive dimension adds: as much as a strong indicator."""
_NEVER_SURE = 0.999


class IndicatorRulesClassifier(MultiLabelClassifier):
    """Probabilities from the ledger and the Delphi rule; fitting only calibrates them."""

    def __init__(self, label_frequency: float = 1.0, folds: int = 5, seed: int = 0) -> None:
        self.label_frequency = label_frequency
        self.folds = folds
        self.seed = seed

    def _fit_scores(self, X: Sequence[str], targets: Truth, groups: Sequence[str]) -> None:
        self.oof_scores_ = self.decision_function(X)

    def _learn(self, X: Sequence[str], targets: Truth) -> None:
        """Nothing is learned."""

    def decision_function(self, X: Iterable[str]) -> Numbers:
        """Log odds, n by len(LABELS)."""
        rows = np.array([_chances(present_indicators(text)) for text in X])
        scores: Numbers = logit(np.clip(rows.reshape(-1, len(LABELS)), 0.01, _NEVER_SURE))
        return scores


def _chances(codes: Sequence[str]) -> list[float]:
    known = [INDICATORS[code] for code in codes if code in INDICATORS]
    shown = (
        Evidence(indicator=one.code, state=IndicatorState.PRESENT, field="text") for one in known
    )
    doubt = np.ones(len(LABELS))
    for indicator in known:
        own = [indicator.category == category for category in Category]
        anywhere = not any(own)
        for k, fits in enumerate([True, *own]):
            share = 1.0 if fits else (ELSEWHERE if anywhere else 0.0)
            doubt[k] *= 1 - REASON[indicator.strength] * share
    doubt[0] *= (1 - DELPHI) ** any(one.positive for one in delphi_dimensions(shown))
    return list(1 - doubt)
