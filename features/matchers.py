"""Patterns as data: how they are read from `patterns/<language>.toml` and run over a text.

A file holds `[parts]` (pieces that patterns name as `<part>`), `[context]` (what negates,
warns or reports) and `[[pattern]]` entries, each with examples that must and must not raise
its indicator. Patterns run on `Reading.masked`: normalised, lower case, `.` only where a
sentence ends. All repeats are bounded, and a pattern runs only where one of its `needs`
occurs, so the time is linear in the text.
"""

import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import regex

from features.text import ZERO_WIDTH_JOINERS
from lurewatch.errors import ConfigurationError

PATTERN_LANGUAGES = ("en", "si", "ta", "singlish")
"""Pattern files, in the order they are run. `singlish` holds romanised Sinhala and Tamil."""

_NO_LETTER_BEFORE = r"(?<![\p{L}\p{M}\p{N}])"
_NO_LETTER_AFTER = r"(?![\p{L}\p{M}\p{N}])"
_WORD_REST = regex.compile(r"[\p{L}\p{M}]*")
"""What is left of a word whose stem was matched: evidence shows whole words."""
_PART = regex.compile(r"(?<!\?P)<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of writing one indicator."""

    code: str
    expression: "regex.Pattern[str]"
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
    excuses: tuple[tuple[str, "regex.Pattern[str]"], ...]
    """(code, expression): a sentence that holds it does not speak of that indicator."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern stands in `Reading.masked`."""

    pattern: Pattern
    language: str
    start: int
    end: int
    age: int | None = None
    """The lowest age written, for patterns with a group of that name."""


def find_matches(masked: str, languages: tuple[str, ...]) -> Iterator[Match]:
    """Every match of the patterns of `languages` in `masked`."""
    for language in languages:
        for pattern in language_pack(language).patterns:
            if any(needed in masked for needed in pattern.needs):
                yield from _matches(pattern, language, masked)


def _matches(pattern: Pattern, language: str, masked: str) -> Iterator[Match]:
    for found in pattern.expression.finditer(masked):
        age = found.groupdict().get("age")
        # `regex` knows digits of a newer Unicode than Python does.
        if age is not None and not age.isdecimal():
            continue
        end = _WORD_REST.match(masked, found.end()).end()
        yield Match(pattern, language, found.start(), end, int(age) if age is not None else None)


@lru_cache(maxsize=len(PATTERN_LANGUAGES))
def language_pack(language: str) -> LanguagePack:
    """Patterns of one of `PATTERN_LANGUAGES`; ConfigurationError where the file is wrong."""
    written = resources.files("features.patterns").joinpath(f"{language}.toml")
    try:
        table = tomllib.loads(_bare(written.read_text(encoding="utf-8")))
        ends = "" if table["inflected"] else _NO_LETTER_AFTER
        parts = table["parts"]
        return LanguagePack(
            language,
            tuple(_pattern(entry, parts, ends) for entry in table["pattern"]),
            Context(
                **{name: _compile(text, parts, ends) for name, text in table["context"].items()}
            ),
            tuple(
                (code, _compile(text, parts, ends))
                for code, text in table.get("excuses", {}).items()
            ),
        )
    except (KeyError, TypeError, regex.error, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"patterns/{language}.toml: {error!r}") from error


def _pattern(entry: dict[str, object], parts: dict[str, str], ends: str) -> Pattern:
    return Pattern(
        code=str(entry["code"]),
        expression=_compile(str(entry["regex"]), parts, ends),
        needs=_strings(entry["needs"]),
        says=str(entry.get("says", "present")),
        negatable=bool(entry.get("negatable", True)),
        match=_strings(entry["match"]),
        no_match=_strings(entry["no_match"]),
    )


def _compile(text: str, parts: dict[str, str], ends: str) -> "regex.Pattern[str]":
    for _ in range(3):
        text = _PART.sub(lambda part: f"(?:{parts[part.group(1)]})", text)
    return regex.compile(f"{_NO_LETTER_BEFORE}(?:{text}){ends}")


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise TypeError("a list with at least one string is needed")
    return tuple(str(each) for each in value)


def _bare(text: str) -> str:
    """As `normalize` leaves Sinhala and Tamil: NFC, no joiners."""
    without = "".join(character for character in text if character not in ZERO_WIDTH_JOINERS)
    return unicodedata.normalize("NFC", without)
