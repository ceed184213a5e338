"""The hotspots page."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.auth import covers, form_token, require_session, signed_in
from api.dependencies import ServicesGiven
from api.pages import render
from api.views.sign_in import to_sign_in
from api.wording import CATEGORIES
from lurewatch.labels import Role
from storage import hotspots

router = APIRouter()
RAREST = 1_000_000
"""Rarer than once in this many is said as "more than"."""


def once_in(p_value: float) -> int:
    """How many weeks such a count is seen once in, by chance alone; `RAREST` at most."""
    return RAREST if p_value * RAREST <= 1 else int(1 / p_value)


@router.get("/hotspots")
def show_hotspots(request: Request, services: ServicesGiven, cursor: str | None = None) -> Response:
    """One page of hotspots, newest week first."""
    if signed_in(request, services) is None:
        return to_sign_in(request)
    key = require_session(request, services, Role.SUBSCRIBER)
    with services.database.begin() as session:
        page = hotspots.page(session, cursor=cursor)
    return render(
        request,
        "hotspots.html",
        page=page,
        once_in=once_in,
        rarest=RAREST,
        categories=CATEGORIES,
        may_review=covers(key.role, Role.ANALYST),
        form_token=form_token(request, services),
    )
