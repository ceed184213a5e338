"""What routes and pages are given: the services of the app and who is calling."""

import ipaddress
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, cast

import limits
from fastapi import Depends, Request
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from lurewatch.errors import RateLimited
from lurewatch.records import AdvertText, Assessment
from lurewatch.settings import Settings
from storage.ciphers import Cipher
from storage.database import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """All that the web process works with."""

    settings: Settings
    database: Database
    cipher: Cipher
    assess_text: Callable[[AdvertText], Assessment]
    read_url: Callable[[str], AdvertText]
    demo_key_hint: str | None
    check_rate: limits.RateLimitItem
    limiter: MovingWindowRateLimiter = field(
        default_factory=lambda: MovingWindowRateLimiter(MemoryStorage())
    )


def services_of(request: Request) -> Services:
    """The services of the app that handles a request."""
    return cast(Services, request.app.state.services)


ServicesGiven = Annotated[Services, Depends(services_of)]


def client_address(request: Request, trusted: tuple[str, ...]) -> str:
    """Who calls: the last address of `X-Forwarded-For` that is not a trusted proxy.

    The header is believed only from a trusted proxy; anybody else can write it.
    """
    peer = request.client.host if request.client else "unknown"
    if peer not in trusted:
        return peer
    hops = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    for hop in reversed([hop.strip() for hop in hops]):
        if hop in trusted:
            continue
        try:
            return str(ipaddress.ip_address(hop))
        except ValueError:
            break
    return peer


def limit_rate(request: Request, services: ServicesGiven) -> None:
    """Count one request of this address.

    Raises:
        RateLimited: over `check_rate`; its argument is the seconds to wait.
    """
    address = client_address(request, services.settings.trusted_proxies)
    if not services.limiter.hit(services.check_rate, address):
        stats = services.limiter.get_window_stats(services.check_rate, address)
        raise RateLimited(max(1, math.ceil(stats.reset_time - time.time())))
