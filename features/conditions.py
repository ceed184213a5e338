"""What must hold beside the words of an indicator: `data/conditions.toml`, read and applied."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from features.facts import Facts
from features.indicators import INDICATORS
from features.tables import toml_table
from lurewatch.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Condition:
    """Names of facts or cues."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether each of `all`, one of `any` and none of `none` holds."""
        return (
            all(facts.holds(name) for name in self.all)
            and (not self.any or any(facts.holds(name) for name in self.any))
            and not any(facts.holds(name) for name in self.none)
        )


@lru_cache(maxsize=1)
def conditions() -> Mapping[str, Condition]:
    """By indicator code; ConfigurationError where the file is wrong."""
    try:
        table = toml_table("conditions.toml")
        read = {
            code: Condition(**{kind: tuple(names) for kind, names in entry.items()})
            for code, entry in table.items()
        }
    except (TypeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"data/conditions.toml: {error}") from error
    if unknown := read.keys() - INDICATORS.keys():
        raise ConfigurationError(f"data/conditions.toml: no such indicator: {sorted(unknown)}")
    return read
