"""`lurewatch labels suggest`, from the store and from a file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import storage.adverts
import storage.flags
from lurewatch.labels import Decision
from lurewatch.pipeline import Workplace, assess_pending
from models.assess import Assessor
from models.dataset import read_examples
from tests.models.labelled import OTHERS, row, write_corpus, write_lines
from tests.samples import NOW, make_advert

Run = Callable[..., int]


@pytest.fixture(autouse=True)
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_corpus(tmp_path / "corpus", train=[row(0)], test=[row(1)])
    monkeypatch.setenv("LUREWATCH_TRAINING_DATA_DIR", str(folder))


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_store_gives_what_nobody_has_labelled_or_decided(
    run: Run, workplace: Workplace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    adverts = [make_advert(title=f"Offer {n}", text=text) for n, text in enumerate(OTHERS)]
    with workplace.database.begin() as session:
        storage.adverts.save_adverts(session, adverts)
    summary = assess_pending(workplace, Assessor.load(workplace.settings))
    with workplace.database.begin() as session:
        flag = storage.flags.for_advert(session, adverts[4].advert_id)
        assert flag is not None
        storage.flags.decide(
            session,
            flag_id=flag.flag_id,
            decision=Decision.UPHOLD,
            reason="a fee",
            reviewer="r",
            now=NOW,
        )
        late = make_advert(title="\x1b[31mLate", text=OTHERS[2] + " Come at once.")
        storage.adverts.save_adverts(session, [late])
    out, sheet = tmp_path / "next.jsonl", tmp_path / "sheet.csv"
    options = ("--out", str(out), "--sheet", str(sheet))
    assert run("labels", "suggest", *options, "--json") == 0
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert "1 stored advert(s) were not looked at" in " ".join(captured.err.split())
    assert found["model_id"] == summary.model_id
    # 0 and 1 are in the corpus, 4 is decided, the last is not assessed.
    assert {each["id"] for each in found["suggested"]} == {adverts[n].advert_id for n in (2, 3)}
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert lines == found["suggested"]
    assert {"id", "score", "why"} <= lines[0].keys()
    header, *_ = sheet.read_text("utf-8").splitlines()
    assert header == "id,kind,title,text,label,categories"
    assert run("labels", "suggest", *options) == 2


def test_a_file_gives_the_same_list_each_time(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"id": f"n{n}", "text": text} for n, text in enumerate(OTHERS)]
    hostile = {
        "id": "\x1b[2J[bold]",
        "text": "\x1b]0;title\x07 Dish washer for a café, Jaffna town.",
    }
    data = write_lines(tmp_path / "adverts.jsonl", [*rows, hostile])
    assert run("labels", "suggest", "--data", str(data), "--json") == 0
    once = said(capsys)
    assert run("labels", "suggest", "--data", str(data), "--json") == 0
    assert said(capsys) == once
    assert {each["id"] for each in once["suggested"]} == {"n2", "n3", "n4", "\x1b[2J[bold]"}
    labelled = write_lines(tmp_path / "labelled.jsonl", [row(2), row(3)])
    options = ("--data", str(data), "--labelled", str(labelled))
    assert run("labels", "suggest", *options) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "[bold]" in shown
    assert "n4" in shown
    assert "n3" not in shown


@pytest.mark.parametrize(
    "lines", ['{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}\n', "no json\n", '{"id": 1}\n']
)
def test_a_file_that_cannot_be_used_is_refused(run: Run, tmp_path: Path, lines: str) -> None:
    data = tmp_path / "adverts.jsonl"
    data.write_text(lines, "utf-8")
    assert run("labels", "suggest", "--data", str(data)) == 2
    assert run("labels", "suggest", "--data", str(tmp_path / "gone.jsonl")) == 2


def test_a_sheet_that_was_filled_in_comes_in_as_blind_labels(run: Run, tmp_path: Path) -> None:
    rows = [{"id": f"n{n}", "text": text} for n, text in enumerate(OTHERS)]
    data = write_lines(tmp_path / "adverts.jsonl", rows)
    sheet, taken = tmp_path / "sheet.jsonl", tmp_path / "taken.jsonl"
    assert run("labels", "suggest", "--data", str(data), "--sheet", str(sheet)) == 0
    lines = [json.loads(line) for line in sheet.read_text("utf-8").splitlines()]
    assert not any("score" in line for line in lines)
    filled = [line | {"label": "risky", "categories": ["forced_criminality"]} for line in lines]
    write_lines(sheet, filled)
    options = ("--out", str(taken), "--annotator", "a-1", "--blind")
    assert run("labels", "import", str(sheet), *options) == 0
    examples = read_examples(taken)
    assert [example.id for example in examples] == ["n2", "n3", "n4"]
    assert all(example.is_risky and example.provenance.blind for example in examples)
