"""The review queue and decisions."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.auth import require
from api.dependencies import ServicesGiven
from api.errors import problems
from api.schemas import CountryCode, DecisionRequest, FlagAnswer, FlagList, ReviewAnswer
from lurewatch.labels import Category, FlagStatus, Role
from storage import flags
from storage.cursors import MOST
from storage.flags import FlagRow
from storage.keys import ApiKey

router = APIRouter(tags=["flags"])
Analyst = Annotated[ApiKey, Depends(require(Role.ANALYST))]
PageSize = Annotated[int, Query(ge=1, le=MOST)]


@router.get("/flags", responses=problems(401, 403))
def list_flags(
    services: ServicesGiven,
    _: Analyst,
    status: FlagStatus | None = None,
    category: Category | None = None,
    destination: CountryCode | None = None,
    cursor: str | None = None,
    limit: PageSize = 50,
) -> FlagList:
    """Flags, highest score first."""
    with services.database.begin() as session:
        page = flags.page(
            session,
            status=status,
            category=category,
            destination=destination,
            cursor=cursor,
            limit=limit,
        )
    return FlagList(items=[_answer(row) for row in page.rows], next_cursor=page.next_cursor)


def _answer(row: FlagRow) -> FlagAnswer:
    return FlagAnswer(
        **asdict(row.flag), title=row.title, language=row.language, url=row.url, source=row.source
    )


@router.post("/flags/{flag_id}/decision", responses=problems(401, 403, 404, 409))
def decide_flag(
    flag_id: str, request: DecisionRequest, services: ServicesGiven, key: Analyst
) -> ReviewAnswer:
    """Record what a person decides about a flag."""
    with services.database.begin() as session:
        review = flags.decide(
            session,
            flag_id=flag_id,
            decision=request.decision,
            reason=request.reason,
            reviewer=key.name,
            now=datetime.now(UTC),
        )
    return ReviewAnswer.model_validate(review)
