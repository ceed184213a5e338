"""Which language a text is written in, as a whole and sentence by sentence.

Method: Sinhala and Tamil by their scripts. Latin words by a small naive Bayes model over character
n-grams (`models/language_training.py`), because no identifier that was tried knows romanised
Sinhala or Tamil, and people spell them as they hear them: dakwa, dakva, dak.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from features.tables import read_text
from features.text import normalize, words
from lurewatch.labels import Language

LATIN_LANGUAGES = (Language.ENGLISH, Language.SINHALA_ROMANISED, Language.TAMIL_ROMANISED)
NGRAM_LENGTHS = (1, 2, 3, 4)
MIXED_SHARE = 0.3
"""A second language with at least this share of the words makes a text a mix; swept on the
training split. Adverts in Sinhala and Tamil hold many English trade words."""
WORDS_KEPT = 50_000
"""Latin words whose scores are kept: adverts share most of theirs. About 10 MB when full."""
WORD_CHARACTERS = 100
"""Of a word that are looked at: no word is longer, and what is kept is bounded."""
TRADE_WEIGHT = 0.7
"""Weight of an English word beside Sinhala or Tamil script: salary, visa and the like are loans."""

_SINHALA = regex.compile(r"\p{Sinhala}")
_TAMIL = regex.compile(r"\p{Tamil}")
_LATIN = regex.compile(r"\p{Latin}")
_SEGMENT = regex.compile(r"[^\n.!?;|•]+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or line with its language; `start` and `end` index the text."""

    language: Language
    start: int
    end: int


def identify(text: str) -> Language:
    """Language of `text`; `mul` for a mix, `und` where there are no words."""
    return identify_words(words(normalize(text).text))


def segments(text: str) -> Iterator[Segment]:
    """Sentences and lines of `text` (normalised) that have words, with their languages."""
    for match in _SEGMENT.finditer(text):
        language = identify_words(words(match.group()))
        if language is not Language.UNDETERMINED:
            yield Segment(language, match.start(), match.end())


def identify_words(tokens: Sequence[str]) -> Language:
    """The same for ready word tokens (see `features.text.words`)."""
    counts = _counts(tokens)
    total = sum(counts.values())
    if total == 0:
        return Language.UNDETERMINED
    largest = max(counts, key=lambda language: counts[language])
    if total - counts[largest] >= MIXED_SHARE * total:
        return Language.MIXED
    return largest


def _counts(tokens: Sequence[str]) -> Mapping[Language, float]:
    """Words per language; the Latin ones count for the language that they make likeliest."""
    latin: list[str] = []
    counts: dict[Language, float] = {Language.SINHALA: 0, Language.TAMIL: 0}
    for token in tokens:
        if _SINHALA.match(token):
            counts[Language.SINHALA] += 1
        elif _TAMIL.match(token):
            counts[Language.TAMIL] += 1
        elif _LATIN.match(token):
            latin.append(token)
    if latin:
        language = _latin_language(latin)
        loans = language is Language.ENGLISH and sum(counts.values()) > 0
        counts[language] = len(latin) * (TRADE_WEIGHT if loans else 1.0)
    return counts


def _latin_language(latin: Sequence[str]) -> Language:
    """English, romanised Sinhala or romanised Tamil: the likeliest for all words together."""
    scores = [sum(each) for each in zip(*map(_word_scores, latin), strict=True)]
    return LATIN_LANGUAGES[scores.index(max(scores))]


@lru_cache(maxsize=WORDS_KEPT)
def _word_scores(word: str) -> tuple[float, ...]:
    """Of each language; averaged, so that a long word does not outvote ten short ones."""
    table = _table()
    found = [row for gram in ngrams(word[:WORD_CHARACTERS]) if (row := table.get(gram))]
    if not found:
        return (0.0,) * len(LATIN_LANGUAGES)
    return tuple(sum(column) / len(found) for column in zip(*found, strict=True))


def ngrams(word: str) -> list[str]:
    """Character n-grams of a word with a blank at each end."""
    padded = f" {word} "
    return [
        padded[start : start + size]
        for size in NGRAM_LENGTHS
        for start in range(len(padded) - size + 1)
        if padded[start : start + size] != " "
    ]


@lru_cache(maxsize=1)
def _table() -> Mapping[str, list[float]]:
    table: Mapping[str, list[float]] = json.loads(read_text("latin_words.json"))["ngrams"]
    return table
