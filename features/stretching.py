"""Letters repeated for emphasis ("freeeee"), taken back: no disguise, so not reported."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from features.known_words import known_words
from features.leet import is_address
from features.scripts import BASES
from features.tracing import Edit

_STRETCHED = re.compile(
    r"(?<![A-Za-z0-9./@_])(?=[A-Za-z]*?([A-Za-z])\1\1)[A-Za-z]+(?![A-Za-z0-9@_])"
)
_STRETCH = re.compile(r"([a-z])\1+", re.IGNORECASE)
_SAME_SIGNED = re.compile(rf"([{BASES}])\1{{3,}}")
"""Three stand in good Sinhala, as in the word for "it is the task": kaaryayayi."""
_THREE = re.compile(r"([A-Za-z])\1\1")
_ROMAN = re.compile(r"[IVXLCM]+|[ivxlcm]+|w+|W+")
_CHOICES_MAX = 64
"""Of lengths for the runs of one word."""


def shortened(text: str) -> Iterator[Edit]:
    """Letters of Sinhala or Tamil four times and more, to one."""
    for run in _SAME_SIGNED.finditer(text):
        yield Edit(run.start() + 1, run.end(), "")


def shortened_latin(text: str) -> Iterator[Edit]:
    """Latin letters three times and more, to the known word that one or two of each make.

    In a word that is not known, vowels to two, which romanised Sinhala and Tamil write for long
    ones, and consonants to one.
    """
    if _THREE.search(text) is None:
        return
    for token in _STRETCHED.finditer(text):
        word = token.group()
        if _ROMAN.fullmatch(word) or len(set(word.lower())) == 1 or is_address(text, token):
            continue
        yield from _short_form(token.start(), word)


def _short_form(offset: int, word: str) -> Iterator[Edit]:
    runs = list(_STRETCH.finditer(word))
    long = [run for run in runs if run.end() - run.start() > 2]
    known = known_words()
    choices = list(islice(product((2, 1), repeat=len(long)), _CHOICES_MAX))
    # A listed word before an ending: "lakhsss" is no plural of "lakhs".
    listed = [each for each in choices if known.rank(_cut(word, long, each)) is not None]
    formed = [each for each in reversed(choices) if known.is_word(_cut(word, long, each))]
    if listed or formed:
        sizes = (listed or formed)[0]
    else:
        if word.isupper():
            return  # An acronym.
        sizes = tuple(2 if run.group(1).lower() in "aeiou" else 1 for run in long)
        every = tuple(1 for _ in runs)
        if known.is_word(_cut(word, runs, every)):
            long, sizes = runs, every
    for run, size in zip(long, sizes, strict=True):
        yield Edit(offset + run.start() + size, offset + run.end(), "")


def _cut(word: str, runs: Sequence["re.Match[str]"], sizes: Sequence[int]) -> str:
    """`word` with each run of a letter at the size given."""
    pieces: list[str] = []
    done = 0
    for run, size in zip(runs, sizes, strict=True):
        pieces += (word[done : run.start()], word[run.start() : run.start() + size])
        done = run.end()
    return "".join([*pieces, word[done:]])
