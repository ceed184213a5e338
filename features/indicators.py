"""The indicator catalogue: one list, in the order in which indicators are reported.

Codes, names, categories, groups and strengths are those of the project's catalogue
(`data/indicators.csv`). Delphi dimensions and weights: ILO/EC operational indicators (2009).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from features.tables import csv_rows
from lurewatch.labels import Category, Finding

CROSS_CUTTING: Literal["cross_cutting"] = "cross_cutting"
Strength = Literal["strong", "medium", "weak"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """One sign in the text of an advert, or in what is known about it."""

    code: str
    """Stable name, for example `FEE_UPFRONT`."""
    name: str
    """English description for analysts; plain sentences are in `features.explanations`."""
    category: Category | Finding | Literal["cross_cutting"]
    group: str
    """Catalogue group, for example `payment`."""
    strength: Strength
    """Weight as evidence when combined with others; the catalogue's own proposal."""
    dimension: str | None
    """Delphi dimension, `None` where the Delphi lists have no such item."""
    delphi: Strength | None
    """Weight of the Delphi item for adults."""


def _read() -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            code=row["code"],
            name=row["name"],
            category=_category(row["category"]),
            group=row["group"],
            strength=_strength(row["strength"]),
            dimension=row["dimension"] or None,
            delphi=_strength(row["delphi"]) if row["delphi"] else None,
        )
        for row in csv_rows("indicators.csv")
    )


def _category(written: str) -> Category | Finding | Literal["cross_cutting"]:
    if written == CROSS_CUTTING:
        return CROSS_CUTTING
    return Category(written) if written in set(Category) else Finding(written)


def _strength(written: str) -> Strength:
    strengths: Mapping[str, Strength] = {each: each for each in ("strong", "medium", "weak")}
    return strengths[written]


INDICATORS: Mapping[str, Indicator] = MappingProxyType({each.code: each for each in _read()})
"""Every indicator by its code."""
