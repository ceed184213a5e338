"""Every pattern is run on its own examples; the rules are shown on whole adverts."""

import pytest

from features.codes import NEEDS_OUTSIDE
from features.extract import extract
from features.indicators import INDICATORS
from features.matchers import CUE, PATTERN_LANGUAGES, Pattern, find_matches, language_pack
from features.reading import Reading
from lurewatch.labels import IndicatorState
from lurewatch.records import AdvertText, Evidence

PATTERNS = [
    (language, number, pattern)
    for language in PATTERN_LANGUAGES
    for number, pattern in enumerate(language_pack(language).patterns)
]
each_pattern = pytest.mark.parametrize(
    "pattern",
    [pattern for _, _, pattern in PATTERNS],
    ids=[f"{language}-{number}-{pattern.code}" for language, number, pattern in PATTERNS],
)


def evidence_of(code: str, text: str, title: str = "") -> list[Evidence]:
    found = extract(AdvertText(advert_id="t", title=title, text=text)).evidence
    return [each for each in found if each.indicator == code]


def states(code: str, text: str) -> set[IndicatorState]:
    return {each.state for each in evidence_of(code, text)}


@each_pattern
def test_matching_examples_raise_the_indicator(pattern: Pattern) -> None:
    for example in pattern.match:
        assert _raises(pattern, example), example


@each_pattern
def test_look_alikes_do_not_raise_it(pattern: Pattern) -> None:
    for example in pattern.no_match:
        assert not _raises(pattern, example), example


def _raises(pattern: Pattern, example: str) -> bool:
    """Whether the indicator has the state, or the cue stands in the words."""
    if not pattern.code.startswith(CUE):
        return IndicatorState(pattern.says) in states(pattern.code, example)
    reading = Reading(AdvertText(advert_id="t", title="", text=example))
    found = find_matches(reading.masked, reading.sentences, reading.languages)
    return any(match.pattern.code == pattern.code for match in found)


@each_pattern
def test_each_match_holds_one_of_its_needs(pattern: Pattern) -> None:
    """Also where another pattern raises the indicator: a pattern that cannot run is dead."""
    for example in pattern.match:
        masked = Reading(AdvertText(advert_id="t", title="", text=example)).masked
        for match in pattern.expression.finditer(masked):
            assert any(needed in match.group() for needed in pattern.needs), match.group()


@each_pattern
def test_each_pattern_is_of_an_indicator_or_a_cue_that_is_asked_for(pattern: Pattern) -> None:
    assert pattern.code in set(INDICATORS) - NEEDS_OUTSIDE or pattern.code.startswith(CUE)


def test_every_advert_gets_a_state_for_every_indicator() -> None:
    found = extract(AdvertText(advert_id="t", title="Cook", text="Cook for our hotel in Ella."))
    assert {each.indicator for each in found.evidence} == set(INDICATORS)
    assert [e.indicator for e in found.evidence if e.state is IndicatorState.PRESENT] == [
        "EMP_UNNAMED"
    ]


@pytest.mark.parametrize(
    ("code", "text", "note"),
    [
        ("FEE_UPFRONT", "You do not pay Rs 75,000 now or later. Call 070 000 1234.", "negated"),
        (
            "FEE_UPFRONT",
            "Beware of agents who say: pay Rs 75,000 advance to reserve your place.",
            "warning",
        ),
        (
            "CTRL_PASSPORT_HANDOVER",
            'The man told us "hand over the original passport first" and we left.',
            "quoted",
        ),
        ("FEE_UPFRONT", "කිසිදු ගාස්තුවක් අය නොකෙරේ. 011 000 4522", "negated"),
        ("CTRL_PASSPORT_HANDOVER", "கடவுச்சீட்டை எங்களிடம் ஒப்படைக்காதீர்கள், மோசடி.", "warning"),
    ],
)
def test_denials_quotations_and_warnings_are_absent_and_say_why(
    code: str, text: str, note: str
) -> None:
    assert [(each.state, each.note) for each in evidence_of(code, text)] == [
        (IndicatorState.ABSENT, note)
    ]


def test_a_lure_that_opens_with_a_warning_is_still_read() -> None:
    text = (
        "Beware of fake agents!\nWe are different. Fly to Bangkok on a tourist visa and chat "
        "with clients on dating apps. WhatsApp 070 000 1234"
    )
    assert IndicatorState.PRESENT in states("VISA_VISIT_TO_WORK", text)
    assert IndicatorState.PRESENT in states("DUTY_CHAT_DATING", text)


def test_a_warning_against_others_does_not_cover_a_demand() -> None:
    text = "Do not pay other agents, send Rs 75,000 advance to us now. WhatsApp 070 000 1234"
    assert states("FEE_UPFRONT", text) == {IndicatorState.PRESENT}


def test_the_same_place_is_absent_in_a_report() -> None:
    report = "Warning: victims were held in Myawaddy and cheated. Call 1989."
    assert states("DEST_SCAM_HUB", report) == {IndicatorState.ABSENT}
    lure = "Office job in Myawaddy, ticket free. WhatsApp 070 000 1234."
    assert states("DEST_SCAM_HUB", lure) == {IndicatorState.PRESENT}


def test_aid_work_in_mae_sot_is_not_a_scam_hub_but_a_typing_job_there_is() -> None:
    assert states("DEST_SCAM_HUB", "NGO seeks a nurse for migrant health in Mae Sot.") != {
        IndicatorState.PRESENT
    }
    assert states("DEST_SCAM_HUB", "Typists for a company near Mae Sot.") == {
        IndicatorState.PRESENT
    }


def test_the_age_limit_is_higher_for_dangerous_work_and_work_abroad() -> None:
    assert states("MINOR_AGE_STATED", "Shop helpers aged 16 to 20 in Galle.") == {
        IndicatorState.UNKNOWN
    }
    assert states("MINOR_AGE_STATED", "Shop helpers aged 18 to 30 in Galle.") == {
        IndicatorState.ABSENT
    }
    assert states("MINOR_AGE_STATED", "Helpers aged 16 to 20 for Oman.") == {IndicatorState.PRESENT}
    assert states("MINOR_AGE_STATED", "Housemaid aged 16 to 20.") == {IndicatorState.PRESENT}


def test_an_office_address_makes_messenger_only_absent() -> None:
    assert states("CONTACT_MSG_ONLY", "WhatsApp 070 000 1234.") == {IndicatorState.PRESENT}
    assert states("CONTACT_MSG_ONLY", "WhatsApp 070 000 1234 or visit our office.") == {
        IndicatorState.ABSENT
    }
    assert states("CONTACT_MSG_ONLY", "Call 070 000 1234.") == {IndicatorState.UNKNOWN}


def test_hiding_the_words_does_not_hide_the_finding() -> None:
    plain = "Hand over the original passport first."
    hidden = "Hand over the original p\u200ba\u200bssp\u043ert first."  # zero-width, Cyrillic o
    assert states("CTRL_PASSPORT_HANDOVER", plain) == {IndicatorState.PRESENT}
    (found,) = evidence_of("CTRL_PASSPORT_HANDOVER", hidden)
    assert found.state is IndicatorState.PRESENT
    assert found.start is not None
    assert hidden[found.start : found.end] == found.text
