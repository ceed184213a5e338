"""Days of interviews, closing and departure."""

from datetime import date

import pytest

from features.dates import find_dates
from features.extract import extract
from features.reading import Reading
from lurewatch.records import AdvertText

POSTED = date(2026, 11, 24)


def found(text: str, posted_on: date | None = POSTED) -> list[tuple[str, date | None]]:
    reading = Reading(AdvertText(advert_id="t", title="", text=text, posted_on=posted_on))
    return [(each.kind, each.on) for each in find_dates(reading)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Walk-in interview on 12 December", ("interview", date(2026, 12, 12))),
        ("Interviews 3rd of January", ("interview", date(2027, 1, 3))),
        ("Apply before 15.12.2026", ("closing", date(2026, 12, 15))),
        ("Closing date 2026.12.31", ("closing", date(2026, 12, 31))),
        ("The group leaves on the 9th", ("departure", date(2026, 12, 9))),
        ("Interview tomorrow", ("interview", date(2026, 11, 25))),
        ("Come for an interview on Friday", ("interview", None)),
        ("සම්මුඛ පරීක්ෂණය දෙසැම්බර් 12", ("interview", date(2026, 12, 12))),
        ("අයදුම්පත් ජනවාරි 15ට පෙර", ("closing", date(2027, 1, 15))),
        ("පිටත් වන්නේ දෙසැම්බර් 4", ("departure", date(2026, 12, 4))),
        ("நேர்முகம் டிசம்பர் 12", ("interview", date(2026, 12, 12))),
        ("விண்ணப்ப முடிவு 15 ஜனவரி", ("closing", date(2027, 1, 15))),
        ("sammukha parikshanaya sikurada", ("interview", None)),
        ("nerkaanal sani", ("interview", None)),
        ("The shop opens 5 December", ("other", date(2026, 12, 5))),
    ],
)
def test_a_date_has_its_kind_and_day(text: str, expected: tuple[str, date | None]) -> None:
    assert found(text) == [expected]


def test_without_year_and_posting_date_there_is_no_day() -> None:
    assert found("Interview on 12 December", None) == [("interview", None)]
    assert found("Interview on 12 December 2026", None) == [("interview", date(2026, 12, 12))]


def test_several_days_give_the_first() -> None:
    assert found("Interviews on 19 and 20 January") == [("interview", date(2027, 1, 19))]


@pytest.mark.parametrize(
    "text",
    [
        "Sunday off, pay monthly",
        "Open Monday to Friday",
        "rating 4.5, Rs 2.2 lakhs",
        "the 2nd floor",
        "අදාළ අය පමණි",
        "may be asked to travel",
    ],
)
def test_other_words_are_no_dates(text: str) -> None:
    assert found(text) == []


def test_a_day_that_is_not_in_the_calendar_has_no_date() -> None:
    assert found("Interview on 31 February") == [("interview", None)]


def test_dates_stand_in_the_entities_with_their_words() -> None:
    source = AdvertText(
        advert_id="t", title="Drivers", text="Interview: 12 December.", posted_on=POSTED
    )
    (stated,) = extract(source).entities.dates
    assert (stated.kind, stated.on) == ("interview", "2026-12-12")
    assert source.text[stated.start : stated.end].startswith("12 December")


@pytest.mark.parametrize(
    "text",
    ["12 may " * 40_000, "1" * 300_000, "interview " * 30_000, "\ud800 1 may", "1\U00016130 may 1"],
)
def test_monstrous_texts_are_read(text: str) -> None:
    assert len(found(text)) < 5_000
