"""The outbox at work: signed, retried, and put aside when nobody answers.

Requests follow Standard Webhooks 1.0: `webhook-id` is the delivery's id and the same on each
attempt, `webhook-timestamp` is the attempt's, `webhook-signature` is HMAC-SHA256 over both and
the body. Delivery is at least once: a worker that dies between sending and recording sends the
same id again, and the receiver drops it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from standardwebhooks import Webhook

import storage.deliveries
import storage.subscriptions
from alerts.compose import payload
from alerts.subscriptions import matches
from lurewatch.content import content_id
from lurewatch.errors import AddressRefused, FetchError
from lurewatch.guarded_http import post
from lurewatch.labels import DeliveryState
from lurewatch.records import Alert, Delivery, Hotspot, Subscription
from lurewatch.settings import Settings
from storage.ciphers import Cipher
from storage.database import Database
from storage.deliveries import DueDelivery

BATCH = 20
"""Deliveries claimed at once; each may take as long as the time-out."""
LONGEST_WAIT = timedelta(hours=12)
"""A receiver that is down for a day is still tried twice."""
GONE = 410
"""RFC 9110: the receiver asks never to be called again."""

Send = Callable[[str, bytes, Mapping[str, str]], int]


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverySummary:
    """What one run sent."""

    delivered: int = 0
    failed: int = 0
    """To be tried again."""
    dead: int = 0


def plan(
    alert: Alert, hotspot: Hotspot, subscriptions: Sequence[Subscription], now: datetime
) -> list[Delivery]:
    """One delivery per subscription that asks for the hotspot, due at once."""
    return [
        Delivery(
            delivery_id="msg_" + content_id("delivery", alert.alert_id, one.subscription_id),
            alert_id=alert.alert_id,
            subscription_id=one.subscription_id,
            next_attempt_at=now,
        )
        for one in subscriptions
        if matches(one, hotspot)
    ]


def deliver_due(
    *,
    database: Database,
    settings: Settings,
    cipher: Cipher,
    now: datetime,
    send: Send | None = None,
) -> DeliverySummary:
    """Send everything that is due; each outcome is recorded in a transaction of its own.

    Args:
        send: how to POST (URL, body, headers → HTTP status); the guarded client if not given.
    """
    send = send or partial(_post, settings)
    states: list[DeliveryState] = []
    hold = settings.delivery_timeout_seconds * BATCH + 60
    while True:
        with database.begin() as session:
            due = storage.deliveries.claim_due(session, now, BATCH, hold)
            secrets = [
                storage.subscriptions.secret(session, one.delivery.subscription_id, cipher)
                for one in due
            ]
        if not due:
            break
        for one, secret in zip(due, secrets, strict=True):
            after = _attempt(one, secret, send, settings, now)
            with database.begin() as session:
                storage.deliveries.record(session, after)
            states.append(after.state)
    return DeliverySummary(
        delivered=states.count(DeliveryState.DELIVERED),
        failed=states.count(DeliveryState.PENDING),
        dead=states.count(DeliveryState.DEAD),
    )


def _post(settings: Settings, url: str, body: bytes, headers: Mapping[str, str]) -> int:
    return post(url, body=body, headers=headers, settings=settings)


def _attempt(
    due: DueDelivery, secret: str, send: Send, settings: Settings, now: datetime
) -> Delivery:
    """Send once; the delivery as it is afterwards."""
    tried = replace(due.delivery, attempts=due.delivery.attempts + 1, last_attempt_at=now)
    if not due.subscription.active:
        return replace(tried, state=DeliveryState.DEAD, last_outcome="the subscription was ended")
    body, headers = signed(due, secret, now)
    try:
        status = send(due.subscription.url, body, headers)
    except AddressRefused:
        return replace(tried, state=DeliveryState.DEAD, last_outcome="the address is refused")
    except FetchError as error:
        return _try_again(tried, error.code, settings, now)
    if 200 <= status < 300:
        return replace(
            tried, state=DeliveryState.DELIVERED, last_outcome=str(status), delivered_at=now
        )
    if status == GONE:
        return replace(tried, state=DeliveryState.DEAD, last_outcome=str(status))
    return _try_again(tried, str(status), settings, now)


def signed(due: DueDelivery, secret: str, now: datetime) -> tuple[bytes, dict[str, str]]:
    """Body and headers of one attempt."""
    body = json.dumps(payload(due.alert, due.hotspot), separators=(",", ":"), sort_keys=True)
    message_id = due.delivery.delivery_id
    headers = {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, now, body),
    }
    return body.encode(), headers


def _try_again(tried: Delivery, outcome: str, settings: Settings, now: datetime) -> Delivery:
    """Wait twice as long after each failure; put aside after the last."""
    if tried.attempts >= settings.delivery_attempts:
        return replace(tried, state=DeliveryState.DEAD, last_outcome=outcome)
    wait = timedelta(seconds=settings.delivery_backoff_seconds) * 2 ** (tried.attempts - 1)
    return replace(tried, next_attempt_at=now + min(wait, LONGEST_WAIT), last_outcome=outcome)
