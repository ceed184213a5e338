"""Figures of a classifier on adverts it has not seen, with bootstrap intervals by group."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

Numbers = NDArray[np.float64]
Truth = NDArray[np.bool_]

RESAMPLES = 400
"""Bootstrap resamples; intervals move by less than 0.01 from here on."""
BINS = 10


def figures(probability: Numbers, truth: Truth, threshold: float) -> dict[str, float]:
    """Precision, recall and F1 at a threshold; average precision, AUROC, Brier and ECE."""
    flagged = probability >= threshold
    hits = float((flagged & truth).sum())
    precision = hits / max(float(flagged.sum()), 1.0)
    recall = hits / max(float(truth.sum()), 1.0)
    both = truth.any() and not truth.all()
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if hits else 0.0,
        "average_precision": float(average_precision_score(truth, probability)) if both else np.nan,
        "auroc": float(roc_auc_score(truth, probability)) if both else np.nan,
        "brier": float(np.mean((probability - truth) ** 2)),
        "ece": expected_calibration_error(probability, truth),
    }


def at_prevalence(
    probability: Numbers, truth: Truth, threshold: float, share: float
) -> dict[str, float]:
    """Precision, recall, F1 and average precision where `share` of the adverts are risky.

    By weighting the two classes (Bayes' rule): recall and false-positive rate stay as measured.
    """
    if not truth.any() or truth.all():
        return dict.fromkeys(("precision", "recall", "f1", "average_precision"), float("nan"))
    weight = np.where(truth, share / truth.mean(), (1 - share) / (~truth).mean())
    flagged = probability >= threshold
    hits = float(weight[flagged & truth].sum())
    precision = hits / max(float(weight[flagged].sum()), 1e-12)
    recall = hits / float(weight[truth].sum())
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if hits else 0.0,
        "average_precision": float(
            average_precision_score(truth, probability, sample_weight=weight)
        ),
    }


def reliability(probability: Numbers, truth: Truth) -> list[dict[str, float]]:
    """Per bin of probability that holds adverts: mean probability, share that is so, count."""
    bins = np.minimum((probability * BINS).astype(int), BINS - 1)
    return [
        {
            "mean": float(probability[bins == b].mean()),
            "share": float(truth[bins == b].mean()),
            "count": float((bins == b).sum()),
        }
        for b in range(BINS)
        if (bins == b).any()
    ]


def expected_calibration_error(probability: Numbers, truth: Truth) -> float:
    """ECE over equal-width bins (Naeini, Cooper and Hauskrecht 2015)."""
    bins = reliability(probability, truth)
    return sum(abs(one["mean"] - one["share"]) * one["count"] for one in bins) / len(truth)


def interval(
    measure: Callable[[Any], float], groups: Sequence[str], seed: int
) -> tuple[float, float]:
    """95 % bootstrap interval; whole groups are drawn, because their adverts are not independent.

    Args:
        measure: from an array of row numbers to a figure.
    """
    names = sorted(set(groups))
    members = {name: [i for i, group in enumerate(groups) if group == name] for name in names}
    random = np.random.default_rng(seed)
    found = []
    for _ in range(RESAMPLES):
        drawn = random.choice(len(names), len(names))
        rows = np.array([row for index in drawn for row in members[names[index]]])
        found.append(measure(rows))
    return float(np.nanpercentile(found, 2.5)), float(np.nanpercentile(found, 97.5))


def part_intervals(
    probability: Numbers, truth: Truth, threshold: float, groups: Sequence[str], seed: int
) -> dict[str, tuple[float, float]]:
    """95 % intervals of the figures that `resampled` gives; empty where there are none."""
    found = resampled(probability, truth, threshold, groups, seed)
    return {name: middle(values) for name, values in found.items()}


def resampled(
    probability: Numbers, truth: Truth, threshold: float, groups: Sequence[str], seed: int
) -> dict[str, Numbers]:
    """Precision, recall, F1, average precision and ECE in bootstrap resamples of whole groups.

    The draws are those of `interval`, many times faster: scores are put in order once, and a
    resample is a weight per advert. Two classifiers on the same adverts get the same resamples,
    so the differences of their figures are paired.

    Returns:
        Per figure one value per resample that holds both classes; empty where only one class, or
        a single group, leaves nothing to resample.
    """
    names = sorted(set(groups))
    if len(names) < 2 or truth.all() or not truth.any():
        return {}
    place = {name: at for at, name in enumerate(names)}
    order = np.argsort(-probability, kind="stable")
    falling, hit = probability[order], truth[order]
    group = np.array([place[groups[row]] for row in order])
    ends = np.append(np.flatnonzero(np.diff(falling)), len(falling) - 1)
    bins = np.minimum((falling * BINS).astype(int), BINS - 1)
    at = int((falling >= threshold).sum()) - 1
    random = np.random.default_rng(seed)
    found = []
    for _ in range(RESAMPLES):
        weight = np.bincount(random.choice(len(names), len(names)), minlength=len(names))[group]
        hits, all_ = np.cumsum(weight * hit), np.cumsum(weight)
        if not 0 < hits[-1] < all_[-1]:
            continue
        flagged, caught = (all_[at], hits[at]) if at >= 0 else (0, 0)
        gained = np.diff(hits[ends], prepend=0)
        off = np.bincount(bins, weight * (falling - hit))
        found.append(
            (
                caught / max(flagged, 1),
                caught / hits[-1],
                2 * caught / (hits[-1] + flagged),
                (gained * hits[ends] / np.maximum(all_[ends], 1)).sum() / hits[-1],
                np.abs(off).sum() / all_[-1],
            )
        )
    figures_ = ("precision", "recall", "f1", "average_precision", "ece")
    return dict(zip(figures_, np.array(found).T, strict=True)) if found else {}


def middle(found: Numbers) -> tuple[float, float]:
    """The middle 95 %."""
    return float(np.percentile(found, 2.5)), float(np.percentile(found, 97.5))
