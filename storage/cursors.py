"""Opaque cursors for keyset pagination. They hold a position, no secret and no right."""

import base64
import json
from typing import Any

from lurewatch.errors import InputError

MOST = 200
"""Rows on one page, at most."""


def encode(*position: Any) -> str:
    """A position as one URL-safe word."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def decode(cursor: str, *types: type) -> tuple[Any, ...]:
    """The position of a cursor.

    Raises:
        InputError: not a cursor of this list.
    """
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        position = json.loads(raw)
    except (ValueError, RecursionError):
        raise InputError("the cursor is not one of ours") from None
    if (
        not isinstance(position, list)
        or len(position) != len(types)
        or not all(isinstance(value, kind) for value, kind in zip(position, types, strict=True))
    ):
        raise InputError("the cursor is not one of this list")
    return tuple(position)


def check_limit(limit: int) -> int:
    """A page size within bounds.

    Raises:
        InputError: under 1 or over `MOST`.
    """
    if not 1 <= limit <= MOST:
        raise InputError(f"limit is between 1 and {MOST}")
    return limit
