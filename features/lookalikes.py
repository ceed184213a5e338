"""Letters that only look Latin, in words that mix them with Latin letters or consist of them.

The pairs come from Unicode technical standard 39, through `confusable_homoglyphs`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import regex

from features.known_words import known_words
from features.tracing import Edit

_FOLDED_SCRIPTS = ("GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")
"""Scripts with letters drawn like Latin ones. Sinhala and Tamil are left out: a word such
as `Dubaiට` mixes them with Latin honestly."""
_FOREIGN = re.compile(
    "[\u0250-\u02af\u0370-\u058f\u13a0-\u13ff\u1d2b\u1f00-\u1fff\u2c80-\u2cff\ua4d0-\ua4ff\uab70-\uabbf"
    "\ua640-\ua69f\u01c0-\u01c3\u0131]"
)
"""Their blocks, and the phonetic letters of the Latin script."""
_LETTERS = regex.compile(r"[\p{L}\p{M}]+")
_OUR_PAIRS = {"Ԁ": "D", "І": "I", "Ι": "I", "Ӏ": "I"}
"""Missing in the table, or there as the small L that capital I is like in some fonts."""


def folded(text: str) -> Iterator[Edit]:
    """Words in look-alikes, in Latin letters.

    A word of nothing but look-alikes is folded where it mixes two such scripts. In a text that has
    no word truly in one, also where a known word comes out, or beside others that are folded.
    """
    if text.isascii() or _FOREIGN.search(text) is None:
        return
    foreign = [word for word in _LETTERS.finditer(text) if _FOREIGN.search(word.group())]
    sure = {word.start(): latin_for(word.group()) for word in foreign}
    if any(_is_genuine(word.group()) for word in foreign):
        # Prose in such a script: a Latin letter beside it is more often a slip than a disguise.
        sure = {w.start(): _if_known(w.group(), sure[w.start()]) for w in foreign}
    else:
        known = {word.start(): _whole(word.group(), _is_known) for word in foreign}
        sure = {at: sure[at] or known[at] for at in sure}
        if any(sure.values()):
            sure |= {w.start(): _whole(w.group(), _is_any) for w in foreign if not sure[w.start()]}
    for word in foreign:
        written = word.group()
        changes = sure[word.start()] or _whole(written, _is_mixed)
        if changes:
            read = "".join(changes.get(at, letter) for at, letter in enumerate(written))
            yield Edit(word.start(), word.end(), read, hides=True)


def latin_for(word: str) -> Mapping[int, str]:
    """Position → Latin letter, for a word that mixes Latin with look-alikes; else empty."""
    if word.isascii() or not any(character.isascii() for character in word):
        return {}
    return {at: latin for at, letter in enumerate(word) if (latin := _latin(letter)) is not None}


def _is_genuine(word: str) -> bool:
    """Whether it has letters of a folded script that look like no Latin one, and none that is."""
    if any(map(str.isascii, word)):
        return False
    return any(_latin(letter) is None for letter in word if _script(letter))


def _if_known(word: str, changes: Mapping[int, str]) -> Mapping[int, str]:
    """The changes, if a known word comes out."""
    read = "".join(changes.get(at, letter) for at, letter in enumerate(word))
    return changes if read.isascii() and _is_known(word, read) else {}


def _whole(word: str, fits: Callable[[str, str], bool]) -> Mapping[int, str]:
    """The same for a word without Latin letters, if the word and its reading fit."""
    changes = {at: latin for at, letter in enumerate(word) if (latin := _latin(letter)) is not None}
    fold = len(changes) == len(word) and fits(word, "".join(changes.values()))
    return changes if fold else {}


def _is_known(_: str, read: str) -> bool:
    return len(read) > 2 and known_words().rank(read) is not None


def _is_any(_word: str, _read: str) -> bool:
    return True


def _is_mixed(word: str, _: str) -> bool:
    return len({_script(letter) for letter in word}) > 1


def _script(letter: str) -> str | None:
    name = unicodedata.name(letter, "")
    return next((script for script in _FOLDED_SCRIPTS if name.startswith(script)), None)


@lru_cache(maxsize=4096)
def _latin(character: str) -> str | None:
    """The ASCII letter that `character` is drawn like, if its script is one that is folded."""
    if character in _OUR_PAIRS:
        return _OUR_PAIRS[character]
    if character.isascii() or not (_script(character) or _FOREIGN.match(character)):
        return None
    aliases = [str(alias["c"]) for alias in _confusables().get(character, ())]
    letters = [each for each in aliases if len(each) == 1 and each.isascii() and each.isalpha()]
    if not letters:
        return None
    same_case = [each for each in letters if each.isupper() == character.isupper()]
    latin = (same_case or letters)[0]
    return latin.upper() if character.isupper() else latin.lower()


@lru_cache(maxsize=1)
def _confusables() -> Mapping[str, list[dict[str, str]]]:
    """The library's table. Read on first need: it is 2 MB of JSON."""
    from confusable_homoglyphs.confusables import confusables_data

    table: Mapping[str, list[dict[str, str]]] = confusables_data
    return table
