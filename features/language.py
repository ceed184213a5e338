"""Which language a text is written in.

Method: Sinhala and Tamil by their scripts; Latin words by two short lists of function words
of romanised Sinhala and Tamil, as no identifier that was tried knows either. Transparent
rather than clever: each decision can be read off the words.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

import regex

from features.text import normalize, words
from lurewatch.labels import Language

MIXED_SHARE = 0.25
"""A second language with at least this share of the words makes a text a mix. Own choice: one
borrowed word in four is ordinary in adverts, so below it the first language stands."""

ROMANISED_SHARE = 0.12
"""Function words among the Latin words that make them romanised Sinhala or Tamil. Own choice,
looked at on the demo adverts: English runs of them hold under 2 %."""

_SINHALA = regex.compile(r"\p{Sinhala}")
_TAMIL = regex.compile(r"\p{Tamil}")
_LETTER = regex.compile(r"\p{L}")


def identify(text: str) -> Language:
    """Language of `text`; `mul` for a mix, `und` where there are no words."""
    return identify_words(words(normalize(text).text))


def identify_words(tokens: list[str]) -> Language:
    """The same for ready word tokens (see `features.text.words`)."""
    counts = _counts(tokens)
    total = sum(counts.values())
    if total == 0:
        return Language.UNDETERMINED
    largest = max(counts, key=lambda language: counts[language])
    if total - counts[largest] >= MIXED_SHARE * total:
        return Language.MIXED
    return largest


def _counts(tokens: list[str]) -> Mapping[Language, int]:
    """Words per language; all Latin words count for one, or as romanised."""
    latin = []
    counts = {Language.SINHALA: 0, Language.TAMIL: 0}
    for token in tokens:
        if _SINHALA.match(token):
            counts[Language.SINHALA] += 1
        elif _TAMIL.match(token):
            counts[Language.TAMIL] += 1
        elif _LETTER.search(token):
            latin.append(token)
    if latin:
        counts[_latin_language(latin)] = len(latin)
    return counts


def _latin_language(latin: list[str]) -> Language:
    found = {
        language: sum(token in function_words for token in latin)
        for language, function_words in _function_words().items()
    }
    likeliest = max(found, key=lambda language: found[language])
    if found[likeliest] >= max(1.0, ROMANISED_SHARE * len(latin)):
        return likeliest
    return Language.ENGLISH


@lru_cache(maxsize=1)
def _function_words() -> Mapping[Language, frozenset[str]]:
    written = resources.files("features").joinpath("data/function_words.toml")
    lists = tomllib.loads(written.read_text(encoding="utf-8"))
    return {
        Language.SINHALA_ROMANISED: frozenset(lists["si-Latn"]["words"]),
        Language.TAMIL_ROMANISED: frozenset(lists["ta-Latn"]["words"]),
    }
