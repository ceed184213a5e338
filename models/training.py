"""Trains a version and stores it with its card: `lurewatch train`."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from features import FEATURES_VERSION
from features.extract import extract_many
from lurewatch.settings import Settings
from models.artefact import content_sha256, dump
from models.card import card
from models.catalogue import config, new_classifier
from models.dataset import Example, fingerprint
from models.evaluation import EvaluationReport, measure, targets
from models.grouping import near_duplicate_groups, read_splits
from models.linear import to_input
from models.registry import PROMOTED
from models.thresholds import choose

KIND = "linear"
_LIBRARIES = ("numpy", "scikit-learn", "scipy", "skops", "spacy")

STATES_KEPT = 0.55
"""Recall of the patterns on development adverts that nobody had looked at (about 0.5), over their
recall on the training split (0.92)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingReport:
    """What was trained, where it lies, and how good it is."""

    model_id: str
    folder: Path
    meta: dict[str, Any]
    evaluation: EvaluationReport

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "model_id": self.model_id,
            "folder": str(self.folder),
            **self.meta,
            "evaluation": self.evaluation.to_dict(),
        }

    def table(self) -> str:
        """For people."""
        return f"{self.evaluation.table()}\nstored in {self.folder}"


def train(*, settings: Settings, out_dir: Path) -> TrainingReport:
    """Train on the training split, choose thresholds out of fold, measure on the test split.

    The new version is promoted in `out_dir` if none is promoted there yet.

    Raises:
        InputError, LeakingSplit: the data cannot be used.
    """
    splits = read_splits(settings.training_data_dir)
    examples = splits["train"]
    truth = targets(examples)
    rows = training_inputs(examples)
    classifier = new_classifier(KIND).fit(rows, truth, near_duplicate_groups(examples))
    unseen = classifier.calibrate(classifier.oof_scores_)[:, 0]
    thresholds = choose(unseen, truth[:, 0])
    data = dump(classifier)
    digest = content_sha256(data)
    model_id = f"{KIND}-{digest[:12]}"
    meta = {
        "model_id": model_id,
        "kind": KIND,
        "sha256": digest,
        "features_version": FEATURES_VERSION,
        "data_fingerprint": fingerprint(examples),
        "adverts": {name: len(found) for name, found in splits.items()},
        "config": config(KIND),
        "thresholds": thresholds.to_dict(),
        "versions": {name: version(name) for name in _LIBRARIES},
    }
    report = measure(classifier, model_id, thresholds, splits)
    folder = out_dir / model_id
    _store(folder, data, meta, report)
    first = out_dir / PROMOTED
    if not first.exists():
        # Renamed into place: another process may be loading the promoted model.
        part = first.with_suffix(".part")
        part.write_text(model_id + "\n", "ascii")
        part.replace(first)
    return TrainingReport(model_id=model_id, folder=folder, meta=meta, evaluation=report)


def training_inputs(examples: Sequence[Example]) -> list[str]:
    """Inputs of the classifier, with only `STATES_KEPT` of the indicator states.

    Patterns find more in the adverts that they were written from than in others; a classifier that
    saw them all would lean on them more than they deserve, and be too sure out of fold as well.
    Which states are kept depends on the id and the indicator alone.
    """
    found = extract_many(example.advert for example in examples)
    return [
        to_input(
            replace(
                features,
                evidence=tuple(e for e in features.evidence if _is_kept(example.id, e.indicator)),
            )
        )
        for example, features in zip(examples, found, strict=True)
    ]


def _is_kept(advert_id: str, indicator: str) -> bool:
    digest = hashlib.sha256(f"{advert_id}\n{indicator}".encode()).digest()
    return int.from_bytes(digest[:4], "big") < STATES_KEPT * 2**32


def _store(folder: Path, data: bytes, meta: dict[str, Any], report: EvaluationReport) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.skops").write_bytes(data)
    figures = {"figures": report.overall, "test_fingerprint": report.data_fingerprint}
    text = json.dumps(meta | figures, indent=2, ensure_ascii=False, sort_keys=True)
    (folder / "meta.json").write_text(text + "\n", "utf-8")
    (folder / "card.md").write_text(card(meta, report), "utf-8")
