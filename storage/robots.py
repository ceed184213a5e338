"""robots.txt as it was obeyed: when, from where, and what it said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import robots


@dataclass(frozen=True, kw_only=True, slots=True)
class RobotsRow:
    """One reading of a robots.txt (RFC 9309)."""

    origin: str
    fetched_at: datetime
    status_code: int | None
    """`None` where no answer came."""
    allowed_summary: str
    sha256: str | None


def record(
    session: Session,
    *,
    origin: str,
    fetched_at: datetime,
    status_code: int | None,
    allowed_summary: str,
    sha256: str | None,
) -> None:
    """Add one reading."""
    session.execute(
        robots.insert().values(
            origin=origin,
            fetched_at=fetched_at,
            status_code=status_code,
            allowed_summary=allowed_summary,
            sha256=sha256,
        )
    )


def latest(session: Session, origin: str) -> RobotsRow | None:
    """The newest reading of an origin's robots.txt."""
    row = session.execute(
        select(robots)
        .where(robots.c.origin == origin)
        .order_by(robots.c.fetched_at.desc(), robots.c.robots_id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return RobotsRow(
        origin=row.origin,
        fetched_at=row.fetched_at,
        status_code=row.status_code,
        allowed_summary=row.allowed_summary,
        sha256=row.sha256,
    )
