"""`lurewatch labels audit`, from the store to a recall with an interval."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import lurewatch.retraining
import storage.adverts
import storage.assessments
from lurewatch.entities import Entities
from lurewatch.labels import Decision, Language, Verdict
from lurewatch.pipeline import Workplace
from lurewatch.records import Advert, Assessment
from tests.lurewatch.reviewed import flagged
from tests.samples import NOW, make_advert

Run = Callable[..., int]


def cleared(advert: Advert) -> Assessment:
    return Assessment(
        advert_id=advert.advert_id,
        model_id="m",
        features_version="f",
        assessed_at=NOW,
        language=Language.ENGLISH,
        score=0.1,
        categories={},
        verdict=Verdict.NO_SIGNS_FOUND,
        threshold_name="t",
        evidence=(),
        entities=Entities(),
    )


@pytest.fixture
def stored(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """At a time of their own: thirty cleared adverts, three flags, and one not assessed."""
    monkeypatch.setattr(lurewatch.retraining, "now_utc", lambda: NOW)
    adverts = [make_advert(title="=cmd()", text="A cleared advert, the first.")]
    adverts += [make_advert(title=f"Cook {n}", text=f"Cleared, {n}.") for n in range(29)]
    with workplace.database.begin() as session:
        storage.adverts.save_adverts(session, [*adverts, make_advert(title="Not assessed")])
        storage.assessments.save(session, list(map(cleared, adverts)), [], cipher=workplace.cipher)
    for n in range(2):
        flagged(workplace, f"Upheld {n}", Decision.UPHOLD)
    flagged(workplace, "Dismissed", Decision.DISMISS)
    return [advert.advert_id for advert in adverts]


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def fill(sheet: Path, risky: int) -> None:
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, each in enumerate(rows):
        each["label"] = "Risky" if number < risky else "harmless"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def test_a_draw_is_labelled_and_gives_recall(
    run: Run,
    workplace: Workplace,
    stored: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sheet = tmp_path / "sheet.csv"
    options = ("--count", "30", "--seed", "5", "--out", str(sheet))
    assert run("labels", "audit", "draw", *options, "--json") == 0
    drawn = said(capsys)
    assert (drawn["population"], drawn["seed"]) == (30, 5)
    assert set(drawn["ids"]) == set(stored)
    assert Path(drawn["record"]).is_file()
    written = sheet.read_text("utf-8")
    assert "'=cmd()" in written
    assert "0.1" not in written
    fill(sheet, risky=2)
    assert run("labels", "audit", "result", str(sheet), "--json") == 0
    found = said(capsys)
    # All cleared adverts were labelled: two missed, two upheld, and no doubt.
    assert found["recall"] == pytest.approx(0.5)
    assert found["recall_interval"] == pytest.approx([0.5, 0.5])
    flagged(workplace, "Open")
    assert run("labels", "audit", "result", str(sheet), "--draw", drawn["draw_id"]) == 0
    assert "Recall 0.500" in capsys.readouterr().out
    assert run("labels", "audit", "draw", *options) == 2


def test_a_draw_takes_the_days_it_is_told(
    run: Run, stored: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.jsonl"
    options = ("labels", "audit", "draw", "--out", str(sheet), "--count", "10")
    assert run(*options, "--from", "2026-11-24") == 2
    assert run(*options, "--from", "yesterday") == 2
    assert not sheet.exists()
    assert run(*options, "--from", "2026-11-23", "--to", "2026-11-23", "--json") == 0
    assert len(said(capsys)["ids"]) == 10
    assert run("labels", "audit", "result", str(sheet)) == 0
    assert "10 without a label" in capsys.readouterr().out


def test_a_sheet_that_cannot_be_used_is_refused(
    run: Run, stored: list[str], tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.jsonl"
    assert run("labels", "audit", "draw", "--out", str(sheet), "--count", "3") == 0
    row = json.loads(sheet.read_text("utf-8").splitlines()[0])
    for rows, status in (
        ([row, row], 2),
        ([row | {"label": "maybe"}], 2),
        ([row | {"categories": "theft"}], 2),
        ([row | {"id": "stranger"}], 1),
        ([], 2),
    ):
        sheet.write_text("".join(json.dumps(each) + "\n" for each in rows), "utf-8")
        assert run("labels", "audit", "result", str(sheet)) == status
    sheet.write_text("no json\n", "utf-8")
    assert run("labels", "audit", "result", str(sheet)) == 2
    assert run("labels", "audit", "result", str(sheet), "--draw", "../../etc/passwd") == 2
