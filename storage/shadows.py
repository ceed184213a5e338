"""What a challenger says beside the model in force: append-only, apart from what pages show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from lurewatch.labels import Language, Verdict
from lurewatch.records import Advert, Assessment
from storage.adverts import advert_of
from storage.inserting import insert_new
from storage.tables import adverts, assessments, shadows

CHUNK = 1000
"""Rows held in memory at once while a report is made."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShadowPair:
    """Both results for one advert."""

    advert_id: str
    language: Language
    """As the model in force read it."""
    categories: Mapping[str, float]
    """Of the model in force, by category."""
    score: float
    """Of the model in force, 0 to 1."""
    verdict: Verdict
    shadow_score: float
    shadow_verdict: Verdict
    shadow_at: datetime


def save(session: Session, champion_id: str, found: Sequence[Assessment]) -> int:
    """Store what a challenger says of adverts that the model in force has assessed.

    Contacts and evidence are not stored: they are with the assessment in force.

    Returns:
        How many were new; what is known stays as it is.
    """
    rows = [
        {
            "advert_id": one.advert_id,
            "champion_id": champion_id,
            "model_id": one.model_id,
            "features_version": one.features_version,
            "assessed_at": one.assessed_at,
            "score": one.score,
            "categories": dict(one.categories),
            "verdict": one.verdict,
            "threshold_name": one.threshold_name,
        }
        for one in found
    ]
    return len(insert_new(session, shadows, rows))


def waiting(session: Session, champion_id: str, model_id: str, limit: int) -> list[Advert]:
    """Adverts that the champion has assessed and the challenger has not, newest first."""
    done = exists().where(
        shadows.c.advert_id == assessments.c.advert_id,
        shadows.c.champion_id == champion_id,
        shadows.c.model_id == model_id,
    )
    rows = session.execute(
        select(adverts)
        .join(assessments, assessments.c.advert_id == adverts.c.advert_id)
        .where(assessments.c.model_id == champion_id, ~done)
        .order_by(assessments.c.assessed_at.desc(), adverts.c.advert_id)
        .limit(limit)
    )
    return [advert_of(row) for row in rows]


def pairs(session: Session, champion_id: str, model_id: str) -> Iterator[ShadowPair]:
    """Both results for each advert that both have assessed, oldest first."""
    rows = session.execute(
        select(
            shadows.c.advert_id,
            assessments.c.language,
            assessments.c.categories,
            assessments.c.score,
            assessments.c.verdict,
            shadows.c.score.label("shadow_score"),
            shadows.c.verdict.label("shadow_verdict"),
            shadows.c.assessed_at.label("shadow_at"),
        )
        .join(
            assessments,
            and_(
                assessments.c.advert_id == shadows.c.advert_id,
                assessments.c.model_id == shadows.c.champion_id,
            ),
        )
        .where(shadows.c.champion_id == champion_id, shadows.c.model_id == model_id)
        .order_by(shadows.c.assessed_at, shadows.c.advert_id)
        .execution_options(yield_per=CHUNK)
    )
    for row in rows:
        yield ShadowPair(
            advert_id=row.advert_id,
            language=Language(row.language),
            categories=row.categories,
            score=row.score,
            verdict=Verdict(row.verdict),
            shadow_score=row.shadow_score,
            shadow_verdict=Verdict(row.shadow_verdict),
            shadow_at=row.shadow_at,
        )


def contests(session: Session) -> list[tuple[str, str]]:
    """(champion, challenger) of every shadow run that left results."""
    rows = session.execute(
        select(shadows.c.champion_id, shadows.c.model_id)
        .distinct()
        .order_by(shadows.c.champion_id, shadows.c.model_id)
    )
    return [(row.champion_id, row.model_id) for row in rows]
