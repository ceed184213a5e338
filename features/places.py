"""Places that a text names: destinations abroad and Sri Lankan provinces, districts and towns.

All names are searched for at once (Aho and Corasick 1975, through `ahocorasick_rs`) over the folded
words of the text, once as spelled and once in a coarser spelling that sees no difference between
long and short vowels, or letters that sound alike. A name has to begin with a word; its last word
may carry a case ending from a closed list (`බැංකොක්වල`, `தாய்லாந்தில்`, `Dubai walata`). Of
overlapping names the longest stands. Linear in the text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex
from ahocorasick_rs import AhoCorasick, Implementation

from features.gazetteer import HOME, Place, countries, places_by_name, word_kinds
from features.place_spelling import coarse, is_locative, least_characters, may_end, stems
from features.text import ZERO_WIDTH_JOINERS, fold
from lurewatch.errors import ConfigurationError

__all__ = ["HOME", "FoundPlace", "Place", "find_places"]

_TOKEN = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*")
_SENTENCE_END = regex.compile(r"[.!?\n:|]")
_FLAG = regex.compile(r"[\U0001F1E6-\U0001F1FF]{2}")
_REGIONAL_A = 0x1F1E6
_MARKS = frozenset("-.,/&()'’‘:;")
_NEVER, _CUE = "never", "cue"
_COARSE_LATER = 1_000_000
"""Put on the order of coarse spellings: they come after all exact ones."""
_PLACE_WORD = regex.compile(
    r"town|city|district|junction|division|province|area|bazaar|dist|handiya|nagar|nagaraya|disthri|"
    r"palatha|gama|නගර|දිස්ත්|හන්දි|පළාත|ප්‍?රදේශ|ටවුම|நகர|மாவட்ட|சந்தி|பகுதி|பிரதேச|டவுன|mawatta|maavatt|santhi|pakuthi"
)
_COARSE_CHARACTERS_MIN = 6
_COARSE_GROWTH = 2
"""Letters that a coarse spelling may add."""
_COARSE_LATIN_CHARACTERS_MIN = 8
_COARSE_TAMIL_CHARACTERS_MIN = 7
"""Shorter names in a coarse spelling would meet too many other words."""


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place named in a text; `start` and `end` index the searched text."""

    place: Place
    start: int
    end: int


class _Entry(NamedTuple):
    """What one pattern of the automaton stands for."""

    place: Place | None
    """`None` where the words are no place."""
    needs_cue: bool
    takes_endings: bool
    needs_ending: bool
    """A Latin name without its last vowel: a word only with an ending."""
    order: int
    """Of two places of one length, the earlier stands."""


@dataclass(frozen=True, slots=True)
class _Dictionary:
    automaton: AhoCorasick
    entries: tuple[_Entry, ...]
    is_coarse: bool


class _Match(NamedTuple):
    entry: _Entry
    first: int
    """Index of the first token."""
    stop: int
    """One past the last token."""
    rest: str
    """The case ending."""


def find_places(text: str) -> Iterator[FoundPlace]:
    """Places named in `text` (normalised): names in order of appearance, then flags."""
    spans: list[tuple[int, int]] = []
    folded: list[str] = []
    for token in _TOKEN.finditer(text):
        spans.append(token.span())
        folded.append(_folded(token.group()))
    if spans:
        fine, rough = _dictionaries()
        matches = [*_matches(folded, fine), *_matches([coarse(word) for word in folded], rough)]
        for match, is_sure in _longest(matches, folded):
            place = match.entry.place
            if place is not None and (is_sure or _is_capitalised(text, spans, match.first)):
                yield FoundPlace(place, spans[match.first][0], spans[match.stop - 1][1])
    yield from _flags(text)


def _matches(tokens: list[str], dictionary: _Dictionary) -> Iterator[_Match]:
    """Names that stand in the tokens, their last word complete but for a case ending."""
    joined = f" {' '.join(tokens)} "
    starts: dict[int, int] = {}
    at = 0
    for index, token in enumerate(tokens):
        starts[at] = index
        at += len(token) + 1
    for pattern, start, end in dictionary.automaton.find_matches_as_indexes(
        joined, overlapping=True
    ):
        rest = joined[end : joined.index(" ", end)]
        entry = dictionary.entries[pattern]
        if rest:
            is_latin = joined[end - 1].isascii()
            if not (entry.takes_endings and may_end(rest, is_latin, dictionary.is_coarse)):
                continue
        elif entry.needs_ending:
            continue
        first = starts[start]
        stop = first + joined.count(" ", start + 1, end) + 1
        yield _Match(entry, first, stop, rest)


def _longest(matches: list[_Match], tokens: list[str]) -> Iterator[tuple[_Match, bool]]:
    """Of overlapping matches the longest, exact spelling before coarse; and whether it is sure."""
    chosen: list[_Match] = []
    matches.sort(key=lambda match: (match.first, -match.stop, match.entry.order))
    at = 0
    for match in matches:
        if match.first >= at:
            chosen.append(match)
            at = match.stop
    for index, match in enumerate(chosen):
        beside = (*chosen[max(0, index - 1) : index], *chosen[index + 1 : index + 2])
        yield match, not match.entry.needs_cue or _has_cue(match, tokens, beside)


def _has_cue(match: _Match, tokens: list[str], beside: Iterable[_Match]) -> bool:
    """Whether the words around a name that is also an ordinary word make it a place."""
    if match.rest and is_locative(match.rest):
        return True
    if match.stop < len(tokens) and _PLACE_WORD.match(tokens[match.stop]):
        return True
    return any(
        other.entry.place is not None
        and not other.entry.needs_cue
        and min(abs(other.first - match.stop), abs(match.first - other.stop)) <= 1
        for other in beside
    )


def _is_capitalised(text: str, spans: list[tuple[int, int]], index: int) -> bool:
    """Whether a token has a capital first letter only, behind another word of the sentence."""
    start, end = spans[index]
    return (
        index > 0
        and text[start : start + 1].isupper()
        and text[start + 1 : end].islower()
        and not _SENTENCE_END.search(text, spans[index - 1][1], start)
    )


@lru_cache(maxsize=16_384)
def _folded(word: str) -> str:
    return fold(word)


def _flags(text: str) -> Iterator[FoundPlace]:
    """Flag emoji of countries."""
    for flag in _FLAG.finditer(text):
        code = "".join(chr(ord(letter) - _REGIONAL_A + ord("A")) for letter in flag.group())
        if code in countries():
            yield FoundPlace(countries()[code], flag.start(), flag.end())


@lru_cache(maxsize=1)
def _dictionaries() -> tuple[_Dictionary, _Dictionary]:
    """All names as spelled, and the longer ones in a coarse spelling."""
    fine: dict[str, _Entry] = {}
    rough: dict[str, _Entry] = {}
    kinds = {" ".join(_words(name)): kind for name, kind in word_kinds().items()}
    never = ((name, None) for name, kind in kinds.items() if kind == _NEVER)
    for order, (name, place) in enumerate((*never, *places_by_name().items())):
        spelled = _words(name)
        if not spelled:
            raise ConfigurationError(f"the gazetteer's name {name!r} has no words")
        kind = kinds.get(" ".join(spelled), "")
        if place is not None and kind == _NEVER:
            continue
        _add(fine, spelled, place, kind == _CUE, order)
        least = _coarse_least(name)
        if place is None or len(name) < least - _COARSE_GROWTH:
            continue
        sounds = [coarse(word) for word in spelled]
        if len(" ".join(sounds)) >= least:
            _add(rough, sounds, place, kind == _CUE, order + _COARSE_LATER)
    return _dictionary(fine, False), _dictionary(rough, True)


def _words(name: str) -> list[str]:
    """A name of the tables, which are in NFC, as `find_places` splits and folds a text."""
    bare = name.lower()
    for joiner in ZERO_WIDTH_JOINERS:
        bare = bare.replace(joiner, "")
    # Splitting at spaces is five times as fast, and most names have no other marks.
    if _MARKS.isdisjoint(bare):
        return bare.split()
    found: list[str] = _TOKEN.findall(bare)
    return found


def _add(
    names: dict[str, _Entry], spelled: list[str], place: Place | None, cue: bool, order: int
) -> None:
    """Put in a name and the stems of its last word; a name that is there already stays."""
    last = spelled[-1]
    before = f" {' '.join(spelled[:-1])}".rstrip()
    is_latin = last.isascii()
    # Towns are many: a short one with an ending would meet too many other words.
    least = least_characters(last) + (place is not None and place.kind in ("town", "division"))
    for stem in stems(last):
        pattern = f"{before} {stem}"
        if pattern not in names:
            names[pattern] = _Entry(
                place, cue, len(stem) >= least, is_latin and stem != last, order
            )


def _coarse_least(name: str) -> int:
    if name.isascii():
        return _COARSE_LATIN_CHARACTERS_MIN
    is_tamil = "\u0b80" <= name[0] <= "\u0bff"
    return _COARSE_TAMIL_CHARACTERS_MIN if is_tamil else _COARSE_CHARACTERS_MIN


def _dictionary(names: dict[str, _Entry], is_coarse: bool) -> _Dictionary:
    automaton = AhoCorasick(list(names), implementation=Implementation.ContiguousNFA)
    return _Dictionary(automaton, tuple(names.values()), is_coarse)
