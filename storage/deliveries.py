"""The outbox: alerts on their way to subscriptions."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from lurewatch.errors import Conflict, NotFound
from lurewatch.labels import (
    AlertStatus,
    Certainty,
    DeliveryState,
    Severity,
    TrafficLight,
    Urgency,
)
from lurewatch.records import Alert, Delivery, Hotspot, Subscription
from storage.hotspots import to_hotspot
from storage.subscriptions import to_subscription
from storage.tables import alerts, deliveries, hotspots, subscriptions

_FIELDS = tuple(column.name for column in deliveries.columns)


@dataclass(frozen=True, kw_only=True, slots=True)
class DueDelivery:
    """Everything that sending one delivery needs, but the secret."""

    delivery: Delivery
    alert: Alert
    hotspot: Hotspot
    subscription: Subscription


def claim_due(
    session: Session, now: datetime, limit: int, hold_seconds: float
) -> list[DueDelivery]:
    """Take deliveries that are due, and hold them so that no second worker takes them too.

    A claim pushes `next_attempt_at` forward; a worker that dies leaves the delivery to be
    taken up again when that time has come.
    """
    due = (
        select(deliveries.c.delivery_id)
        .where(deliveries.c.state == DeliveryState.PENDING, deliveries.c.next_attempt_at <= now)
        .order_by(deliveries.c.next_attempt_at, deliveries.c.delivery_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.execute(due).scalars())
    found = _load(session, ids)
    session.execute(
        update(deliveries)
        .where(deliveries.c.delivery_id.in_(ids))
        .values(next_attempt_at=now + timedelta(seconds=hold_seconds))
    )
    return found


def _load(session: Session, ids: Sequence[str]) -> list[DueDelivery]:
    found = []
    for delivery_id in ids:
        delivery = session.execute(
            select(deliveries).where(deliveries.c.delivery_id == delivery_id)
        ).one()
        alert = session.execute(select(alerts).where(alerts.c.alert_id == delivery.alert_id)).one()
        hotspot = session.execute(
            select(hotspots).where(hotspots.c.hotspot_id == alert.hotspot_id)
        ).one()
        subscription = session.execute(
            select(subscriptions).where(subscriptions.c.subscription_id == delivery.subscription_id)
        ).one()
        found.append(
            DueDelivery(
                delivery=_delivery(delivery),
                alert=_alert(alert),
                hotspot=to_hotspot(hotspot),
                subscription=to_subscription(subscription),
            )
        )
    return found


def _delivery(row: Row[Any]) -> Delivery:
    values = {name: getattr(row, name) for name in _FIELDS}
    return Delivery(**{**values, "state": DeliveryState(row.state)})


def _alert(row: Row[Any]) -> Alert:
    return Alert(
        alert_id=row.alert_id,
        hotspot_id=row.hotspot_id,
        created_at=row.created_at,
        status=AlertStatus(row.status),
        severity=Severity(row.severity),
        urgency=Urgency(row.urgency),
        certainty=Certainty(row.certainty),
        marking=TrafficLight(row.marking),
        headline=row.headline,
        description=row.description,
        expires_at=row.expires_at,
    )


def record(session: Session, delivery: Delivery) -> None:
    """Store what became of an attempt."""
    values = asdict(delivery)
    session.execute(
        update(deliveries)
        .where(deliveries.c.delivery_id == values.pop("delivery_id"))
        .values(**values)
    )


def page(session: Session, state: DeliveryState | None = None, limit: int = 50) -> list[Delivery]:
    """Deliveries, the next due first."""
    query = select(deliveries).order_by(
        deliveries.c.next_attempt_at.desc(), deliveries.c.delivery_id
    )
    if state is not None:
        query = query.where(deliveries.c.state == state)
    return [_delivery(row) for row in session.execute(query.limit(limit))]


def retry(session: Session, delivery_id: str, now: datetime) -> None:
    """Put a dead delivery back into the outbox, with the same id.

    Raises:
        NotFound: no such delivery.
        Conflict: it is not dead.
    """
    state = session.execute(
        select(deliveries.c.state).where(deliveries.c.delivery_id == delivery_id)
    ).scalar_one_or_none()
    if state is None:
        raise NotFound("no such delivery")
    if state != DeliveryState.DEAD:
        raise Conflict(f"the delivery is {state}, not dead")
    session.execute(
        update(deliveries)
        .where(deliveries.c.delivery_id == delivery_id)
        .values(state=DeliveryState.PENDING, attempts=0, next_attempt_at=now)
    )
