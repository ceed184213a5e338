"""Adverts, each stored once, and where and when each was seen."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, exists, func, select
from sqlalchemy.orm import Session

from lurewatch.entities import Pay
from lurewatch.errors import EvidenceDamaged, NotFound
from lurewatch.labels import AdvertKind
from lurewatch.records import Advert, ArchivedResponse
from storage import evidence_rows, fulltext
from storage.inserting import insert, insert_new
from storage.tables import adverts, assessments, clean, sightings

_PLAIN = tuple(
    column.name for column in adverts.columns if column.name not in ("base_salary", "counted_on")
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """One place where an advert was seen."""

    url: str
    evidence_id: str | None
    fetched_at: datetime
    last_seen_at: datetime


def save_adverts(session: Session, found: Sequence[Advert]) -> int:
    """Store adverts that are new, and a sighting for each.

    Returns:
        How many were new.
    """
    once = {advert.advert_id: advert for advert in found}
    new = insert_new(session, adverts, [_row(advert) for advert in once.values()])
    for (advert_id,) in new:
        fulltext.add(session, once[advert_id])
    for advert in found:
        _save_sighting(session, advert)
    return len(new)


def _row(advert: Advert) -> dict[str, Any]:
    row = {name: getattr(advert, name) for name in _PLAIN}
    row["base_salary"] = asdict(advert.base_salary) if advert.base_salary else None
    row["counted_on"] = advert.date_posted or advert.fetched_at.date()
    return row


def _save_sighting(session: Session, advert: Advert) -> None:
    key = hashlib.sha256(advert.url.encode("utf-8", "surrogatepass")).hexdigest()
    values = {
        "advert_id": advert.advert_id,
        "url_key": key,
        "url": advert.url,
        "evidence_id": advert.evidence_id,
        "fetched_at": advert.fetched_at,
        "last_seen_at": advert.fetched_at,
    }
    session.execute(
        insert(session, sightings)
        .values(**values)
        .on_conflict_do_update(
            index_elements=["advert_id", "url_key"], set_={"last_seen_at": advert.fetched_at}
        )
    )


def get(session: Session, advert_id: str) -> Advert:
    """One advert.

    Raises:
        NotFound: no such advert.
    """
    row = session.execute(
        select(adverts).where(adverts.c.advert_id == clean(advert_id))
    ).one_or_none()
    if row is None:
        raise NotFound(f"no advert {advert_id[:64]}")
    return advert_of(row)


def many(session: Session, advert_ids: Sequence[str]) -> list[Advert]:
    """Adverts by their ids, in the order given; an id that is not stored is left out."""
    rows = session.execute(select(adverts).where(adverts.c.advert_id.in_(list(advert_ids))))
    found = {row.advert_id: row for row in rows}
    return [advert_of(found[each]) for each in advert_ids if each in found]


def between(session: Session, first_on: date, last_on: date) -> list[Advert]:
    """Adverts by the day they count for (posted, or first fetched), both days included."""
    rows = session.execute(
        select(adverts)
        .where(adverts.c.counted_on.between(first_on, last_on))
        .order_by(adverts.c.counted_on, adverts.c.advert_id)
    )
    return [advert_of(row) for row in rows]


def advert_of(row: Row[Any]) -> Advert:
    """The advert of a row of the table."""
    values = {name: getattr(row, name) for name in _PLAIN}
    values["kind"] = AdvertKind(values["kind"])
    pay = Pay(**row.base_salary) if row.base_salary else None
    return Advert(**values, base_salary=pay)


def evidence_for(session: Session, advert_id: str) -> ArchivedResponse:
    """The archived response an advert was first read from.

    Raises:
        NotFound: no such advert.
        EvidenceDamaged: it was handed in, not crawled.
    """
    evidence_id = get(session, advert_id).evidence_id
    if evidence_id is None:
        raise EvidenceDamaged("this advert was handed in as text; there is no archived page")
    return evidence_rows.get(session, evidence_id)


def search(session: Session, query: str, limit: int = 20) -> list[Advert]:
    """Adverts that hold all words of a query, newest first. Whole words, in any script."""
    found = fulltext.matching(session, query, limit)
    rows = session.execute(
        select(adverts)
        .where(adverts.c.advert_id.in_(found))
        .order_by(adverts.c.fetched_at.desc(), adverts.c.advert_id)
    )
    return [advert_of(row) for row in rows]


def unassessed(session: Session, model_id: str, limit: int) -> list[Advert]:
    """Adverts that a model has not assessed yet, oldest first."""
    done = exists().where(
        assessments.c.advert_id == adverts.c.advert_id, assessments.c.model_id == model_id
    )
    rows = session.execute(
        select(adverts)
        .where(~done)
        .order_by(adverts.c.fetched_at, adverts.c.advert_id)
        .limit(limit)
    )
    return [advert_of(row) for row in rows]


def count(session: Session) -> int:
    """How many adverts are stored."""
    return session.execute(select(func.count()).select_from(adverts)).scalar_one()


def sightings_of(session: Session, advert_id: str) -> list[Sighting]:
    """Where an advert was seen, first place first."""
    rows = session.execute(
        select(sightings)
        .where(sightings.c.advert_id == advert_id)
        .order_by(sightings.c.fetched_at, sightings.c.url_key)
    )
    return [
        Sighting(
            url=row.url,
            evidence_id=row.evidence_id,
            fetched_at=row.fetched_at,
            last_seen_at=row.last_seen_at,
        )
        for row in rows
    ]
