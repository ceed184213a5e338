"""Pay against the market and the minimum: yes, no, or unknown."""

from datetime import date

import pytest

from features.pay import find_pay
from features.pay_benchmarks import (
    RoleKind,
    above_market,
    below_minimum,
    benchmarks,
    exchange_rates,
    monthly_rupees,
    monthly_usd,
)
from lurewatch.entities import Pay

ON = date(2026, 11, 1)


def pay(low: float | None, high: float | None, currency: str, period: str) -> Pay:
    return Pay(min=low, max=high, currency=currency, period=period)


def one(amount: float, currency: str = "LKR", period: str = "month") -> Pay:
    return pay(amount, amount, currency, period)


@pytest.mark.parametrize(
    ("rate", "rupees"),
    [
        (one(65_000), 65_000),
        (pay(40_000, 60_000, "LKR", "month"), 60_000),
        (pay(40_000, None, "LKR", "month"), 40_000),
        (one(2_000, period="day"), 52_000),
        (one(250, period="hour"), 52_000),
        (one(12_000, period="week"), 52_000),
        (one(624_000, period="year"), 52_000),
    ],
)
def test_pay_as_rupees_for_a_month(rate: Pay, rupees: float) -> None:
    assert monthly_rupees(rate) == pytest.approx(rupees)


def test_foreign_pay_is_compared_roughly() -> None:
    assert monthly_usd(one(1_200, "USD")) == pytest.approx(1_200)
    dirhams, baht = monthly_usd(one(3_700, "AED")), monthly_usd(one(33_000, "THB"))
    assert dirhams is not None
    assert baht is not None
    assert 900 < dirhams < 1_100
    assert 900 < baht < 1_100


@pytest.mark.parametrize("rate", [one(90, period="piece"), one(500, "XAU"), one(500, period="")])
def test_what_cannot_be_compared_is_unknown(rate: Pay) -> None:
    assert monthly_rupees(rate) is None
    assert monthly_usd(rate) is None
    assert above_market(rate, RoleKind.UNSKILLED_DESK, "LK", ON) is None
    assert below_minimum(rate, "LK", ON) is None


@pytest.mark.parametrize(
    ("rate", "role", "country", "answer"),
    [
        (one(1_300, "USD"), RoleKind.UNSKILLED_DESK, "TH", True),
        (one(1_300, "USD"), RoleKind.UNSKILLED_DESK, None, True),
        (one(5_000, "MYR"), RoleKind.UNSKILLED_DESK, "MY", True),
        (one(700, "USD"), RoleKind.UNSKILLED_DESK, "TH", False),
        (one(1_000, "USD"), RoleKind.UNSKILLED_DESK, "KH", False),
        (one(240_000), RoleKind.UNSKILLED_DESK, "LK", True),
        (one(260_000), RoleKind.UNSKILLED, "LK", True),
        (one(11_000, period="day"), RoleKind.UNSKILLED, "LK", True),
        (one(45_000), RoleKind.UNSKILLED, "LK", False),
        (one(1_500, period="hour"), RoleKind.UNSKILLED, "LK", None),
        (one(1_400, "EUR"), RoleKind.UNSKILLED, "RO", None),
        (one(9_000, "USD"), RoleKind.UNSKILLED, "RO", True),
        (one(2_600_000, "KRW"), RoleKind.CARE_SCHEME, "KR", False),
        (one(6_500, "ILS"), RoleKind.CARE_SCHEME, "IL", False),
        (one(2_000, "USD"), RoleKind.CARE_SCHEME, "PL", None),
        (one(900_000), RoleKind.SKILLED, "LK", None),
        (one(900_000), RoleKind.UNKNOWN, "LK", None),
    ],
)
def test_pay_against_the_market(
    rate: Pay, role: RoleKind, country: str | None, answer: bool | None
) -> None:
    assert above_market(rate, role, country, ON) is answer


@pytest.mark.parametrize(
    ("rate", "country", "answer"),
    [
        (one(24_000), "LK", True),
        (one(30_000), "LK", False),
        (one(950, period="day"), "LK", True),
        (one(1_200, period="day"), "LK", False),
        (one(100, period="hour"), "LK", True),
        (one(6_000, period="week"), "LK", True),
        (one(300_000, period="year"), "LK", True),
        (pay(25_000, 35_000, "LKR", "month"), "LK", None),
        (pay(None, 28_000, "LKR", "month"), "LK", True),
        (pay(28_000, None, "LKR", "month"), "LK", None),
        (pay(32_000, None, "LKR", "month"), "LK", False),
        (one(850, "QAR"), "QA", True),
        (one(1_100, "QAR"), "QA", False),
        (one(65, "KWD"), "KW", True),
        (one(60_000), "QA", True),
        (one(78_000), "QA", None),
        (one(600, "SAR"), "SA", None),
        (one(24_000), None, None),
    ],
)
def test_pay_against_the_minimum(rate: Pay, country: str | None, answer: bool | None) -> None:
    assert below_minimum(rate, country, ON) is answer


def test_a_minimum_holds_from_its_date() -> None:
    between = one(28_500)
    assert below_minimum(between, "LK", date(2025, 12, 31)) is False
    assert below_minimum(between, "LK", date(2026, 1, 1)) is True
    assert below_minimum(between, "LK", date(2024, 6, 1)) is None
    assert above_market(one(1_300, "USD"), RoleKind.UNSKILLED_DESK, "TH", date(2024, 6, 1)) is None


def test_every_row_can_be_used_and_names_its_source() -> None:
    roles = {*RoleKind, "*"}
    for row in benchmarks():
        assert row.source
        assert row.confidence in ("H", "M", "L")
        assert row.role in roles
        assert row.currency in exchange_rates()
        assert row.period in ("day", "month")
        assert (row.low is None) != (row.high is None)
    assert all(rate > 0 for rate in exchange_rates().values())


def test_from_words_to_the_answer() -> None:
    (found,) = find_pay("Chat team abroad, salary 1,400 dollars")
    assert above_market(found, RoleKind.UNSKILLED_DESK, "LA", ON) is True
    (found,) = find_pay("දවසට රු. 800")
    assert below_minimum(found, "LK", ON) is True
