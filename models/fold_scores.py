"""Probabilities of a whole set by models that had not seen each advert's group.

Each fold is stored when it is done, so that training that was interrupted goes on where it was.
"""

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.progress import track

from lurewatch.terminal import people
from models.catalogue import new_classifier
from models.experiments import Experiment
from models.multilabel import Numbers, Truth, folds_of

FOLDER = ".folds"


def fold_scores(
    recipe: Experiment,
    rows: Sequence[str],
    truth: Truth,
    groups: Sequence[str],
    models_dir: Path,
) -> Numbers:
    """n by labels; the whole recipe is trained anew in each StratifiedGroupKFold fold."""
    folder = models_dir / FOLDER / _key(recipe, rows, truth, groups)
    folder.mkdir(parents=True, exist_ok=True)
    probability = np.zeros(truth.shape)
    chosen = recipe.evaluation
    folds = folds_of(truth[:, 0], groups, chosen.folds, chosen.seed)
    for number, (learn, held) in enumerate(
        track(folds, description="folds", console=people, transient=True)
    ):
        path = folder / f"{number}.npy"
        if not path.is_file():
            classifier = new_classifier(recipe).fit(
                [rows[i] for i in learn], truth[learn], [groups[i] for i in learn]
            )
            _write(path, classifier.predict_proba([rows[i] for i in held]))
        probability[held] = np.load(path, allow_pickle=False)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    return probability


def _key(recipe: Experiment, rows: Sequence[str], truth: Truth, groups: Sequence[str]) -> str:
    digest = hashlib.sha256(recipe.model_dump_json().encode())
    for row, group in zip(rows, groups, strict=True):
        digest.update(f"{len(row)} {row}{group}\n".encode("utf-8", "surrogatepass"))
    digest.update(truth.tobytes())
    return digest.hexdigest()[:20]


def _write(path: Path, found: Numbers) -> None:
    stored = io.BytesIO()
    np.save(stored, found, allow_pickle=False)
    part = path.with_suffix(".part")
    part.write_bytes(stored.getvalue())
    part.replace(path)
