"""A text under repair that keeps the way back to what was published."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")


class Edit(NamedTuple):
    """Replace `text[start:end]`; edits of one step stand in order and never overlap."""

    start: int
    end: int
    text: str
    """As long as what it replaces: character for character. Else each new character stands
    for the whole stretch."""
    hides: bool = False
    """Whether what is replaced hid a word from a reader of text."""


Step = Callable[[str], Iterable[Edit]]
"""What is to be changed in a text. Depends on the text alone, so that a text in which no step
changes anything is a normal form."""


@dataclass(slots=True)
class Traced:
    """A text, and for each of its characters the span of the original it stands for."""

    text: str
    starts: Sequence[int]
    """Never decreasing."""
    ends: Sequence[int]
    """Never decreasing."""
    hidden: list[tuple[int, int]] = field(default_factory=list)
    """Original spans of what hid a word, as they were found."""

    @classmethod
    def of(cls, text: str) -> "Traced":
        """The text as published."""
        return cls(text, range(len(text)), range(1, len(text) + 1))

    def apply(self, step: Step) -> bool:
        """Make the edits of one step; whether there were any."""
        edits = list(step(self.text))
        if not edits:
            return False
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end, text, hides in edits:
            pieces += (self.text[done:start], text)
            starts.extend(self.starts[done:start])
            ends.extend(self.ends[done:start])
            if hides:
                self.hidden.append((self.starts[start], self.ends[end - 1]))
            if len(text) == end - start:
                starts.extend(self.starts[start:end])
                ends.extend(self.ends[start:end])
            elif text:
                starts.extend([self.starts[start]] * len(text))
                ends.extend([self.ends[end - 1]] * len(text))
            done = end
        pieces.append(self.text[done:])
        starts.extend(self.starts[done:])
        ends.extend(self.ends[done:])
        self.text, self.starts, self.ends = "".join(pieces), starts, ends
        return True

    def hidden_words(self) -> tuple[tuple[int, int], ...]:
        """Original spans of the words in which something was hidden, each once, in order."""
        if not self.hidden:
            return ()
        spans = [match.span() for match in _WORD.finditer(self.text)]
        lasts = [end for _, end in spans]
        found = sorted({self._word(at, spans, lasts) for at in self.hidden})
        merged = found[:1]
        for start, end in found[1:]:
            if start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(merged)

    def _word(
        self, hidden: tuple[int, int], spans: list[tuple[int, int]], lasts: list[int]
    ) -> tuple[int, int]:
        """The words around one hidden thing, or that itself where there are none."""
        low, high = normal_span(self.starts, self.ends, *hidden)
        first = bisect_left(lasts, max(low, 1))
        start, end = hidden
        for at in range(first, len(spans)):
            if spans[at][0] > high or (spans[at][0] == high and low < high):
                break
            if spans[at][1] == low < high:
                continue
            start = min(start, self.starts[spans[at][0]])
            end = max(end, self.ends[spans[at][1] - 1])
        return start, end


def normal_span(
    starts: Sequence[int], ends: Sequence[int], start: int, end: int
) -> tuple[int, int]:
    """Where the characters that stand for original `start:end` are now; empty where none do."""
    low = bisect_right(ends, start)
    return low, max(low, bisect_left(starts, end))
