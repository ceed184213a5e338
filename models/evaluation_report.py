"""Figures of one version on one set, as a table and for JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

_SHOWN = ("precision", "recall", "f1", "average_precision", "auroc", "brier", "ece")
_HEADINGS = ("prec", "rec", "f1", "AP", "AUROC", "Brier", "ECE")
Row = Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationReport:
    """Every figure was made on adverts that the model had not seen."""

    model_id: str
    data_fingerprint: str
    threshold: float
    overall: Row
    intervals: Mapping[str, tuple[float, float]]
    """95 %, groups resampled."""
    prevalences: Mapping[str, Row]
    """Figures as they would be where this share of the adverts is risky."""
    categories: Mapping[str, Row]
    slices: Mapping[str, Row]
    verdicts: Mapping[str, Row]
    """Precision and recall of flags, and of `high_risk` among them: score and evidence together."""
    misses: Row
    """Risky adverts that nothing flags, inside and outside the review band."""
    thin: Row
    """How often too little was said to judge."""
    reliability: Mapping[str, Sequence[Row]]
    """Per label: mean probability, share that is so, and count, by bin of probability."""
    scores: Mapping[str, Sequence[float]]
    """Probabilities of risky and of harmless adverts, for plots."""
    stability: Row = field(default_factory=dict)
    """What rewording and disguise do to scores and flags."""
    random_split: Row = field(default_factory=dict)
    """The same recipe on a random split: inflated by leaks between like adverts, for comparison."""
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    """All of them, with name and provenance (`models.thresholds.Thresholds`)."""
    slice_intervals: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    """95 % per slice, groups resampled; empty where there are too few adverts or one class."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {name: getattr(self, name) for name in self.__slots__}

    def table(self) -> str:
        """For people; no line is over 80 characters."""
        lines = [
            f"{self.model_id} on held-out groups, {int(self.overall['adverts'])} adverts, "
            f"threshold {self.threshold:.3f}",
            _row("", _HEADINGS),
            _figures_row("all", self.overall),
            *(_figures_row(f"  {name}", row) for name, row in self.slices.items()),
            *(_figures_row(f"  {name}", row) for name, row in self.categories.items()),
        ]
        if self.random_split:
            lines.append(_figures_row("random split (inflated)", self.random_split))
        lines += [
            _row(f"{name}, by score and evidence", [f"{value:.3f}" for value in row.values()])
            for name, row in self.verdicts.items()
        ]
        lines.append("95 % intervals, groups resampled:")
        lines += [
            f"  {name:<20}{low:.2f}-{high:.2f}" for name, (low, high) in self.intervals.items()
        ]
        for share, row in self.prevalences.items():
            lines.append(
                f"where {share} of adverts are risky: precision {row['precision']:.2f}, "
                f"F1 {row['f1']:.2f}, AP {row['average_precision']:.2f}"
            )
        lines += [
            f"misses: {self.misses['missed']:.0f} of {self.misses['risky']:.0f} risky adverts; "
            f"{self.misses['missed_in_review_band']:.0f} in the review band "
            f"({self.misses['adverts_in_review_band']:.0f} adverts), "
            f"{self.misses['missed_outside']:.0f} outside",
            f"not enough information: {self.thin['whole_adverts']:.1%} of adverts, "
            f"{self.thin['beginnings']:.1%} of their first words alone",
        ]
        for name in ("reworded", "evasive"):
            if name in self.stability:
                moved = self.stability[f"{name}_mean_score_range"]
                same = self.stability[f"{name}_same_flag"]
                count = int(self.stability[name])
                lines.append(f"{name} ({count}): score moves {moved:.3f}, same flag {same:.2f}")
        return "\n".join(lines)


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<34}" + "".join(f"{cell:>6}" for cell in cells)


def _figures_row(name: str, found: Row) -> str:
    shown = ["-" if np.isnan(found[key]) else f"{found[key]:.3f}" for key in _SHOWN]
    return _row(f"{name} ({int(found['adverts'])})", shown)
