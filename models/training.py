"""Trains a version and stores it with its card: `lurewatch train`."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sklearn.model_selection import train_test_split

from features import FEATURES_VERSION
from features.extract import extract_many
from lurewatch.errors import ConfigurationError, UntrustedArtefact
from lurewatch.records import Features
from lurewatch.settings import Settings
from models.artefact import MODEL, content_sha256, dump
from models.card import card
from models.catalogue import new_classifier
from models.checkpoints import checkpoints_in
from models.corpus import read_corpus
from models.dataset import fingerprint
from models.evaluation import Scored, measure, score, seen_key, stability, targets
from models.evaluation_report import EvaluationReport
from models.experiments import Experiment, read_experiment
from models.fold_scores import fold_scores
from models.grouping import check_leaks, near_duplicate_groups
from models.holding_out import hold_out
from models.inputs import to_input
from models.labelled_sets import Sample, own, read_sets
from models.measures import figures
from models.multilabel import check_learnable
from models.registry import SEEN, promote_first, read_version
from models.running import Run
from models.thresholds import choose

DEFAULT = "linear"
CHECKPOINTS = ".checkpoints"
"""Folder beside the versions for trainings that are not finished."""
_LIBRARIES = ("numpy", "scikit-learn", "scipy", "skops", "spacy")


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """What is learned from, and what is measured on; `test` is empty for group folds."""

    train: list[Sample]
    test: list[Sample]
    counts: dict[str, int]


def train(
    *,
    settings: Settings,
    out_dir: Path,
    experiment: str = DEFAULT,
    data: Sequence[Path] = (),
    columns: str | None = None,
) -> TrainingReport:
    """Train a version, choose thresholds out of fold, measure on adverts it has not seen.

    The new version is promoted in `out_dir` if none is promoted there yet, except in the var folder
    while the program has a promoted version: `lurewatch models promote` is the way past its gates.

    Args:
        experiment: name or path of the file that decides everything (`models.experiments`).
        data: labelled files; without, the splits of the training data folder.
        columns: a column mapping for `data` (`models.labelled_sets`).

    Raises:
        ConfigurationError: the experiment or the mapping is wrong.
        InputError, LeakingSplit: the data cannot be used.
    """
    recipe = read_experiment(experiment)
    new_classifier(recipe).check_ready()
    key = hashlib.sha256(f"{recipe.model_dump_json()}\n{[*map(str, data)]}".encode()).hexdigest()
    with checkpoints_in(settings.models_dir / CHECKPOINTS / key[:20]):
        return _train(recipe, settings, out_dir, data, columns)


def _train(
    recipe: Experiment,
    settings: Settings,
    out_dir: Path,
    data: Sequence[Path],
    columns: str | None,
) -> TrainingReport:
    run = Run()
    material = _material(recipe, settings, data, columns)
    with run.step("features"):
        found = list(extract_many(sample.advert for sample in material.train))
    rows = training_inputs(material.train, found, recipe.states_kept)
    examples = [sample.example for sample in material.train]
    if recipe.evaluation.groups == "given":
        groups = [example.group for example in examples]
    else:
        groups = near_duplicate_groups(examples)
    truth = targets(material.train)
    check_learnable(truth[:, 0], groups, getattr(new_classifier(recipe), "folds", 5))
    with run.step("fit"):
        classifier = new_classifier(recipe).fit(rows, truth, groups)
    unseen = classifier.unseen_
    thresholds = choose(
        classifier.calibrate(classifier.oof_scores_[unseen])[:, 0],
        truth[unseen, 0],
        recipe.thresholds,
    )
    artefact = dump(classifier)
    digest = content_sha256(artefact)
    model_id = f"{recipe.kind}-{digest[:12]}"
    with run.step("measure"):
        if material.test:
            report = measure(score(classifier, material.test), model_id, thresholds)
        else:
            seen_as = Scored(
                samples=material.train,
                features=found,
                groups=groups,
                probability=fold_scores(recipe, rows, truth, groups, settings.models_dir),
            )
            report = measure(seen_as, model_id, thresholds)
        if not data:
            moved = stability(classifier, thresholds, read_corpus(settings.training_data_dir))
            report = replace(report, stability=moved)
        if recipe.evaluation.random_split:
            random = _random_split(recipe, rows, truth, thresholds.caution)
            report = replace(report, random_split=random)
    meta = {
        "model_id": model_id,
        "kind": recipe.kind,
        "sha256": digest,
        "features_version": FEATURES_VERSION,
        "data_fingerprint": fingerprint(sample.example for sample in material.train),
        "adverts": material.counts,
        "experiment": recipe.model_dump(mode="json"),
        "thresholds": thresholds.to_dict(),
        "versions": {name: version(name) for name in (*_LIBRARIES, *classifier.libraries)},
        "figures": dict(report.overall),
        "random_split": dict(report.random_split),
        "test_fingerprint": report.data_fingerprint,
        "measured_on": "held-out adverts" if material.test else "held-out group folds",
    }
    beside = classifier.files_beside()
    if beside:
        meta["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in beside.items()}
    folder = _store(
        out_dir, model_id, {MODEL: artefact, **beside}, meta, report, material.train, run
    )
    promote_first(settings, out_dir, model_id)
    return TrainingReport(model_id=model_id, folder=folder, meta=meta, evaluation=report)


def _material(
    recipe: Experiment, settings: Settings, data: Sequence[Path], columns: str | None
) -> Material:
    if not data:
        if recipe.evaluation.split != "given" or recipe.evaluation.hold_out_source:
            raise ConfigurationError(f"{recipe.name}: `split` other than given needs --data")
        corpus = read_corpus(settings.training_data_dir)
        check_leaks(corpus.splits)
        counts = {name: len(examples) for name, examples in corpus.splits.items()}
        return Material(
            train=own(corpus.splits["train"]), test=own(corpus.splits["test"]), counts=counts
        )
    samples = read_sets(data, columns)
    learn, held = hold_out(samples, recipe.evaluation)
    return Material(train=learn, test=held, counts={"train": len(learn), "test": len(held)})


def training_inputs(
    samples: Sequence[Sample], found: Sequence[Features], states_kept: float
) -> list[str]:
    """Inputs of the classifier, with only a share of the indicator states.

    Patterns find more in the adverts that they were written from than in others; a classifier that
    saw them all would lean on them more than they deserve, and be too sure out of fold as well.
    Which states are kept depends on the id and the indicator alone.
    """
    return [
        to_input(
            replace(
                one,
                evidence=tuple(
                    e for e in one.evidence if is_kept(sample.example.id, e.indicator, states_kept)
                ),
            ),
            sample.advert,
        )
        for sample, one in zip(samples, found, strict=True)
    ]


def is_kept(advert_id: str, indicator: str, share: float) -> bool:
    """Whether training sees the state of an indicator in an advert."""
    digest = hashlib.sha256(f"{advert_id}\n{indicator}".encode()).digest()
    return int.from_bytes(digest[:4], "big") < share * 2**32


def _random_split(
    recipe: Experiment, rows: Sequence[str], truth: Any, threshold: float
) -> dict[str, float]:
    """The same recipe where like adverts may stand on both sides."""
    learn, held = train_test_split(
        range(len(rows)), test_size=0.2, random_state=recipe.evaluation.seed, stratify=truth[:, 0]
    )
    classifier = new_classifier(recipe).fit([rows[i] for i in learn], truth[learn])
    probability = classifier.predict_proba([rows[i] for i in held])[:, 0]
    found = figures(probability, truth[held, 0], threshold)
    return found | {"adverts": float(len(held))}


def _store(
    out_dir: Path,
    model_id: str,
    contents: Mapping[str, bytes],
    meta: dict[str, Any],
    report: EvaluationReport,
    samples: Sequence[Sample],
    run: Run,
) -> Path:
    """Written beside its place and renamed into it: nobody sees half a version."""
    out_dir.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=out_dir))
    try:
        for name, content in contents.items():
            (part / name).write_bytes(content)
        text = json.dumps(meta, indent=2, ensure_ascii=False, sort_keys=True)
        (part / "meta.json").write_text(text + "\n", "utf-8")
        (part / "card.md").write_text(card(meta, report), "utf-8")
        (part / "run.json").write_text(json.dumps(run.to_dict(), indent=2) + "\n", "utf-8")
        seen = sorted({seen_key(sample) for sample in samples})
        (part / SEEN).write_text("".join(f"{key}\n" for key in seen), "ascii")
        part.chmod(0o755)
        folder = out_dir / model_id
        if folder.exists():
            refuse_other_thresholds(folder, meta["thresholds"])
            shutil.rmtree(folder)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def refuse_other_thresholds(folder: Path, thresholds: dict[str, Any]) -> None:
    """Refuse to put other thresholds under an id: stored verdicts could not be made again.

    Raises:
        ConfigurationError: the folder holds the same classifier with other thresholds.
    """
    try:
        there = read_version(folder).meta["thresholds"]
    except UntrustedArtefact:
        return  # nothing that could have made a verdict
    if there != thresholds:
        raise ConfigurationError(
            f"{folder} holds the same classifier with other thresholds ({there['name']}); "
            "give another folder with --out"
        )
