"""The configured sources: one TOML file, a table per source, a kill switch in each."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lurewatch.addresses import origin_of
from lurewatch.errors import AddressRefused, ConfigurationError

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,60}")
_KEYS = {"start_urls", "enabled", "delay_seconds", "terms", "robots", "last_legal_review", "notes"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One site that is collected."""

    name: str
    start_urls: tuple[str, ...]
    enabled: bool = True
    """The kill switch: a source that is off is never crawled, by name or on schedule."""
    delay_seconds: float | None = None
    """Least time between two requests; `None` takes the setting."""
    terms: str | None = None
    """What its terms say about collection, as it was read."""
    robots: str | None = None
    """What its robots.txt said when it was reviewed; the live one is obeyed all the same."""
    last_legal_review: date | None = None
    notes: str | None = None


def load(path: Path) -> dict[str, Source]:
    """All configured sources by name; none where there is no file.

    Raises:
        ConfigurationError: the file cannot be used; the message names it, the source and the key.
    """
    if not path.exists():
        return {}
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path}: {error}") from None
    try:
        return {name: _source(name, table) for name, table in given.items()}
    except ConfigurationError as error:
        raise ConfigurationError(f"{path}: {error}") from None


def _source(name: str, table: Any) -> Source:
    if not _NAME.fullmatch(name) or not isinstance(table, dict):
        raise ConfigurationError(f"source {name!r}: not a table with a plain lower-case name")
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise ConfigurationError(f"source {name}: unknown key {unknown[0]!r}")
    review = table.get("last_legal_review")
    if review is not None and type(review) is not date:
        raise ConfigurationError(f"source {name}: last_legal_review is not a date")
    return Source(
        name=name,
        start_urls=_start_urls(name, table.get("start_urls")),
        enabled=_typed(name, table, "enabled", bool, False),
        delay_seconds=_delay(name, table.get("delay_seconds")),
        terms=_typed(name, table, "terms", str, None),
        robots=_typed(name, table, "robots", str, None),
        last_legal_review=review,
        notes=_typed(name, table, "notes", str, None),
    )


def _typed(name: str, table: dict[str, Any], key: str, kind: type, default: Any) -> Any:
    value = table.get(key, default)
    if value is not default and not isinstance(value, kind):
        raise ConfigurationError(f"source {name}: {key} is not a {kind.__name__}")
    return value


def _start_urls(name: str, given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not given:
        raise ConfigurationError(f"source {name}: start_urls is not a list of URLs")
    for url in given:
        try:
            origin_of(url if isinstance(url, str) else "")
        except AddressRefused:
            raise ConfigurationError(f"source {name}: {url!r} is not an http(s) URL") from None
    return tuple(given)


def _delay(name: str, given: Any) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 3600:
        raise ConfigurationError(f"source {name}: delay_seconds is not between 0 and 3600")
    return float(given)
