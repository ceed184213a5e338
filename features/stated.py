"""The newer entities of an advert, as records: districts, dates, numbers, accounts, job orders."""

from collections.abc import Iterable, Iterator
from typing import TypedDict

from features.accounts import FoundAccount, find_accounts
from features.places import HOME
from features.reading import Reading
from features.terms import FoundTerm, find_terms
from lurewatch.entities import Account, StatedDate, StatedRange


class Stated(TypedDict):
    """Fields of `Entities` that this module fills."""

    districts: tuple[str, ...]
    dates: tuple[StatedDate, ...]
    ages: tuple[StatedRange, ...]
    hours_per_day: tuple[StatedRange, ...]
    vacancies: tuple[StatedRange, ...]
    accounts: tuple[Account, ...]
    job_orders: tuple[str, ...]


def stated(reading: Reading) -> Stated:
    """What the advert says of when, who, how long, how many and where to pay."""
    terms = list(find_terms(reading.masked))
    accounts = list(find_accounts(reading.text))
    districts = (found.place.district for found in reading.places if found.place.country == HOME)
    return Stated(
        districts=tuple(dict.fromkeys(district for district in districts if district)),
        dates=tuple(_dates(reading)),
        ages=tuple(_ranges("age", terms, reading)),
        hours_per_day=tuple(_ranges("hours", terms, reading)),
        vacancies=tuple(_ranges("vacancies", terms, reading)),
        accounts=tuple(dict.fromkeys(_accounts(accounts))),
        job_orders=tuple(
            dict.fromkeys(found.value for found in accounts if found.kind == "job_order")
        ),
    )


def _dates(reading: Reading) -> Iterator[StatedDate]:
    for found in reading.dates:
        if (place := reading.first_published(found.start, found.end)) is not None:
            name, start, end = place
            on = found.on.isoformat() if found.on else None
            yield StatedDate(kind=found.kind, on=on, field=name, start=start, end=end)


def _ranges(kind: str, terms: Iterable[FoundTerm], reading: Reading) -> Iterator[StatedRange]:
    for term in terms:
        place = reading.first_published(term.start, term.end) if term.kind == kind else None
        if place is not None:
            name, start, end = place
            yield StatedRange(low=term.low, high=term.high, field=name, start=start, end=end)


def _accounts(found: Iterable[FoundAccount]) -> Iterator[Account]:
    for each in found:
        if each.kind != "job_order":
            yield Account(kind=each.kind, provider=each.provider, value=each.value)
