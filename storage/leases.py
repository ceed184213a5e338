"""Leases: one holder at a time, and the next when the holder is gone."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from storage.inserting import insert
from storage.tables import leases


def acquire(session: Session, *, name: str, holder: str, now: datetime, seconds: float) -> bool:
    """Take a lease, or renew one's own, in one compare-and-set statement.

    Returns:
        Whether `holder` has it now.
    """
    values = {"holder": holder, "expires_at": now + timedelta(seconds=seconds)}
    taken = session.execute(
        insert(session, leases)
        .values(name=name, **values)
        .on_conflict_do_update(
            index_elements=["name"],
            set_=values,
            where=or_(leases.c.holder == holder, leases.c.expires_at <= now),
        )
        .returning(leases.c.holder)
    ).scalar_one_or_none()
    return taken == holder


def release(session: Session, name: str, holder: str) -> None:
    """Give a lease back; nothing happens where it is somebody else's."""
    session.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
