"""Measures a trained version on the held-out adverts: `lurewatch evaluate`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.model_selection import train_test_split

from features.extract import extract_many
from lurewatch.labels import Category, Verdict
from lurewatch.records import Features
from lurewatch.settings import Settings
from models import registry
from models.catalogue import new_classifier
from models.dataset import Example, fingerprint
from models.grouping import near_duplicate_groups, read_splits
from models.linear import LABELS, LinearClassifier, to_input
from models.measures import FIELD_PREVALENCE, Numbers, Truth, figures, interval
from models.thresholds import Thresholds, verdict_for

SEED = 20261123
LEAST_SLICE = 8
"""A slice of fewer adverts has no figure worth printing."""
_SHOWN = ("precision", "recall", "f1", "average_precision", "auroc", "brier", "ece")
_HEADINGS = ("prec", "rec", "f1", "AP", "AUROC", "Brier", "ECE")


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationReport:
    """Figures of one version on one test set."""

    model_id: str
    data_fingerprint: str
    threshold: float
    overall: dict[str, float]
    intervals: dict[str, tuple[float, float]]
    categories: dict[str, dict[str, float]]
    slices: dict[str, dict[str, float]]
    verdicts: dict[str, dict[str, float]]
    """Precision and recall of flags, and of `high_risk` among them: score and evidence together."""
    random_split: dict[str, float]
    """The same recipe on a random split: inflated by leaks between like adverts, for comparison."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {name: getattr(self, name) for name in self.__slots__}

    def table(self) -> str:
        """For people."""
        lines = [
            f"{self.model_id} on held-out groups, {int(self.overall['adverts'])} adverts, "
            f"threshold {self.threshold:.3f}",
            _row("", _HEADINGS),
            _figures_row("all", self.overall),
            *(_figures_row(f"  {name}", row) for name, row in self.slices.items()),
            *(_figures_row(f"  {name}", row) for name, row in self.categories.items()),
            _figures_row("random split (inflated)", self.random_split),
            *(
                _row(f"{name}, by score and evidence", [f"{value:.3f}" for value in row.values()])
                for name, row in self.verdicts.items()
            ),
            "95 % intervals, groups resampled:",
            *(f"  {name:<20}{low:.2f}-{high:.2f}" for name, (low, high) in self.intervals.items()),
            f"precision where {FIELD_PREVALENCE:.0%} of adverts are risky: "
            f"{self.overall['precision_at_field_prevalence']:.2f}",
        ]
        return "\n".join(lines)


def _row(name: str, cells: Sequence[str]) -> str:
    """A line of at most 80 characters, as narrow terminals show."""
    return f"{name:<34}" + "".join(f"{cell:>6}" for cell in cells)


def _figures_row(name: str, found: dict[str, float]) -> str:
    shown = ["-" if np.isnan(found[key]) else f"{found[key]:.3f}" for key in _SHOWN]
    return _row(f"{name} ({int(found['adverts'])})", shown)


def targets(examples: Sequence[Example]) -> Truth:
    """Whether each label of `LABELS` holds, n by len(LABELS)."""
    return np.array(
        [
            [example.is_risky, *(category in example.categories for category in Category)]
            for example in examples
        ]
    )


def inputs(examples: Sequence[Example]) -> list[str]:
    """What a classifier sees of examples."""
    return [to_input(found) for found in extract_many(example.advert for example in examples)]


def evaluate(*, settings: Settings, model_id: str | None = None) -> EvaluationReport:
    """Measure a version on the test split of the training data folder.

    Raises:
        ModelNotFound, FeaturesMismatch, UntrustedArtefact: the version cannot be used.
        InputError, LeakingSplit: the data cannot be used.
    """
    info = registry.get(settings, model_id)
    splits = read_splits(settings.training_data_dir)
    return measure(info.load(), info.model_id, info.thresholds, splits)


def measure(
    classifier: LinearClassifier,
    model_id: str,
    thresholds: Thresholds,
    splits: dict[str, list[Example]],
) -> EvaluationReport:
    """Figures of a fitted classifier on the test split."""
    test = splits["test"]
    found = list(extract_many(example.advert for example in test))
    probability, truth = classifier.predict_proba(map(to_input, found)), targets(test)
    threshold = thresholds.caution
    groups = near_duplicate_groups(test)
    risky, is_risky = probability[:, 0], truth[:, 0]

    def one(name: str) -> Callable[[Any], float]:
        return lambda rows: figures(risky[rows], is_risky[rows], threshold)[name]

    return EvaluationReport(
        model_id=model_id,
        data_fingerprint=fingerprint(test),
        threshold=threshold,
        overall=_with_count(risky, is_risky, threshold),
        intervals={name: interval(one(name), groups, SEED) for name in _SHOWN[:5]},
        categories={
            LABELS[k]: _with_count(probability[:, k], truth[:, k], 0.5)
            for k in range(1, len(LABELS))
        },
        slices=_slices(test, risky, is_risky, threshold),
        verdicts=_verdicts(test, found, risky, thresholds),
        random_split=_random_split([e for s in splits.values() for e in s], threshold),
    )


def _verdicts(
    test: Sequence[Example], found: Sequence[Features], risky: Numbers, thresholds: Thresholds
) -> dict[str, dict[str, float]]:
    verdicts = [
        verdict_for(example.advert, score, one.evidence, one.entities, thresholds)
        for example, one, score in zip(test, found, risky.tolist(), strict=True)
    ]
    truth = np.array([example.is_risky for example in test])
    chosen = {
        "flagged": np.isin(verdicts, [Verdict.HIGH_RISK, Verdict.CAUTION]),
        "high_risk": np.isin(verdicts, [Verdict.HIGH_RISK]),
    }
    return {
        name: {
            "precision": float((rows & truth).sum() / max(rows.sum(), 1)),
            "recall": float((rows & truth).sum() / truth.sum()),
        }
        for name, rows in chosen.items()
    }


def _with_count(probability: Numbers, truth: Truth, threshold: float) -> dict[str, float]:
    return figures(probability, truth, threshold) | {"adverts": float(len(truth))}


def _slices(
    test: Sequence[Example], risky: Numbers, truth: Truth, threshold: float
) -> dict[str, dict[str, float]]:
    """By language, and how hard the advert is: subtle lures and hard harmless ones."""
    languages = sorted({str(example.language) for example in test})
    chosen = {name: np.array([e.language == name for e in test]) for name in languages}
    chosen["subtle against harmless"] = np.array([e.subtle or not e.is_risky for e in test])
    chosen["risky against hard harmless"] = np.array([e.is_risky or e.hard_negative for e in test])
    return {
        name: _with_count(risky[rows], truth[rows], threshold)
        for name, rows in chosen.items()
        if rows.sum() >= LEAST_SLICE
    }


def _random_split(examples: Sequence[Example], threshold: float) -> dict[str, float]:
    truth = targets(examples)
    train, test = train_test_split(
        np.arange(len(examples)), test_size=0.2, random_state=SEED, stratify=truth[:, 0]
    )
    texts = inputs(examples)
    classifier = new_classifier("linear").fit(
        [texts[i] for i in train], truth[train], [examples[i].id for i in train]
    )
    probability = classifier.predict_proba([texts[i] for i in test])[:, 0]
    return _with_count(probability, truth[test, 0], threshold)
