"""What people decided last about each flag, with the advert it was about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lurewatch.labels import Category, Decision
from lurewatch.records import Advert
from storage import adverts as stored
from storage.tables import flags, reviews


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """One flag that a person has decided on."""

    advert: Advert
    categories: tuple[Category, ...]
    """Of the flag that was decided on."""
    decision: Decision
    reviewer: str
    reviewed_at: datetime
    overturned: bool
    """An earlier decision on the flag said the opposite; to escalate says neither."""


def decided(session: Session) -> Iterator[Decided]:
    """The latest decision on each flag, oldest first; an overturned one is not given."""
    latest: dict[str, Decided] = {}
    said: dict[str, set[Decision]] = {}
    query = (
        select(reviews, flags.c.advert_id, flags.c.categories)
        .join(flags, flags.c.flag_id == reviews.c.flag_id)
        .order_by(reviews.c.reviewed_at, reviews.c.review_id)
    )
    for row in session.execute(query).all():
        latest.pop(row.flag_id, None)
        decision = Decision(row.decision)
        earlier = said.setdefault(row.flag_id, set())
        latest[row.flag_id] = Decided(
            advert=stored.get(session, row.advert_id),
            categories=tuple(Category(value) for value in row.categories),
            decision=decision,
            reviewer=row.reviewer,
            reviewed_at=row.reviewed_at,
            overturned=bool(earlier - {decision, Decision.ESCALATE}),
        )
        earlier.add(decision)
    yield from latest.values()
