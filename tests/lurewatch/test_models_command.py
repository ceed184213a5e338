"""`lurewatch models` as a data scientist types it, on a var folder with adverts of the demo."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text as sql

import storage.assessments
import storage.shadows
from lurewatch.pipeline import Workplace, assess_pending
from lurewatch.recomputing import recompute
from lurewatch.settings import read_settings
from lurewatch.shadow import shadow_pending, shadow_report
from lurewatch.work import Worker
from models import registry
from models.assess import Assessor
from tests.lurewatch.test_pipeline import counts, stored_adverts
from tests.models.versions import content_of, variant

Run = Callable[..., int]
WHY = ("--reason", "a test")


@pytest.fixture
def assessed(workplace: Workplace) -> Workplace:
    stored_adverts(workplace)
    assess_pending(workplace, Assessor.load(workplace.settings))
    return workplace


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, " ".join(captured.err.split())


def test_list_names_every_version_and_says_what_is_wrong_with_a_bad_one(
    run: Run, var_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = read_settings()
    good, torn, foreign = variant(settings, 1), variant(settings, 2), variant(settings, 3)
    (settings.models_dir / torn / "model.skops").write_bytes(b"PK")
    (settings.models_dir / foreign / "meta.json").write_text('{"model_id": "\\u001b[2J"}', "utf-8")
    assert run("models", "list", "--json") == 0
    listed = json.loads(said(capsys)[0])
    rows = {row["model_id"]: row for row in listed["versions"]}
    assert rows.keys() == {good, torn, foreign, registry.shipped(settings).model_id}
    assert (rows[good]["usable"], rows[good]["fault"]) == (True, "")
    assert "damaged" in rows[torn]["fault"]
    assert "meta.json is not readable" in rows[foreign]["fault"]
    assert rows[listed["promoted"]]["in_force"] == "promoted"
    assert run("models", "list") == 0
    shown = said(capsys)[0]
    assert all(model_id in shown for model_id in rows)
    assert "\x1b[2J" not in shown


def test_show_prints_the_card_and_refuses_what_is_no_id(
    run: Run, var_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = read_settings()
    model_id = variant(settings, 1)
    (settings.models_dir / model_id / "card.md").write_text("# Card\x1b[31m\x07\n", "utf-8")
    assert run("models", "show", model_id) == 0
    shown = said(capsys)[0]
    assert shown.startswith("# Card[31m\n")
    assert "can be used" in shown
    for name in ("../" + model_id, "x" * 3000, "\x1b[2J", str(settings.models_dir / model_id)):
        assert run("models", "show", name) == 1
        out, why = said(capsys)
        assert out == ""
        assert "there is no model" in why
        assert len(why) < 300
        assert "\x1b[2J" not in why


def test_promote_and_rollback_from_the_command_line(
    run: Run, var_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = read_settings()
    equal = variant(settings, 1)
    reckless = variant(settings, 2, caution=0.0, high_risk=0.0, review=0.0)
    shipped = registry.promoted(settings)
    assert run("models", "promote", equal, *WHY, "--by", "nimali", "--json") == 0
    assert json.loads(said(capsys)[0])["promoted"] is True
    before = content_of(settings.models_dir)
    assert run("models", "promote", reckless, *WHY, "--json") == 1
    out, why = said(capsys)
    refused = {gate["name"] for gate in json.loads(out)["gates"] if gate["refusals"]}
    assert {"slices", "load"} <= refused
    assert "Refused by slices: all: F1 of flags" in why
    assert len(why) < 1000
    assert content_of(settings.models_dir) == before
    assert run("models", "show", equal) == 0
    assert "promote by nimali: a test" in said(capsys)[0]
    assert run("models", "promote", equal, *WHY) == 1
    assert "promoted already" in said(capsys)[1]
    assert run("models", "rollback", *WHY) == 0
    assert f"{shipped} is promoted again" in said(capsys)[0]
    assert run("models", "rollback", *WHY) == 1
    assert "nothing to go back to" in said(capsys)[1]
    assert run("models", "promote", equal) == 2
    assert "--reason" in said(capsys)[1]


def test_the_shadow_changes_nothing_that_people_see_and_tells_what_it_would(
    assessed: Workplace,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = counts(assessed)
    champion = registry.promoted(assessed.settings)
    reckless = variant(assessed.settings, 2, caution=0.0, high_risk=0.0, review=0.0)
    with assessed.database.begin() as session:
        rows = session.execute(sql("select advert_id from assessments order by 1")).scalars().all()
        pages = [storage.assessments.latest(session, advert_id) for advert_id in rows]
    monkeypatch.setenv("LUREWATCH_SHADOW_MODEL_ID", reckless)
    assert run("work", "--once") in (0, 1)
    capsys.readouterr()
    assert counts(assessed)["assessments"] == before["assessments"]
    assert counts(assessed)["flags"] == before["flags"]
    with assessed.database.begin() as session:
        assert pages == [storage.assessments.latest(session, advert_id) for advert_id in rows]
    assert run("models", "shadow", "--json") == 0
    (report,) = json.loads(said(capsys)[0])["reports"]
    assert (report["champion_id"], report["model_id"]) == (champion, reckless)
    assert report["adverts"] == before["assessments"]
    assert report["score_moved"] == 0
    assert report["flags_added"] + report["flags_dropped"] > 0
    assert report["changed"] == sum(change["adverts"] for change in report["changes"])
    for change in report["changes"]:
        assert change["from"] != change["to"]
        assert sum(change["languages"].values()) == change["adverts"]
        assert sum(change["categories"].values()) == change["adverts"]
        assert set(change["sample"]) <= set(rows)
        assert 1 <= len(change["sample"]) <= 5
    assert run("models", "shadow") == 0
    assert reckless in said(capsys)[0]


def test_a_shadow_run_is_bounded_and_goes_on_where_it_stopped(assessed: Workplace) -> None:
    champion = registry.promoted(assessed.settings)
    challenger = Assessor.load(assessed.settings, variant(assessed.settings, 1))
    every = counts(assessed)["assessments"]
    assert shadow_pending(assessed, challenger, champion, most=7) == 7
    assert shadow_pending(assessed, challenger, champion) == every - 7
    assert shadow_pending(assessed, challenger, champion) == 0
    with assessed.database.begin() as session:
        model_id = challenger.model_id
        report = shadow_report(
            champion, model_id, storage.shadows.pairs(session, champion, model_id)
        )
    assert (report.adverts, sum(report.changes.values())) == (every, 0)


def test_a_shadow_that_cannot_be_loaded_stops_nothing(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = stored_adverts(workplace)
    for name in ("linear-000000000000", "../../etc", "x" * 5000):
        settings = workplace.settings.model_copy(update={"shadow_model_id": name})
        Worker(
            Workplace(settings=settings, database=workplace.database, cipher=workplace.cipher)
        ).assess()
        assert counts(workplace)["assessments"] == stored


def test_a_worker_takes_up_what_was_promoted_since(workplace: Workplace) -> None:
    stored = stored_adverts(workplace)
    worker = Worker(workplace)
    worker.assess()
    model_id = variant(workplace.settings, 1)
    registry.write_promoted(workplace.settings.models_dir, model_id)
    worker.assess()
    with workplace.database.begin() as session:
        query = sql("select count(*) from assessments where model_id = :m")
        assert session.execute(query, {"m": model_id}).scalar_one() == stored


def test_every_stored_assessment_comes_out_equal_bit_for_bit(
    assessed: Workplace, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    model_id = variant(assessed.settings, 1)
    assess_pending(assessed, Assessor.load(assessed.settings, model_id))
    every = counts(assessed)["assessments"]
    assert run("models", "recompute", "--json") == 0
    report = json.loads(said(capsys)[0])
    assert (report["equal"], report["differing"]) == (every, 0)
    assert run("models", "recompute", "--sample", "9") == 0
    assert "9 equal bit for bit, 0 otherwise" in said(capsys)[0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("score = score + 0.000001", "score"),
        ("verdict = 'caution'", "verdict"),
        ("categories = '{}'", "categories"),
        ("evidence = '[]'", "evidence"),
        ("threshold_name = 'other'", "threshold_name"),
        ("language = 'und'", "language"),
    ],
)
def test_a_stored_assessment_that_was_changed_is_named(
    assessed: Workplace,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    change: str,
    field: str,
) -> None:
    with assessed.database.begin() as session:
        advert_id = session.execute(
            sql("select min(advert_id) from assessments where verdict = 'high_risk'")
        ).scalar_one()
        session.execute(
            sql(f"update assessments set {change} where advert_id = :a"), {"a": advert_id}
        )
    assert run("models", "recompute", "--json") == 1
    report = json.loads(said(capsys)[0])
    assert report["differing"] == 1
    assert report["by_field"] == {field: 1}
    assert [one["advert_id"] for one in report["differences"]] == [advert_id]


def test_a_model_or_features_version_that_is_gone_is_said_plainly(
    assessed: Workplace, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    model_id = variant(assessed.settings, 1)
    assess_pending(assessed, Assessor.load(assessed.settings, model_id))
    shutil.rmtree(assessed.settings.models_dir / model_id)
    with assessed.database.begin() as session:
        session.execute(
            sql(
                "update assessments set features_version = '0' where model_id <> :m and advert_id ="
                " (select min(advert_id) from assessments)"
            ),
            {"m": model_id},
        )
    half = counts(assessed)["assessments"] // 2
    assert run("models", "recompute", "--json") == 3
    report = json.loads(said(capsys)[0])
    assert (report["equal"], report["differing"]) == (half - 1, 0)
    assert report["not_recomputed"] == half + 1
    assert "there is no model" in report["unusable"][model_id]
    assert "features 0" in report["unusable"][registry.promoted(assessed.settings)]


def test_a_stored_model_id_that_is_a_path_is_never_opened(assessed: Workplace) -> None:
    folder = registry.shipped(assessed.settings).folder
    with assessed.database.begin() as session:
        session.execute(sql("update assessments set model_id = :m"), {"m": str(folder)[:80]})
    report = recompute(assessed)
    assert report.equal == 0
    assert report.not_recomputed == counts(assessed)["assessments"]
