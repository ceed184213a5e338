"""Text as it is read: a normal form that can always be traced back to what was published.

`normalize` undoes what hides words from a reader of text and what machines leave in it, and keeps,
for each character of its result, the span of the original it came from. The steps are repeated
until none changes anything, so a normal form is its own normal form. Linear in the length of the
text; never raises on a `str`, lone surrogates included.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from features.characters import (
    BIDI_OVERRIDES,
    ZERO_WIDTH_JOINERS,
    flag_letters,
    keycaps,
    raised,
    readable,
    turned,
)
from features.digits import dialled, zeros
from features.leet import undisguised
from features.lookalikes import folded
from features.repairing import entities, mojibake, tags
from features.spaced import reattached, rejoined
from features.spelling import compose, respell, unpile
from features.stretching import shortened, shortened_latin
from features.tracing import Step, Traced, normal_span
from features.unhiding import joined, mended

__all__ = [
    "BIDI_OVERRIDES",
    "ZERO_WIDTH_JOINERS",
    "NormalizedText",
    "fold",
    "lower",
    "normalize",
    "visible",
    "words",
]

_STEPS: tuple[Step, ...] = (
    # What machines did comes first: its characters would be dropped or respelled one by one.
    mojibake,
    entities,
    tags,
    # Then characters, before words are looked at.
    turned,
    keycaps,
    flag_letters,
    raised,
    readable,
    compose,
    respell,
    unpile,
    folded,
    # Then words, from single letters to longer parts.
    reattached,
    rejoined,
    joined,
    mended,
    dialled,
    zeros,
    undisguised,
    shortened,
    shortened_latin,
)
_PASSES_MAX = 40
"""Each pass shortens or settles what is left, and honest text is stable after two. Things that
hide each other, such as an entity in an entity, grow several times with each layer."""

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’](?=\p{L})[\p{L}\p{M}]+)*")


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """Normal form of one text, with the way back."""

    text: str
    starts: Sequence[int]
    """For each character of `text`, the first original character it stands for."""
    ends: Sequence[int]
    """For each character of `text`, one past the last original character it stands for."""
    manipulated: tuple[tuple[int, int], ...]
    """Original spans of words that were disguised or split, in order."""

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Original (start, end) of `text[start:end]`; an empty span stays empty."""
        if end <= start:
            at = self.starts[start] if start < len(self.starts) else self._length
            return at, at
        return self.starts[start], self.ends[end - 1]

    def normal_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters that stand for original `start:end` are in `text`."""
        return normal_span(self.starts, self.ends, start, end)

    @property
    def _length(self) -> int:
        return self.ends[-1] if self.ends else 0


def normalize(text: str) -> NormalizedText:
    """Normal form of `text`: what a person reads, NFC, without invisible characters."""
    traced = Traced.of(text)
    for _ in range(_PASSES_MAX):
        changes = [traced.apply(step) for step in _STEPS]
        if not any(changes):
            break
    return NormalizedText(traced.text, traced.starts, traced.ends, traced.hidden_words())


def words(text: str) -> list[str]:
    """Word tokens of all scripts, folded; combining marks stay on their letters."""
    found: list[str] = _WORD.findall(fold(text))
    return found


def fold(text: str) -> str:
    """Form in which texts are compared and indexed: NFC, no ZWJ or ZWNJ, case-folded."""
    bare = text.translate(_WITHOUT_JOINERS)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", bare).casefold())


def lower(text: str) -> str:
    """Lower case of the same length, so that positions stay valid."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


_WITHOUT_JOINERS = {ord(character): None for character in ZERO_WIDTH_JOINERS}


def visible(text: str) -> str:
    """Text without what can hide or reorder it: controls and bidi marks, but not joiners.

    Sinhala and Tamil need the zero-width joiners; line breaks and tabs stay too.
    """
    return "".join(
        letter
        for letter in text
        if letter in "\n\t" + ZERO_WIDTH_JOINERS
        or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )
