"""Who may do what: API keys for programs, a signed session cookie for people.

The cookie holds the key's name and an end time, signed with HMAC-SHA256; the key is looked
up on every request, so that revoking it ends its sessions. Form posts carry a token bound to
the cookie (OWASP: signed double submit), on top of `SameSite=Strict`.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.dependencies import Services, ServicesGiven
from lurewatch.errors import NotAllowed, NotAuthenticated
from lurewatch.labels import Role
from storage import keys
from storage.ciphers import Cipher
from storage.keys import ApiKey

COOKIE = "lurewatch_session"
SESSION_SECONDS = 8 * 3600
_RANK = {role: rank for rank, role in enumerate(Role)}
_bearer = HTTPBearer(
    auto_error=False, scheme_name="ApiKey", description="A key made by `lurewatch keys create`."
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def covers(held: Role, needed: Role) -> bool:
    """Whether a role includes another."""
    return _RANK[held] >= _RANK[needed]


def require(role: Role) -> Callable[[ServicesGiven, Credentials], ApiKey]:
    """A dependency that gives the caller's key, which has at least this role."""

    def check(services: ServicesGiven, credentials: Credentials) -> ApiKey:
        if credentials is None:
            raise NotAuthenticated("no key")
        with services.database.begin() as session:
            key = keys.authenticate(session, credentials.credentials)
        if key is None:
            raise NotAuthenticated("unknown or revoked key")
        if not covers(key.role, role):
            raise NotAllowed(f"needs {role}")
        return key

    return check


def _sign(cipher: Cipher, purpose: str, value: str) -> str:
    signing_key = cipher.digest("session-signing-key").encode()
    return hmac.new(signing_key, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


def sign_in(request: Request, response: Response, services: Services, key: ApiKey) -> None:
    """Start a session of this key on a response."""
    claims = json.dumps([key.name, int(time.time()) + SESSION_SECONDS])
    payload = base64.urlsafe_b64encode(claims.encode()).decode()
    response.set_cookie(
        COOKIE,
        f"{payload}.{_sign(services.cipher, 'session', payload)}",
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


def signed_in(request: Request, services: Services) -> ApiKey | None:
    """The key of a request's session; `None` without a valid one."""
    payload, _, signature = request.cookies.get(COOKIE, "").partition(".")
    expected = _sign(services.cipher, "session", payload)
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        return None
    name, ends_at = json.loads(base64.urlsafe_b64decode(payload))
    if ends_at < time.time():
        return None
    with services.database.begin() as session:
        known = keys.listed(session)
    return next((key for key in known if key.name == name and key.revoked_at is None), None)


def form_token(request: Request, services: Services) -> str:
    """The token that forms of this session carry."""
    return _sign(services.cipher, "form", request.cookies.get(COOKIE, ""))


def check_form_token(request: Request, services: Services, token: str) -> None:
    """Check that a form was made for this session.

    Raises:
        NotAllowed: it was not.
    """
    if not hmac.compare_digest(token.encode(), form_token(request, services).encode()):
        raise NotAllowed("form token")


def require_session(request: Request, services: Services, role: Role) -> ApiKey:
    """The key of a session that has at least this role.

    Raises:
        NotAuthenticated: not signed in.
        NotAllowed: the role is too low.
    """
    key = signed_in(request, services)
    if key is None:
        raise NotAuthenticated("not signed in")
    if not covers(key.role, role):
        raise NotAllowed(f"needs {role}")
    return key
