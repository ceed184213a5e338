"""Hotspots, the alerts about them, and the outbox rows, saved together."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select, tuple_
from sqlalchemy.orm import Session

from lurewatch.errors import InputError, NotFound
from lurewatch.labels import Category
from lurewatch.records import Alert, Cell, Delivery, Hotspot
from storage.cursors import check_limit, decode, encode
from storage.inserting import insert_new
from storage.tables import alerts, clean, deliveries, hotspots

_PLAIN = (
    "hotspot_id",
    "window_start_on",
    "window_end_on",
    "observed",
    "expected",
    "p_value",
    "p_threshold",
    "effort",
    "method",
    "detected_at",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class HotspotPage:
    """One page of hotspots."""

    rows: list[Hotspot]
    next_cursor: str | None


def save(
    session: Session,
    found: Sequence[Hotspot],
    composed: Sequence[Alert],
    planned: Sequence[Delivery],
) -> int:
    """Store hotspots, their alerts and their deliveries in one transaction (the outbox pattern).

    Only a hotspot that is new brings its alert and deliveries, so that a subscription made
    later is not sent old news.

    Returns:
        How many hotspots were new.
    """
    new = {key[0] for key in insert_new(session, hotspots, [_row(spot) for spot in found])}
    fresh = [alert for alert in composed if alert.hotspot_id in new]
    insert_new(session, alerts, [asdict(alert) for alert in fresh])
    known = {alert.alert_id for alert in fresh}
    rows = [asdict(delivery) for delivery in planned if delivery.alert_id in known]
    insert_new(session, deliveries, rows)
    return len(new)


def _row(spot: Hotspot) -> dict[str, Any]:
    finite = math.isfinite(spot.relative_risk)
    return (
        {name: getattr(spot, name) for name in _PLAIN}
        | asdict(spot.cell)
        | {
            "relative_risk": spot.relative_risk if finite else None,
            "flag_ids": list(spot.flag_ids),
        }
    )


def to_hotspot(row: Row[Any]) -> Hotspot:
    """The record of a row."""
    return Hotspot(
        **{name: getattr(row, name) for name in _PLAIN},
        cell=Cell(
            destination=row.destination,
            category=Category(row.category) if row.category else None,
            origin=row.origin,
            channel=row.channel,
        ),
        relative_risk=math.inf if row.relative_risk is None else row.relative_risk,
        flag_ids=tuple(row.flag_ids),
    )


def page(
    session: Session,
    *,
    cursor: str | None = None,
    limit: int = 50,
    destination: str | None = None,
    category: Category | None = None,
) -> HotspotPage:
    """Hotspots, newest week first.

    Raises:
        InputError: the cursor or the limit is not usable.
    """
    query = (
        select(hotspots)
        .order_by(hotspots.c.window_start_on.desc(), hotspots.c.hotspot_id.desc())
        .limit(check_limit(limit) + 1)
    )
    if destination is not None:
        query = query.where(hotspots.c.destination == clean(destination))
    if category is not None:
        query = query.where(hotspots.c.category == category)
    if cursor is not None:
        week, hotspot_id = decode(cursor, str, str)
        query = query.where(
            tuple_(hotspots.c.window_start_on, hotspots.c.hotspot_id)
            < (_day(week), clean(hotspot_id))
        )
    rows = session.execute(query).all()
    shown = rows[:limit]
    more = len(rows) > limit
    return HotspotPage(
        rows=[to_hotspot(row) for row in shown],
        next_cursor=(
            encode(shown[-1].window_start_on.isoformat(), shown[-1].hotspot_id) if more else None
        ),
    )


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError("the cursor is not one of this list") from None


def get(session: Session, hotspot_id: str) -> Hotspot:
    """One hotspot.

    Raises:
        NotFound: no such hotspot.
    """
    row = session.execute(
        select(hotspots).where(hotspots.c.hotspot_id == clean(hotspot_id))
    ).one_or_none()
    if row is None:
        raise NotFound("no such hotspot")
    return to_hotspot(row)
