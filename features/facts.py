"""What rules ask about an advert as a whole: where the work is, who offers it, how it is paid."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property

import regex

from features.contacts import Contact
from features.context import is_notice
from features.employers import find_employer
from features.matchers import CUE, Match
from features.pay_benchmarks import RoleKind, above_market
from features.pay_judgement import HOME_CURRENCY
from features.phones import is_mobile
from features.places import HOME, FoundPlace
from features.reading import Reading
from lurewatch.entities import Pay

SCAM_ROUTE_COUNTRIES = frozenset({"TH", "KH", "LA", "MM", "VN", "PH", "MY"})
"""Catalogue entry DEST_SEA_DIGITAL."""
WAR_COUNTRIES = frozenset({"RU", "BY", "UA"})
"""Catalogue entry DEST_WAR_ROLE."""
SCHEME_COUNTRIES = frozenset({"IL", "KR", "JP"})
"""Government-to-government schemes (domain notes 2.3)."""

_FREE_MAIL = regex.compile(
    r"@(?:gmail|yahoo|ymail|hotmail|outlook|live|icloud|proton|protonmail|mail|gmx|aol)\."
)
_MESSENGER = regex.compile(
    r"wh?at[s']?\s?app?|wh?atsap|(?<![\p{L}])(?:wsap|wtsp|wtsap|vtsp|whtsapp)(?![\p{L}])|(?<![\p{L}])wa\s?(?=\+?\d)|telegram|(?<![\p{L}])(?:imo|viber|inbox|dm|signal|t\.me|wa\.me)(?![\p{L}])|wa\.me|t\.me|"
    r"වට්ස්\s?ඇප්|වට්සැප්|වට්ස්ඈප්|වට්සප්|ටෙලිග්රෑම්|ඉන්බොක්ස්|වයිබර්|வாட்ஸ்\s?அப்|வாட்ஸ்\s?ஆப்|வாட்ஸப்|வாட்சப்|டெலிகிராம்|டெலிகிராமில்|இன்பாக்ஸ்|வைபர்",
    regex.IGNORECASE,
)
_MESSENGER_CHARACTERS = 30
"""How far before a phone the messenger that it belongs to is named."""


class Facts:
    """Answers about one advert, each found at most once."""

    def __init__(self, reading: Reading, matches: Mapping[str, Sequence[Match]]) -> None:
        """`matches`: by code, those that are not negated, quoted, warned of or excused."""
        self.reading = reading
        self._matches = matches

    def holds(self, name: str) -> bool:
        """Whether a fact of `FACTS` holds, or a cue of that name stands in the advert."""
        known = FACTS.get(name)
        return known(self) if known else bool(self.cue(name))

    def cue(self, name: str) -> Sequence[Match]:
        """Where a cue stands."""
        return self._matches.get(CUE + name, ())

    @property
    def abroad(self) -> list[FoundPlace]:
        """Places abroad that the work is in."""
        return self.reading.destinations

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries abroad that the work is in, ISO 3166-1 alpha-2."""
        return frozenset(found.place.country for found in self.abroad)

    @cached_property
    def employer(self) -> tuple[int, int] | None:
        """Where a company, agency, shop, institution or household is named."""
        named = self.cue("employer_named")
        if named:
            return named[0].start, named[0].end
        return find_employer(self.reading)

    @cached_property
    def messenger(self) -> tuple[int, int] | None:
        """Where a messenger is named."""
        found = _MESSENGER.search(self.reading.text)
        return found.span() if found else None

    @cached_property
    def is_notice(self) -> bool:
        """Whether the text warns, reports or advises, and seeks nobody."""
        return is_notice(self.reading) or bool(self.cue("notice"))

    @cached_property
    def company_mail(self) -> bool:
        """Whether a mail address at the company's own domain is given."""
        return any(
            contact.kind == "email" and not _FREE_MAIL.search(contact.value.lower())
            for contact in self.reading.contacts
        )

    @cached_property
    def known_employer(self) -> bool:
        """How known employers advertise: own mail address, no messenger, and more to hold on to.

        A domain of one's own costs little; a licence, a place to go to or a work permit more.
        """
        settled = self.licence or self.cue("visit") or self.cue("work_permit")
        return self.company_mail and self.messenger is None and bool(settled)

    @cached_property
    def landline(self) -> bool:
        """Whether a fixed line in Sri Lanka is given."""
        return any(
            contact.kind == "phone"
            and contact.value.startswith("+94")
            and not is_mobile(contact.value)
            for contact in self.reading.contacts
        )

    @cached_property
    def licence(self) -> tuple[int, int] | None:
        """Where a licence number stands beside its label."""
        found = [c for c in self.reading.contacts if c.kind == "licence"]
        return (found[0].start, found[0].end) if found else None

    @cached_property
    def foreign_pay(self) -> bool:
        """Whether pay in another currency than rupees is offered."""
        return any(pay.currency not in (None, HOME_CURRENCY) for pay in self.reading.pay)

    @cached_property
    def high_pay(self) -> list[Pay]:
        """Pay far above what such work brings there (`features.pay_benchmarks`)."""
        return [
            pay
            for pay in self.reading.pay
            if above_market(pay, self.role, self.pay_country, self.day)
        ]

    @cached_property
    def role(self) -> RoleKind:
        """What kind of work is paid, by word classes; unskilled where no skill is named."""
        if self.countries & SCHEME_COUNTRIES:
            return RoleKind.CARE_SCHEME
        if self.cue("skilled_work"):
            return RoleKind.SKILLED
        return RoleKind.UNSKILLED_DESK if self.cue("desk_work") else RoleKind.UNSKILLED

    @cached_property
    def pay_country(self) -> str | None:
        """Where the pay is earned, ISO 3166-1; `None` for somewhere abroad."""
        if self.countries:
            return min(self.countries) if len(self.countries) == 1 else None
        return None if self.is_abroad else HOME

    @cached_property
    def day(self) -> date:
        """Of the advert; the latest benchmark counts where it has no date."""
        return self.reading.known.on or self.reading.advert.posted_on or date.max

    @cached_property
    def is_abroad(self) -> bool:
        """Whether the work is abroad, by a named place or by words such as "overseas"."""
        return bool(self.countries) or bool(self.cue("abroad"))

    @property
    def on_scam_route(self) -> bool:
        """Whether the work is in a country of the scam route."""
        return bool(self.countries & SCAM_ROUTE_COUNTRIES)

    def is_of_messenger(self, phone: Contact) -> bool:
        """Whether the words before a phone name a messenger."""
        text = self.reading.text
        near = text[max(0, phone.start - _MESSENGER_CHARACTERS) : phone.start]
        return bool(_MESSENGER.search(near)) or near.lower().endswith(("wa.me/", "phone="))


FACTS: Mapping[str, Callable[[Facts], bool]] = {
    "abroad": lambda facts: facts.is_abroad,
    "war_country": lambda facts: bool(facts.countries & WAR_COUNTRIES),
    "scheme_country": lambda facts: (
        bool(facts.countries & SCHEME_COUNTRIES) or bool(facts.cue("scheme"))
    ),
    "emirates": lambda facts: any(f.place.country == "AE" for f in facts.reading.places),
    "known_employer": lambda facts: facts.known_employer,
    "high_pay": lambda facts: bool(facts.high_pay),
    "foreign_pay": lambda facts: facts.foreign_pay,
}
"""Facts by the name that `data/conditions.toml` uses; other names are cues."""
