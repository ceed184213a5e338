"""Indicators that no pattern alone decides: they need places, contacts, ages or silence.

Each rule takes the facts of an advert and the matches that speak for its indicator, and gives
decisions; none means unknown. Definitions: the catalogue and the labelling guide, sections 4 and 7.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import regex

from features.facts import Facts
from features.manipulation import text_manipulation
from features.matchers import Match
from features.pay_benchmarks import below_minimum
from features.phones import region_of
from features.places import HOME
from lurewatch.labels import IndicatorState

AGE_WORK_MIN = 16
"""Sri Lanka, since January 2021 (domain notes 2.3)."""
AGE_HAZARDOUS_MIN = 18
"""For hazardous and night work, domestic work and work abroad (catalogue entry)."""
AGE_DOMESTIC_ABROAD_MIN = 21
"""Cabinet decision of June 2022 (domain notes 2.3)."""
HOURS_EXCESSIVE = 12
HOURS_USUAL = 10
"""Hours a day; labelling guide, sections 4 and 7."""
_AID_TOWNS = frozenset({"Mae Sot"})
"""Towns named for compounds across the border where aid organisations hire in the open."""


@dataclass(frozen=True, slots=True)
class Decision:
    """State of one indicator, with the span in `Reading.text` that shows it, if any."""

    state: IndicatorState
    start: int | None = None
    end: int | None = None
    note: str | None = None


Rule = Callable[[Facts, Sequence[Match]], list[Decision]]


class _Standing(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def span(found: _Standing) -> tuple[int, int]:
    """(start, end) of a match, a place, a contact or a rate of pay."""
    return found.start, found.end


def present(*spans: tuple[int, int] | None) -> list[Decision]:
    """Present at each span; `None` for silence that no words show."""
    return [
        Decision(IndicatorState.PRESENT, *span) if span else Decision(IndicatorState.PRESENT)
        for span in spans
    ]


def absent(span: tuple[int, int] | None = None) -> list[Decision]:
    """Absent, at a span where words say so."""
    return [Decision(IndicatorState.ABSENT, *(span or (None, None)))]


def as_matched(_: Facts, found: Sequence[Match]) -> list[Decision]:
    """Present wherever a pattern stands."""
    return present(*map(span, found))


def licence_absent(facts: Facts, _: Sequence[Match]) -> list[Decision]:
    """LIC_ABSENT: work abroad by a go-between or somebody unnamed, without a licence number."""
    if facts.licence:
        return absent(facts.licence)
    if not facts.is_abroad or facts.is_notice:
        return []
    hires_himself = facts.employer is not None and not facts.cue("agency")
    return [] if hires_himself else present(None)


def employer_unnamed(facts: Facts, found: Sequence[Match]) -> list[Decision]:
    """EMP_UNNAMED: nobody is named, in an advert that seeks somebody."""
    if facts.is_notice:
        return []
    if facts.employer is not None:
        return absent(facts.employer)
    return as_matched(facts, found) or present(None)


def scam_hub(facts: Facts, _: Sequence[Match]) -> list[Decision]:
    """DEST_SCAM_HUB: each scam-compound place that is named, aid work in an aid town aside."""
    aid = bool(facts.cue("aid_work"))
    return present(
        *(
            span(found)
            for found in facts.reading.places
            if found.place.scam_hub and not (aid and found.place.name in _AID_TOWNS)
        )
    )


def digital_role_abroad(facts: Facts, _: Sequence[Match]) -> list[Decision]:
    """DEST_SEA_DIGITAL: a digital role together with a country of the scam route."""
    if facts.countries and not facts.on_scam_route:
        return absent()
    roles = facts.cue("desk_work")
    if not facts.on_scam_route or not roles or facts.known_employer:
        return []
    return present(*map(span, roles[:2]), span(facts.abroad[0]))


def messengers_only(facts: Facts, stated: Sequence[Match]) -> list[Decision]:
    """CONTACT_MSG_ONLY: said in words, or nothing but messengers to be reached by."""
    reading = facts.reading
    if facts.is_notice:
        return []
    ways = [
        c for c in reading.contacts if c.kind == "email" or (c.kind == "url" and _is_page(c.value))
    ]
    if ways:
        return absent(span(ways[0]))
    if facts.landline:
        return absent()
    if visits := facts.cue("visit"):
        return absent(span(visits[0]))
    if stated:
        return as_matched(facts, stated)
    phones = [c for c in reading.contacts if c.kind == "phone"]
    if facts.messenger is None or any(not facts.is_of_messenger(phone) for phone in phones):
        return []
    return present(facts.messenger)


def foreign_number(facts: Facts, _: Sequence[Match]) -> list[Decision]:
    """CONTACT_FOREIGN_NUMBER: a phone of neither Sri Lanka nor a country of the work."""
    found = []
    for contact in facts.reading.contacts:
        if contact.kind != "phone" or contact.value.startswith("+94"):
            continue
        region = region_of(contact.value)
        if region and region not in facts.countries and facts.reading.text[contact.start] in "+0(":
            found.append(span(contact))
    return present(*found)


def excessive_hours(facts: Facts, found: Sequence[Match]) -> list[Decision]:
    """COND_EXCESS_HOURS: twelve hours or more, or words for seven days and no leave."""
    hours = [match for match in found if match.number is not None]
    long = [match for match in found if match.number is None or match.number >= HOURS_EXCESSIVE]
    if long:
        return as_matched(facts, long)
    usual = [match for match in hours if (match.number or 0) <= HOURS_USUAL]
    return absent(span(usual[0])) if usual else []


def minor_age(facts: Facts, ages: Sequence[Match]) -> list[Decision]:
    """MINOR_AGE_STATED: the lowest applicant age against the legal limits."""
    limit = AGE_WORK_MIN
    if facts.cue("hazardous_work") or any(p.place.country != HOME for p in facts.reading.places):
        limit = AGE_HAZARDOUS_MIN
    young = [a for a in ages if a.number is None or a.number < limit]
    if young:
        return as_matched(facts, young)
    stated = [age for age in ages if (age.number or 0) >= AGE_HAZARDOUS_MIN]
    return absent(span(stated[0])) if stated else []


def domestic_under_21(facts: Facts, found: Sequence[Match]) -> list[Decision]:
    """AGE_DOMESTIC_UNDER21: domestic work abroad with a lowest age under 21."""
    if not facts.is_abroad or not facts.cue("domestic_work"):
        return []
    ages = [match for match in found if match.number is not None]
    young = [match for match in ages if (match.number or 0) < AGE_DOMESTIC_ABROAD_MIN]
    if young:
        return as_matched(facts, young)
    return absent(span(ages[0])) if ages else []


def field_conflict(facts: Facts, found: Sequence[Match]) -> list[Decision]:
    """FIELD_CONFLICT: the title names one country and the text only others."""
    joint = facts.reading.body.offset
    head = [f for f in facts.abroad if f.start < joint]
    body = [f for f in facts.abroad if f.start >= joint]
    named = {f.place.country for f in body}
    if head and body and not named & {f.place.country for f in head}:
        return present(span(head[0]), span(body[0]))
    return as_matched(facts, found)


def vague_duty(facts: Facts, found: Sequence[Match]) -> list[Decision]:
    """DUTY_VAGUE: only words such as "office work"; absent where tasks are spelled out."""
    told = facts.cue("duty_told")
    if told:
        return absent(span(told[0]))
    return as_matched(facts, found)


def vague_destination(facts: Facts, found: Sequence[Match]) -> list[Decision]:
    """DEST_VAGUE: "Europe", "a foreign country"; absent where a town abroad is named."""
    if found:
        return as_matched(facts, found)
    towns = [f for f in facts.abroad if not f.place.is_country]
    if towns and facts.employer is not None:
        return absent(span(towns[0]))
    return []


def pay_above_market(facts: Facts, found: Sequence[Match]) -> list[Decision]:
    """PAY_FAR_ABOVE_MARKET: pay over the benchmark of such work there; unknown without one."""
    return present(*map(span, facts.high_pay)) or as_matched(facts, found)


def pay_below_minimum(facts: Facts, found: Sequence[Match]) -> list[Decision]:
    """PAY_BELOW_MINIMUM: full-time pay under the minimum in force; unknown where there is none."""
    if facts.cue("part_time"):
        return []
    low = [p for p in facts.reading.pay if below_minimum(p, facts.pay_country, facts.day)]
    return present(*map(span, low)) or as_matched(facts, found)


def disguised(facts: Facts, _: Sequence[Match]) -> list[Decision]:
    """TEXT_MANIPULATION: words that are hidden from a reader of text, not from a person."""
    return present(*text_manipulation(facts.reading))


RULES: Mapping[str, Rule] = {
    "TEXT_MANIPULATION": disguised,
    "PAY_FAR_ABOVE_MARKET": pay_above_market,
    "PAY_BELOW_MINIMUM": pay_below_minimum,
    "LIC_ABSENT": licence_absent,
    "EMP_UNNAMED": employer_unnamed,
    "DEST_SCAM_HUB": scam_hub,
    "DEST_SEA_DIGITAL": digital_role_abroad,
    "DEST_VAGUE": vague_destination,
    "CONTACT_MSG_ONLY": messengers_only,
    "CONTACT_FOREIGN_NUMBER": foreign_number,
    "COND_EXCESS_HOURS": excessive_hours,
    "DUTY_VAGUE": vague_duty,
    "FIELD_CONFLICT": field_conflict,
    "MINOR_AGE_STATED": minor_age,
    "AGE_DOMESTIC_UNDER21": domestic_under_21,
}
"""Rules by indicator; one that is not named is present where its words are."""

_PAGE = regex.compile(
    r"wa\.me|t\.me|telegram|whatsapp|bit\.ly|tinyurl|facebook|fb\.|m\.me|instagram|tiktok|linktr|forms|"
    r"shorturl|cutt\.ly|imo\.|viber|\.apk",
    regex.IGNORECASE,
)


def _is_page(url: str) -> bool:
    """An address of the advertiser's own; links to messengers and short links are none."""
    return _PAGE.search(url) is None
