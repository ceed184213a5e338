from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspots.detection import LEAST_OBSERVED, detect, upper_tail
from lurewatch.errors import InputError
from lurewatch.labels import Category
from lurewatch.records import Flag, HotspotReport

WEEK = date(2026, 11, 16)
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
FRAUD, CRIME = Category.RECRUITMENT_FRAUD, Category.FORCED_CRIMINALITY


def flags(day: date, number: int, *, country: str = "TH", category: Category = CRIME) -> list[Flag]:
    return [
        Flag(
            flag_id=f"{country}-{category}-{day}-{index}",
            advert_id="a",
            model_id="m",
            score=0.9,
            categories=(category,),
            destinations=(country,) if country else (),
            reasons=(),
            counted_on=day,
            flagged_at=NOW,
        )
        for index in range(number)
    ]


def weeks_back(number: int) -> date:
    return WEEK - timedelta(weeks=number)


def even_effort(weeks: int = 8, each: int = 50) -> dict[date, int]:
    return {weeks_back(back): each for back in range(weeks + 1)}


def run(found: list[Flag], effort: dict[date, int], rate: float = 0.05) -> HotspotReport:
    return detect(
        found,
        effort,
        week_start_on=WEEK,
        false_alarm_rate=rate,
        history_weeks=8,
        detected_at=NOW,
    )


def exact_tail(observed: int, history: int, share: Fraction) -> Fraction:
    total = observed + history
    return sum(
        (
            comb(total, k) * share**k * (1 - share) ** (total - k)
            for k in range(observed, total + 1)
        ),
        Fraction(0),
    )


@pytest.mark.parametrize(
    ("observed", "history", "share"),
    [
        (8, 3, Fraction(1, 4)),
        (1, 0, Fraction(1, 9)),
        (5, 40, Fraction(1, 9)),
        (0, 7, Fraction(1, 9)),
    ],
)
def test_the_tail_is_the_exact_sum_of_binomial_terms(
    observed: int, history: int, share: Fraction
) -> None:
    expected = float(exact_tail(observed, history, share))
    assert upper_tail(observed, history, float(share)) == pytest.approx(expected, rel=1e-9)


def test_a_week_far_above_its_history_is_found_with_its_numbers() -> None:
    found = flags(weeks_back(4), 1) + flags(WEEK + timedelta(days=2), 7)
    [spot] = run(found, even_effort()).hotspots
    assert (spot.cell.destination, spot.cell.category) == ("TH", CRIME)
    assert (spot.observed, spot.expected, spot.relative_risk) == (7, 0.125, 56.0)
    assert spot.p_value == pytest.approx(float(exact_tail(7, 1, Fraction(1, 9))))
    assert spot.p_value <= spot.p_threshold == 0.05
    assert (spot.window_start_on, spot.window_end_on) == (WEEK, date(2026, 11, 22))
    assert spot.flag_ids == tuple(sorted(f.flag_id for f in found if f.counted_on > WEEK))


def test_more_collection_alone_is_no_hotspot() -> None:
    found = [flag for back in range(1, 9) for flag in flags(weeks_back(back), 1)] + flags(WEEK, 8)
    quiet = even_effort() | {WEEK: 400}
    assert [spot.observed for spot in run(found, even_effort()).hotspots] == [8]
    assert run(found, quiet).hotspots == ()


def test_a_short_history_is_refused_in_plain_words() -> None:
    report = run(flags(WEEK, 20), even_effort(weeks=7))
    assert report.hotspots == ()
    assert "7 of the 8 weeks" in report.refusals[0]


def test_a_week_without_collection_is_refused() -> None:
    effort = even_effort()
    del effort[WEEK]
    assert "No adverts were collected" in run(flags(weeks_back(1), 5), effort).refusals[0]


def test_a_pair_is_never_a_hotspot() -> None:
    assert run(flags(WEEK, LEAST_OBSERVED - 1), even_effort(each=10_000), rate=0.5).hotspots == ()


def test_flags_outside_the_judged_weeks_change_nothing() -> None:
    found = flags(WEEK, 6)
    noise = flags(weeks_back(9), 50) + flags(WEEK + timedelta(days=7), 50)
    assert run(found, even_effort()) == run(found + noise, even_effort())


def test_detecting_twice_gives_the_same_ids_and_order_does_not_matter() -> None:
    found = flags(WEEK, 6) + flags(WEEK, 9, country="KH", category=FRAUD)
    assert run(found, even_effort()) == run(found[::-1] + found, even_effort())


def test_a_flag_without_a_destination_counts_as_not_named() -> None:
    [spot] = run(flags(WEEK, 6, country=""), even_effort()).hotspots
    assert spot.cell.destination is None


def test_the_rate_is_shared_over_the_cells() -> None:
    many = [
        flag
        for country in ("AE", "QA", "KW", "OM", "JP", "KR", "RO", "PL", "IT", "MY")
        for flag in flags(weeks_back(2), 1, country=country)
    ]
    report = run(flags(WEEK, 9) + many, even_effort())
    assert report.cells_tested == 11
    assert report.hotspots[0].p_threshold == pytest.approx(0.05 / 11)


def test_a_53_week_year_has_no_gap() -> None:
    week = date(2027, 1, 4)
    effort = {week - timedelta(weeks=back): 50 for back in range(9)}
    found = flags(date(2026, 12, 31), 1) + flags(week, 8)
    report = detect(
        found,
        effort,
        week_start_on=week,
        false_alarm_rate=0.05,
        history_weeks=8,
        detected_at=NOW,
    )
    assert date(2026, 12, 31).isocalendar().week == 53
    assert report.hotspots[0].expected == pytest.approx(1 / 8)


@pytest.mark.parametrize(("week", "rate"), [(WEEK + timedelta(days=1), 0.05), (WEEK, 0.0)])
def test_bad_arguments_are_named(week: date, rate: float) -> None:
    with pytest.raises(InputError):
        detect(
            [],
            even_effort(),
            week_start_on=week,
            false_alarm_rate=rate,
            history_weeks=8,
            detected_at=NOW,
        )


@given(st.integers(3, 30), st.integers(0, 40))
def test_more_flags_never_make_a_week_less_unusual(observed: int, history: int) -> None:
    assert upper_tail(observed + 1, history, 1 / 9) <= upper_tail(observed, history, 1 / 9)


def test_without_any_change_false_alarms_stay_under_the_rate() -> None:
    """Simulated weeks of constant rates: the share of runs with a hotspot is at most the rate."""
    random = np.random.default_rng(20261123)
    rate, runs, alarms = 0.2, 600, 0
    countries = {"TH": 0.5, "AE": 2.0, "RO": 4.0, "QA": 1.0}
    for _ in range(runs):
        found = [
            flag
            for country, mean in countries.items()
            for back in range(9)
            for flag in flags(weeks_back(back), int(random.poisson(mean)), country=country)
        ]
        alarms += bool(run(found, even_effort(), rate=rate).hotspots)
    margin = 2.6 * (rate * (1 - rate) / runs) ** 0.5
    assert alarms / runs <= rate + margin
