"""What classifiers see of an advert: one string, so that every kind of classifier takes the same.

The string has three parts: the text as published, the normalised text, and marks. A mark is a
pseudo-word for something known beside the words: the state of an indicator, or a structured field
of the source. No text can hold one, so none can be forged.
"""

from collections.abc import Iterable, Sequence
from math import log2
from typing import NamedTuple

from features.text import words
from lurewatch.labels import IndicatorState
from lurewatch.records import AdvertText, Features

MARK = "_"
"""Begins every mark."""
FIELD = "__"
"""Begins the marks of structured fields."""
RAW_END = "\x1e"
"""Ends the text as published (ASCII record separator)."""
FIELD_CHARACTERS = 40
"""A longer value of a field is prose: only its length is told."""


class Parts(NamedTuple):
    """The parts of an input."""

    raw: str
    body: str
    states: list[str]
    fields: list[str]


def to_input(features: Features, advert: AdvertText | None = None) -> str:
    """The input for an advert; without `advert`, its published text and fields are left out."""
    marks = [
        f"{MARK}{evidence.state}{MARK}{evidence.indicator}"
        for evidence in features.evidence
        if evidence.state != IndicatorState.UNKNOWN
    ]
    body = _clean(f"{features.normalized_title}\n{features.normalized_text}")
    if advert is None:
        return f"{body}\n{' '.join(marks)}"
    marks += field_marks(advert.fields)
    raw = f"{advert.title}\n{advert.text}".replace(RAW_END, " ")
    return f"{raw}{RAW_END}{body}\n{' '.join(marks)}"


def _clean(text: str) -> str:
    return text.replace(MARK, " ").replace(RAW_END, " ")


def field_marks(fields: Iterable[tuple[str, str]]) -> list[str]:
    """Marks of structured fields: the value where it is short, that it is missing, its length."""
    marks = []
    for name, value in fields:
        told = "-".join(words(value))
        marks.append(f"{FIELD}{'says' if told else 'lacks'}{MARK}{name}")
        if told and len(value) <= FIELD_CHARACTERS:
            marks.append(f"{FIELD}{name}={told}")
            first = value.split(",")[0].strip()
            if first and first != value.strip():
                marks.append(f"{FIELD}{name}={'-'.join(words(first))},")
        elif told:
            marks.append(f"{FIELD}{name}#{round(log2(len(value)))}")
    return marks


def parts(text: str) -> Parts:
    """The parts of an input; `raw` is empty where it was left out."""
    raw, _, rest = text.rpartition(RAW_END)
    body, _, marks = rest.rpartition("\n")
    found = marks.split()
    fields = [mark for mark in found if mark.startswith(FIELD)]
    return Parts(raw, body, [mark for mark in found if not mark.startswith(FIELD)], fields)


def present_indicators(text: str) -> list[str]:
    """Codes of the indicators that an input marks as present."""
    prefix = f"{MARK}{IndicatorState.PRESENT}{MARK}"
    return [mark.removeprefix(prefix) for mark in parts(text).states if mark.startswith(prefix)]


def word_runs(text: str, longest: int) -> list[str]:
    """Words of the normalised text, runs of up to `longest` words, and indicator states."""
    told = parts(text)
    found = words(told.body)
    runs = [
        " ".join(found[start : start + size])
        for size in range(2, longest + 1)
        for start in range(len(found) - size + 1)
    ]
    return [*found, *runs, *told.states]


def word_characters(text: str, shortest: int, longest: int) -> list[str]:
    """Parts of the normalised words, with a blank at their ends."""
    return _ngrams([f" {word} " for word in words(parts(text).body)], shortest, longest)


def raw_characters(text: str, longest: int) -> list[str]:
    """Parts of the published tokens: capitals, digits, marks, emoji and look-alikes as they are."""
    return _ngrams([f" {token} " for token in parts(text).raw.split()], 2, longest)


def _ngrams(padded: Sequence[str], shortest: int, longest: int) -> list[str]:
    return [
        word[start : start + size]
        for word in padded
        for size in range(shortest, longest + 1)
        for start in range(len(word) - size + 1)
    ]
