"""The review queue: flags by score, one flag with its words marked, and the decision form."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.answers import explanation_of, reasons
from api.auth import check_form_token, form_token, require_session, signed_in
from api.dependencies import Services, ServicesGiven
from api.errors import WORDINGS
from api.languages import choose, mark
from api.marking import pieces
from api.pages import render
from api.schemas import CountryCode
from api.views.sign_in import to_sign_in
from api.wording import CATEGORIES, DECISIONS, DIMENSIONS, LANGUAGE_NAMES, STATUSES
from features.delphi import delphi_dimensions
from features.indicators import INDICATORS
from lurewatch.errors import Conflict, InputError
from lurewatch.labels import Category, Decision, FlagStatus, Role
from storage import adverts, assessments, flags

router = APIRouter()
_NEEDS_REASON = mark("Choose a decision and write down your reason.")


@router.get("/queue")
def show_queue(
    request: Request,
    services: ServicesGiven,
    status: FlagStatus = FlagStatus.OPEN,
    every: bool = False,
    category: Category | None = None,
    destination: CountryCode | None = None,
    cursor: str | None = None,
) -> Response:
    """One page of flags of a status, or of `every` one; what is still to be done comes first."""
    if signed_in(request, services) is None:
        return to_sign_in(request)
    require_session(request, services, Role.ANALYST)
    with services.database.begin() as session:
        page = flags.page(
            session,
            status=None if every else status,
            category=category,
            destination=destination,
            cursor=cursor,
        )
    return render(
        request,
        "queue.html",
        page=page,
        chosen={
            "status": "" if every else status,
            "every": "1" if every else "",
            "category": category,
            "destination": destination,
        },
        categories=CATEGORIES,
        statuses=STATUSES,
        language_names=LANGUAGE_NAMES,
        reasons_of={row.flag.flag_id: _meanings(request, row.flag.reasons) for row in page.rows},
        form_token=form_token(request, services),
    )


def _meanings(request: Request, codes: tuple[str, ...]) -> list[str]:
    found = [explanation_of(code, choose(request)) for code in codes]
    return [explanation.meaning for explanation in found if explanation]


@router.get("/queue/{flag_id}")
def show_flag(request: Request, services: ServicesGiven, flag_id: str) -> Response:
    """One flag with its advert, its history and the decision form."""
    if signed_in(request, services) is None:
        return to_sign_in(request)
    require_session(request, services, Role.ANALYST)
    return _flag_page(request, services, flag_id)


@router.post("/queue/{flag_id}")
def decide(
    request: Request,
    services: ServicesGiven,
    flag_id: str,
    form_token: Annotated[str, Form()] = "",
    decision: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Record a decision and show the flag again."""
    key = require_session(request, services, Role.ANALYST)
    check_form_token(request, services, form_token)
    if decision not in list(Decision) or not reason.strip() or len(reason) > 4000:
        return _flag_page(request, services, flag_id, status=422, message=_NEEDS_REASON)
    try:
        with services.database.begin() as session:
            flags.decide(
                session,
                flag_id=flag_id,
                decision=Decision(decision),
                reason=reason,
                reviewer=key.name,
                now=datetime.now(UTC),
            )
    except (Conflict, InputError) as error:
        wording = WORDINGS[error.code]
        return _flag_page(request, services, flag_id, status=wording.status, message=wording.text)
    return RedirectResponse(f"/queue/{flag_id}?lang={choose(request)}", status_code=303)


def _flag_page(
    request: Request, services: Services, flag_id: str, *, status: int = 200, message: str = ""
) -> HTMLResponse:
    with services.database.begin() as session:
        flag = flags.get(session, flag_id)
        advert = adverts.get(session, flag.advert_id)
        assessment = assessments.latest(session, flag.advert_id)
        reviews = flags.reviews_of(session, flag_id)
    evidence = assessment.evidence if assessment else ()
    return render(
        request,
        "flag.html",
        status=status,
        message=message,
        flag=flag,
        advert=advert,
        reasons=reasons(evidence, choose(request)),
        dimensions=delphi_dimensions(row for row in evidence if row.indicator in INDICATORS),
        dimension_names=DIMENSIONS,
        title=pieces(advert.title, "title", evidence),
        text=pieces(advert.description, "text", evidence),
        reviews=reviews,
        categories=CATEGORIES,
        statuses=STATUSES,
        decisions=DECISIONS,
        form_token=form_token(request, services),
        home=f"/queue/{flag.flag_id}",
    )
