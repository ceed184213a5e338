"""Promoting through the gates and going back; refusals change nothing."""

import json
import multiprocessing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lurewatch.errors import (
    Conflict,
    InputError,
    LeakingSplit,
    ModelError,
    ModelNotFound,
    PromotionRefused,
    UntrustedArtefact,
)
from lurewatch.settings import Settings
from models import promoting, registry
from models.gates import Gate
from models.golden import read_golden
from models.promotions import HISTORY, Promotion, add_to_history, before_current, read_history
from tests.models.versions import content_of, variant

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
WHO = {"by": "nimali", "reason": "reviews of November", "at": NOW}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path / "var", training_data_dir=ROOT / "training_data")


@pytest.fixture
def open_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gates that let everything pass, where a test is about what comes after them."""
    passed = [Gate(name="slices", refusals=(), figures={"all": {"challenger": 0.9}})]
    monkeypatch.setattr(promoting, "judge", lambda *_: passed)


def test_an_equal_version_passes_every_real_gate_and_is_in_force(settings: Settings) -> None:
    model_id = variant(settings, 7)
    before = registry.promoted(settings)
    judged = promoting.promote(settings, model_id, **WHO)
    assert {gate.name for gate in judged.gates} == {"slices", "golden", "stability", "load"}
    assert registry.get(settings).model_id == model_id
    (entry,) = read_history(settings.models_dir)
    assert (entry.action, entry.model_id, entry.previous) == ("promote", model_id, before)
    assert (entry.by, entry.reason, entry.at) == ("nimali", "reviews of November", NOW)
    assert entry.compared_with == before
    golden = next(gate for gate in entry.gates if gate["name"] == "golden")
    assert golden["figures"]["unharmed"] == len(read_golden())


def test_a_version_that_flags_too_much_is_refused_by_name_and_changes_nothing(
    settings: Settings,
) -> None:
    model_id = variant(settings, 8, caution=0.0, high_risk=0.0, review=0.0)
    before = content_of(settings.models_dir)
    with pytest.raises(PromotionRefused) as refusal:
        promoting.promote(settings, model_id, **WHO)
    said = str(refusal.value)
    assert "load: " in said
    assert "slices: all: F1 of flags" in said
    assert content_of(settings.models_dir) == before
    assert registry.get(settings).folder.parent == registry.shipped_dir()


@pytest.mark.usefixtures("open_gates")
def test_going_back_step_by_step_until_there_is_nothing(settings: Settings) -> None:
    shipped = registry.promoted(settings)
    first, second = variant(settings, 1), variant(settings, 2)
    promoting.promote(settings, first, **WHO)
    promoting.promote(settings, second, **WHO)
    back = WHO | {"reason": "too many false alarms"}
    assert promoting.rollback(settings, **back).model_id == first
    assert promoting.rollback(settings, **back).model_id == shipped
    kept = content_of(settings.models_dir)
    with pytest.raises(Conflict, match="nothing to go back to"):
        promoting.rollback(settings, **back)
    assert content_of(settings.models_dir) == kept
    actions = [(one.action, one.model_id) for one in read_history(settings.models_dir)]
    assert actions == [
        ("promote", first),
        ("promote", second),
        ("rollback", first),
        ("rollback", shipped),
    ]
    promoting.promote(settings, second, **WHO)
    assert promoting.rollback(settings, **back).model_id == shipped


def test_nothing_was_promoted_so_nothing_is_gone_back_to(settings: Settings) -> None:
    with pytest.raises(Conflict, match="nothing to go back to"):
        promoting.rollback(settings, **WHO)


@pytest.mark.usefixtures("open_gates")
def test_a_version_that_is_gone_or_changed_is_not_gone_back_to(settings: Settings) -> None:
    first, second = variant(settings, 1), variant(settings, 2)
    promoting.promote(settings, first, **WHO)
    promoting.promote(settings, second, **WHO)
    path = settings.models_dir / first / "meta.json"
    meta = json.loads(path.read_text("utf-8"))
    meta["thresholds"]["review"] = 0.0
    path.write_text(json.dumps(meta), "utf-8")
    with pytest.raises(UntrustedArtefact, match="changed since"):
        promoting.rollback(settings, **WHO)
    path.unlink()
    with pytest.raises(UntrustedArtefact):
        promoting.rollback(settings, **WHO)
    (settings.models_dir / first).rename(settings.models_dir / "away")
    with pytest.raises(ModelNotFound):
        promoting.rollback(settings, **WHO)
    assert registry.promoted(settings) == second
    assert len(read_history(settings.models_dir)) == 2


@pytest.mark.usefixtures("open_gates")
def test_a_promotion_that_did_not_take_effect_is_stepped_over(settings: Settings) -> None:
    shipped, first, second = registry.promoted(settings), variant(settings, 1), variant(settings, 2)
    promoting.promote(settings, first, **WHO)
    pointer = (settings.models_dir / "PROMOTED").read_bytes()
    promoting.promote(settings, second, **WHO)
    # As if the process had been killed between the history and the pointer.
    (settings.models_dir / "PROMOTED").write_bytes(pointer)
    assert promoting.rollback(settings, **WHO).model_id == shipped
    promoting.promote(settings, second, **WHO)
    assert promoting.rollback(settings, **WHO).model_id == shipped


@pytest.mark.usefixtures("open_gates")
def test_promoting_what_is_promoted_or_after_someone_else_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = variant(settings, 1), variant(settings, 2)
    promoting.promote(settings, first, **WHO)
    with pytest.raises(Conflict, match="promoted already"):
        promoting.promote(settings, first, **WHO)

    def slow(*_: Any) -> list[Gate]:
        registry.write_promoted(settings.models_dir, registry.shipped(settings).model_id)
        return []

    monkeypatch.setattr(promoting, "judge", slow)
    with pytest.raises(Conflict, match="meanwhile"):
        promoting.promote(settings, second, **WHO)
    assert len(read_history(settings.models_dir)) == 1


@pytest.mark.usefixtures("open_gates")
@pytest.mark.parametrize(
    "changes", [{"by": " "}, {"reason": ""}, {"by": "x" * 201}, {"reason": "x" * 2001}]
)
def test_who_and_why_must_be_said(settings: Settings, changes: dict[str, str]) -> None:
    model_id = variant(settings, 1)
    with pytest.raises(InputError, match="say w"):
        promoting.promote(settings, model_id, **(WHO | changes))
    assert registry.get(settings).model_id != model_id


def test_the_shipped_version_stands_in_for_a_champion_that_cannot_be_used(
    settings: Settings,
) -> None:
    shipped, lost = registry.promoted(settings), variant(settings, 1)
    registry.write_promoted(settings.models_dir, lost)
    (settings.models_dir / lost / "model.skops").write_bytes(b"PK")
    champion, why = promoting.champion_of(settings)
    assert champion.model_id == shipped
    assert "damaged" in why


def test_a_version_that_learned_from_what_it_is_measured_on_is_refused(settings: Settings) -> None:
    model_id = variant(settings, 1)
    seen = settings.models_dir / model_id / "seen.txt"
    golden = read_golden()[0]
    seen.write_text(f"{golden.seen_key}\n", "ascii")
    with pytest.raises(LeakingSplit, match=golden.id):
        promoting.promote(settings, model_id, **WHO)
    seen.unlink()
    with pytest.raises(ModelError, match=r"no seen\.txt"):
        promoting.promote(settings, model_id, **WHO)
    assert read_history(settings.models_dir) == []


def entry(**changes: Any) -> Promotion:
    given: dict[str, Any] = {
        "at": NOW,
        "action": "promote",
        "model_id": "linear-aaaaaaaaaaaa",
        "meta_sha256": "a",
        "previous": "linear-000000000000",
        "previous_meta_sha256": "0",
        "by": "ගයානි \x1b[2J",
        "reason": "line\u2028end\nand more",
    }
    return Promotion(**(given | changes))


def test_the_history_keeps_what_was_there_and_comes_back_as_written(tmp_path: Path) -> None:
    first, second = entry(), entry(model_id="linear-bbbbbbbbbbbb", previous="linear-aaaaaaaaaaaa")
    add_to_history(tmp_path, first)
    kept = (tmp_path / HISTORY).read_bytes()
    add_to_history(tmp_path, second)
    assert (tmp_path / HISTORY).read_bytes().startswith(kept)
    assert read_history(tmp_path) == [first, second]
    assert before_current([first, second], "linear-bbbbbbbbbbbb") == ("linear-aaaaaaaaaaaa", "a")
    assert before_current([first, second], "linear-cccccccccccc") is None
    assert [path.name for path in tmp_path.iterdir()] == [HISTORY]


@pytest.mark.parametrize("line", ["{", "{}", '{"model_id": "../x"}', "[1]"])
def test_a_damaged_history_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / HISTORY).write_text(line + "\n", "utf-8")
    with pytest.raises(UntrustedArtefact, match=r"promotions\.jsonl:1"):
        read_history(tmp_path)


def go_back(var: str, results: Any) -> None:
    try:
        info = promoting.rollback(
            Settings(var_dir=Path(var)), by="one", reason="of two at once", at=NOW
        )
        results.put(info.model_id)
    except Conflict:
        results.put("refused")


@pytest.mark.usefixtures("open_gates")
def test_two_processes_that_go_back_at_once_take_turns(settings: Settings) -> None:
    first, shipped = variant(settings, 1), registry.promoted(settings)
    promoting.promote(settings, first, **WHO)
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    workers = [
        context.Process(target=go_back, args=(str(settings.var_dir), results)) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    found = sorted(results.get(timeout=120) for _ in workers)
    for worker in workers:
        worker.join(120)
    assert found == sorted([shipped, "refused"])
    assert len(read_history(settings.models_dir)) == 2
