"""Letters that only look Latin, in words that mix them with Latin letters.

The pairs come from Unicode technical standard 39, through `confusable_homoglyphs`.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_FOLDED_SCRIPTS = ("GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")
"""Scripts with letters drawn like Latin ones. Sinhala and Tamil are left out: a word such
as `Dubaiට` mixes them with Latin honestly."""


def latin_for(word: str) -> Mapping[int, str]:
    """Position → Latin letter, for a word that mixes Latin with look-alikes; else empty."""
    if word.isascii() or not any(character.isascii() for character in word):
        return {}
    changes = {
        at: latin
        for at, character in enumerate(word)
        if not character.isascii() and (latin := _latin(character)) is not None
    }
    return changes


@lru_cache(maxsize=4096)
def _latin(character: str) -> str | None:
    """The ASCII letter that `character` is drawn like, if its script is one that is folded."""
    if not unicodedata.name(character, "").startswith(_FOLDED_SCRIPTS):
        return None
    for alias in _confusables().get(character, ()):
        drawn_like = str(alias["c"])
        if len(drawn_like) == 1 and drawn_like.isascii() and drawn_like.isalpha():
            return _in_case_of(character, drawn_like)
    return None


def _in_case_of(character: str, latin: str) -> str:
    return latin.upper() if character.isupper() else latin.lower()


@lru_cache(maxsize=1)
def _confusables() -> Mapping[str, list[dict[str, str]]]:
    """The library's table. Read on first need: it is 2 MB of JSON."""
    from confusable_homoglyphs.confusables import confusables_data

    table: Mapping[str, list[dict[str, str]]] = confusables_data
    return table
