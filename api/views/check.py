"""The front page: check an advert by its text or its link."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError
from starlette.datastructures import FormData

from api.answers import check_answer, contacts, reasons
from api.checking import check
from api.dependencies import ServicesGiven, limit_rate
from api.errors import WORDINGS
from api.languages import choose, mark
from api.marking import pieces
from api.pages import render
from api.protection import BODY_LIMIT
from api.schemas import TEXT_LIMIT, CheckRequest
from lurewatch.errors import FetchError, RateLimited

router = APIRouter()
_ONE_OF_THEM = mark("Paste the text of one advert or give one link, not both.")
_TOO_LONG = mark("This is too long for one advert. Paste only the advert itself.")


async def _sent_form(request: Request) -> FormData:
    # Starlette's own limit counts encoded bytes, nine to a Sinhala letter; ours is on the body.
    return await request.form(max_files=0, max_part_size=BODY_LIMIT)


SentForm = Annotated[FormData, Depends(_sent_form)]


@router.get("/")
def show_form(request: Request) -> HTMLResponse:
    """The empty form."""
    return _form(request)


@router.post("/")
def show_result(
    request: Request,
    services: ServicesGiven,
    form: SentForm,
) -> HTMLResponse:
    """The result, on a page that is not stored anywhere."""
    text, url = str(form.get("text", "")), str(form.get("url", ""))
    wait = None
    try:
        limit_rate(request, services)
        wanted = CheckRequest(text=text.strip() or None, url=url.strip() or None)
        advert, assessment = check(wanted, services)
    except RateLimited as error:
        wait = str(error.args[0])
        message, status = WORDINGS[error.code].text, WORDINGS[error.code].status
    except FetchError as error:
        wording = WORDINGS.get(error.code, WORDINGS["fetch_failed"])
        message, status = wording.text, wording.status
    except ValidationError:
        message, status = (_TOO_LONG if len(text) > TEXT_LIMIT else _ONE_OF_THEM), 422
    else:
        language = choose(request)
        return render(
            request,
            "result.html",
            result=check_answer(assessment, language),
            reasons=reasons(assessment.evidence, language),
            title=pieces(advert.title, "title", assessment.evidence),
            text=pieces(advert.text, "text", assessment.evidence),
        )
    page = _form(request, status=status, message=message, text=text[:TEXT_LIMIT], url=url[:2000])
    if wait is not None:
        page.headers["Retry-After"] = wait
    return page


def _form(
    request: Request, *, status: int = 200, message: str = "", text: str = "", url: str = ""
) -> HTMLResponse:
    return render(
        request,
        "check.html",
        status=status,
        message=message,
        text=text,
        url=url,
        contacts=contacts(choose(request)),
    )
