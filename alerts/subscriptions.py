"""Which subscriptions a hotspot is for."""

from lurewatch.records import Hotspot, Subscription


def matches(subscription: Subscription, hotspot: Hotspot) -> bool:
    """Whether an active subscription asks for this hotspot; an empty filter asks for all."""
    cell = hotspot.cell
    return (
        subscription.active
        and (not subscription.destinations or cell.destination in subscription.destinations)
        and (not subscription.categories or cell.category in subscription.categories)
    )
