"""Hotspots."""

import math

from fastapi import APIRouter, Depends

from api.auth import require
from api.dependencies import ServicesGiven
from api.errors import problems
from api.routes.flags import PageSize
from api.schemas import CellAnswer, CountryCode, HotspotAnswer, HotspotList
from lurewatch.labels import Category, Role
from lurewatch.records import Hotspot
from storage import hotspots

router = APIRouter(tags=["hotspots"], dependencies=[Depends(require(Role.SUBSCRIBER))])


@router.get("/hotspots", responses=problems(401, 403))
def list_hotspots(
    services: ServicesGiven,
    destination: CountryCode | None = None,
    category: Category | None = None,
    cursor: str | None = None,
    limit: PageSize = 50,
) -> HotspotList:
    """Hotspots, newest week first."""
    with services.database.begin() as session:
        page = hotspots.page(
            session, destination=destination, category=category, cursor=cursor, limit=limit
        )
    return HotspotList(items=[_answer(spot) for spot in page.rows], next_cursor=page.next_cursor)


def _answer(spot: Hotspot) -> HotspotAnswer:
    finite = math.isfinite(spot.relative_risk)
    return HotspotAnswer(
        hotspot_id=spot.hotspot_id,
        cell=CellAnswer.model_validate(spot.cell),
        window_start_on=spot.window_start_on,
        window_end_on=spot.window_end_on,
        observed=spot.observed,
        expected=spot.expected,
        relative_risk=spot.relative_risk if finite else None,
        p_value=spot.p_value,
        p_threshold=spot.p_threshold,
        effort=spot.effort,
        method=spot.method,
        flag_ids=list(spot.flag_ids),
        detected_at=spot.detected_at,
    )
