"""Signs that the words alone cannot show are unknown until somebody tells what is known."""

from datetime import date

import pytest

from features.codes import NEEDS_OUTSIDE
from features.extract import extract
from features.known import NOTHING, Known, Suspension
from features.outside import OUTSIDE_RULES
from lurewatch.labels import IndicatorState
from lurewatch.records import AdvertText

TEXT = (
    "Cooks for a hotel in Oman and for Israel. Sunrise Example Agency (Pvt) Ltd, "
    "SLBFE licence no 0912. Call 011 000 4522."
)
ISRAEL = Suspension(country="IL", from_on=date(2025, 6, 17), to_on=date(2025, 7, 31))


def state(code: str, known: Known = NOTHING, posted_on: date | None = None) -> IndicatorState:
    advert = AdvertText(advert_id="t", title="", text=TEXT, posted_on=posted_on)
    (found,) = {e.state for e in extract(advert, known).evidence if e.indicator == code}
    return found


def test_the_rules_are_those_of_the_catalogue() -> None:
    assert set(OUTSIDE_RULES) == NEEDS_OUTSIDE


@pytest.mark.parametrize("code", sorted(NEEDS_OUTSIDE))
def test_the_text_alone_leaves_them_unknown(code: str) -> None:
    assert state(code) is IndicatorState.UNKNOWN


@pytest.mark.parametrize(
    ("code", "bad", "good"),
    [
        ("LIC_INVALID", Known(licences={"912": "cancelled"}), Known(licences={"912": "valid"})),
        ("LIC_NO_JOB_ORDER", Known(job_order_matches=False), Known(job_order_matches=True)),
        ("EMP_UNVERIFIABLE", Known(employer_verified=False), Known(employer_verified=True)),
        (
            "CONTENT_REUSE_CLUSTER",
            Known(employers_with_same_text=3),
            Known(employers_with_same_text=2),
        ),
        (
            "LINKED_TO_CONFIRMED_CASE",
            Known(linked_to_confirmed_case=True),
            Known(linked_to_confirmed_case=False),
        ),
        (
            "LIC_SUSPENDED_DEST",
            Known(suspensions=(ISRAEL,), on=date(2025, 7, 1)),
            Known(suspensions=(ISRAEL,), on=date(2025, 8, 1)),
        ),
    ],
)
def test_what_is_known_decides(code: str, bad: Known, good: Known) -> None:
    assert state(code, bad) is IndicatorState.PRESENT
    assert state(code, good) is IndicatorState.ABSENT


def test_a_licence_that_nobody_looked_up_stays_unknown() -> None:
    assert state("LIC_INVALID", Known(licences={"1437": "valid"})) is IndicatorState.UNKNOWN


def test_the_date_of_the_advert_is_used_where_no_other_is_given() -> None:
    known = Known(suspensions=(ISRAEL,))
    assert state("LIC_SUSPENDED_DEST", known) is IndicatorState.UNKNOWN
    assert state("LIC_SUSPENDED_DEST", known, date(2025, 6, 17)) is IndicatorState.PRESENT
    ongoing = Known(suspensions=(Suspension(country="OM", from_on=date(2026, 1, 1)),))
    assert state("LIC_SUSPENDED_DEST", ongoing, date(2026, 11, 24)) is IndicatorState.PRESENT


def test_the_words_of_a_bad_licence_are_shown_with_what_the_register_says() -> None:
    advert = AdvertText(advert_id="t", title="", text=TEXT)
    evidence = extract(advert, Known(licences={"912": "suspended"})).evidence
    (found,) = [e for e in evidence if e.indicator == "LIC_INVALID"]
    assert found.note == "suspended"
    assert found.text is not None
    assert "0912" in found.text
