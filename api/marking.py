"""Cuts a text into pieces, so that a page can mark the words that show an indicator."""

from collections.abc import Iterable
from dataclasses import dataclass

from lurewatch.labels import IndicatorState
from lurewatch.records import Evidence


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not."""

    text: str
    marked: bool


def pieces(text: str, field: str, evidence: Iterable[Evidence]) -> list[Piece]:
    """The text in pieces that join up to it again; overlapping evidence is one mark."""
    spans = sorted(
        (row.start, min(row.end, len(text)))
        for row in evidence
        if row.state == IndicatorState.PRESENT
        and row.field == field
        and row.start is not None
        and row.end is not None
    )
    found: list[Piece] = []
    at = 0
    for start, end in _merged(spans):
        found += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    found.append(Piece(text[at:], False))
    return [piece for piece in found if piece.text]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged
