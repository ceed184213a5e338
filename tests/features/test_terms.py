"""Age limits, hours a day and vacancies."""

import pytest

from features.extract import extract
from features.terms import find_terms
from lurewatch.records import AdvertText


def found(kind: str, text: str) -> list[tuple[int | None, int | None]]:
    return [(each.low, each.high) for each in find_terms(text.lower()) if each.kind == kind]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Age: 19 to 38, single", (19, 38)),
        ("aged between 20 and 30", (20, 30)),
        ("18 - 45 years", (18, 45)),
        ("age below 27", (None, 27)),
        ("age limit 45", (None, 45)),
        ("age 20 upwards", (20, None)),
        ("වයස 18–30", (18, 30)),
        ("වයස 21ට අඩු", (None, 21)),
        ("18ට වැඩි අය", (18, None)),
        ("வயது 18 - 32", (18, 32)),
        ("vayasu 22+", (22, None)),
        ("wayasa 45 wenakan", (None, 45)),
    ],
)
def test_an_age_limit_is_read(text: str, age: tuple[int | None, int | None]) -> None:
    assert found("age", text) == [age]


@pytest.mark.parametrize("text", ["page 30", "Rs 18 - 45", "age 2026", "wages 25,000"])
def test_other_numbers_are_no_ages(text: str) -> None:
    assert found("age", text) == []


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("8 hours a day", (8, 8)),
        ("10-12 hrs per day", (10, 12)),
        ("12h shift", (12, 12)),
        ("දවසට පැය 12යි", (12, 12)),
        ("dawasata paya 8", (8, 8)),
        ("நாள் 12 மணி", (12, 12)),
    ],
)
def test_hours_of_a_day_are_read(text: str, hours: tuple[int, int]) -> None:
    assert found("hours", text) == [hours]


def test_hours_of_a_week_are_not() -> None:
    assert found("hours", "45 hours a week") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("70 vacancies", 70),
        ("Vacancies: 20", 20),
        ("පුරප්පාඩු 30ක්", 30),
        ("12 denek", 12),
        ("14 per thevai", 14),
        ("10 பேர் தேவை", 10),
    ],
)
def test_vacancies_are_counted(text: str, count: int) -> None:
    assert found("vacancies", text) == [(count, count)]


def test_terms_stand_in_the_entities_with_their_words() -> None:
    source = AdvertText(advert_id="t", title="8 seats", text="Age 21 to 35. 9 hours a day.")
    entities = extract(source).entities
    assert [(each.low, each.field) for each in entities.vacancies] == [(8, "title")]
    (age,) = entities.ages
    assert source.text[age.start : age.end] == "Age 21 to 35"
    assert entities.hours_per_day[0].high == 9


@pytest.mark.parametrize(
    "text", ["age " * 80_000, "9" * 300_000, "18 to " * 50_000, "age 1\U00016130"]
)
def test_monstrous_texts_are_read(text: str) -> None:
    assert len(list(find_terms(text))) < 5_000
