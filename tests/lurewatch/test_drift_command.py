"""`lurewatch drift`, on files, on days of the store and on the training split."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import storage.adverts
from lurewatch.pipeline import Workplace
from models.dataset import read_examples
from tests.models.labelled import write_lines
from tests.samples import make_advert

Run = Callable[..., int]
TRAIN = Path(__file__).parents[2] / "training_data" / "train.jsonl"


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    """Titles and texts of labelled adverts that name no other country, one a campaign."""
    found = {
        example.group: (example.title, example.text)
        for example in read_examples(TRAIN)
        if not example.entities.destinations
    }
    return list(found.values())[:120]


def file(path: Path, rows: list[tuple[str, str]], **more: str) -> Path:
    lines: list[dict[str, Any]] = [
        {"id": f"{path.stem}-{n}", "title": title, "text": text, **more}
        for n, (title, text) in enumerate(rows)
    ]
    return write_lines(path, lines)


def test_two_files_and_the_cause_with_its_adverts(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], texts: list[tuple[str, str]]
) -> None:
    before = file(tmp_path / "before.jsonl", texts[:60])
    hostile = [(f"\x1b[31m[red]{title}", f"{text} Work in Cambodia.") for title, text in texts[60:]]
    after = file(tmp_path / "after.jsonl", hostile)
    assert run("drift", "--before", str(before), "--after", str(after)) == 0
    shown = capsys.readouterr().out
    assert "destinations" in shown.splitlines()[0]
    assert "KH" in shown
    assert "after-" in shown
    assert "\x1b" not in shown
    assert "[red]" in shown
    assert run("drift", "--before", str(before), "--after", str(before), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert not any(shift["drifted"] for shift in found["causes"])
    assert any("has learned from" in note for note in found["notes"])


def test_days_of_the_store(
    run: Run,
    workplace: Workplace,
    capsys: pytest.CaptureFixture[str],
    texts: list[tuple[str, str]],
) -> None:
    adverts = [
        make_advert(
            title=title,
            text=text,
            source="board" if n < 50 else "channel",
            date_posted=date(2026, 10 if n < 50 else 11, 1 + n % 28),
        )
        for n, (title, text) in enumerate(texts[:100])
    ]
    with workplace.database.begin() as session:
        storage.adverts.save_adverts(session, adverts)
    options = ("--before", "..2026-10-31", "--after", "2026-11-01..")
    assert run("drift", *options, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["before"], found["after"]) == (50, 50)
    named = [shift["name"] for shift in found["causes"] if shift["drifted"]]
    assert named[0] == "sources"
    assert run("drift", "--before", "..2026-09-30", "--after", "2026-11-01..") == 2


@pytest.mark.parametrize("given", ["tomorrow", "2026-13-01..", "2026-11-01...", "/gone.jsonl"])
def test_what_is_no_set_of_adverts_is_refused(run: Run, given: str) -> None:
    assert run("drift", "--after", given) == 2
