"""The transformer as a version: trained, measured and used by commands, served without torch."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lurewatch.errors import ConfigurationError, UntrustedArtefact
from models.artefact import MODEL, content_sha256, dump, load_version
from models.onnx_encoder import OnnxEncoder
from models.stacked import StackedClassifier
from models.transformer import ONNX, TOKENIZER
from tests.models.encoders import GROUPS, HARMLESS, QUICK, RISKY, TEXTS, TRUTH, quick

pytestmark = pytest.mark.usefixtures("one_torch_thread")

COLUMNS = """
[columns]
text = "body"
label = "bad"
[labels]
risky = ["1"]
harmless = ["0"]
[defaults]
source = "set"
"""
CONFIG = """
kind = "transformer"
[parameters]
{parameters}
[evaluation]
split = "folds"
folds = 2
random_split = false
"""
WITHOUT_TORCH = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("torch", "transformers", "accelerate"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
from lurewatch.cli import main
main()
"""
WATCHING = """
import atexit, sys
def tell():
    print("torch" in sys.modules, "transformers" in sys.modules, file=sys.stderr)
atexit.register(tell)
from lurewatch.cli import main
main()
"""


def stored(folder: Path, classifier: StackedClassifier) -> str:
    """Writes the files of a version; the hash of its model file."""
    data = dump(classifier)
    for name, content in {MODEL: data, **classifier.files_beside()}.items():
        (folder / name).write_bytes(content)
    return content_sha256(data)


def test_calibration_scores_are_of_groups_that_were_not_learned_from() -> None:
    groups = [str(i // 4) for i in range(60)]
    fitted = quick(epochs=2).fit(TEXTS, TRUTH, groups)
    assert 8 <= fitted.unseen_.sum() <= 20
    inside = {group for group, row in zip(groups, fitted.unseen_, strict=True) if row}
    outside = {group for group, row in zip(groups, fitted.unseen_, strict=True) if not row}
    assert not inside & outside
    everywhere = quick(epochs=2, one_fold=False, folds=2).fit(TEXTS, TRUTH, groups)
    assert everywhere.unseen_.all()


def test_marks_are_told_as_words_where_they_are_asked_for() -> None:
    texts = [f"some advert\n{'_present_FEE_UPFRONT' if i % 2 else ''}" for i in range(60)]
    scores = [
        quick(marks=marks).fit(texts, TRUTH, GROUPS).predict_proba(texts)[:, 0]
        for marks in (False, True)
    ]
    assert np.ptp(scores[0]) == 0
    assert scores[1][1::2].min() > scores[1][::2].max()


def test_it_can_be_a_member_of_the_stack(tmp_path: Path) -> None:
    members = [{"kind": "indicator_rules"}, {"kind": "transformer", "folds": 2, **QUICK}]
    fitted = StackedClassifier(members=members, folds=2).fit(TEXTS, TRUTH, GROUPS)
    found = fitted.predict_proba(TEXTS)
    assert found[TRUTH].min() > found[~TRUTH].max()
    again = load_version(tmp_path, stored(tmp_path, fitted))
    np.testing.assert_array_equal(again.predict_proba(TEXTS), found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two made-up sets, a mapping and an experiment."""
    place = tmp_path_factory.mktemp("set")
    (place / "columns.toml").write_text(COLUMNS, "utf-8")
    parameters = "\n".join(f"{name} = {json.dumps(value)}" for name, value in QUICK.items())
    (place / "config.toml").write_text(CONFIG.format(parameters=parameters), "utf-8")
    for name, count in (("learn", 80), ("apart", 20)):
        own = [" ".join(f"{name}{i}w{j}" for j in range(12)) for i in range(count)]
        lines = [f"{RISKY if i % 2 else HARMLESS} {own[i]},{i % 2}" for i in range(count)]
        (place / f"{name}.csv").write_text("\n".join(["body,bad", *lines]) + "\n", "utf-8")
    return place


def run(folder: Path, program: str, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments, "--columns", str(folder / "columns.toml")],
        env=os.environ | {"LUREWATCH_VAR_DIR": str(folder / "var"), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, " ".join(done.stderr.split())


@pytest.fixture(scope="module")
def trained(folder: Path) -> Path:
    data, out = str(folder / "learn.csv"), str(folder / "out")
    status, said, why = run(
        folder,
        WATCHING,
        *("train", str(folder / "config.toml"), "--data", data, "--out", out, "--json"),
    )
    assert status == 0, why
    report = json.loads(said)
    assert report["evaluation"]["overall"]["adverts"] == 80
    return Path(report["folder"])


def test_training_stores_a_whole_version(trained: Path, folder: Path) -> None:
    assert {ONNX, TOKENIZER, MODEL, "meta.json", "card.md", "run.json"} <= {
        path.name for path in trained.iterdir()
    }
    meta = json.loads((trained / "meta.json").read_text("utf-8"))
    assert meta["files"].keys() == {ONNX, TOKENIZER}
    assert {"torch", "transformers", "onnxruntime"} <= meta["versions"].keys()
    assert "eight-bit" in (trained / "card.md").read_text("utf-8")
    assert not [*(folder / "var" / "models" / ".checkpoints").iterdir()]


def test_it_measures_and_assesses_without_torch(trained: Path, folder: Path) -> None:
    apart = str(folder / "apart.csv")
    status, said, why = run(
        folder, WITHOUT_TORCH, "evaluate", "--model", str(trained), "--data", apart, "--json"
    )
    assert status == 0, why
    assert json.loads(said)["overall"]["average_precision"] > 0.9
    status, without, why = run(folder, WITHOUT_TORCH, "assess", "--model", str(trained), apart)
    assert status == 0, why
    status, beside, why = run(folder, WATCHING, "assess", "--model", str(trained), apart)
    assert status == 0, why
    assert why.endswith("False False"), "torch is installed, and is not imported"
    scores = [[json.loads(row)["score"] for row in text.splitlines()] for text in (without, beside)]
    assert len(scores[0]) == 20
    assert scores[0] == scores[1]
    assert sum(scores[0][1::2]) > sum(scores[0][::2]) + 2


def test_without_torch_training_is_refused_and_leaves_nothing(folder: Path) -> None:
    data, out = str(folder / "learn.csv"), folder / "none"
    status, _, why = run(
        folder,
        WITHOUT_TORCH,
        *("train", str(folder / "config.toml"), "--data", data, "--out", str(out)),
    )
    assert status != 0
    assert "pip install 'lurewatch[train]'" in why
    assert "Traceback" not in why
    assert not out.exists()


@pytest.mark.parametrize("name", [ONNX, TOKENIZER])
def test_a_changed_or_missing_file_is_refused(trained: Path, tmp_path: Path, name: str) -> None:
    for path in trained.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    digest = json.loads((trained / "meta.json").read_text("utf-8"))["sha256"]
    load_version(tmp_path, digest)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(UntrustedArtefact, match=rf"{name} does not match"):
        load_version(tmp_path, digest)
    (tmp_path / name).unlink()
    with pytest.raises(UntrustedArtefact, match=f"no readable {name}"):
        load_version(tmp_path, digest)


def test_without_onnx_runtime_serving_says_what_to_install(
    trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = json.loads((trained / "meta.json").read_text("utf-8"))["sha256"]
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ConfigurationError, match=r"onnxruntime.*lurewatch\[transformers\]"):
        load_version(trained, digest)


def test_files_that_are_no_encoder_are_refused() -> None:
    with pytest.raises(UntrustedArtefact, match="cannot be read"):
        OnnxEncoder(b"no model", b"{}", "max")
