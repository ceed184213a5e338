"""Rules on whole adverts: what several parts of an advert show together."""

import pytest

from features.extract import extract
from lurewatch.labels import IndicatorState
from lurewatch.records import AdvertText

PRESENT, ABSENT, UNKNOWN = IndicatorState.PRESENT, IndicatorState.ABSENT, IndicatorState.UNKNOWN


def state(code: str, text: str, title: str = "") -> IndicatorState:
    found = extract(AdvertText(advert_id="t", title=title, text=text)).evidence
    (only,) = {each.state for each in found if each.indicator == code}
    return only


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Factory jobs in Romania, come to us today. WhatsApp 070 000 1234.", PRESENT),
        ("Factory jobs in Romania. SLBFE licence no 0912. Call 011 000 4522.", ABSENT),
        ("Factory jobs in Biyagama. Call 070 000 1234.", UNKNOWN),
        ("Alpine Example Hotel (Pvt) Ltd needs cooks for Dubai. hr@alpine.example.", UNKNOWN),
    ],
)
def test_a_licence_is_missed_where_a_go_between_sends_abroad(
    text: str, expected: IndicatorState
) -> None:
    assert state("LIC_ABSENT", text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Packers wanted, good pay, call 070 000 1234 today for more.", PRESENT),
        ("Kandula Example Garments (Pvt) Ltd needs packers. Call 070 000 1234.", ABSENT),
        ("Packers wanted. Write to hr@kandula.example or call 070 000 1234.", ABSENT),
        ("Packers wanted by a leading company. kandula@gmail.com, call 070 000 1234.", PRESENT),
    ],
)
def test_an_employer_is_named_by_name_or_own_address(text: str, expected: IndicatorState) -> None:
    assert state("EMP_UNNAMED", text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Typists for Bangkok. WhatsApp +855 12 345 678.", PRESENT),
        ("Typists for Phnom Penh, Cambodia. WhatsApp +855 12 345 678.", UNKNOWN),
        ("Typists for Bangkok. WhatsApp +94 70 000 1234.", UNKNOWN),
    ],
)
def test_a_phone_of_a_third_country(text: str, expected: IndicatorState) -> None:
    assert state("CONTACT_FOREIGN_NUMBER", text) is expected


def test_title_and_text_that_name_different_countries() -> None:
    assert state("FIELD_CONFLICT", "Chat work in Laos, call 070 000 1234", "Cleaner, Oman") is (
        PRESENT
    )
    assert state("FIELD_CONFLICT", "Cleaning in Muscat, Oman", "Cleaner, Oman") is UNKNOWN


def test_a_company_with_its_own_address_in_bangkok_is_no_lure() -> None:
    text = "Customer support in Bangkok, work permit by us. Apply: careers@example.com."
    assert state("DEST_SEA_DIGITAL", text) is UNKNOWN
    assert state("DEST_SEA_DIGITAL", "Typing work in Bangkok. Telegram only.") is PRESENT
    assert state("DEST_SEA_DIGITAL", "Typing work in Dubai. Telegram only.") is ABSENT
