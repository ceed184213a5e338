"""Pay held against what such work brings and what the law asks: dated facts, or "unknown".

The facts are rows of `data/pay_benchmarks.csv`, each with its source and date. Amounts in other
money are compared through `data/exchange_rates.csv`, which is rough on purpose. Every answer is
one of three: yes, no, or `None` for unknown; where there is no row nothing is guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from features.tables import csv_rows
from lurewatch.entities import Pay

MONTHS_A_YEAR = 12
WORKING_DAYS_A_MONTH = 26
"""A six-day week: 52 * 6 / 12."""
WEEKS_A_MONTH = 52 / 12
HOURS_A_DAY = 8
"""Guide, section 7: eight hours and a weekly day of rest are the norm."""
ANY = "*"
ROUGH_SHARE = 0.8
"""A minimum in other money is only said to be missed under this share of it: rates are rough."""

_TO_MONTH = {
    "hour": HOURS_A_DAY * WORKING_DAYS_A_MONTH,
    "day": WORKING_DAYS_A_MONTH,
    "week": WEEKS_A_MONTH,
    "month": 1,
    "year": 1 / MONTHS_A_YEAR,
}
_UNLIMITED = "open"


class RoleKind(StrEnum):
    """What kind of work is paid, as far as the words tell."""

    UNSKILLED_DESK = "unskilled_desk"
    """Typing, chat, "marketing" and other desk work that asks for no skill."""
    UNSKILLED = "unskilled"
    """Work by hand or with people that asks for no skill: helper, cleaner, guard, hostess."""
    SKILLED = "skilled"
    """Senior IT, seafarers, nurses, pilots and other trades with an examination."""
    CARE_SCHEME = "care_scheme"
    """Work in a scheme between governments: Korea, Japan, Israel."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One dated fact about pay."""

    role: str
    """A `RoleKind` or `ANY`."""
    country: str
    """ISO 3166-1 alpha-2, or `ANY`."""
    currency: str
    period: str
    """`day` or `month`."""
    low: float | None
    """Less is under the minimum, in `currency` for `period`; `None` where none is known."""
    high: float | None
    """More is far above the market; infinite where high pay is normal, `None` if unknown."""
    as_of: date
    source: str
    confidence: str
    """`H`, `M` or `L`, as in the domain notes."""


def monthly_rupees(pay: Pay) -> float | None:
    """The most that `pay` names, in rupees for a month of full-time work.

    `None` for pay by the piece and for a currency that the table of rates does not hold.
    """
    amount = pay.max if pay.max is not None else pay.min
    return _rupees(amount, pay.currency, pay.period)


def monthly_usd(pay: Pay) -> float | None:
    """`monthly_rupees` in US dollars."""
    rupees = monthly_rupees(pay)
    return None if rupees is None else rupees / exchange_rates()["USD"]


def above_market(pay: Pay, role: RoleKind, country: str | None, on: date) -> bool | None:
    """Whether `pay` is far above what `role` brings in `country` (ISO 3166-1) at the date `on`.

    "Far" is about 2.5 times (labelling guide, section 4). `None` where that is not known: for
    skilled and unknown work always, as much of it is well paid, and for pay by the hour, which
    is mostly for part time.
    """
    if role in (RoleKind.SKILLED, RoleKind.UNKNOWN) or pay.period == "hour":
        return None
    known = [b for b in _in_force(on) if b.high is not None and b.role == role]
    benchmark = _of_country(known, country) or _of_country(known, ANY)
    offered = monthly_rupees(pay)
    if benchmark is None or offered is None:
        return None
    limit = _rupees(benchmark.high, benchmark.currency, benchmark.period)
    if limit is None:
        return None
    if offered > limit:
        return True
    # The limit for all countries is the highest: less may still be far above one country's pay.
    return None if benchmark.country == ANY and role == RoleKind.UNSKILLED else False


def below_minimum(pay: Pay, country: str | None, on: date) -> bool | None:
    """Whether `pay` is under the minimum of `country` (ISO 3166-1) that is in force on `on`.

    `None` where no minimum is known, where only one end of a range is under it, and for pay by
    the piece. Full-time work is assumed; the caller leaves out part time and training.
    """
    known = [b for b in _in_force(on) if b.low is not None and b.country == country]
    benchmark = next((b for b in known if b.period == _daily(pay.period)), None)
    benchmark = benchmark or next((b for b in known if b.period == "month"), None)
    if benchmark is None:
        return None
    floor = _rupees(benchmark.low, benchmark.currency, benchmark.period)
    least = _rupees(pay.min, pay.currency, pay.period)
    most = _rupees(pay.max, pay.currency, pay.period)
    if floor is None:
        return None
    margin = 1.0 if pay.currency == benchmark.currency else ROUGH_SHARE
    if most is not None and most < floor * margin:
        return True
    return False if least is not None and least >= floor else None


@lru_cache(maxsize=1)
def benchmarks() -> tuple[Benchmark, ...]:
    """All rows of the table, in its order."""
    return tuple(
        Benchmark(
            role=row["role"],
            country=row["country"],
            currency=row["currency"],
            period=row["period"],
            low=_number(row["low"]),
            high=_number(row["high"]),
            as_of=date.fromisoformat(row["as_of"]),
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in csv_rows("pay_benchmarks.csv")
    )


@lru_cache(maxsize=1)
def exchange_rates() -> Mapping[str, float]:
    """Rupees for one unit of each currency (ISO 4217); rough, see the table's head."""
    return {row["currency"]: float(row["rupees"]) for row in csv_rows("exchange_rates.csv")}


@lru_cache(maxsize=64)
def _in_force(on: date) -> tuple[Benchmark, ...]:
    """The latest row of each role, country and period that had begun on `on`."""
    latest: dict[tuple[str, str, str], Benchmark] = {}
    for each in sorted(benchmarks(), key=lambda b: b.as_of):
        if each.as_of <= on:
            latest[each.role, each.country, each.period] = each
    return tuple(latest.values())


def _of_country(known: list[Benchmark], country: str | None) -> Benchmark | None:
    return next((each for each in known if each.country == country), None)


def _daily(period: str | None) -> str | None:
    """The period that a rate is compared for: hours make days."""
    return "day" if period == "hour" else period


def _rupees(amount: float | None, currency: str | None, period: str | None) -> float | None:
    rate = exchange_rates().get(currency or "")
    factor = _TO_MONTH.get(period or "")
    return None if amount is None or rate is None or factor is None else amount * rate * factor


def _number(written: str) -> float | None:
    if written == _UNLIMITED:
        return float("inf")
    return float(written) if written else None
