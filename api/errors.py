"""Errors as answers: the one place where HTTP statuses are given to `lurewatch.errors`.

An answer holds a stable code and a text of our own, never the text of an exception:
RFC 9457 problem details for programs, a page for people.
"""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.languages import mark
from api.pages import render
from api.schemas import Problem
from lurewatch.errors import LurewatchError, RateLimited

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("lurewatch.api")


@dataclass(frozen=True, slots=True)
class Wording:
    """Status and text of one code."""

    status: int
    text: str


_FAILED = Wording(500, mark("Something went wrong on our side. Please try again later."))
WORDINGS = {
    "bad_input": Wording(422, mark("A value in the request cannot be used.")),
    "bad_request": Wording(422, mark("The request is incomplete or a field is wrong.")),
    "fetch_failed": Wording(502, mark("The link could not be opened. Paste the text instead.")),
    "address_refused": Wording(422, mark("This link cannot be used.")),
    "too_large": Wording(422, mark("The page behind the link is too large.")),
    "too_many_redirects": Wording(422, mark("The link leads on too many times.")),
    "fetch_timeout": Wording(504, mark("The site took too long. Paste the text instead.")),
    "not_readable": Wording(
        422, mark("No single advert could be read there. Paste its text instead.")
    ),
    "not_found": Wording(404, mark("There is nothing here.")),
    "conflict": Wording(409, mark("This has already been decided that way.")),
    "not_authenticated": Wording(401, mark("A valid key is needed.")),
    "not_allowed": Wording(403, mark("This key may not do that.")),
    "rate_limited": Wording(429, mark("Too many requests. Please wait a little.")),
    "method_not_allowed": Wording(405, mark("This address does not take that kind of request.")),
    "body_too_large": Wording(413, mark("The request is too large.")),
    "error": _FAILED,
}
_BY_STATUS = {
    401: "not_authenticated",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    429: "rate_limited",
}


def problem(
    code: str,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """Problem details of a code; an unknown code is an internal error."""
    wording = WORDINGS.get(code, _FAILED)
    body = Problem(
        title=HTTPStatus(wording.status).phrase,
        status=wording.status,
        detail=wording.text,
        code=code,
        errors=errors,
    )
    return JSONResponse(
        body.model_dump(exclude_none=True), wording.status, headers, media_type=MEDIA_TYPE
    )


def answer(
    request: Request,
    code: str,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """A problem for programs, a page for people."""
    wants_page = "text/html" in request.headers.get("accept", "")
    if request.url.path.startswith("/api") or not wants_page:
        return problem(code, errors=errors, headers=headers)
    wording = WORDINGS.get(code, _FAILED)
    page = render(request, "error.html", status=wording.status, message=wording.text)
    page.headers.update(headers or {})
    return page


def _on_lurewatch(request: Request, error: Exception) -> Response:
    code = getattr(error, "code", "error")
    headers = {"WWW-Authenticate": "Bearer"} if code == "not_authenticated" else {}
    if isinstance(error, RateLimited) and error.args:
        headers["Retry-After"] = str(error.args[0])
    if code not in WORDINGS:
        # The kind only: the message may hold words that a visitor sent.
        _log.error("request failed: %s", type(error).__name__)
    return answer(request, code, headers=headers)


def _on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    fallback = "bad_request" if 400 <= status < 500 else "error"
    headers = dict(getattr(error, "headers", None) or {})
    return answer(request, _BY_STATUS.get(status, fallback), headers=headers)


def _on_validation(request: Request, error: Exception) -> Response:
    rows = error.errors() if isinstance(error, RequestValidationError) else []
    return answer(request, "bad_request", errors=[_row(row) for row in rows])


def _row(row: dict[str, Any]) -> dict[str, str]:
    """Where and what, without what was sent."""
    field = ".".join(map(str, row["loc"])).encode("utf-8", "replace").decode()
    return {"field": field[:200], "code": str(row["type"])}


def _on_anything(request: Request, error: Exception) -> Response:
    _log.error("request failed: %s", type(error).__name__)
    return answer(request, "error")


def install(app: FastAPI) -> None:
    """Let every error of an app be answered here."""
    app.add_exception_handler(LurewatchError, _on_lurewatch)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(Exception, _on_anything)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that can answer with these statuses, for OpenAPI."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in sorted({*statuses, 413, 422, 500})
    }
