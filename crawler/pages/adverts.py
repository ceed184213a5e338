"""Makes adverts from what page objects read: raw beside parsed, content-addressed."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from crawler.pages.text import plain_text, tidy
from lurewatch.content import content_hash
from lurewatch.entities import Pay
from lurewatch.labels import AdvertKind
from lurewatch.records import Advert

EARLIEST = date(2000, 1, 1)
"""No online advert is older; an earlier date is a mistake or a test of our patience."""
LATEST_AHEAD = timedelta(days=3 * 366)
"""Closing dates lie at most this far ahead."""
MOST_FIELD = 2_000
"""Characters of a short field (employer, place, raw date) that are kept."""
MOST_PAY = 1e9
_PERIODS = ("hour", "day", "week", "month", "year")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class PageFacts:
    """What every advert of one page shares."""

    url: str
    source: str
    fetched_at: datetime
    evidence_id: str | None


def make_advert(
    facts: PageFacts,
    *,
    title: str,
    description: str,
    kind: AdvertKind = AdvertKind.JOB_POSTING,
    url: str | None = None,
    hiring_organization: str | None = None,
    job_location: str | None = None,
    employment_type: str | None = None,
    base_salary_raw: str | None = None,
    base_salary: Pay | None = None,
    date_posted_raw: str | None = None,
    valid_through_raw: str | None = None,
) -> Advert | None:
    """An advert, or `None` where there is neither a title nor a text."""
    title = short(title) or ""
    description = plain_text(description)
    if not title and not description:
        return None
    digest = content_hash(
        title=title,
        description=description,
        hiring_organization=hiring_organization,
        job_location=job_location,
        base_salary_raw=base_salary_raw,
    )
    today = facts.fetched_at.date()
    return Advert(
        advert_id=digest[:32],
        content_hash=digest,
        kind=kind,
        title=title,
        description=description,
        url=url or facts.url,
        source=facts.source,
        fetched_at=facts.fetched_at,
        evidence_id=facts.evidence_id,
        hiring_organization=hiring_organization,
        job_location=job_location,
        employment_type=employment_type,
        base_salary_raw=base_salary_raw,
        base_salary=base_salary,
        date_posted_raw=date_posted_raw,
        date_posted=read_day(date_posted_raw, latest=today + timedelta(days=1)),
        valid_through_raw=valid_through_raw,
        valid_through=read_day(valid_through_raw, latest=today + LATEST_AHEAD),
    )


def short(value: Any) -> str | None:
    """A short field as one line; anything but text or a number is no value."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = " ".join(plain_text(str(value)[: MOST_FIELD * 2]).split())[:MOST_FIELD]
    return text or None


def read_day(raw: str | None, *, latest: date) -> date | None:
    """The day a source wrote, or `None` where it is none or cannot be."""
    if not raw:
        return None
    found = _parse_day(raw)
    return found if found and EARLIEST <= found <= latest else None


def _parse_day(raw: str) -> date | None:
    iso = _ISO_DAY.match(raw)
    if iso:
        try:
            return date.fromisoformat(iso[0])
        except ValueError:
            return None
    import dateparser

    try:
        parsed = dateparser.parse(raw[:64], languages=["en", "si", "ta"])
    except (ValueError, OverflowError):
        return None
    return parsed.date() if parsed else None


def read_salary(given: Any) -> tuple[str | None, Pay | None]:
    """schema.org `baseSalary` (text, number, or MonetaryAmount) as written and as parsed."""
    if isinstance(given, list):
        given = given[0] if given else None
    if not isinstance(given, dict):
        return short(given), None
    value = given.get("value")
    inner = value if isinstance(value, dict) else {"value": value}
    currency = short(given.get("currency") or inner.get("currency"))
    low = _amount(inner.get("minValue", inner.get("value")))
    high = _amount(inner.get("maxValue", inner.get("value")))
    unit = (short(inner.get("unitText") or given.get("unitText")) or "").lower()
    written = [currency, inner.get("minValue"), inner.get("maxValue"), inner.get("value"), unit]
    raw = " ".join(part for part in map(short, written) if part) or None
    if low is None or high is None or low > high:
        return raw, None
    period = next((name for name in _PERIODS if unit.startswith(name)), None)
    known = currency.upper() if currency and re.fullmatch(r"[A-Za-z]{3}", currency) else None
    pay = Pay(min=low, max=high, currency=known, period=period, field="base_salary")
    return raw, pay


def _amount(value: Any) -> float | None:
    if isinstance(value, str):
        value = value.replace(",", "").strip()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        amount = float(value)
    except (ValueError, OverflowError):
        return None
    return amount if math.isfinite(amount) and 0 < amount <= MOST_PAY else None


__all__ = ["PageFacts", "make_advert", "read_day", "read_salary", "short", "tidy"]
