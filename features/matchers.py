"""Patterns as data: how they are read from `patterns/<language>/*.toml` and run over a text.

`context.toml` holds `[parts]` (pieces that patterns name as `<part>`), `[context]` (what negates,
warns or reports) and `[excuses]`. Every other file holds `[[pattern]]` entries, each with examples
that must and must not raise its indicator. A code that begins with `cue.` is no indicator but a
word class that rules ask for (`features/rules.py`).

Patterns run on `Reading.masked`: normalised, lower case, `.` only where a sentence ends. One pass
of an Aho-Corasick automaton (Aho and Corasick 1975) finds the `needs` of all patterns; a pattern
runs only on sentences that hold one of its own. All repeats are bounded, so the time is linear.
"""

import tomllib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import ahocorasick_rs
import regex

from features.text import ZERO_WIDTH_JOINERS
from lurewatch.errors import ConfigurationError

PATTERN_LANGUAGES = ("en", "si", "ta", "singlish")
"""Folders of patterns, in the order they are run. `singlish` holds romanised Sinhala and Tamil."""
ROMANISED = "singlish"
CUE = "cue."
NUMBER_GROUPS = ("age", "hours")
"""Named groups whose number a rule judges: lowest age, hours a day."""

_NO_LETTER_BEFORE = r"(?<![\p{L}\p{M}\p{N}])"
_NO_LETTER_AFTER = r"(?![\p{L}\p{M}\p{N}])"
_WORD_REST = regex.compile(r"[\p{L}\p{M}]*")
"""What is left of a word whose stem was matched: evidence shows whole words."""
_PART = regex.compile(r"(?<!\?P)<([a-z_]+)>")
_PART_DEPTH = 3
"""Parts may name parts, this deep."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of writing one indicator, or one cue."""

    code: str
    language: str
    written: str
    """The regular expression."""
    needs: tuple[str, ...]
    """Lower-case strings, one of which every match holds."""
    says: str
    """`present`, or `absent` for a plain denial such as "no fees"."""
    negatable: bool
    """Whether a negation beside it turns it round; false where it is built on one."""
    match: tuple[str, ...]
    """Adverts that must raise the indicator."""
    no_match: tuple[str, ...]
    """Adverts that must not, the look-alikes of the catalogue among them."""

    @property
    def expression(self) -> "regex.Pattern[str]":
        """Compiled on first use: all of them at once would take seconds at every start.

        Raises:
            ConfigurationError: it is no expression.
        """
        try:
            return _compiled(self.written)
        except regex.error as error:
            raise ConfigurationError(f"patterns/{self.language}: {self.code}: {error}") from error


@dataclass(frozen=True, slots=True)
class Context:
    """What the words around a match make of it, in one language."""

    negation_before: "regex.Pattern[str]"
    negation_after: "regex.Pattern[str]"
    warning: "regex.Pattern[str]"
    reassurance: "regex.Pattern[str]"
    """Sounds like a warning but is advertising ("this is not a scam")."""
    reporting: "regex.Pattern[str]"


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """All patterns of one language."""

    language: str
    patterns: tuple[Pattern, ...]
    context: Context
    excuses: Mapping[str, "regex.Pattern[str]"]
    """By code: a sentence that holds it does not speak of that indicator."""
    needed: ahocorasick_rs.AhoCorasick
    needed_by: tuple[tuple[int, ...], ...]
    """For each string of `needed`, the patterns that need it."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern stands in `Reading.masked`."""

    pattern: Pattern
    start: int
    end: int
    sentence: tuple[int, int]
    """(start, end) of the sentence that holds it."""
    number: int | None = None
    """What one of `NUMBER_GROUPS` holds."""


def find_matches(
    masked: str, sentences: Sequence[tuple[int, int]], languages: Iterable[str]
) -> Iterator[Match]:
    """Every match of the patterns of `languages` in the `sentences` (start, end) of `masked`."""
    for language in languages:
        pack = language_pack(language)
        for number, at in sorted(_candidates(pack, masked, sentences)):
            yield from _matches(pack.patterns[number], masked, sentences[at])


def _candidates(
    pack: LanguagePack, masked: str, sentences: Sequence[tuple[int, int]]
) -> set[tuple[int, int]]:
    """(pattern, sentence) pairs where the sentence holds a string that the pattern needs."""
    starts = [start for start, _ in sentences]
    hits = {
        (string, bisect_right(starts, start) - 1)
        for string, start, _ in pack.needed.find_matches_as_indexes(masked, overlapping=True)
    }
    return {(number, at) for string, at in hits if at >= 0 for number in pack.needed_by[string]}


def _matches(pattern: Pattern, masked: str, sentence: tuple[int, int]) -> Iterator[Match]:
    for found in pattern.expression.finditer(masked, *sentence):
        number = _number(found)
        # `regex` knows digits of a newer Unicode than Python does.
        if number is not None and not number.isdecimal():
            continue
        end = _WORD_REST.match(masked, found.end()).end()
        value = int(number) if number is not None else None
        yield Match(pattern, found.start(), end, sentence, value)


def _number(found: "regex.Match[str]") -> str | None:
    groups = found.groupdict()
    return next((groups[name] for name in NUMBER_GROUPS if groups.get(name)), None)


@lru_cache(maxsize=len(PATTERN_LANGUAGES))
def language_pack(language: str) -> LanguagePack:
    """Patterns of one of `PATTERN_LANGUAGES`; ConfigurationError where a file is wrong."""
    folder = resources.files("features.patterns").joinpath(language)
    table = _read(folder.joinpath("context.toml"), language)
    try:
        ends = "" if table["inflected"] else _NO_LETTER_AFTER
        parts = table["parts"]
        context = {name: _compile(text, parts, ends) for name, text in table["context"].items()}
        excuses = {
            code: _compile(text, parts, ends) for code, text in table.get("excuses", {}).items()
        }
    except (KeyError, TypeError, regex.error) as error:
        raise ConfigurationError(f"patterns/{language}/context.toml: {error!r}") from error
    patterns = tuple(
        pattern
        for file in sorted(folder.iterdir(), key=lambda each: each.name)
        if file.name.endswith(".toml") and file.name != "context.toml"
        for pattern in _patterns(file, language, parts, ends)
    )
    strings = sorted({needed for pattern in patterns for needed in pattern.needs})
    return LanguagePack(
        language,
        patterns,
        Context(**context),
        excuses,
        ahocorasick_rs.AhoCorasick(strings),
        tuple(
            tuple(n for n, pattern in enumerate(patterns) if string in pattern.needs)
            for string in strings
        ),
    )


def _patterns(file: Any, language: str, parts: Mapping[str, str], ends: str) -> Iterator[Pattern]:
    for entry in _read(file, language).get("pattern", []):
        try:
            yield Pattern(
                code=str(entry["code"]),
                language=language,
                written=_whole(str(entry["regex"]), parts, ends),
                needs=_strings(entry["needs"]),
                says=str(entry.get("says", "present")),
                negatable=bool(entry.get("negatable", True)),
                match=_strings(entry["match"]),
                no_match=_strings(entry["no_match"]),
            )
        except (KeyError, TypeError) as error:
            where = f"patterns/{language}/{file.name}: {entry.get('code')}"
            raise ConfigurationError(f"{where}: {error!r}") from error


def _read(file: Any, language: str) -> dict[str, Any]:
    try:
        return tomllib.loads(_bare(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise ConfigurationError(f"patterns/{language}/{file.name}: {error}") from error


def _compile(text: str, parts: Mapping[str, str], ends: str) -> "regex.Pattern[str]":
    return _compiled(_whole(text, parts, ends))


def _whole(text: str, parts: Mapping[str, str], ends: str) -> str:
    for _ in range(_PART_DEPTH):
        text = _PART.sub(lambda part: f"(?:{parts[part.group(1)]})", text)
    return f"{_NO_LETTER_BEFORE}(?:{text}){ends}"


@cache
def _compiled(written: str) -> "regex.Pattern[str]":
    return regex.compile(written)


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise TypeError("a list with at least one string is needed")
    return tuple(str(each) for each in value)


def _bare(text: str) -> str:
    """As `normalize` leaves Sinhala and Tamil: NFC, no joiners."""
    without = "".join(character for character in text if character not in ZERO_WIDTH_JOINERS)
    return unicodedata.normalize("NFC", without)
