"""The vocabulary of `features/data/pay.toml`: what words and phrases say about amounts of money.

Entries are words, phrases (a mark is a word of its own), and stems (`fee*`, also as the last word
of a phrase). The file is read once and built into tables that are looked up word by word.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from features.tables import toml_table

Part = tuple[float, bool]
"""A part of a number in words, and whether it multiplies what stands before it."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one word or phrase says about an amount beside it."""

    currency: str = ""
    """ISO 4217 code, or a key of `Vocabulary.shared_currencies`."""
    numbers: tuple[Part, ...] = ()
    """The parts of a number in words, in order."""
    bare: bool = False
    """A multiplier that is no amount by itself: "lakhs", not "ලක්ෂයක්" (a lakh)."""
    period: str = ""
    open: str = ""
    """Which words leave an end open: `lower_before`, `lower_after`, `upper_before`, ..."""
    before: str = ""
    """What the word makes of an amount that follows it: `pay`, `package`, `allowance`, `trade`,
    `other` (a fee, a fine), `thing` (what is paid for), `count` or `never`."""
    after: str = ""
    """What the word makes of an amount that it follows: `pay`, `other`, `count` or `never`."""
    role: str = ""
    """Part of the syntax: `range`, `suffix`, `per`, `a`, `between`, `percent`, `plus`, `one`,
    `gain`."""


NOTHING = Meaning()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The entries of `pay.toml`, by how they are looked up."""

    words: Mapping[str, Meaning]
    """By whole word."""
    stems: Mapping[str, Meaning]
    """By the first letters of a word."""
    phrases: Mapping[str, list[tuple[tuple[str, ...], Meaning]]]
    """By first word: the other words, longest first."""
    number_word: re.Pattern[str]
    """Matches a number that is one word with its multiplier, in groups `tens`, `units`, `scale`."""
    number_values: Mapping[str, Mapping[str, float]]
    """Values of the parts of such a word, by group."""
    suffixes: tuple[str, ...]
    """Case endings of number words."""
    piece_endings: Mapping[str, tuple[str, ...]]
    """Endings of what a piece rate is for, by kind of amount."""
    shared_currencies: Mapping[str, Mapping[str, list[str]]]
    """For a name that several countries give their money: code by stems of the country's name."""
    hints: re.Pattern[str]
    """Finds what a line with an amount must hold: a digit, or a stem of a number word."""
    romanised: re.Pattern[str]
    """Finds words of romanised Sinhala."""


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of the shipped data file, read once."""
    return _build(toml_table("pay.toml"))


def _build(data: Mapping[str, Any]) -> Vocabulary:
    every = _entries(data)
    parts = data["number_parts"]
    return Vocabulary(
        words={e: what for e, what in every.items() if " " not in e and not e.endswith("*")},
        stems={e[:-1]: what for e, what in every.items() if " " not in e and e.endswith("*")},
        phrases=_phrases(every),
        number_word=_number_pattern(parts),
        number_values={
            "tens": _values(parts["tens"]),
            "units": _values(parts["units"]),
            "scale": _values(parts["scales"]),
        },
        suffixes=tuple(s for s in parts["suffixes"] if not s.isascii()),
        piece_endings={size: tuple(each) for size, each in data["piece_endings"].items()},
        shared_currencies={
            name: {code: stems for code, stems in each.items() if code != "names"}
            for name, each in data["shared_currencies"].items()
        },
        hints=re.compile(rf"\d|{_either(data['hints']['number_words'])}"),
        romanised=re.compile(rf"(?:{_either(data['hints']['romanised_endings'])})\b"),
    )


def _entries(data: Mapping[str, Any]) -> dict[str, Meaning]:
    every: dict[str, Meaning] = {}

    def add(entries: list[str], **attributes: Any) -> None:
        for entry in entries:
            every[entry] = replace(every.get(entry, NOTHING), **attributes)

    for code, entries in data["currencies"].items():
        add(entries, currency=code)
    for name, shared in data["shared_currencies"].items():
        add(shared["names"], currency=name)
    for factor, entries in data["multipliers"].items():
        add(entries, numbers=((float(factor), True),), bare=True)
    for factor, entries in data["one_of"].items():
        add(entries, numbers=((float(factor), True),))
    for factor, entries in data["per_one"].items():
        add(entries, numbers=((float(factor), True),), period="piece")
    for value, entries in data["numbers"].items():
        add(entries, numbers=((float(value), False),))
    for name in ("period", "open", "before", "after", "role"):
        for value, entries in data[name].items():
            add(entries, **{name: value})
    return every


def _phrases(
    every: Mapping[str, Meaning],
) -> dict[str, list[tuple[tuple[str, ...], Meaning]]]:
    phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
    for entry, what in every.items():
        first, *rest = entry.split(" ")
        if rest:
            phrases.setdefault(first, []).append((tuple(rest), what))
    for options in phrases.values():
        options.sort(key=lambda option: -len(option[0]))
    return phrases


def _values(entries: Mapping[str, list[str]]) -> dict[str, float]:
    return {word: float(value) for value, words in entries.items() for word in words}


def _number_pattern(parts: Mapping[str, Any]) -> re.Pattern[str]:
    tens, units, scales = (_either(_values(parts[kind])) for kind in ("tens", "units", "scales"))
    suffixes = _either(parts["suffixes"])
    return re.compile(f"(?P<tens>{tens})?(?P<units>{units})?(?P<scale>{scales})(?:{suffixes})?")


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
