"""`lurewatch train` makes the shipped model again, byte for byte."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from lurewatch.settings import Settings
from models import registry
from models.linear import LinearClassifier
from models.multilabel import LABELS

ROOT = Path(__file__).parents[2]


def test_training_again_gives_the_shipped_model(tmp_path: Path, data_settings: Settings) -> None:
    environment = os.environ | {
        "PYTHONHASHSEED": "4711",
        "OMP_NUM_THREADS": "1",
        "LUREWATCH_VAR_DIR": str(tmp_path / "var"),
    }
    command = [sys.executable, "-m", "lurewatch", "train", "--out", str(tmp_path), "--json"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    report = json.loads(done.stdout)
    shipped = registry.get(data_settings, registry.promoted(data_settings))
    assert report["model_id"] == shipped.model_id
    trained = tmp_path / report["model_id"]
    for name in ("model.skops", "card.md", "meta.json"):
        assert (trained / name).read_bytes() == (shipped.folder / name).read_bytes(), name


def test_calibration_scores_come_from_folds_that_did_not_hold_the_group() -> None:
    """Texts that only their group can tell apart: seen scores would be perfect, unseen are not."""
    random = np.random.default_rng(3)
    groups = [str(i // 4) for i in range(80)]
    texts = [f"secret{group} filler{random.integers(5)}\n" for group in groups]
    truth = np.array([[int(group) % 2 == 0] * len(LABELS) for group in groups])
    fitted = LinearClassifier(folds=5, char_ngrams_min=9, char_ngrams_max=9).fit(
        texts, truth, groups
    )
    seen = (fitted.decision_function(texts)[:, 0] > 0) == truth[:, 0]
    unseen = (fitted.oof_scores_[:, 0] > 0) == truth[:, 0]
    assert seen.mean() > 0.95
    assert unseen.mean() < 0.8
