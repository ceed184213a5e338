"""Subscriptions to alerts. A subscriber sees and ends only their own; an admin all."""

import secrets
from base64 import b64encode
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.auth import require
from api.dependencies import ServicesGiven
from api.errors import problems
from api.routes.flags import PageSize
from api.schemas import (
    NewSubscriptionAnswer,
    SubscriptionAnswer,
    SubscriptionList,
    SubscriptionRequest,
)
from lurewatch.addresses import check_url
from lurewatch.errors import AddressRefused
from lurewatch.labels import Role
from lurewatch.records import Subscription
from storage import subscriptions
from storage.cursors import decode, encode
from storage.keys import ApiKey

router = APIRouter(tags=["subscriptions"])
Subscriber = Annotated[ApiKey, Depends(require(Role.SUBSCRIBER))]


def _owner(key: ApiKey) -> str | None:
    """Whose subscriptions a key reaches; `None` for all."""
    return None if key.role == Role.ADMIN else key.name


@router.get("/subscriptions", responses=problems(401, 403))
def list_subscriptions(
    services: ServicesGiven, key: Subscriber, cursor: str | None = None, limit: PageSize = 50
) -> SubscriptionList:
    """Active subscriptions, oldest first."""
    after = decode(cursor, str, str) if cursor is not None else ("", "")
    with services.database.begin() as session:
        found = subscriptions.active(session, owner=_owner(key))
    # A handful per key: the storage gives them all, and they are cut into pages here.
    rest = [row for row in found if _position(row) > after]
    shown = rest[:limit]
    return SubscriptionList(
        items=[SubscriptionAnswer.model_validate(row) for row in shown],
        next_cursor=encode(*_position(shown[-1])) if len(rest) > limit else None,
    )


def _position(row: Subscription) -> tuple[str, str]:
    return row.created_at.astimezone(UTC).isoformat(timespec="microseconds"), row.subscription_id


@router.post("/subscriptions", status_code=201, responses=problems(401, 403))
def add_subscription(
    request: SubscriptionRequest, services: ServicesGiven, key: Subscriber
) -> NewSubscriptionAnswer:
    """Subscribe a webhook; the signing secret is in this answer and never again."""
    _check_target(request.url, services.settings.allowed_private_origins)
    subscription = Subscription(
        subscription_id=secrets.token_hex(16),
        url=request.url,
        created_at=datetime.now(UTC),
        owner=key.name,
        destinations=tuple(dict.fromkeys(request.destinations)),
        categories=tuple(dict.fromkeys(request.categories)),
    )
    secret = "whsec_" + b64encode(secrets.token_bytes(32)).decode()
    with services.database.begin() as session:
        subscriptions.create(session, subscription, secret, services.cipher)
    return NewSubscriptionAnswer(**asdict(subscription), secret=secret)


def _check_target(url: str, allowed_private_origins: tuple[str, ...]) -> None:
    """Refuse what must not be posted to.

    Raises:
        AddressRefused: a private address, or not https; an allowed origin may be either.
    """
    allowed = check_url(url, allowed_private_origins)
    if not allowed and not url.lower().startswith("https://"):
        raise AddressRefused("alerts are sent over https only")


@router.delete(
    "/subscriptions/{subscription_id}", status_code=204, responses=problems(401, 403, 404)
)
def end_subscription(subscription_id: str, services: ServicesGiven, key: Subscriber) -> Response:
    """End a subscription."""
    with services.database.begin() as session:
        subscriptions.remove(session, subscription_id, _owner(key))
    return Response(status_code=204)
