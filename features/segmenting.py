"""Letters without spaces cut into the words they spell.

Method: the likeliest sequence of words by their frequencies (Viterbi), where a letter that belongs
to no known word costs much.
"""

from collections.abc import Sequence

from features.known_words import known_words

WORD_LETTERS_MAX = 20
_UNKNOWN_LETTER_COST = 7.0
"""A rare word costs 12: two stray letters must not be cheaper."""
_BEGINNING_COST = 11.0
_ENDING_LETTER_COST = 4.0
"""Words of Sinhala and Tamil take endings of one to three letters; two words are likelier than one
with a long ending."""
_STEM_LETTERS_MIN = 3
_ENDING_LETTERS_MAX = 3
_SHORT_RANK_MAX = 400
"""An English word of two letters counts only where it is among the most frequent."""
_KNOWN_SHARE_MIN = 0.7
"""With fewer letters in known words it is a name, which is better left whole."""


def cuts(letters: Sequence[str]) -> tuple[list[int], float] | None:
    """Where words end, and the share of the letters that belong to known ones.

    Neighbouring unknown letters make one word; the last end is `len(letters)`. `None` where too
    few are known.
    """
    size = len(letters)
    costs = [0.0] + [float("inf")] * size
    froms = [-1] * (size + 1)
    for end in range(1, size + 1):
        costs[end] = costs[end - 1] + _UNKNOWN_LETTER_COST
        for start in range(max(0, end - WORD_LETTERS_MAX), end):
            cost = _cost(letters[start:end])
            if cost is not None and costs[start] + cost < costs[end]:
                costs[end], froms[end] = costs[start] + cost, start
    ends: list[int] = []
    known, end, in_unknown = 0, size, False
    while end > 0:
        unknown = froms[end] < 0
        if not (unknown and in_unknown):
            ends.append(end)
        start = end - 1 if unknown else froms[end]
        known += 0 if unknown else end - start
        end, in_unknown = start, unknown
    share = known / max(size, 1)
    return (ends[::-1], share) if share >= _KNOWN_SHARE_MIN else None


def _cost(letters: Sequence[str]) -> float | None:
    known = known_words()
    word = "".join(letters)
    rank = known.rank(word)
    if len(letters) == 1:
        # Such as "haa" (and): what is left of a longer word is likelier.
        short = not word.isascii() and rank is not None and rank < _SHORT_RANK_MAX
        return known.cost(word) + _ENDING_LETTER_COST if short else None
    if word.isascii():
        fits = rank is not None and (len(letters) > 2 or rank < _SHORT_RANK_MAX)
        return known.cost(word) if fits else None
    return known.cost(word) if rank is not None else _inflected_cost(letters)


def is_inflected(letters: Sequence[str]) -> bool:
    """Whether a word of Sinhala or Tamil begins like a known one, or a known one begins it."""
    return _inflected_cost(letters) is not None


def _inflected_cost(letters: Sequence[str]) -> float | None:
    known = known_words()
    if len(letters) < _STEM_LETTERS_MIN:
        return None
    if known.begins_one("".join(letters)):
        return _BEGINNING_COST
    for size in range(len(letters) - 1, len(letters) - 1 - _ENDING_LETTERS_MAX, -1):
        stem = "".join(letters[:size])
        if size >= _STEM_LETTERS_MIN and known.rank(stem) is not None:
            return known.cost(stem) + _ENDING_LETTER_COST * (len(letters) - size)
    return None
