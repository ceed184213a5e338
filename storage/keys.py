"""API keys. Shown once when made; only a hash of the secret part is stored.

The secret has 256 random bits, so a plain SHA-256 is enough: there is nothing to guess that
a slow hash would protect (NIST SP 800-63B section 5.1.2 on high-entropy look-up secrets).
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lurewatch.errors import Conflict, InputError, NotFound
from lurewatch.labels import Role
from storage.tables import api_keys

_TOKEN = re.compile(r"lw_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiKey:
    """A key, without the key itself."""

    name: str
    role: Role
    created_at: datetime
    revoked_at: datetime | None = None


def create(session: Session, *, name: str, role: Role, now: datetime) -> str:
    """Make a key.

    Returns:
        The token, `lw_<id>_<secret>`; it cannot be read again.

    Raises:
        InputError: an empty name.
        Conflict: a key of this name exists.
    """
    if not name.strip():
        raise InputError("a key needs a name")
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    row = {
        "key_id": key_id,
        "name": name.strip(),
        "role": role,
        "secret_sha256": _hash(secret),
        "created_at": now,
    }
    try:
        with session.begin_nested():
            session.execute(api_keys.insert().values(**row))
    except IntegrityError:
        raise Conflict("a key of this name exists") from None
    return f"lw_{key_id}_{secret}"


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def authenticate(session: Session, token: str) -> ApiKey | None:
    """The key a token belongs to; `None` where it is unknown or revoked."""
    parts = _TOKEN.fullmatch(token)
    if parts is None:
        return None
    row = session.execute(
        select(api_keys).where(api_keys.c.key_id == parts[1], api_keys.c.revoked_at.is_(None))
    ).one_or_none()
    if row is None or not hmac.compare_digest(row.secret_sha256, _hash(parts[2])):
        return None
    return ApiKey(name=row.name, role=Role(row.role), created_at=row.created_at)


def revoke(session: Session, name: str, now: datetime) -> None:
    """Make a key useless from now on.

    Raises:
        NotFound: no live key of this name.
    """
    changed = session.execute(
        update(api_keys)
        .where(api_keys.c.name == name, api_keys.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    if changed.rowcount == 0:  # type: ignore[attr-defined]
        raise NotFound("no live key of this name")


def listed(session: Session) -> list[ApiKey]:
    """All keys, oldest first."""
    rows = session.execute(select(api_keys).order_by(api_keys.c.created_at, api_keys.c.name))
    return [
        ApiKey(
            name=row.name,
            role=Role(row.role),
            created_at=row.created_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    ]
