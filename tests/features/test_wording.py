"""The learned voice: it adds signs, shows words, gives way to patterns, and is bounded."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.extract import extract
from features.finding import LEARNED, learned_pattern
from features.indicators import INDICATORS
from features.reading import Reading
from features.wording import (
    NOTICE,
    PASSAGE_CHARACTERS,
    PASSAGES,
    passages,
    probabilities,
    soundings,
    wording,
)
from lurewatch.labels import IndicatorState
from lurewatch.records import AdvertText

LURE = "Keep this between us and tell nobody at home where you go."


def advert(text: str) -> AdvertText:
    return AdvertText(advert_id="a", title="", text=text)


def present(text: str) -> set[str]:
    found = extract(advert(text)).evidence
    return {row.indicator for row in found if row.state is IndicatorState.PRESENT}


def test_the_table_knows_indicators_of_the_catalogue_and_notices() -> None:
    table = wording()
    assert set(table.codes) - {NOTICE} <= set(INDICATORS)
    assert table.codes[-1] == NOTICE
    assert len(table.idf) == len(table.weights) == len(table.words) + len(table.characters)
    assert ((table.thresholds > 0) & (table.thresholds < 1)).all()


def test_a_passage_has_the_same_numbers_alone_and_in_company() -> None:
    texts = ["pay before the visa", "சம்பளம் மாதம்", "පාස්පෝට් එක ළඟ තියාගන්නවා", ""]
    together = probabilities(texts)
    for row, text in zip(together, texts, strict=True):
        assert (probabilities([text])[0] == row).all()


def test_what_is_heard_stands_in_its_passage() -> None:
    masked = Reading(advert(f"Cook for a hotel.\n{LURE}\nMeals are given.")).masked
    heard, _ = soundings(masked)
    start, end = next(p for p in passages(masked) if "nobody" in masked[slice(*p)])
    assert "CTRL_SECRECY" in {one.code for one in heard}
    assert all(start <= one.start < one.end <= end for one in heard if one.code == "CTRL_SECRECY")


def test_evidence_of_the_wording_is_published_words() -> None:
    text = f"Cook for a hotel. {LURE} Call 070 000 1234."
    rows = [e for e in extract(advert(text)).evidence if e.state is IndicatorState.PRESENT]
    shown = [row for row in rows if row.field == "text"]
    assert shown
    assert all(text[row.start : row.end] == row.text for row in shown)


def test_a_plain_denial_is_surer_than_the_wording() -> None:
    assert "FEE_UPFRONT" not in present("We never charge any fee. No advance is needed.")


def test_a_learned_sign_is_not_turned_round_by_a_neighbouring_no() -> None:
    assert not learned_pattern("FEE_UPFRONT").negatable
    assert learned_pattern("FEE_UPFRONT").language == LEARNED


NOTICES = (
    "Police warn the public about agents who take passports and ask for money before the visa. "
    "Three victims from Matara told officers that they were locked in a compound in Myanmar.",
    "තොරතුරු: වීසා එකට කලින් සල්ලි ඉල්ලන, පාස්පෝට් තියාගන්න අයට රැවටෙන්න එපා කියලා පොලිසිය "
    "දැනුම් දෙනවා. ගිය මාසේ තරුණයෝ තුන්දෙනෙක් අසු වුණා.",
)


@pytest.mark.parametrize("text", NOTICES)
def test_a_report_of_lures_is_none(text: str) -> None:
    assert present(text) == set()


@pytest.mark.parametrize("text", NOTICES)
def test_a_warning_with_somebody_to_apply_to_is_read_as_an_offer(text: str) -> None:
    """A recruiter could open with a warning against others."""
    lure = f"{text} With us you pay only 50,000 before the visa. Call 070 000 1234."
    assert present(lure)


def test_one_pasted_line_is_never_taken_for_a_report() -> None:
    assert "CTRL_SECRECY" in present(
        "Do not tell your family or neighbours about this chance, it stays between us."
    )


def test_a_huge_text_is_read_up_to_a_bound() -> None:
    spans = passages("word " * 60_000 + "\nmeals and a room are given\n" * 2_000)
    assert len(spans) == PASSAGES
    assert max(end - start for start, end in spans) <= PASSAGE_CHARACTERS


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_numbers(text: str) -> None:
    heard, notice = soundings(text)
    assert notice in (True, False)
    assert all(0 <= one.start < one.end <= len(text) and 0 <= one.probability <= 1 for one in heard)
