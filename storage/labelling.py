"""Which assessed adverts nobody has looked at: what is to be labelled, and what was cleared."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from lurewatch.labels import FlagStatus, Verdict
from storage.tables import adverts, assessments, flags, reviews


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoredId:
    """An advert by its id, with the score that a model gave it."""

    advert_id: str
    score: float


def without_review(session: Session, model_id: str) -> list[ScoredId]:
    """Adverts that a model has assessed and nobody has decided on, by id.

    Adverts with the verdict `not_enough_information` are left out: a person could say no more.
    """
    decided = (
        select(flags.c.advert_id)
        .join(reviews, reviews.c.flag_id == flags.c.flag_id)
        .where(flags.c.advert_id == assessments.c.advert_id)
    )
    rows = session.execute(
        select(assessments.c.advert_id, assessments.c.score)
        .where(
            assessments.c.model_id == model_id,
            assessments.c.verdict != Verdict.NOT_ENOUGH_INFORMATION,
            ~exists(decided),
        )
        .order_by(assessments.c.advert_id)
    )
    return [ScoredId(advert_id=row.advert_id, score=row.score) for row in rows]


def not_assessed(session: Session, model_id: str) -> int:
    """How many stored adverts a model has not assessed."""
    done = exists().where(
        assessments.c.advert_id == adverts.c.advert_id, assessments.c.model_id == model_id
    )
    query = select(func.count()).select_from(adverts).where(~done)
    return session.execute(query).scalar_one()


def cleared(session: Session, first_on: date, last_on: date) -> list[str]:
    """Ids of adverts that were assessed and have no flag, in order.

    By the day they count for (posted, or first fetched), both days included.
    """
    rows = session.execute(
        select(adverts.c.advert_id)
        .where(
            adverts.c.counted_on.between(first_on, last_on),
            exists().where(assessments.c.advert_id == adverts.c.advert_id),
            ~exists().where(flags.c.advert_id == adverts.c.advert_id),
        )
        .order_by(adverts.c.advert_id)
    )
    return list(rows.scalars())


def flag_statuses(
    session: Session, first_on: date, last_on: date, raised_until: datetime
) -> dict[FlagStatus, int]:
    """How many flags stand at each status, of those raised until a time, by the day they count for.

    Statuses are those of now, whenever they were decided.
    """
    rows = session.execute(
        select(flags.c.status, func.count())
        .where(flags.c.counted_on.between(first_on, last_on), flags.c.flagged_at <= raised_until)
        .group_by(flags.c.status)
    )
    counted = dict.fromkeys(FlagStatus, 0)
    return counted | {FlagStatus(status): count for status, count in rows}
