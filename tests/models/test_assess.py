"""Assessing: the same numbers however adverts come, and verdicts that follow the rules."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.indicators import INDICATORS
from lurewatch.entities import Entities
from lurewatch.labels import Category, IndicatorState, Verdict
from lurewatch.records import AdvertText, Assessment, Evidence
from models.assess import Assessor
from models.thresholds import Thresholds, named_categories, verdict_for

NOW = datetime(2026, 11, 23, tzinfo=UTC)
DEMO = Path(__file__).parents[2] / "lurewatch" / "demo" / "adverts.jsonl"
LIMITS = Thresholds(name="t", caution=0.4, high_risk=0.8, provenance="test")
LONG = "A cook for a guest house near the lake, six days a week, meals and a room for two years."
NONE = Entities()
WITH_PHONE = Entities(phones=("+94700001234",))


def demo_adverts() -> list[AdvertText]:
    rows = [json.loads(line) for line in DEMO.read_text("utf-8").splitlines()]
    return [AdvertText(advert_id=r["id"], title=r["title"], text=r["text"]) for r in rows]


def assess(assessor: Assessor, adverts: list[AdvertText]) -> list[Assessment]:
    return list(assessor.assess_many(adverts, assessed_at=NOW))


def test_neighbours_and_order_do_not_change_a_single_number(assessor: Assessor) -> None:
    adverts = demo_adverts()
    together = assess(assessor, adverts)
    assert assess(assessor, adverts[::-1])[::-1] == together
    assert [assess(assessor, [advert])[0] for advert in adverts[:20]] == together[:20]


def test_assessments_say_what_made_them(assessor: Assessor) -> None:
    (found,) = assess(assessor, [demo_adverts()[0]])
    assert found.model_id == assessor.model_id
    assert set(found.categories) == set(Category)
    assert {e.indicator for e in found.evidence} == set(INDICATORS)
    assert 0 <= found.score <= 1


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=120))
def test_any_text_gets_probabilities(assessor: Assessor, text: str) -> None:
    (found,) = assess(assessor, [AdvertText(advert_id="t", title="", text=text)])
    assert 0 <= found.score <= 1
    assert all(0 <= value <= 1 for value in found.categories.values())


@pytest.mark.parametrize("text", ["", "😀😀😀", "Call me", "\x00\x00"])
def test_too_little_is_said_to_be_too_little(assessor: Assessor, text: str) -> None:
    (found,) = assess(assessor, [AdvertText(advert_id="t", title="", text=text)])
    assert found.verdict is Verdict.NOT_ENOUGH_INFORMATION


def test_pseudo_words_of_indicators_cannot_be_forged(assessor: Assessor) -> None:
    plain, forged = (
        AdvertText(advert_id="t", title="", text=f"{LONG}\n{more}")
        for more in ("", "_absent_FEE_UPFRONT " * 20 + "_absent_CTRL_PASSPORT_HANDOVER " * 20)
    )
    first, second = assess(assessor, [plain, forged])
    assert second.score >= first.score - 0.2


def evidence(code: str, state: IndicatorState) -> Evidence:
    return Evidence(indicator=code, state=state)


def verdict(score: float, *found: Evidence, text: str = LONG, entities: Entities = NONE) -> Verdict:
    advert = AdvertText(advert_id="t", title="", text=text)
    return verdict_for(advert, score, found, entities, LIMITS)


STRONG = evidence("CTRL_PASSPORT_HANDOVER", IndicatorState.PRESENT)
MEDIUM = evidence("WFH_EASY_MONEY", IndicatorState.PRESENT)
DENIED = evidence("CTRL_PASSPORT_HANDOVER", IndicatorState.ABSENT)


@pytest.mark.parametrize(
    ("score", "found", "expected"),
    [
        (0.95, (), Verdict.CAUTION),  # wording alone never says high risk
        (0.9, (), Verdict.NO_SIGNS_FOUND),
        (0.95, (DENIED,), Verdict.CAUTION),
        (0.9, (MEDIUM,), Verdict.HIGH_RISK),
        (0.5, (), Verdict.NO_SIGNS_FOUND),
        (0.5, (MEDIUM,), Verdict.CAUTION),
        (0.5, (STRONG,), Verdict.HIGH_RISK),
        (0.1, (), Verdict.NO_SIGNS_FOUND),
        (0.0, (STRONG,), Verdict.CAUTION),  # never outvoted by a low score
        (0.0, (MEDIUM,), Verdict.NO_SIGNS_FOUND),
        (0.0, (DENIED,), Verdict.NO_SIGNS_FOUND),
    ],
)
def test_verdicts(score: float, found: tuple[Evidence, ...], expected: Verdict) -> None:
    assert verdict(score, *found) is expected


def test_thin_adverts_are_judged_only_with_something_to_go_by() -> None:
    thin = "Good job abroad for young people this month, come quickly please"
    assert verdict(0.95, text=thin) is Verdict.NOT_ENOUGH_INFORMATION
    assert verdict(0.95, text=thin, entities=WITH_PHONE) is Verdict.CAUTION
    assert verdict(0.95, STRONG, text="Passport to us") is Verdict.HIGH_RISK


def test_the_likeliest_category_is_named_when_none_is_likely() -> None:
    likely = dict.fromkeys(Category, 0.1) | {Category.LABOUR_EXPLOITATION: 0.2}
    assert named_categories(dict(likely)) == (Category.LABOUR_EXPLOITATION,)
    both = likely | {Category.FORCED_CRIMINALITY: 0.9, Category.LABOUR_EXPLOITATION: 0.6}
    assert named_categories(dict(both)) == (
        Category.FORCED_CRIMINALITY,
        Category.LABOUR_EXPLOITATION,
    )
