"""Places that a text names: destinations abroad and Sri Lankan districts and towns.

A dictionary of word sequences, longest first, over folded words. Sinhala and Tamil names
take case endings (`බැංකොක්වල`, `தாய்லாந்தில்`), so their last word may carry one of a
closed list of endings; otherwise only whole words match. One pass, linear in the text.
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import regex
from babel import Locale

from features.text import fold, words
from lurewatch.errors import ConfigurationError

_TOKEN = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*")
_FLAG = regex.compile(r"[\U0001F1E6-\U0001F1FF]{2}")
_REGIONAL_A = 0x1F1E6
HOME = "LK"
_COUNTRY_CODE_CHARACTERS = 2
_NOT_COUNTRIES = frozenset({HOME, "JE", "EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})
"""Codes of CLDR that are no destination, or whose name is an ordinary word (Jersey)."""

_SINHALA_STEM_ENDS = ("ය", "ව")
_TAMIL_STEM_ENDS = ("ு", "்", "ம்")
_SINHALA_ENDING = regex.compile(r"(?:[යව])?(?:ේ|ෙ|ට|ෙන්|ින්|වල|වලට|වලින්|වලදී|හි|ෙහි|දී|ේදී|ේට|ත්|න්)?")
_TAMIL_ENDING = regex.compile(
    r"(?:ு|்|ம்|வ|ய|த்த)?(?:ில்|ிலுள்ள|ிலிருந்து|ின்|ிற்கு|ிற்கான|ுக்கு|ுக்கான|க்கு|க்கான|ை|ிலே|ிலும்)?"
    r"(?:க்|ச்|த்|ப்)?"
)
_LATIN_ENDING = regex.compile(r"(?:s|wala|walata|walin|ye|yata)?")
_ENDING_CHARACTERS_MAX = 16
"""The longest ending that the three patterns allow."""
_STEM_CHARACTERS_MIN = 4
"""A shorter stem would meet too many other words."""


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


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place named in a text; `start` and `end` index the searched text."""

    place: Place
    start: int
    end: int


def find_places(text: str) -> Iterator[FoundPlace]:
    """Places named in `text` (normalised), in order of appearance, longest name first."""
    names, longest = _names()
    beginnings = _beginnings()
    tokens = [(fold(token.group()), token.start(), token.end()) for token in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        most = longest if tokens[at][0] in beginnings else 1
        for length in range(min(most, len(tokens) - at), 0, -1):
            sequence = tokens[at : at + length]
            place = _look_up(tuple(word for word, _, _ in sequence), names)
            if place is not None:
                yield FoundPlace(place, sequence[0][1], sequence[-1][2])
                at += length - 1
                break
        at += 1
    yield from _flags(text)


def _look_up(sequence: tuple[str, ...], names: Mapping[tuple[str, ...], Place]) -> Place | None:
    """The place of a word sequence whose last word may carry a case ending."""
    if (place := names.get(sequence)) is not None:
        return place
    *first, last = sequence
    ending = _ending(last)
    for cut in range(
        len(last), max(_STEM_CHARACTERS_MIN, len(last) - _ENDING_CHARACTERS_MAX) - 1, -1
    ):
        place = names.get((*first, last[:cut] + _STEM))
        if place is not None and ending.fullmatch(last, cut):
            return place
    return None


_STEM = "~"
"""Marks a stem in the dictionary; no word token holds it."""


def _ending(word: str) -> "regex.Pattern[str]":
    if "\u0d80" <= word[-1] <= "\u0dff":
        return _SINHALA_ENDING
    return _TAMIL_ENDING if "\u0b80" <= word[-1] <= "\u0bff" else _LATIN_ENDING


def _flags(text: str) -> Iterator[FoundPlace]:
    """Flag emoji of the countries in the table."""
    countries = _countries()
    for flag in _FLAG.finditer(text):
        code = "".join(chr(ord(letter) - _REGIONAL_A + ord("A")) for letter in flag.group())
        if code in countries:
            yield FoundPlace(countries[code], flag.start(), flag.end())


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """First words of the names that have several, to look up the others only once."""
    return frozenset(sequence[0] for sequence in _names()[0] if len(sequence) > 1)


@lru_cache(maxsize=1)
def _names() -> tuple[Mapping[tuple[str, ...], Place], int]:
    """Word sequence → place, with stems of inflected names; and the longest sequence."""
    names: dict[tuple[str, ...], Place] = {}
    for place, written in _gazetteer():
        sequence = tuple(words(written))
        if not sequence:
            raise ConfigurationError(f"a name of {place.name} in the gazetteer has no words")
        names.setdefault(sequence, place)
        for stem in _stems(sequence[-1]):
            names.setdefault((*sequence[:-1], stem + _STEM), place)
    return names, max(len(sequence) for sequence in names)


def _stems(word: str) -> Iterable[str]:
    """Forms that case endings are put on; none for short words."""
    stems = {word}
    for end in (*_SINHALA_STEM_ENDS, *_TAMIL_STEM_ENDS):
        if word.endswith(end):
            stems.add(word.removesuffix(end))
    return [stem for stem in stems if len(stem) >= _STEM_CHARACTERS_MIN]


def _gazetteer() -> Iterator[tuple[Place, str]]:
    data = resources.files("features").joinpath("data")
    table = tomllib.loads(data.joinpath("destinations.toml").read_text(encoding="utf-8"))
    codes = set()
    for row in table["places"]:
        place = Place(
            row["name"], row["country"], row.get("scam_hub", False), row["country"] not in codes
        )
        codes.add(row["country"])
        for name in (row["name"], *row["names"]):
            yield place, name
    cities = tomllib.loads(data.joinpath("cities.toml").read_text(encoding="utf-8"))
    for code, names in cities.items():
        for name in names:
            yield Place(name.title(), code), name
    home = data.joinpath("home_places.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in home if not line.startswith("#")):
        place = Place(row["name"], HOME)
        for name in (row["name"], row["si"], row["ta"], *row["romanised"].split("|")):
            if name:
                yield place, name
    # Last, so that the names of the project's own tables come first.
    for code, names in _country_names().items():
        for name in names:
            yield Place(names[0], code, is_country=True), name


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


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, Place]:
    found: dict[str, Place] = {}
    for place, _ in _gazetteer():
        if place.is_country:
            found.setdefault(place.country, place)
    return found
