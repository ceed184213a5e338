"""Figures of several kinds of classifier on the same adverts, and what sets them apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.evaluation import SEED, targets
from models.labelled_sets import Sample
from models.measures import Numbers, Truth, figures, middle, resampled

SHOWN = ("average_precision", "f1", "recall", "ece")
ALL = "all"
"""The part that holds every advert."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Adverts:
    """Adverts to measure on."""

    samples: Sequence[Sample]
    groups: Sequence[str]

    @property
    def risky(self) -> Truth:
        """Length n."""
        truth: Truth = targets(self.samples)[:, 0]
        return truth

    def beside(self, others: "Adverts") -> "Adverts":
        """These and those of another split; a group never stands in both."""
        return Adverts(
            samples=[*self.samples, *others.samples],
            groups=[
                *(f"1 {name}" for name in self.groups),
                *(f"2 {name}" for name in others.groups),
            ],
        )


def measured(
    adverts: Adverts,
    scores: Mapping[str, Numbers],
    cautions: Mapping[str, float],
    parts: Mapping[str, Truth],
) -> dict[str, dict[str, Any]]:
    """Figures of each kind on all adverts and on parts, and what sets the kinds apart.

    Parts of one class, which have no average precision, are left out.

    Returns:
        By kind and part: `SHOWN`, `adverts`, `intervals`, and under `ahead` by other kind: by how
        much its average precision is higher, with the 95 % interval of the paired difference.
    """
    risky = adverts.risky
    parts = {ALL: np.ones(len(risky), bool), **parts}
    parts = {n: rows for n, rows in parts.items() if risky[rows].any() and not risky[rows].all()}
    found: dict[str, dict[str, Any]] = {name: {} for name in scores}
    for part, rows in parts.items():
        groups = [adverts.groups[row] for row in np.flatnonzero(rows).tolist()]
        draws = {
            name: resampled(score[rows], risky[rows], cautions[name], groups, SEED)
            for name, score in scores.items()
        }
        values = {
            name: figures(score[rows], risky[rows], cautions[name])
            for name, score in scores.items()
        }
        for name in scores:
            found[name][part] = {
                **{key: values[name][key] for key in SHOWN},
                "adverts": int(rows.sum()),
                "intervals": {key: middle(draws[name][key]) for key in SHOWN if draws[name]},
                "ahead": {
                    other: _ahead(values[name], values[other], draws[name], draws[other])
                    for other in scores
                    if other != name
                },
            }
    return found


def _ahead(
    mine: Mapping[str, float],
    theirs: Mapping[str, float],
    my_draws: Mapping[str, Numbers],
    their_draws: Mapping[str, Numbers],
) -> dict[str, Any]:
    key = "average_precision"
    apart = {"by": mine[key] - theirs[key]}
    if not my_draws:
        return apart
    return apart | {"interval": middle(my_draws[key] - their_draws[key])}


def winner(decided: Mapping[str, Mapping[str, Any]], milliseconds: Mapping[str, float]) -> str:
    """The cheapest kind that the best one is not ahead of beyond the interval."""
    best = max(decided, key=lambda name: decided[name][ALL]["average_precision"])
    ahead = decided[best][ALL]["ahead"]
    level: list[str] = [best, *(other for other, one in ahead.items() if one["interval"][0] <= 0)]
    return min(level, key=milliseconds.__getitem__)
