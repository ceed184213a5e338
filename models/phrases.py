"""Passages written for an indicator, and notices: what the learned wording is made from.

Both stand beside the labelled adverts (`training_data/phrases`, `notices_dev.jsonl`). The notices
of `notices_test.jsonl` are for measuring false alarms and are never learned from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, TypeAdapter

from features.codes import CODES
from features.text import words
from lurewatch.errors import InputError
from lurewatch.labels import AdvertKind, Language
from lurewatch.records import AdvertText
from models.dataset import read_rows
from models.grouping import COMMON_RUN

FOLDER = "phrases"
NOTICES = ("notices_dev.jsonl", "notices_test.jsonl")
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A passage of an advert."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    indicator: str
    """The one it was written for."""
    shows: bool
    """Whether it shows the indicator; if not, it looks like it and does not."""
    text: Annotated[str, Field(min_length=1, max_length=2_000)]
    also: tuple[str, ...] = ()
    """Other indicators that it shows; not complete."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning, a report or advice: it speaks of lures and is none."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: Annotated[str, Field(min_length=1)]
    language: Language
    kind: str
    title: str
    text: Annotated[str, Field(min_length=1)]

    @property
    def advert(self) -> AdvertText:
        """As it would be checked."""
        return AdvertText(
            advert_id=self.id, title=self.title, text=self.text, kind=AdvertKind.SOCIAL_POST
        )


def read_phrases(folder: Path) -> list[Phrase]:
    """The phrases of all files of a folder.

    Raises:
        InputError: a line is none; the message names it.
    """
    found = [
        phrase
        for path in sorted(folder.glob("*.jsonl"))
        for phrase in read_rows(path, TypeAdapter(Phrase))
    ]
    for phrase in found:
        if unknown := {phrase.indicator, *phrase.also} - set(CODES):
            raise InputError(f"{folder}: no such indicator: {sorted(unknown)[0]}")
    return found


def read_notices(path: Path) -> list[Notice]:
    """The notices of a file; none where there is no such file.

    Raises:
        InputError: a line is none; the message names it.
    """
    return read_rows(path, TypeAdapter(Notice)) if path.exists() else []


def shared_runs(learned: Sequence[str], held_out: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs (learned, held out) of texts that share a run of `COMMON_RUN` words, as row numbers."""
    first: dict[tuple[str, ...], int] = {}
    for number, text in enumerate(held_out):
        found = words(text)
        for start in range(len(found) - COMMON_RUN + 1):
            first.setdefault(tuple(found[start : start + COMMON_RUN]), number)
    pairs = set()
    for number, text in enumerate(learned):
        found = words(text)
        for start in range(len(found) - COMMON_RUN + 1):
            other = first.get(tuple(found[start : start + COMMON_RUN]))
            if other is not None:
                pairs.add((number, other))
    return sorted(pairs)
