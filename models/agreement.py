"""How far two annotators agree who labelled without sight of each other.

Cohen's kappa (1960) per category, over adverts; Krippendorff's alpha (2011, nominal) per indicator,
over its three states. `None` where neither pass ever varied.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import krippendorff
import numpy as np
from sklearn.metrics import cohen_kappa_score

from features.codes import CODES
from lurewatch.labels import Category, Finding, IndicatorState
from models.corpus import Annotation

_STATES = tuple(IndicatorState)


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """Figures over the adverts that were labelled twice."""

    adverts: int
    kappa: dict[str, float | None]
    """By `risky`, category and finding."""
    alpha: dict[str, float | None]
    """By indicator; only those that a pass marked."""
    marked: dict[str, tuple[int, int]]
    """How often the first and the second pass marked an indicator present or absent."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def agreement(annotations: Sequence[Annotation]) -> Agreement:
    """Agreement between first and second pass, where both are there and the second was blind."""
    first = {row.id: row for row in annotations if row.annotator_pass == 1}
    second = {row.id: row for row in annotations if row.annotator_pass == 2 and row.blind}
    pairs = [(first[name], second[name]) for name in sorted(first.keys() & second.keys())]
    questions = {"risky": [(a.label == "risky", b.label == "risky") for a, b in pairs]}
    for category in Category:
        questions[category] = [
            (category in a.categories, category in b.categories) for a, b in pairs
        ]
    for finding in Finding:
        questions[finding] = [(finding in a.findings, finding in b.findings) for a, b in pairs]
    states = {code: [(_state(a, code), _state(b, code)) for a, b in pairs] for code in CODES}
    unknown = IndicatorState.UNKNOWN
    marked = {
        code: (sum(a != unknown for a, _ in rows), sum(b != unknown for _, b in rows))
        for code, rows in states.items()
    }
    return Agreement(
        adverts=len(pairs),
        kappa={name: _kappa(rows) for name, rows in questions.items()},
        alpha={code: _alpha(rows) for code, rows in states.items() if any(marked[code])},
        marked={code: counts for code, counts in marked.items() if any(counts)},
    )


def _state(row: Annotation, code: str) -> IndicatorState:
    found = (label.state for label in row.indicators if label.indicator == code)
    return next(found, IndicatorState.UNKNOWN)


def _kappa(rows: Sequence[tuple[bool, bool]]) -> float | None:
    if len({value for row in rows for value in row}) < 2:
        return None
    return float(cohen_kappa_score([a for a, _ in rows], [b for _, b in rows]))


def _alpha(rows: Sequence[tuple[IndicatorState, IndicatorState]]) -> float | None:
    codes = np.array([[_STATES.index(state) for state in row] for row in rows]).T
    if len(np.unique(codes)) < 2:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return float(krippendorff.alpha(codes, level_of_measurement="nominal"))
