"""Words whose letters stand apart: "v i s a", "p.a.s.s.p.o.r.t", "වී.සා".

Method and limits are our own. Left alone: initials before a name, abbreviations, and short runs
that spell nothing known.
"""

import re
from collections.abc import Iterator, Sequence

from features.known_words import known_words
from features.leet import plain_letters
from features.scripts import BASES, CLUSTER, KILLERS, MARKS, WORDS, clusters
from features.segmenting import cuts, is_inflected
from features.tracing import Edit

_DETACHED = re.compile(rf"(?<=[{BASES}{MARKS}])[ .·_-](?=[{MARKS}])")
_PIECE = rf"(?:(?:[{BASES}][{KILLERS}])?{CLUSTER}|[0-9@$!])"
"""One letter; a consonant without a vowel may lead it, as people cut words by syllables."""
_GAP = r"(?: ?[-_*·•~|] ?|[ .])"
_RUN = re.compile(rf"(?<![{WORDS}0-9@$#/&'’.-]){_PIECE}(?:{_GAP}{_PIECE})+(?![{WORDS}0-9@$])")
_NEXT = re.compile(rf"({_PIECE})({_GAP})?")
_TAIL = re.compile(rf"{_GAP}([{BASES}{MARKS}]+)")
_NAME_AHEAD = re.compile(r"\.? ?[A-Z][a-z]")
_DOMAIN_AHEAD = re.compile(r"\.[a-z]{2}")
_ALPHABETIC = re.compile("[A-Za-z]{3,}")
_WORD = re.compile(rf"[{WORDS}]{{2}}")
_HEADING_CHARACTERS_MAX = 80

_LETTER_NAMES = frozenset(
    re.findall("[^ ]+", "ඒ බී සී ඩී ඊ ජී ජේ කේ ඕ පී ටී යූ වී ஏ பி சி டி ஈ இ ஜி ஜே கே ஓ ஒ பீ டீ யு யூ வி வீ")
)
"""How English letters are written in Sinhala and Tamil: they make abbreviations."""
_ABBREVIATIONS = frozenset({"rsvp", "fifo", "asap"})
_PIECES_MAX = 2000
"""No advert is longer in single letters; more is left as it is, which keeps the time flat."""
_LOWER_MIN, _CAPITALS_MIN, _SIGNED_MIN = 4, 6, 4
"""Letters that make a word nobody knows: fewer are abbreviations and initials."""
_INITIALS_MAX = 4
_LONG_MIN = 8
"""Shorter, letters that are left over beside a known word belong to it."""


def reattached(text: str) -> Iterator[Edit]:
    """Vowel signs that stand apart from their letter; no spelling has them so."""
    if not text.isascii():
        for match in _DETACHED.finditer(text):
            yield Edit(match.start(), match.end(), "")


def rejoined(text: str) -> Iterator[Edit]:
    """Runs of letters that stand alone, put together to the words they spell."""
    for run in _RUN.finditer(text):
        pieces: list[tuple[int, int]] = []
        at = run.start()
        while at < run.end() and (piece := _NEXT.match(text, at)) is not None:
            pieces.append(piece.span(1))
            at = piece.end()
        if len(pieces) <= _PIECES_MAX and not _DOMAIN_AHEAD.match(text, run.end()):
            for signed, part in _by_script(text, pieces):
                yield from (_signed if signed else _latin)(text, part)


def _by_script(
    text: str, pieces: Sequence[tuple[int, int]]
) -> Iterator[tuple[bool, list[tuple[int, int]]]]:
    """Stretches of one script, and whether it is one with signs."""
    part: list[tuple[int, int]] = []
    signed = False
    for span in pieces:
        of_signed = text[span[0]] > "\u0b00"
        if part and of_signed != signed:
            yield signed, part
            part = []
        signed = of_signed
        part.append(span)
    yield signed, part


def _latin(text: str, pieces: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    letters = "".join(text[start:end] for start, end in pieces)
    plain = plain_letters(letters)
    ends = _disguised_ends(letters, plain) if plain != letters else None
    if ends is None:
        if not letters.isalpha():
            # Digits and marks are none of the words' letters: each stretch between for itself.
            for match in _ALPHABETIC.finditer(letters):
                yield from _latin(text, pieces[match.start() : match.end()])
            return
        if len(letters) < 3 or len(set(letters.lower())) == 1:
            return
        dotted = text[pieces[0][1]] == "."
        named = _NAME_AHEAD.match(text, pieces[-1][1]) is not None
        ends = _latin_ends(letters, dotted, named)
    if ends is None:
        return
    acronym = plain.isupper() and (len(plain) == 3 or known_words().is_acronym(plain))
    hides = not acronym and not (plain.isupper() and _is_heading(text, pieces))
    for at, (start, end) in enumerate(pieces):
        if plain[at] != text[start:end]:
            yield Edit(start, end, plain[at], hides)
        yield from _gap(text, pieces, at, ends, hides)


def _disguised_ends(letters: str, plain: str) -> list[int] | None:
    """With digits and marks for letters, all must be known, and most of it letters."""
    if len(letters) < 3 or sum(map(str.isalpha, letters)) * 2 < len(letters):
        return None
    if known_words().rank(plain) is not None:
        return [len(plain)]
    found = cuts(plain)
    return found[0] if found is not None and found[1] == 1.0 else None


def _latin_ends(letters: str, dotted: bool, named: bool) -> list[int] | None:
    """Where words end; `None` where the letters are rather initials or an abbreviation."""
    known = known_words()
    size = len(letters)
    capitals = letters.isupper()
    if capitals and named and size <= _INITIALS_MAX and not known.is_acronym(letters):
        return None
    if known.is_word(letters):
        return [size]
    if size < _LOWER_MIN or letters.lower() in _ABBREVIATIONS:
        return None
    found = cuts(letters)
    sure = found is not None and found[1] == 1.0 and (size > _INITIALS_MAX or not capitals)
    if found is not None and (sure or (not capitals and size >= _LONG_MIN)):
        return found[0]
    if capitals and (dotted or named or size < _CAPITALS_MIN):
        return None
    turns = [at for at in range(1, size) if letters[at - 1].islower() and letters[at].isupper()]
    return [*turns, size]


def _signed(text: str, pieces: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    letters = [text[start:end] for start, end in pieces]
    ends = _signed_ends(letters)
    if ends is None:
        return
    hides = len(letters) > 2 or "." in text[pieces[0][1] : pieces[1][0]]
    for at in range(len(pieces)):
        yield from _gap(text, pieces, at, ends, hides)
    tail = _TAIL.match(text, pieces[-1][1])
    last = "".join(letters[ends[-2] if len(ends) > 1 else 0 :])
    if tail is not None and _is_tail(last, tail.group(1)):
        yield Edit(tail.start(), tail.start(1), "", hides)


def _signed_ends(letters: Sequence[str]) -> list[int] | None:
    known = known_words()
    size = len(letters)
    whole = "".join(letters)
    names = all(letter in _LETTER_NAMES for letter in letters)
    if size < 2 or names:
        return None
    if (rank := known.rank(whole)) is not None:
        # Two letters may be two words: only a commoner word is put together from them.
        ranks = [each for letter in letters if (each := known.rank(letter)) is not None]
        return [size] if len(ranks) < size or rank < max(ranks) else None
    if size == 2:
        return None
    if (found := cuts(letters)) is not None:
        return [end for end in found[0] if end == size or not _goes_on(letters, end)]
    # No abbreviation has a consonant without a vowel.
    whole_word = size > _SIGNED_MIN or any(letter[-1] in KILLERS for letter in letters)
    return [size] if whole_word or is_inflected(letters) else None


def _goes_on(letters: Sequence[str], end: int) -> bool:
    """Whether the word goes on after `end`: no word begins with a consonant without a vowel."""
    return letters[end][-1] in KILLERS and len(letters[end]) == 2


def _is_tail(word: str, rest: str) -> bool:
    """Whether letters together after a run are the end of its last word."""
    known = known_words()
    if len(rest) > 1 and rest[1] in KILLERS:
        return True
    if known.rank(rest) is not None or len(clusters(rest)) > 3:
        return False
    return known.rank(word + rest) is not None or is_inflected(clusters(word + rest))


def _gap(
    text: str, pieces: Sequence[tuple[int, int]], at: int, ends: Sequence[int], hides: bool
) -> Iterator[Edit]:
    """What stands after a piece: nothing inside a word, one space between words."""
    if at + 1 == len(pieces):
        return
    start, end = pieces[at][1], pieces[at + 1][0]
    between = " " if at + 1 in ends else ""
    if text[start:end] != between:
        yield Edit(start, end, between, hides)


def _is_heading(text: str, pieces: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing but single letters stands on the line: a headline set wide."""
    start, end = pieces[0][0], pieces[-1][1]
    low, high = max(0, start - _HEADING_CHARACTERS_MAX), end + _HEADING_CHARACTERS_MAX
    before, after = text[low:start].rpartition("\n"), text[end:high].partition("\n")
    if (low > 0 and not before[1]) or (high < len(text) and not after[1]):
        return False
    return _WORD.search(before[2]) is None and _WORD.search(after[0]) is None
