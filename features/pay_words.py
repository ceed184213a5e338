"""A line of an advert as tokens (numbers, words, marks) that know what they say about money.

Phrases of the vocabulary are one token. Numbers in words of Sinhala and Tamil are written in one
word with their multiplier ("පන්දාහක්", "பதினைந்தாயிரம்"), so they are put together from parts here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from features.pay_vocabulary import NOTHING, Meaning, Part, vocabulary

_STEM_CHARACTERS = range(24, 1, -1)
"""Lengths of stems, longest first; no entry of the vocabulary is longer."""
_WORD_CHARACTERS_MAX = 48
"""Longer runs are no words of any language; they mean nothing and are not kept in the cache."""

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>(?:[^\W\d_]|[\u0b80-\u0be5\u0d80-\u0de5\u0df0-\u0dff])+)"
    r"|(?P<mark>\S)"
)


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
                if _is_said(following, rest):
                    token.kind, token.meaning = "word", joined
                    token.end, length = following[-1].end, len(rest) + 1
                    break
        yield token
        at += length


def _is_said(following: Sequence[Token], rest: tuple[str, ...]) -> bool:
    """Whether tokens are the words of a phrase, of which the last may be a stem."""
    if len(following) < len(rest):
        return False
    *inner, last = rest
    if [each.text for each in following[:-1]] != inner:
        return False
    if last.endswith("*"):
        return following[-1].text.startswith(last[:-1])
    return following[-1].text == last


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


def _number_parts(word: str) -> tuple[Part, ...]:
    """Parts of a number that is written as one word with its multiplier; empty if it is none."""
    known = vocabulary()
    match = known.number_word.fullmatch(word)
    if match is None:
        return ()
    values = known.number_values
    value = sum(values[group][match[group]] for group in ("tens", "units") if match[group])
    scale = (values["scale"][match["scale"]], True)
    return ((float(value), False), scale) if value else (scale,)


def _inflected_number(word: str) -> tuple[Part, ...]:
    """Parts of a number word with a case ending ("දෙකත්", "පහකින්"); empty if it is none."""
    known = vocabulary()
    for suffix in known.suffixes:
        stem = known.words.get(word[: -len(suffix)], NOTHING) if word.endswith(suffix) else NOTHING
        if stem.numbers and not stem.numbers[0][1]:
            return stem.numbers
    return ()
