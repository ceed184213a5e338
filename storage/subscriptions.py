"""Who wants to be told about which hotspots, and the secrets that sign what they are sent."""

from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from lurewatch.errors import NotFound
from lurewatch.labels import Category
from lurewatch.records import Subscription
from storage.ciphers import Cipher
from storage.tables import clean, subscriptions


def create(session: Session, subscription: Subscription, secret: str, cipher: Cipher) -> None:
    """Store a subscription; its secret is stored encrypted."""
    session.execute(
        subscriptions.insert().values(
            subscription_id=subscription.subscription_id,
            url=subscription.url,
            created_at=subscription.created_at,
            owner=subscription.owner,
            destinations=list(subscription.destinations),
            categories=list(subscription.categories),
            active=subscription.active,
            secret_ciphertext=cipher.encrypt(secret),
        )
    )


def to_subscription(row: Row[Any]) -> Subscription:
    """The record of a row."""
    return Subscription(
        subscription_id=row.subscription_id,
        url=row.url,
        created_at=row.created_at,
        owner=row.owner,
        destinations=tuple(row.destinations),
        categories=tuple(Category(value) for value in row.categories),
        active=row.active,
    )


def active(session: Session, owner: str | None = None) -> list[Subscription]:
    """Active subscriptions, oldest first; of one owner, or all."""
    query = (
        select(subscriptions)
        .where(subscriptions.c.active)
        .order_by(subscriptions.c.created_at, subscriptions.c.subscription_id)
    )
    if owner is not None:
        query = query.where(subscriptions.c.owner == owner)
    return [to_subscription(row) for row in session.execute(query)]


def remove(session: Session, subscription_id: str, owner: str | None = None) -> None:
    """End a subscription. The row stays, because deliveries point to it.

    Args:
        owner: only a subscription of this owner is ended; `None` ends anybody's.

    Raises:
        NotFound: no such active subscription, or it is somebody else's.
    """
    query = update(subscriptions).where(
        subscriptions.c.subscription_id == clean(subscription_id), subscriptions.c.active
    )
    if owner is not None:
        query = query.where(subscriptions.c.owner == owner)
    if session.execute(query.values(active=False)).rowcount == 0:  # type: ignore[attr-defined]
        raise NotFound("no such subscription")


def secret(session: Session, subscription_id: str, cipher: Cipher) -> str:
    """The signing secret (`whsec_…`) of a subscription.

    Raises:
        NotFound: no such subscription.
    """
    found = session.execute(
        select(subscriptions.c.secret_ciphertext).where(
            subscriptions.c.subscription_id == subscription_id
        )
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("no such subscription")
    return cipher.decrypt(found)
