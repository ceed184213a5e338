"""A learned voice beside the patterns: which sign the wording of a passage is like.

Patterns know the wordings that somebody thought of; this knows what they have in common. Method:
one logistic regression per indicator over word and character n-grams (tf-idf) of passages, learned
from the training split and from passages that were written for it (`models.wording_training`, which
writes `data/wording.npz`). What is learned is a table of numbers, read here without any library of
learning. The words shown are the part of the passage that speaks for the indicator most.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

import numpy as np
import regex
from numpy.typing import NDArray

from features.text import words

NOTICE = "notice"
"""Beside the indicators: a passage of a warning, a report or advice, not of an offer."""
FILE = "wording.npz"
RUN_WORDS = 2
CHARACTERS = (2, 5)
"""N-grams within words, a blank at their ends."""
LEAST_CHARACTERS = 18
"""A shorter passage, such as "visa from the embassy", is left to the patterns."""
PASSAGE_CHARACTERS = 1_000
"""Of a passage that are looked at: none that was learned from is half as long."""
PASSAGES = 400
"""Of an advert that are looked at: 300,000 characters must not cost a minute."""
NOTICE_CHARACTERS = 120
"""A shorter text is no notice by its wording: a job seeker may have pasted one line of a lure."""
WORDS_KEPT = 50_000
"""Words whose rows are kept; about 20 MB when full."""
WORD_CHARACTERS = 60
"""Of a word whose rows are kept."""
MEAN_SHARE = 0.25
"""Of the mean weight of a passage's words, that a word must exceed to lengthen what is shown; swept
on the development split for the overlap with what annotators marked."""

_PASSAGE = regex.compile(r"[^.!?\n;•|]+")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*")

Numbers = NDArray[np.float32]
Rows = NDArray[np.intp]
_NONE = np.array([], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is learned."""

    codes: tuple[str, ...]
    words: dict[str, int]
    """Row of each run of words."""
    characters: dict[str, int]
    """Row of each n-gram of characters; rows go on after those of the words."""
    idf: Numbers
    weights: Numbers
    """Rows by codes."""
    offsets: Numbers
    thresholds: Numbers
    """Probability from which on an indicator is taken as present; the last is that of notices."""
    rows_of: dict[str, Rows] = field(default_factory=dict)
    """Rows of the parts of words that were met."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """A passage whose wording is like that of an indicator; positions in `Reading.text`."""

    code: str
    start: int
    end: int
    probability: float


@lru_cache(maxsize=1)
def wording() -> Wording:
    """The shipped table."""
    with resources.files("features").joinpath(f"data/{FILE}").open("rb") as file:
        table = np.load(file, allow_pickle=False)
        scale = table["scale"].astype(np.float32)
        runs = str(table["words"]).split("\n")
        parts = str(table["characters"]).split("\n")
        return Wording(
            codes=tuple(str(table["codes"]).split("\n")),
            words={run: row for row, run in enumerate(runs)},
            characters={part: row for row, part in enumerate(parts, start=len(runs))},
            idf=table["idf"].astype(np.float32),
            weights=table["weights"].astype(np.float32) * scale,
            offsets=table["offsets"].astype(np.float32),
            thresholds=table["thresholds"].astype(np.float32),
        )


def passages(masked: str) -> list[tuple[int, int]]:
    """(start, end) of sentences, lines and other parts of a text, the first `PASSAGES`."""
    found = (match.span() for match in _PASSAGE.finditer(masked))
    kept = [
        (start, min(end, start + PASSAGE_CHARACTERS))
        for start, end in found
        if end - start >= LEAST_CHARACTERS
    ]
    return kept[:PASSAGES]


def word_terms(passage: str) -> list[str]:
    """Words of a passage, and runs of up to `RUN_WORDS`."""
    return runs_of(words(passage))


def runs_of(found: list[str]) -> list[str]:
    """Words, and runs of up to `RUN_WORDS`."""
    runs = [" ".join(found[i : i + RUN_WORDS]) for i in range(len(found) - RUN_WORDS + 1)]
    return found + runs


def character_terms(passage: str) -> list[str]:
    """Parts of the words of a passage."""
    return [term for word in words(passage) for term in _characters(word)]


def _characters(word: str) -> list[str]:
    padded = f" {word} "
    shortest, longest = CHARACTERS
    return [
        padded[start : start + size]
        for size in range(shortest, longest + 1)
        for start in range(len(padded) - size + 1)
    ]


def probabilities(texts: Sequence[str], table: Wording | None = None) -> Numbers:
    """Passages by `Wording.codes`."""
    table = table or wording()
    logits = np.empty((len(texts), len(table.codes)), dtype=np.float32)
    for number, text in enumerate(texts):
        rows, values = _row(text, table)
        logits[number] = values @ table.weights[rows] + table.offsets
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


def _row(text: str, table: Wording) -> tuple[Rows, Numbers]:
    """The tf-idf row of a passage: where it is not zero, and what it is there."""
    found = words(text)
    known = [table.words[term] for term in runs_of(found) if term in table.words]
    parts = [_rows(word, table) for word in found]
    blocks = [
        np.unique(block, return_counts=True)
        for block in (np.array(known, dtype=np.intp), np.concatenate(parts or [_NONE]))
    ]
    values = []
    for rows, counts in blocks:
        block = (1 + np.log(counts, dtype=np.float32)) * table.idf[rows]
        values.append(block / (float(np.sqrt(np.square(block).sum())) or 1.0))
    return np.concatenate([rows for rows, _ in blocks]), np.concatenate(values)


def _rows(word: str, table: Wording) -> Rows:
    """Rows of the parts of a word. Adverts share most of their words, so they are kept."""
    kept = table.rows_of
    rows = kept.get(word)
    if rows is None:
        known = (table.characters.get(part) for part in _characters(word))
        rows = np.array([row for row in known if row is not None], dtype=np.intp)
        if len(kept) < WORDS_KEPT and len(word) <= WORD_CHARACTERS:
            kept[word] = rows
    return rows


def soundings(masked: str) -> tuple[list[Sounding], bool]:
    """Indicators that passages sound like, and whether the whole sounds like a notice."""
    table = wording()
    spans = passages(masked)
    if not spans:
        return [], False
    texts = [masked[start:end] for start, end in spans]
    found = probabilities(texts, table)
    heard = [
        Sounding(
            table.codes[k],
            *_telling_part(texts[i], spans[i][0], k, table),
            float(found[i, k]),
        )
        for i, k in np.argwhere(found >= table.thresholds)
        if table.codes[k] != NOTICE
    ]
    long_enough = spans[-1][1] - spans[0][0] >= NOTICE_CHARACTERS
    notice = long_enough and notice_chance(found, spans, table) >= table.thresholds[-1]
    return heard, bool(notice)


def notice_chance(found: Numbers, spans: Sequence[tuple[int, int]], table: Wording) -> float:
    """Probability of a notice: of the mean log odds of the passages, weighted by their length."""
    sizes = np.array([end - start for start, end in spans], dtype=np.float32)
    chances = np.clip(found[:, table.codes.index(NOTICE)], 1e-4, 1 - 1e-4)
    mean = float((np.log(chances / (1 - chances)) * sizes).sum() / sizes.sum())
    return 1 / (1 + float(np.exp(-mean)))


def _telling_part(text: str, offset: int, code: int, table: Wording) -> tuple[int, int]:
    """Where the words stand that speak for an indicator most: the run with the greatest sum."""
    found = list(_WORD.finditer(text))
    weigh = [_weight(match.group(), code, table) for match in found]
    mean = sum(weigh) / max(len(weigh), 1)
    best = (float("-inf"), 0, len(found))
    total, begun = 0.0, 0
    for number, weight in enumerate(weigh):
        if total <= 0:
            total, begun = 0.0, number
        total += weight - MEAN_SHARE * mean
        if total > best[0]:
            best = (total, begun, number + 1)
    if not found:
        return offset, offset + len(text)
    return offset + found[best[1]].start(), offset + found[best[2] - 1].end()


def _weight(word: str, code: int, table: Wording) -> float:
    """How much a word alone speaks for an indicator."""
    total = 0.0
    for folded in words(word):
        rows = _rows(folded, table)
        if folded in table.words:
            rows = np.append(rows, table.words[folded])
        total += float(table.idf[rows] @ table.weights[rows, code])
    return total
