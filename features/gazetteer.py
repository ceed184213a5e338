"""The names of places that texts are searched for, read once and lazily from `features/data`.

Destinations and cities abroad come from the project's tables and, for all other countries, from
CLDR through Babel; places in Sri Lanka from `gazetteer_lk.csv`. The project's own names come
first: where one name means two places, the earlier stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from babel import Locale

from features.tables import csv_rows, toml_table

HOME = "LK"
_COUNTRY_CODE_CHARACTERS = 2
_NOT_COUNTRIES = frozenset({HOME, "JE", "TD", "EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})
"""Codes of CLDR that are no destination, or whose name is an ordinary word (Jersey; Chad, which
is written like "chat" in Tamil)."""
_KINDS = ("district", "town", "division", "province")
"""Of Sri Lankan places, in the order in which they claim a name."""


@dataclass(frozen=True, slots=True)
class Place:
    """One gazetteer entry."""

    name: str
    """English name."""
    country: str
    """ISO 3166-1 alpha-2."""
    scam_hub: bool = False
    """Named in public reports as a place of scam compounds."""
    is_country: bool = False
    kind: str = ""
    """`province`, `district`, `division` or `town` in Sri Lanka; empty abroad."""
    district: str | None = None
    """English name of the Sri Lankan district; `None` abroad, for provinces and for names that
    stand for towns of several districts."""
    latitude: float | None = None
    """Degrees north, WGS 84; of divisions and larger the centre."""
    longitude: float | None = None
    """Degrees east."""


@lru_cache(maxsize=1)
def places_by_name() -> Mapping[str, Place]:
    """Name as written → the place it stands for."""
    names: dict[str, Place] = {}
    for name, place in _all_names():
        known = names.setdefault(name, place)
        if known.district != place.district and known.kind == place.kind == "town":
            names[name] = replace(known, district=None)
    return names


@lru_cache(maxsize=1)
def countries() -> Mapping[str, Place]:
    """ISO 3166-1 alpha-2 code → country."""
    found: dict[str, Place] = {}
    for place in places_by_name().values():
        if place.is_country:
            found.setdefault(place.country, place)
    return found


@lru_cache(maxsize=1)
def word_kinds() -> Mapping[str, str]:
    """What `not_places.csv` says of names that are also words: `never` or `cue`."""
    return {row["words"]: row["kind"] for row in csv_rows("not_places.csv")}


def _all_names() -> Iterator[tuple[str, Place]]:
    codes = set()
    for row in toml_table("destinations.toml")["places"]:
        first = row["country"] not in codes
        codes.add(row["country"])
        place = Place(row["name"], row["country"], row.get("scam_hub", False), first)
        for name in (row["name"], *row["names"]):
            yield name, place
    for code, names in toml_table("cities.toml").items():
        for name in names:
            yield name, Place(name.title(), code)
    yield from _home_names()
    # Last, so that the names of the project's own tables come first.
    for code, names in _country_names().items():
        for name in names:
            yield name, Place(names[0], code, is_country=True)


def _home_names() -> Iterator[tuple[str, Place]]:
    rows = sorted(csv_rows("gazetteer_lk.csv"), key=lambda row: _KINDS.index(row["kind"]))
    for row in rows:
        place = Place(
            name=row["name"],
            country=HOME,
            kind=row["kind"],
            district=row["district"] or None,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
        )
        yield row["name"], place
        for column in ("si", "ta", "romanised"):
            if row[column]:
                for name in row[column].split("|"):
                    yield name, place


def _country_names() -> Mapping[str, list[str]]:
    """Names of all countries in English, Sinhala and Tamil, from CLDR through Babel."""
    tables: list[Mapping[str, str]] = [
        dict(Locale(language).territories) for language in ("en", "si", "ta")
    ]
    return {
        code: [table[code] for table in tables if code in table]
        for code in tables[0]
        if len(code) == _COUNTRY_CODE_CHARACTERS and code.isalpha() and code not in _NOT_COUNTRIES
    }
