"""What a text names, as records: the part of `lurewatch.records` that is read from words."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Pay:
    """A rate of pay as written in a text."""

    min: float | None
    """Lower amount, in units of `currency`; `None` for "up to" an amount."""
    max: float | None
    """Upper amount; equals `min` where one amount is written, `None` for "from" an amount."""
    currency: str | None
    """ISO 4217 code; rupees where the text names none."""
    period: str | None
    """`hour`, `day`, `week`, `month`, `year` or `piece`; the usual one where none is named."""
    field: str = "text"
    """`title` or `text`."""
    start: int = 0
    """First character of the words, an index into the original field."""
    end: int = 0
    """One past the last character."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedDate:
    """A day that a text names, with what it is for."""

    kind: str
    """`interview`, `closing`, `departure` or `other`."""
    on: str | None
    """ISO 8601 date, the first day of several; `None` where the text does not settle the day."""
    field: str = "text"
    """`title` or `text`."""
    start: int = 0
    """First character of the words, an index into the original field."""
    end: int = 0
    """One past the last character."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedRange:
    """A range of whole numbers that a text states."""

    low: int | None
    """`None` where only an upper bound is stated."""
    high: int | None
    """Equals `low` where one number is stated; `None` where only a lower bound is."""
    field: str = "text"
    """`title` or `text`."""
    start: int = 0
    """First character of the words, an index into the original field."""
    end: int = 0
    """One past the last character."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Where a text asks money to be sent. Personal data: not to be logged or stored in clear."""

    kind: str
    """`bank`, `wallet` or `crypto`."""
    provider: str | None
    """Bank, wallet (`eZ Cash`) or chain (`bitcoin`, `tron`, `evm`); `None` where none is named."""
    value: str
    """Digits of a bank account, E.164 number of a wallet, or the address as written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entities:
    """What a text names. Lists hold each value once, in order of appearance."""

    pay: tuple[Pay, ...] = ()
    phones: tuple[str, ...] = ()
    """E.164 numbers."""
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    """`network:name`, for example `telegram:example_jobs`; whatsapp handles are E.164 numbers."""
    destinations: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes of foreign countries that the work is said to be in."""
    places: tuple[str, ...] = ()
    """English gazetteer names of towns and districts, at home and abroad."""
    licences: tuple[str, ...] = ()
    """Claimed SLBFE licence numbers, without leading zeros. A claim, not a finding."""
    districts: tuple[str, ...] = ()
    """Sri Lankan districts of the places named, English gazetteer names."""
    dates: tuple[StatedDate, ...] = ()
    """Days of interviews, closing, departure and others."""
    ages: tuple[StatedRange, ...] = ()
    """Stated age limits of applicants, years."""
    hours_per_day: tuple[StatedRange, ...] = ()
    """Stated working hours a day."""
    vacancies: tuple[StatedRange, ...] = ()
    """Stated numbers of persons sought."""
    accounts: tuple[Account, ...] = ()
    """Bank accounts, mobile wallets and crypto addresses with a right checksum."""
    job_orders: tuple[str, ...] = ()
    """Claimed numbers of job orders or approvals, upper case. A claim, not a finding."""
