"""Words with something inside: "pass🔥port", "con.tract", "ho🏨tel", a line break.

Parts are joined where a known word comes out that is likelier than its parts standing side by side,
as they do where only a space was forgotten. Method and limits are our own.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from string import ascii_lowercase

from features.known_words import known_words
from features.scripts import WORDS, clusters
from features.segmenting import is_inflected
from features.tracing import Edit

_EMOJI = (
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]{1,4}"
)
_MARK = r"[._*~|·•^+=]"
_PARTS = re.compile(
    rf"(?<![{WORDS}0-9@#/&:'’.-])[{WORDS}]+(?:(?:{_MARK}|{_EMOJI})[{WORDS}]+)+(?![{WORDS}0-9@/])"
)
_PART = re.compile(rf"[{WORDS}]+")
_DOMAINS = frozenset(
    {"www", "com", "lk", "org", "net", "info", "biz", "co", "io", "example", "test"}
)
_PARTS_JOINED_MAX = 10
_PART_LETTERS_MAX = 30
_ABBREVIATED_MAX = 5
"""B.Sc, Ph.D, B.Com, M.Phil: with a capital alone, a longer word must come out."""
_TWO_LETTERS_RANK_MAX = 3000
"""Two letters and an emoji must make one of the most frequent words."""
_INSIDE = re.compile(rf"(?<=[{WORDS}])(?:{_MARK}|{_EMOJI})(?=[{WORDS}])")
_BREAK = re.compile(rf"(?<=[{WORDS}])\n(?=[{WORDS}])")
_WORD_BEFORE = re.compile(rf"[{WORDS}]+\Z")
_TORN_CLUSTERS_MAX = 2
_BROKEN_LETTERS_MIN = 6
_BROKEN_CLUSTERS_MIN = 4


def joined(text: str) -> Iterator[Edit]:
    """Words with a mark or emoji inside, put together."""
    if _INSIDE.search(text) is None:
        return
    for token in _PARTS.finditer(text):
        spans = [part.span() for part in _PART.finditer(text, *token.span())]
        parts = [text[start:end] for start, end in spans]
        if parts[0].lower() in _DOMAINS or parts[-1].lower() in _DOMAINS:
            continue
        if len(parts) > 2 and max(map(len, parts)) == 1 and _is_marked(text, spans, 0):
            continue  # Letters that stand alone are read by `spaced`.
        at = 0
        while at < len(parts) - 1:
            past = _joins_until(text, spans, parts, at)
            if past > at + 1:
                for gap in range(at, past - 1):
                    yield Edit(spans[gap][1], spans[gap + 1][0], "", hides=True)
                at = past
                continue
            letter = _replaced_letter(text, spans, parts, at)
            if letter is not None or _is_torn(text, spans, parts, at):
                yield Edit(spans[at][1], spans[at + 1][0], letter or "", hides=True)
                at += 1
            at += 1


def mended(text: str) -> Iterator[Edit]:
    """Words that a line break cuts in two."""
    for gap in _BREAK.finditer(text):
        before = _WORD_BEFORE.search(text, max(0, gap.start() - _PART_LETTERS_MAX), gap.start())
        after = _PART.match(text, gap.end())
        if before is None or after is None:
            continue
        left, right = before.group(), after.group()
        if len(right) > _PART_LETTERS_MAX or left.isascii() != right.isascii():
            continue
        whole = left + right
        if whole.isascii():
            fits = len(whole) >= _BROKEN_LETTERS_MIN and right.islower()
        else:
            fits = len(clusters(whole)) >= _BROKEN_CLUSTERS_MIN
        # Lines often end without a mark: only a word that is listed may stand across their end.
        if fits and known_words().rank(whole) is not None and _is_likelier(whole, (left, right)):
            yield Edit(gap.start(), gap.end(), "", hides=True)


def _joins_until(text: str, spans: Sequence[tuple[int, int]], parts: Sequence[str], at: int) -> int:
    """One past the last part of the longest word that begins with part `at`."""
    best = at + 1
    for past in range(at + 2, min(len(parts), at + _PARTS_JOINED_MAX) + 1):
        group = parts[at:past]
        whole = "".join(group)
        if len(whole) > _PART_LETTERS_MAX or not _is_one_script(whole):
            break
        # Four letters may be an ending, which no listed word has.
        if not known_words().begins_one(whole[: max(2, len(whole) - 4)]):
            break
        marked = any(_is_marked(text, spans, gap) for gap in range(at, past - 1))
        if not (marked and _is_abbreviated(group)) and _is_likelier(whole, group):
            best = past
    return best


def _is_marked(text: str, spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a mark stands after part `at`, not emoji."""
    return text[spans[at][1]] < "\u2190"


def _is_one_script(whole: str) -> bool:
    return whole.isascii() or not any(map(str.isascii, whole))


def _is_abbreviated(group: Sequence[str]) -> bool:
    """An initial, or a new sentence after a stop without a space."""
    whole = "".join(group)
    if whole.isupper() and known_words().is_acronym(whole):
        return False
    initial = any(len(part) == 1 and part.isupper() for part in group)
    turns = any(before[-1].islower() and after[0].isupper() for before, after in pairwise(group))
    return (initial and len(whole) <= _ABBREVIATED_MAX) or turns


def _is_likelier(whole: str, group: Sequence[str]) -> bool:
    """Whether the whole is a word, and a commoner one than the rarest of its parts."""
    known = known_words()
    if whole.isascii() and len(whole) < 3:
        return False
    ranks = [known.rank(part) if len(part) > 1 else None for part in group]
    rank = known.rank(whole)
    if None not in ranks:
        return rank is not None and rank < max(each for each in ranks if each is not None)
    if whole.isascii():
        return known.is_word(whole) and (rank is not None or ranks.count(None) == len(group))
    return rank is not None or (ranks[-1] is None and is_inflected(clusters(whole)))


def _is_torn(text: str, spans: Sequence[tuple[int, int]], parts: Sequence[str], at: int) -> bool:
    """Whether emoji stands between two parts of which neither is a word."""
    known = known_words()
    left, right = parts[at], parts[at + 1]
    whole = left + right
    if _is_marked(text, spans, at) or len(whole) > _PART_LETTERS_MAX or not _is_one_script(whole):
        return False
    if any(known.rank(part) is not None and len(part) > 1 for part in (left, right)):
        return False
    if whole.isascii():
        return right.islower() and len(whole) > 3 and known.is_pronounceable(whole)
    return min(len(clusters(left)), len(clusters(right))) <= _TORN_CLUSTERS_MAX


def _replaced_letter(
    text: str, spans: Sequence[tuple[int, int]], parts: Sequence[str], at: int
) -> str | None:
    """The letter that an emoji stands for, where one makes a known word."""
    left, right = parts[at], parts[at + 1]
    known = known_words()
    size = len(left) + len(right)
    if _is_marked(text, spans, at) or not (left + right).isascii() or size > _PART_LETTERS_MAX:
        return None
    if all(len(part) > 1 and known.rank(part) is not None for part in (left, right)):
        return None
    if not known.begins_one(left) or (size == 2 and len(parts) > 2):
        return None
    if size > 2:
        fits = [c for c in ascii_lowercase if known.is_word(left + c + right)]
    else:
        fits = [
            c
            for c in ascii_lowercase
            if (known.rank(left + c + right) or _TWO_LETTERS_RANK_MAX) < _TWO_LETTERS_RANK_MAX
        ]
    if not fits:
        return None
    letter = min(fits, key=lambda c: known.rank(left + c + right) or 10**6)
    return letter.upper() if (left + right).isupper() else letter
