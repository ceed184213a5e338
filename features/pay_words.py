"""What single words mean to a reader of pay: the vocabulary of `features/data/pay.toml`.

A line is cut into tokens (numbers, words, marks), and each token carries the meaning that the
vocabulary gives it. Entries are words, phrases of up to four words, and stems (`fee*`); the
longest entry wins. Word numbers of Sinhala and Tamil are written in one word with their
multiplier ("පන්දාහක්", "பதினைந்தாயிரம்"), so they are put together from parts here.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib import resources
from typing import Any

_STEM_CHARACTERS = range(24, 1, -1)
"""Lengths of stems, longest first; no entry of the vocabulary is longer."""
_WORD_CHARACTERS_MAX = 48
"""Longer runs are no words of any language; they mean nothing and are not kept in the cache."""
_PHRASE_WORDS_MAX = 4

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>(?:[^\W\d_]|[\u0b80-\u0be5\u0d80-\u0de5\u0df0-\u0dff])+)"
    r"|(?P<mark>\S)"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one word or phrase says about an amount beside it."""

    currency: str = ""
    """ISO 4217 code."""
    numbers: tuple[tuple[float, bool], ...] = ()
    """A number in words: its parts in order, and whether each multiplies what stands before."""
    bare: bool = False
    """A multiplier that is no amount by itself: "lakhs", not "ලක්ෂයක්" (a lakh)."""
    period: str = ""
    open: str = ""
    """Which words leave an end open: `lower_before`, `lower_after`, `upper_before`, ..."""
    before: str = ""
    """What the word makes of an amount that follows it: `pay` or `other`."""
    after: str = ""
    """What the word makes of an amount that it follows: `pay`, `other` or `count`."""
    role: str = ""
    """`range`, `suffix`, `per`, `one`, `romanised` or `label`: part of the syntax."""


NOTHING = Meaning()


@dataclass(slots=True)
class Token:
    """A stretch of a line: a number, a word or phrase, or a mark."""

    kind: str
    """`number`, `word` or `mark`."""
    text: str
    start: int
    end: int
    meaning: Meaning


def tokens(line: str, offset: int = 0) -> list[Token]:
    """Tokens of `line` (lower case), with phrases of the vocabulary joined into one token.

    Positions are those in `line` plus `offset`.
    """
    found = [
        Token(
            match.lastgroup or "mark",
            match.group(),
            match.start() + offset,
            match.end() + offset,
            NOTHING,
        )
        for match in _TOKEN.finditer(line)
    ]
    return list(_join(found))


def _join(found: list[Token]) -> Iterator[Token]:
    at = 0
    phrases = vocabulary().phrases
    while at < len(found):
        token = found[at]
        length = 1
        if token.kind != "number":
            token.meaning = meaning(token.text)
            for rest, joined in phrases.get(token.text, ()):
                following = found[at + 1 : at + 1 + len(rest)]
                if all(f.text == r for f, r in zip(following, rest, strict=False)) and len(
                    following
                ) == len(rest):
                    token.meaning, length = joined, len(rest) + 1
                    token.end = following[-1].end
                    token.kind = "word"
                    break
        yield token
        at += length


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The entries of `pay.toml`, by how they are looked up."""

    words: Mapping[str, Meaning]
    stems: Mapping[str, Meaning]
    phrases: Mapping[str, list[tuple[tuple[str, ...], Meaning]]]
    number_words: tuple[re.Pattern[str], Mapping[str, float], Mapping[str, float]]
    suffixes: tuple[str, ...]
    """Case endings of number words."""
    piece_endings: Mapping[str, tuple[str, ...]]
    country_currencies: Mapping[str, Mapping[str, list[str]]]
    number_hints: re.Pattern[str]
    """Finds what a line must hold to have an amount without digits."""
    romanised: re.Pattern[str]
    """Finds words of romanised Sinhala."""


def meaning(word: str) -> Meaning:
    """What `word` means; `NOTHING` for most words."""
    return _meaning(word) if len(word) <= _WORD_CHARACTERS_MAX else NOTHING


@lru_cache(maxsize=16_384)
def _meaning(word: str) -> Meaning:
    known = vocabulary()
    exact = known.words.get(word)
    for length in _STEM_CHARACTERS:
        if length <= len(word) and (stem := known.stems.get(word[:length])) is not None:
            return stem if exact is None else _filled(exact, stem)
    if exact is not None:
        return exact
    parts = _number_parts(word) or _inflected_number(word)
    return Meaning(numbers=parts) if parts else NOTHING


def _filled(exact: Meaning, stem: Meaning) -> Meaning:
    """What a word says, and what its stem says where the word itself says nothing."""
    names = (field.name for field in fields(Meaning))
    return Meaning(**{name: getattr(exact, name) or getattr(stem, name) for name in names})


def _number_parts(word: str) -> tuple[tuple[float, bool], ...]:
    """Parts of a number that is written as one word with its multiplier; empty if it is none."""
    pattern, values, scales = vocabulary().number_words
    match = pattern.fullmatch(word)
    if match is None:
        return ()
    value = sum(values[part] for part in (match["tens"], match["units"]) if part)
    scale = (scales[match["scale"]], True)
    return ((float(value), False), scale) if value else (scale,)


def _inflected_number(word: str) -> tuple[tuple[float, bool], ...]:
    """Parts of a number word with a case ending ("දෙකත්", "පහකින්"); empty if it is none."""
    known = vocabulary()
    for suffix in known.suffixes:
        if word.endswith(suffix) and (stem := known.words.get(word[: -len(suffix)])):
            if stem.numbers and not stem.numbers[0][1]:
                return stem.numbers
    return ()


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of the shipped data file, read once."""
    written = resources.files("features").joinpath("data/pay.toml").read_text(encoding="utf-8")
    return _build(tomllib.loads(written))


def _build(data: Mapping[str, Any]) -> Vocabulary:
    every: dict[str, Meaning] = {}

    def add(entries: list[str], **attributes: Any) -> None:
        for entry in entries:
            every[entry] = replace(every.get(entry, NOTHING), **attributes)

    for code, entries in data["currencies"].items():
        add(entries, currency=code)
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
    phrases: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
    for entry, what in every.items():
        first, *rest = entry.split(" ")
        if rest:
            phrases.setdefault(first, []).append((tuple(rest), what))
    for options in phrases.values():
        options.sort(key=lambda option: -len(option[0]))
    parts = data["number_parts"]
    return Vocabulary(
        words={e: what for e, what in every.items() if " " not in e and not e.endswith("*")},
        stems={e[:-1]: what for e, what in every.items() if e.endswith("*")},
        phrases=phrases,
        number_words=(_number_pattern(parts), _values(parts, "tens", "units"), _values(parts, "scales")),
        suffixes=tuple(s for s in parts["suffixes"] if not s.isascii()),
        piece_endings={size: tuple(each) for size, each in data["piece_endings"].items()},
        country_currencies=data["currency_by_country"],
        number_hints=re.compile(_either(data["hints"]["number_words"])),
        romanised=re.compile(rf"(?:{_either(data['hints']['romanised_endings'])})\b"),
    )


def _values(parts: Mapping[str, Mapping[str, list[str]]], *kinds: str) -> dict[str, float]:
    return {word: float(v) for kind in kinds for v, ws in parts[kind].items() for word in ws}


def _number_pattern(parts: Mapping[str, Any]) -> re.Pattern[str]:
    tens, units, scales = (_either(_values(parts, kind)) for kind in ("tens", "units", "scales"))
    suffixes = _either(parts["suffixes"])
    return re.compile(
        f"(?P<tens>{tens})?(?P<units>{units})?(?P<scale>{scales})(?:{suffixes})?"
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
