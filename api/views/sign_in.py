"""Signing in with an API key, and out again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.auth import COOKIE, check_form_token, sign_in
from api.dependencies import ServicesGiven, limit_rate
from api.languages import choose
from api.pages import render
from storage import keys

router = APIRouter()
_TARGETS = ("/queue", "/hotspots")


def to_sign_in(request: Request) -> RedirectResponse:
    """Send a visitor without a session to the form, and back here afterwards."""
    target = f"/sign-in?to={request.url.path}&lang={choose(request)}"
    return RedirectResponse(target, status_code=303)


@router.get("/sign-in")
def show_form(request: Request, services: ServicesGiven, to: str = "/queue") -> HTMLResponse:
    """The form that asks for a key."""
    return _form(request, services, to)


@router.post("/sign-in", dependencies=[Depends(limit_rate)])
def start(
    request: Request,
    services: ServicesGiven,
    key: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "/queue",
) -> Response:
    """Start a session, or show the form again."""
    with services.database.begin() as session:
        found = keys.authenticate(session, key.strip())
    if found is None:
        return _form(request, services, to, failed=True)
    response = RedirectResponse(f"{_target(to)}?lang={choose(request)}", status_code=303)
    sign_in(request, response, services, found)
    return response


@router.post("/sign-out")
def end(
    request: Request, services: ServicesGiven, form_token: Annotated[str, Form()] = ""
) -> Response:
    """End the session on this device."""
    check_form_token(request, services, form_token)
    response = RedirectResponse(f"/?lang={choose(request)}", status_code=303)
    response.delete_cookie(COOKIE)
    return response


def _target(to: str) -> str:
    """Only our own pages, so that the form cannot be used to lead elsewhere."""
    return to if to in _TARGETS else "/queue"


def _form(
    request: Request, services: ServicesGiven, to: str, *, failed: bool = False
) -> HTMLResponse:
    return render(
        request,
        "sign_in.html",
        status=401 if failed else 200,
        failed=failed,
        to=_target(to),
        hint=services.demo_key_hint,
        home="/sign-in",
    )
