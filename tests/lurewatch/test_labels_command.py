"""`lurewatch labels`: checked, counted, given out, taken in and brought together."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lurewatch.labels import Category, Decision
from lurewatch.pipeline import Workplace
from models.corpus import read_corpus
from models.dataset import read_examples
from tests.lurewatch.reviewed import flagged
from tests.models.labelled import RISKY, row, write_corpus, write_lines

Run = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rows: dict[str, list[dict[str, Any]]] = {
        "train": [row(0), row(1)],
        "dev": [row(2)],
        "test": [row(3)],
    }
    folder = write_corpus(tmp_path / "corpus", **rows)
    monkeypatch.setenv("LUREWATCH_TRAINING_DATA_DIR", str(folder))
    return folder


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """Standard error, whatever the width it was wrapped to."""
    return "".join(capsys.readouterr().err.split())


def test_check_says_what_is_wrong_and_the_status_tells(
    run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("labels", "check") == 0
    assert "No problem found." in capsys.readouterr().out
    write_corpus(folder, train=[row(0)], test=[row(0, id="copy", group="copy")])
    assert run("labels", "check", "--json") == 3
    assert "leak: y-0 (train) and copy (test) belong together" in said(capsys)["problems"]
    (folder / "train.jsonl").write_text('{"id": 1}\n', "utf-8")
    assert run("labels", "check") == 2
    assert "train.jsonl:1" in complaint(capsys)
    assert run("labels", "check", str(folder / "gone")) == 2


def test_stats_count_what_is_there(
    run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("labels", "stats", "--json") == 0
    found = said(capsys)
    assert found["languages"]["en"] == {
        "adverts": 4,
        "risky": 1,
        "subtle": 0,
        "harmless": 3,
        "hard": 0,
    }
    assert found["categories"]["recruitment_fraud"] == 1
    assert found["agreement"]["adverts"] == 0
    assert run("labels", "stats") == 0
    assert "classified 4" in capsys.readouterr().out


def test_stats_of_the_corpus_itself_fit_a_narrow_terminal(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run("labels", "stats") == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert "MINOR_DOMESTIC_PLACEMENT" in shown


def test_export_writes_what_was_asked_for(
    run: Run, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("labels", "export", "--format", "blind", "--split", "test") == 0
    line = said(capsys)
    assert line.keys() == {"id", "title", "text", "kind"}
    out = tmp_path / "out.csv"
    assert run("labels", "export", "--format", "csv", "--out", str(out)) == 0
    assert len(out.read_text("utf-8").splitlines()) == 5
    assert run("labels", "export", "--out", str(tmp_path / "no" / "way")) == 2


def test_import_names_what_it_leaves_out(
    run: Run, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"text": "Baker for a hotel in Ella, early shift.", "label": "harmless"},
        {"text": row(0)["text"], "label": "harmless"},
        {"text": row(1)["text"], **RISKY},
        {"text": row(2)["text"] + " Call.", "label": "harmless"},
        {"text": "no label"},
    ]
    given, out = write_lines(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl"
    options = ("--out", str(out), "--annotator", "desk", "--source", "ngo", "--json")
    assert run("labels", "import", str(given), *options) == 3
    found = said(capsys)
    counts = {name: len(found[name]) for name in ("unreadable", "duplicates", "leaks", "conflicts")}
    assert counts == {"unreadable": 1, "duplicates": 1, "leaks": 1, "conflicts": 1}
    (taken,) = read_examples(out)
    assert (taken.provenance.annotator, taken.provenance.source) == ("desk", "ngo")
    assert run("labels", "import", str(given), *options) == 2
    assert "nothingisoverwritten" in complaint(capsys)


def test_import_needs_one_place_to_take_labels_from(run: Run, tmp_path: Path) -> None:
    assert run("labels", "import", "--out", str(tmp_path / "out.jsonl")) == 2


def test_merge_writes_a_whole_corpus_beside_the_old_one(
    run: Run, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = write_lines(tmp_path / "in.jsonl", [row(10), row(11)])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run("labels", "merge", str(given), "--out", str(tmp_path / "new")) == 0
    assert len(read_corpus(tmp_path / "new").examples) == 6
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    contrary = write_lines(tmp_path / "contrary.jsonl", [row(0, id="n", **RISKY)])
    capsys.readouterr()
    assert run("labels", "merge", str(contrary), "--out", str(tmp_path / "x")) == 1
    assert "nisthetextofy-0" in complaint(capsys)
    assert not (tmp_path / "x").exists()


def test_the_last_decision_on_a_flag_becomes_a_label(
    run: Run, folder: Path, workplace: Workplace, tmp_path: Path
) -> None:
    upheld = flagged(workplace, "Upheld", Decision.UPHOLD)
    overturned = flagged(workplace, "Overturned", Decision.UPHOLD, Decision.DISMISS)
    flagged(workplace, "Escalated", Decision.UPHOLD, Decision.ESCALATE)
    flagged(workplace, "Open")
    out = tmp_path / "out.jsonl"
    assert run("labels", "import", "--decisions", "--out", str(out)) == 0
    labels = {example.id: example for example in read_examples(out)}
    assert set(labels) == {f"reviews-{name[:16]}" for name in (upheld, overturned)}
    risky = labels[f"reviews-{upheld[:16]}"]
    assert (risky.label, risky.categories) == ("risky", (Category.FORCED_CRIMINALITY,))
    assert labels[f"reviews-{overturned[:16]}"].label == "harmless"
    assert not risky.provenance.blind
    # No name of a person goes into a data set.
    assert "Nimal" not in out.read_text("utf-8")
