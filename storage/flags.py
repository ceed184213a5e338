"""Flags and what people decided about them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select, tuple_, update
from sqlalchemy.orm import Session

from lurewatch.errors import Conflict, InputError, NotFound
from lurewatch.labels import Category, Decision, FlagStatus
from lurewatch.records import NAME_CHARACTERS, Flag, Review, name_of
from storage.cursors import check_limit, decode, encode
from storage.inserting import insert_new
from storage.tables import adverts, assessments, clean, flag_labels, flags, reviews

_PLAIN = ("flag_id", "advert_id", "model_id", "score", "counted_on", "flagged_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagRow:
    """A flag with what the queue shows of its advert."""

    flag: Flag
    title: str
    """The advert's title, or the opening line of its text where it has none."""
    language: str
    url: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagPage:
    """One page of the queue."""

    rows: list[FlagRow]
    next_cursor: str | None


def save_flags(session: Session, found: Sequence[Flag]) -> int:
    """Store flags; an advert that has one keeps it.

    Returns:
        How many were new.
    """
    rows = {flag.advert_id: flag for flag in found}
    new = {key[0] for key in insert_new(session, flags, [_row(flag) for flag in rows.values()])}
    labels = [
        {"flag_id": flag.flag_id, "kind": kind, "value": value}
        for flag in rows.values()
        if flag.flag_id in new
        for kind, values in (("category", flag.categories), ("destination", flag.destinations))
        for value in dict.fromkeys(values)
    ]
    insert_new(session, flag_labels, labels)
    return len(new)


def _row(flag: Flag) -> dict[str, Any]:
    return {name: getattr(flag, name) for name in _PLAIN} | {
        "categories": list(flag.categories),
        "destinations": list(flag.destinations),
        "reasons": list(flag.reasons),
        "status": flag.status,
    }


def _flag(row: Row[Any]) -> Flag:
    return Flag(
        **{name: getattr(row, name) for name in _PLAIN},
        categories=tuple(Category(value) for value in row.categories),
        destinations=tuple(row.destinations),
        reasons=tuple(row.reasons),
        status=FlagStatus(row.status),
    )


def page(
    session: Session,
    *,
    status: FlagStatus | None = None,
    category: Category | None = None,
    destination: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> FlagPage:
    """Flags by score, highest first.

    Raises:
        InputError: the cursor or the limit is not usable.
    """
    query = (
        select(
            flags,
            adverts.c.title,
            func.substr(adverts.c.description, 1, 2 * NAME_CHARACTERS).label("opening"),
            adverts.c.url,
            adverts.c.source,
            assessments.c.language,
        )
        .join(adverts, adverts.c.advert_id == flags.c.advert_id)
        .join(
            assessments,
            (assessments.c.advert_id == flags.c.advert_id)
            & (assessments.c.model_id == flags.c.model_id),
        )
        .order_by(flags.c.score.desc(), flags.c.flag_id.desc())
        .limit(check_limit(limit) + 1)
    )
    if status is not None:
        query = query.where(flags.c.status == status)
    for kind, value in (("category", category), ("destination", destination)):
        if value is not None:
            having = select(flag_labels.c.flag_id).where(
                flag_labels.c.kind == kind, flag_labels.c.value == clean(value)
            )
            query = query.where(flags.c.flag_id.in_(having))
    if cursor is not None:
        score, flag_id = decode(cursor, float, str)
        query = query.where(tuple_(flags.c.score, flags.c.flag_id) < (score, clean(flag_id)))
    rows = session.execute(query).all()
    shown = rows[:limit]
    more = len(rows) > limit
    return FlagPage(
        rows=[
            FlagRow(
                flag=_flag(row),
                title=name_of(row.title, row.opening),
                language=row.language,
                url=row.url,
                source=row.source,
            )
            for row in shown
        ],
        next_cursor=encode(float(shown[-1].score), shown[-1].flag_id) if more else None,
    )


def get(session: Session, flag_id: str) -> Flag:
    """One flag.

    Raises:
        NotFound: no such flag.
    """
    row = session.execute(select(flags).where(flags.c.flag_id == clean(flag_id))).one_or_none()
    if row is None:
        raise NotFound("no such flag")
    return _flag(row)


def for_advert(session: Session, advert_id: str) -> Flag | None:
    """The flag of an advert, if it has one."""
    row = session.execute(select(flags).where(flags.c.advert_id == clean(advert_id))).one_or_none()
    return _flag(row) if row else None


def decide(
    session: Session,
    *,
    flag_id: str,
    decision: Decision,
    reason: str,
    reviewer: str,
    now: datetime,
) -> Review:
    """Record a person's decision. Reviews are only ever added.

    Raises:
        NotFound: no such flag.
        Conflict: the flag already has the status the decision leads to.
        InputError: no reason.
    """
    if not reason.strip():
        raise InputError("a decision needs a reason")
    get(session, flag_id)
    changed = session.execute(
        update(flags)
        .where(flags.c.flag_id == flag_id, flags.c.status != decision.status)
        .values(status=decision.status)
    )
    if changed.rowcount == 0:  # type: ignore[attr-defined]
        raise Conflict(f"the flag is already {decision.status}")
    review = Review(
        review_id=secrets.token_hex(16),
        flag_id=flag_id,
        decision=decision,
        reason=clean(reason.strip()),
        reviewer=reviewer,
        reviewed_at=now,
    )
    session.execute(
        reviews.insert().values(
            review_id=review.review_id,
            flag_id=flag_id,
            decision=decision,
            reason=review.reason,
            reviewer=reviewer,
            reviewed_at=now,
        )
    )
    return review


def reviews_of(session: Session, flag_id: str) -> list[Review]:
    """All decisions on a flag, oldest first."""
    rows = session.execute(
        select(reviews)
        .where(reviews.c.flag_id == clean(flag_id))
        .order_by(reviews.c.reviewed_at, reviews.c.review_id)
    )
    return [
        Review(
            review_id=row.review_id,
            flag_id=row.flag_id,
            decision=Decision(row.decision),
            reason=row.reason,
            reviewer=row.reviewer,
            reviewed_at=row.reviewed_at,
        )
        for row in rows
    ]


def counted_between(session: Session, first_on: date, last_on: date) -> list[Flag]:
    """Flags that count for days from `first_on` to `last_on`, dismissed ones left out."""
    rows = session.execute(
        select(flags)
        .where(
            flags.c.counted_on.between(first_on, last_on),
            flags.c.status != FlagStatus.DISMISSED,
        )
        .order_by(flags.c.counted_on, flags.c.flag_id)
    )
    return [_flag(row) for row in rows]


def count(session: Session, status: FlagStatus | None = None) -> int:
    """How many flags there are."""
    query = select(func.count()).select_from(flags)
    if status is not None:
        query = query.where(flags.c.status == status)
    return session.execute(query).scalar_one()
