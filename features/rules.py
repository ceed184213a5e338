"""Indicators that no pattern alone can decide: they need places, ages or contacts."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from features.contacts import is_mobile
from features.matchers import Match
from features.reading import Reading
from lurewatch.labels import IndicatorState

SCAM_ROUTE_COUNTRIES = frozenset({"TH", "KH", "LA", "MM", "VN", "PH", "MY"})
"""Catalogue entry DEST_SEA_DIGITAL."""

AGE_WORK_MIN = 16
"""Sri Lanka, since January 2021 (domain notes 2.3)."""
AGE_HAZARDOUS_MIN = 18
"""For hazardous and night work, domestic work and work abroad (catalogue entry)."""

_HOME = "LK"
_HAZARDOUS = regex.compile(
    r"(?<![\p{L}\p{M}])(?:night|housemaid|domestic|construction|bar(?![\p{L}])|spa(?![\p{L}])|massage|karaoke|club|mine(?![\p{L}])|"
    r"quarry|factory|රාත්රී|ගෘහ සේවි|ගෘහ සේවය|ගෙදර වැඩ|කම්හල|ඉදිකිරීම්|இரவு|வீட்டு வேலை|வீட்டுப் பணி|"
    r"தொழிற்சாலை|கட்டுமான|gedara wada|gedara weda|raa|veetu velai)"
)
_MESSENGER = regex.compile(
    r"whats\s?app|wh?atsap|telegram|(?<![\p{L}])(?:imo|viber|inbox|dm)(?![\p{L}])|wa\.me|t\.me|"
    r"වට්ස්\s?ඇප්|වට්සැප්|ටෙලිග්රෑම්|ඉන්බොක්ස්|வாட்ஸ்\s?அப்|வாட்ஸப்|டெலிகிராம்|இன்பாக்ஸ்",
    regex.IGNORECASE,
)
_VISIT = regex.compile(
    r"(?<![\p{L}\p{M}])(?:walk[- ]?in|visit (?:us|our)|"
    r"(?:at|to) (?:our|the) [\p{L} ]{0,20}(?:office|branch|"
    r"shop|centre|center|factory|school|hotel|hospital)|"
    r"in person|by post|no\W{0,2}\d{1,5}[\p{L}\d/ ,]{0,30}"
    r"(?:road|street|lane|mawatha)|(?<!\d)\d{1,5} [\p{L} ]{2,30}(?:road|street|lane|mawatha)|"
    r"පැමිණෙන්න|ඇවිත්|ලිපිනය|කාර්යාලයට|ආයතනයට|நேரில்|முகவரி|வரவும்|"
    r"kadeta enna|office ekata enna|ekata enna|neril)"
)
_COMPANY_MAIL = regex.compile(
    r"@(?!(?:gmail|yahoo|hotmail|outlook|live|icloud|proton|protonmail|mail)\.)"
)
_FOREIGN_MESSENGER_CHARACTERS = 30
_AID_TOWNS = frozenset({"Mae Sot"})
"""Towns named for compounds across the border where aid organisations hire in the open."""
_AID_WORK = regex.compile(
    r"(?<![\p{L}\p{M}])(?:ngo|humanitarian|united nations|unhcr|migrant health|"
    r"මානුෂීය|රාජ්ය නොවන|மனிதாபிமான|அரச சார்பற்ற)"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """State of one indicator, with the span in `Reading.text` that shows it, if any."""

    state: IndicatorState
    start: int | None = None
    end: int | None = None
    note: str | None = None


def scam_hub(reading: Reading) -> list[Decision]:
    """DEST_SCAM_HUB: each scam-compound place that is named, aid work in an aid town aside."""
    aid = _AID_WORK.search(reading.masked) is not None
    return [
        Decision(IndicatorState.PRESENT, found.start, found.end)
        for found in reading.places
        if found.place.scam_hub and not (aid and found.place.name in _AID_TOWNS)
    ]


def digital_role_abroad(reading: Reading, roles: Sequence[Match]) -> list[Decision]:
    """DEST_SEA_DIGITAL: a digital role together with a country of the scam route."""
    abroad = [found for found in reading.places if found.place.country != _HOME]
    route = [found for found in abroad if found.place.country in SCAM_ROUTE_COUNTRIES]
    if abroad and not route:
        return [Decision(IndicatorState.ABSENT)]
    if not route or not roles or _is_company(reading):
        return []
    place = route[0]
    return [
        *(Decision(IndicatorState.PRESENT, role.start, role.end) for role in roles),
        Decision(IndicatorState.PRESENT, place.start, place.end),
    ]


def messengers_only(reading: Reading, stated: Sequence[Match]) -> list[Decision]:
    """CONTACT_MSG_ONLY: said in words, or nothing but messengers to be reached by."""
    if stated:
        return [Decision(IndicatorState.PRESENT, each.start, each.end) for each in stated]
    landlines = [c for c in reading.contacts if c.kind == "phone" and not is_mobile(c.value)]
    emails = [c for c in reading.contacts if c.kind == "email"]
    home = [c for c in landlines if c.value.startswith("+94")]
    if emails or home or _VISIT.search(reading.masked):
        return [Decision(IndicatorState.ABSENT)]
    messenger = _MESSENGER.search(reading.text)
    if messenger is None:
        return []
    phones = [c for c in reading.contacts if c.kind == "phone"]
    if any(not _belongs_to_messenger(phone.start, reading.text) for phone in phones):
        return []
    return [Decision(IndicatorState.PRESENT, messenger.start(), messenger.end())]


def minor_age(reading: Reading, ages: Sequence[Match]) -> list[Decision]:
    """MINOR_AGE_STATED: the lowest applicant age against the legal limits."""
    limit = AGE_WORK_MIN
    if _HAZARDOUS.search(reading.masked) or any(p.place.country != _HOME for p in reading.places):
        limit = AGE_HAZARDOUS_MIN
    stated = [age for age in ages if age.age is not None]
    young = [a for a in ages if a.age is None or a.age < limit]
    if young:
        return [Decision(IndicatorState.PRESENT, each.start, each.end) for each in young]
    if stated:
        return [Decision(IndicatorState.ABSENT, stated[0].start, stated[0].end)]
    return []


def _is_company(reading: Reading) -> bool:
    """A company's own mail address and no messenger: how known employers advertise."""
    has_company_mail = any(
        c.kind == "email" and _COMPANY_MAIL.search(c.value) for c in reading.contacts
    )
    return has_company_mail and _MESSENGER.search(reading.text) is None


def _belongs_to_messenger(start: int, text: str) -> bool:
    return bool(_MESSENGER.search(text[max(0, start - _FOREIGN_MESSENGER_CHARACTERS) : start])) or (
        text[max(0, start - 6) : start].lower().endswith(("wa.me/", "phone="))
    )
