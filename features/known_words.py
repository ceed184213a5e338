"""Words that adverts are written in: what a disguised word must come out as to be undone.

The list is data (`data/known_words.txt`): one word a line, most frequent first, acronyms in
capitals. `python -m features.known_words training_data/train.jsonl` writes it anew from the
vocabulary of the training split, of the patterns and of the place names.
"""

import json
import math
import re
import sys
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path

from features.spelling import canonical

_DATA = "data/known_words.txt"
_LETTERS = re.compile("[A-Za-z]+|[\u0d80-\u0dff\u200c\u200d]+|[\u0b80-\u0bff\u200c\u200d]+")
_ENDINGS = ("'s", "ings", "ing", "ers", "er", "ed", "es", "ly", "s", "d")
_STEM_LETTERS_MIN = 4
_SHORT_LETTERS = 3
"""A shorter word has to occur more than once: single ones are often slips or initials."""
_ACRONYM_LETTERS_MAX = 5
_ACRONYM_SHARE = 0.8
_PATTERN_CODE = re.compile(r"\\.|\[[^\]]*\]|\{[^}]*\}|<[a-z_]+>|\(\?\S?|[a-z\u0b80-\u0dff]\?")
"""What in an expression is no letter of a word, a letter that may be missing included."""


class KnownWords:
    """Membership, frequency and look of known words; case does not matter."""

    def __init__(self, lines: Iterable[str]) -> None:
        listed = list(lines)
        self._ranks = {word.lower(): at for at, word in reversed(list(enumerate(listed)))}
        self._acronyms = frozenset(word.lower() for word in listed if word.isupper())
        self._sorted = sorted(self._ranks)
        self._trigrams = frozenset(
            gram
            for word in self._ranks
            if word.isascii() and len(word) > 3
            for gram in _grams(word)
        )

    def rank(self, word: str) -> int | None:
        """Place in the list, 0 for the most frequent word; `None` where it is not listed."""
        return self._ranks.get(word.lower())

    def is_acronym(self, word: str) -> bool:
        """Whether it is listed as one."""
        return word.lower() in self._acronyms

    def is_word(self, word: str) -> bool:
        """Whether it is listed, or an English form of a listed word."""
        low = word.lower()
        if low in self._ranks:
            return True
        return any(
            low.endswith(ending)
            and len(low) - len(ending) >= _STEM_LETTERS_MIN
            and (low[: -len(ending)] in self._ranks or low[: -len(ending)] + "e" in self._ranks)
            for ending in _ENDINGS
        )

    def begins_one(self, beginning: str) -> bool:
        """Whether a listed word begins so."""
        low = beginning.lower()
        at = bisect_left(self._sorted, low)
        return at < len(self._sorted) and self._sorted[at].startswith(low)

    def is_pronounceable(self, word: str) -> bool:
        """Whether all its groups of three letters occur in known words in Latin letters."""
        return all(gram in self._trigrams for gram in _grams(word.lower()))

    def cost(self, word: str) -> float:
        """Minus the logarithm of about how likely the word is (Zipf's law); of a known word."""
        return 2.0 + math.log(self._ranks[word.lower()] + 3)


def _grams(word: str) -> Iterator[str]:
    padded = f" {word} "
    return (padded[at : at + 3] for at in range(len(padded) - 2))


@lru_cache(maxsize=1)
def known_words() -> KnownWords:
    """The shipped list."""
    written = resources.files("features").joinpath(_DATA).read_text("utf-8")
    return KnownWords(written.split())


def collect(texts: Iterable[str], others: Iterable[str]) -> list[str]:
    """The lines of the list: words of adverts by frequency, then those of the other sources."""
    counts: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    for text in texts:
        for word in _words(text):
            counts[word.lower()] += 1
            capitals[word.lower()] += word.isupper()
    lines = [
        word.upper()
        if len(word) <= _ACRONYM_LETTERS_MAX and capitals[word] >= _ACRONYM_SHARE * count
        else word
        for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if count > 1 or len(word) > _SHORT_LETTERS
    ]
    further = {word.lower() for text in others for word in _words(text)}
    more = (word for word in further if word not in counts and len(word) > _SHORT_LETTERS)
    return lines + sorted(more)


def _words(text: str) -> Iterator[str]:
    for match in _LETTERS.finditer(text):
        word = canonical(match.group())
        if len(word) > 1 and not _is_one_letter(word):
            yield word


def _is_one_letter(word: str) -> bool:
    return len(set(word.lower())) == 1


def _strings(value: object) -> Iterator[str]:
    """All strings of a table that was read from a file of patterns or places."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _sources() -> Iterator[str]:
    """Texts of the patterns' examples, of the vocabularies and of the lists of places.

    The expressions of the patterns are left out: they hold stems and abbreviations, which would
    make words of honest initials.
    """
    package = Path(str(resources.files("features")))
    for file in sorted(package.glob("patterns/*/*.toml")):
        for pattern in tomllib.loads(file.read_text("utf-8")).get("pattern", []):
            yield from (*pattern["match"], *pattern["no_match"])
    for file in sorted(package.glob("data/*")):
        if file.suffix == ".toml":
            for text in _strings(tomllib.loads(file.read_text("utf-8"))):
                yield _PATTERN_CODE.sub(" ", text)
        elif file.name.endswith("places.csv"):
            yield file.read_text("utf-8")


def main() -> None:
    """Write the list from the JSON Lines file that is named; evasive adverts are left out."""
    rows = map(json.loads, Path(sys.argv[1]).read_text("utf-8").splitlines())
    texts = (f"{row['title']}\n{row['text']}" for row in rows if not row["evasive"])
    lines = collect(texts, _sources())
    Path(str(resources.files("features").joinpath(_DATA))).write_text(
        "".join(f"{line}\n" for line in lines), "utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
