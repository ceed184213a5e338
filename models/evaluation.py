"""Measures a classifier on adverts that it has not seen: `lurewatch evaluate`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from features.extract import extract_many
from lurewatch.content import content_hash
from lurewatch.errors import LeakingSplit
from lurewatch.labels import Category, Verdict
from lurewatch.records import AdvertText, Features
from lurewatch.settings import Settings
from models import registry
from models.corpus import Corpus, read_corpus
from models.dataset import Example, fingerprint
from models.evaluation_report import EvaluationReport
from models.grouping import check_leaks, near_duplicate_groups
from models.inputs import to_input
from models.labelled_sets import Sample, own, read_sets
from models.measures import (
    Numbers,
    Truth,
    at_prevalence,
    figures,
    interval,
    part_intervals,
    reliability,
)
from models.multilabel import LABELS, MultiLabelClassifier
from models.slices import slices_of
from models.thresholds import LEAST_WORDS, Thresholds, verdict_for

SEED = 20261123
PREVALENCES = (0.5, 0.05)
"""Balanced, as most papers print; and as in the field (EMSCAD as a whole has 4.8 %)."""
CATEGORY_AT = 0.5
SEEN_DIGITS = 16
"""Hex digits of a hashed text that a version keeps of what it was trained on."""
FLAGS = (Verdict.HIGH_RISK, Verdict.CAUTION)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """Adverts with their features and the probabilities of a model that had not seen them."""

    samples: Sequence[Sample]
    features: Sequence[Features]
    groups: Sequence[str]
    probability: Numbers

    @property
    def truth(self) -> Truth:
        """n by len(LABELS)."""
        return targets(self.samples)

    def verdicts(self, thresholds: Thresholds) -> list[Verdict]:
        """Score and evidence together."""
        return [
            verdict_for(sample.advert, score, found.evidence, found.entities, thresholds)
            for sample, found, score in zip(
                self.samples, self.features, self.probability[:, 0].tolist(), strict=True
            )
        ]


def targets(samples: Sequence[Sample]) -> Truth:
    """Whether each label of `LABELS` holds, n by len(LABELS)."""
    return np.array(
        [
            [
                sample.example.is_risky,
                *(category in sample.example.categories for category in Category),
            ]
            for sample in samples
        ]
    )


def score(classifier: MultiLabelClassifier, samples: Sequence[Sample]) -> Scored:
    """Read and score adverts."""
    found = list(extract_many(sample.advert for sample in samples))
    rows = [to_input(one, sample.advert) for one, sample in zip(found, samples, strict=True)]
    return Scored(
        samples=samples,
        features=found,
        groups=near_duplicate_groups([sample.example for sample in samples]),
        probability=classifier.predict_proba(rows),
    )


def evaluate(
    *,
    settings: Settings,
    model_id: str | None = None,
    data: Sequence[Path] = (),
    columns: str | None = None,
) -> EvaluationReport:
    """Measure a version on files, or on the test split of the training data folder.

    Raises:
        ModelNotFound, FeaturesMismatch, UntrustedArtefact: the version cannot be used.
        InputError: the data cannot be used.
        LeakingSplit: the version was trained on one of the adverts, or splits share one.
    """
    info = registry.find(settings, model_id)
    classifier = info.load()
    corpus = None
    if data:
        samples = read_sets(data, columns)
    else:
        corpus = read_corpus(settings.training_data_dir)
        check_leaks(corpus.splits)
        samples = own(corpus.splits["test"])
    refuse_seen(samples, info.seen(), info.model_id)
    report = measure(score(classifier, samples), info.model_id, info.thresholds)
    if corpus is None:
        return report
    return replace(
        report,
        stability=stability(classifier, info.thresholds, corpus),
        random_split=info.meta.get("random_split", {}),
    )


def seen_key(sample: Sample) -> str:
    """What two adverts share that say the same."""
    return advert_key(sample.example)


def advert_key(advert: Example | AdvertText) -> str:
    """`seen_key` of an advert without a label."""
    return content_hash(title=advert.title, description=advert.text)[:SEEN_DIGITS]


def refuse_seen(samples: Sequence[Sample], seen: frozenset[str], model_id: str) -> None:
    """Refuse to measure on adverts that the model was trained on.

    Raises:
        LeakingSplit: the message names the first.
    """
    for sample in samples:
        if seen_key(sample) in seen:
            raise LeakingSplit(
                f"{model_id} was trained on {sample.example.id}: a figure on it would flatter. "
                "Figures on held-out folds are in the model's card"
            )


def measure(
    scored: Scored,
    model_id: str,
    thresholds: Thresholds,
) -> EvaluationReport:
    """Figures of unseen scores."""
    truth, threshold = scored.truth, thresholds.caution
    risky, is_risky = scored.probability[:, 0], truth[:, 0]
    verdicts = np.array(scored.verdicts(thresholds))

    def one(name: str) -> Callable[[Any], float]:
        return lambda rows: figures(risky[rows], is_risky[rows], threshold)[name]

    shown = ("precision", "recall", "f1", "average_precision", "auroc")
    slices = slices_of(scored.samples)
    return EvaluationReport(
        model_id=model_id,
        data_fingerprint=fingerprint(sample.example for sample in scored.samples),
        threshold=threshold,
        overall=_with_count(risky, is_risky, threshold),
        intervals={name: interval(one(name), scored.groups, SEED) for name in shown},
        prevalences={
            f"{share:.0%}": at_prevalence(risky, is_risky, threshold, share)
            for share in PREVALENCES
        },
        categories={
            LABELS[k]: _with_count(scored.probability[:, k], truth[:, k], CATEGORY_AT)
            for k in range(1, len(LABELS))
            if truth[:, k].any()
        },
        slices={
            name: _with_count(risky[rows], is_risky[rows], threshold)
            for name, rows in slices.items()
        },
        slice_intervals={
            name: part_intervals(
                risky[rows],
                is_risky[rows],
                threshold,
                [scored.groups[row] for row in np.flatnonzero(rows).tolist()],
                SEED,
            )
            for name, rows in slices.items()
        },
        verdicts=_verdicts(verdicts, is_risky),
        misses=_misses(risky, verdicts, is_risky, thresholds),
        thin=_thin(scored, verdicts, thresholds),
        reliability={
            label: reliability(scored.probability[:, k], truth[:, k])
            for k, label in enumerate(LABELS)
            if truth[:, k].any()
        },
        scores={
            "risky": risky[is_risky].tolist(),
            "harmless": risky[~is_risky].tolist(),
        },
        thresholds=thresholds.to_dict(),
    )


def _with_count(probability: Numbers, truth: Truth, threshold: float) -> dict[str, float]:
    return figures(probability, truth, threshold) | {"adverts": float(len(truth))}


def _verdicts(verdicts: Any, truth: Truth) -> dict[str, dict[str, float]]:
    chosen = {
        "flagged": np.isin(verdicts, FLAGS),
        "high_risk": np.isin(verdicts, [Verdict.HIGH_RISK]),
    }
    return {
        name: {
            "precision": float((rows & truth).sum() / max(rows.sum(), 1)),
            "recall": float((rows & truth).sum() / max(truth.sum(), 1)),
        }
        for name, rows in chosen.items()
    }


def _misses(
    risky: Numbers, verdicts: Any, truth: Truth, thresholds: Thresholds
) -> dict[str, float]:
    """Risky adverts that nothing flags: in the review band, and under it where nobody looks."""
    missed = truth & ~np.isin(verdicts, FLAGS)
    band = (risky >= thresholds.review) & ~np.isin(verdicts, FLAGS)
    return {
        "risky": float(truth.sum()),
        "missed": float(missed.sum()),
        "missed_in_review_band": float((missed & band).sum()),
        "missed_outside": float((missed & ~band).sum()),
        "adverts_in_review_band": float(band.sum()),
        "review_band_from": thresholds.review,
    }


def _thin(scored: Scored, verdicts: Any, thresholds: Thresholds) -> dict[str, float]:
    """How often `not_enough_information` is said: of adverts as they are, and of their beginnings.

    A beginning of fewer words than an advert needs is what a job seeker pastes by mistake.
    """
    cut = [
        replace(
            sample.advert, title="", text=" ".join(sample.example.text.split()[: LEAST_WORDS - 2])
        )
        for sample in scored.samples
    ]
    found = [
        verdict_for(advert, row, one.evidence, one.entities, thresholds)
        for advert, one, row in zip(
            cut, extract_many(cut), scored.probability[:, 0].tolist(), strict=True
        )
    ]
    too_little = Verdict.NOT_ENOUGH_INFORMATION
    calm = [verdict for verdict in found if verdict not in FLAGS]
    return {
        "whole_adverts": float(np.mean(verdicts == too_little)),
        "beginnings": float(np.mean([verdict == too_little for verdict in found])),
        "beginnings_called_without_signs": float(
            np.mean([verdict == Verdict.NO_SIGNS_FOUND for verdict in found])
        ),
        "beginnings_not_flagged": float(len(calm)),
    }


def stability(
    classifier: MultiLabelClassifier, thresholds: Thresholds, corpus: Corpus
) -> Mapping[str, float]:
    """How scores and flags of held-out test adverts move with other words, and with disguise."""
    split_of = corpus.split_of
    found: dict[str, float] = {}
    for name, rewrites in (("reworded", corpus.rewordings), ("evasive", corpus.evasion)):
        rows = [row for row in rewrites if split_of.get(row.original) == "test"]
        if not rows:
            continue
        by_id = {example.id: example for example in corpus.splits["test"]}
        before = score(classifier, own(by_id[row.original] for row in rows))
        after = score(classifier, own(corpus.rewritten(rows)))
        moved = np.abs(before.probability[:, 0] - after.probability[:, 0])
        flagged = [np.isin(one.verdicts(thresholds), FLAGS) for one in (before, after)]
        truth = before.truth[:, 0]
        found |= {
            f"{name}": float(len(rows)),
            f"{name}_mean_score_range": float(moved.mean()),
            f"{name}_same_flag": float((flagged[0] == flagged[1]).mean()),
        }
        if truth.any():
            found[f"{name}_originals_flagged"] = float(flagged[0][truth].mean())
            found[f"{name}_flagged"] = float(flagged[1][truth].mean())
            found[f"{name}_originals_recall_by_score"] = float(
                (before.probability[truth, 0] >= thresholds.caution).mean()
            )
            found[f"{name}_recall_by_score"] = float(
                (after.probability[truth, 0] >= thresholds.caution).mean()
            )
    return found
