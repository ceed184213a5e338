"""What is known about an advert beside its words: registers, other adverts, the calendar.

Six indicators cannot be read from a text. Whoever has the register or the network gives what it
knows here; what is not given stays unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

LicenceStatus = Literal["valid", "expired", "suspended", "cancelled", "not_on_register"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspension:
    """A destination for which registration by the Bureau is suspended (SLBFE Act s. 39(1)(b))."""

    country: str
    """ISO 3166-1 alpha-2."""
    from_on: date
    to_on: date | None = None
    """Last day; `None` while it goes on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """Facts from outside the advert. `None` means that nobody looked."""

    licences: Mapping[str, LicenceStatus] | None = None
    """Status by licence number (no leading zeros) in a dated snapshot of the Bureau's register.
    A number that is missing was not looked up."""
    job_order_matches: bool | None = None
    """Whether an approved job order of the agency covers the advertised post."""
    suspensions: tuple[Suspension, ...] | None = None
    on: date | None = None
    """Date of the advert; `AdvertText.posted_on` where it is not given."""
    employer_verified: bool | None = None
    """Whether the named employer was found in a company register or at its own address."""
    employers_with_same_text: int | None = None
    """Distinct employers or destinations that near-duplicates of this advert name."""
    linked_to_confirmed_case: bool | None = None
    """Whether a contact of the advert stands in a complaint that an analyst confirmed."""


NOTHING = Known()
"""The text alone."""

REUSE_EMPLOYERS_MIN = 3
"""Distinct employers from which on shared text is a sign (catalogue, CONTENT_REUSE_CLUSTER)."""
