"""What the words around an amount make of it: pay or not, for which period, with open ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from features.pay_amounts import Amount
from features.pay_vocabulary import vocabulary
from features.pay_words import Token

_BEFORE = 8
_AFTER = 5
"""How far words that say what an amount is stand from it, in words; own choice, one clause."""
_COMMA = 2
"""A comma sets words apart as much as so many words."""
_REACH = {"thing": 1, "count": 0, "trade": 1}
"""How near words of some kinds stand: a thing to its price, a trade to its pay."""
_PIECE_AFTER = 1
"""How near words of a piece rate stand behind an amount; before one they touch it."""
_VERB = 2
"""Words of pay after an amount ("denawa") say less than those before it, by so many words."""
_STOPS = frozenset("!?;•|।")
_STOPS_AFTER = _STOPS | {",", "("}
"""What ends a clause, before and after an amount."""
_GAIN_WORDS = 2
"""How many words stand between what is put in and what is got out."""
_BRACKET_TOKENS = 4
"""How many tokens stand between a sum and the same sum in other money."""
_UNIT_WORDS = 3
"""How far a unit stands before an amount."""
SMALL_MAX = 100
"""Smaller numbers without currency are mostly ages, hours and counts."""
_A_UNIT_MAX = 5_000
"""Larger amounts with "a" are not for a unit: "45,000 a good start"."""


@dataclass(frozen=True, slots=True)
class Context:
    """The words of the clause around one amount."""

    before: tuple[tuple[Token, int], ...]
    """Tokens before it with their distance in words, nearest first."""
    after: tuple[tuple[Token, int], ...]
    added: bool
    """It stands behind "+": something on top of what was said before."""
    restated: bool
    """It opens a bracket behind another: "YEN 198,000 (about 3.9 lakhs)"."""
    for_number: bool
    """It is for the number before it: "1 box Rs 45", "500කට 14,000"."""
    gained: bool
    """It is what one gets for the amount before it: "put 10,000 get 13,000"."""

    def cue(self) -> tuple[str, int]:
        """What the nearest word that says anything makes of the amount, and how far before it
        that word stands, 0 where it follows; empty if none does."""
        before, before_at = _nearest((token.meaning.before, at) for token, at in self.before)
        after, after_at = _nearest((token.meaning.after, at) for token, at in self.after)
        if "never" in (t.meaning.before for t, _ in self.before) or after == "never":
            return "never", -1
        if after == "pay":
            after_at += _VERB
        if after and (after_at < before_at or (after == "other" and after_at <= before_at)):
            return after, -1
        return before, before_at

    def period(self, amount: Amount, day_min: float) -> tuple[str, int]:
        """Period of the amount, and how far its words stand; empty if none is written.

        As in `Pay.period`, or `each` where a unit is named. An amount under `day_min` is for one
        of what a dative names.
        """
        best, found = 99, ""
        for words in (self.after, self.before):
            for token, at in words:
                name = token.meaning.period
                if name == "piece" and at > (_PIECE_AFTER if words is self.after else 0):
                    continue
                if name and at < best:
                    best, found = at, name
                    break
        unit = self._unit(amount, day_min) if best else ""
        return (unit, 0) if unit else (found, best)

    def _unit(self, amount: Amount, day_min: float) -> str:
        """`20 per punnet`, `4,500/trip`, `25 rs a page`, `per order 200`, `පාර්සලේකට 85`."""
        after = [token for token, _ in self.after[:2]]
        if len(after) == 2 and after[1].kind == "word" and not after[1].meaning.currency:
            by, noun = after
            touching = noun.start - by.end <= (by.text != "/")
            if by.meaning.role == "per" and by.text != "=" and touching:
                return noun.meaning.period or "each"
            if by.meaning.role == "a" and amount.high < _A_UNIT_MAX:
                return "each"
        if self.for_number:
            return "each"
        before = [token for token, at in self.before[:3] if at <= _UNIT_WORDS]
        if not before:
            return ""
        if before[0].text == "=":
            return next((t.meaning.period for t in before if t.meaning.period), "piece")
        word = before[0].text
        endings = vocabulary().piece_endings
        if word.endswith(endings["any"]):
            return "each"
        if len(before) > 1 and before[1].meaning.role == "per":
            return "each"
        small = word.endswith(endings["small"]) or word == "ku"
        written = bool(amount.currency) or amount.high >= SMALL_MAX
        of_one = any(token.meaning.role == "one" for token in before[1:])
        return "each" if small and (of_one or (written and amount.high < day_min)) else ""

    def open_ends(self) -> tuple[bool, bool]:
        """Whether the lower and the upper end are open."""
        said = {t.meaning.open for t, at in self.before[:1] if at == 0} & {
            "lower_before",
            "upper_before",
        }
        said |= {t.meaning.open for t, at in self.after[:1]} & {"lower_after", "upper_after"}
        upper = any(each.startswith("upper") for each in said)
        return upper, bool(said) and not upper


def _nearest(cues: Iterable[tuple[str, int]]) -> tuple[str, int]:
    for kind, at in cues:
        if kind and at <= _REACH.get(kind, at):
            return kind, at
    return "", 99


def context(line: Sequence[Token], amount: Amount, low: int, high: int) -> Context:
    """The clause around `amount`, between the amounts that end at `low` and start at `high`."""
    before, added = _before(line, amount.first, low)
    for_number = bool(low) and _is_for_number(line, low, amount.first)
    between = line[low : amount.first] if low else ()
    restated = len(between) <= _BRACKET_TOKENS and any(t.text == "(" for t in between)
    gained = len(between) <= _GAIN_WORDS and any(t.meaning.role == "gain" for t in between)
    return Context(
        tuple(before), tuple(_after(line, amount.last, high)), added, restated, for_number, gained
    )


def _is_for_number(line: Sequence[Token], low: int, first: int) -> bool:
    last = line[low - 1]
    if low == first:
        return last.meaning.role == "suffix" and last.text in vocabulary().piece_endings["number"]
    return last.text == "1" and first - low == 1 and line[low].kind == "word"


def _before(line: Sequence[Token], first: int, low: int) -> tuple[list[tuple[Token, int]], bool]:
    found: list[tuple[Token, int]] = []
    distance = 0
    at = first - 1
    while at >= low and distance < _BEFORE:
        token = line[at]
        if token.text in _STOPS or (token.text == "." and not _is_inner_stop(line, at)):
            break
        if low and token.meaning.role == "plus" and token.text in ("+", "plus"):
            return found, True
        if token.text == ",":
            distance += _COMMA
        elif token.kind != "mark" or token.meaning.before or token.text == "=":
            found.append((token, distance))
            distance += 1
        at -= 1
    return found, False


def _after(line: Sequence[Token], last: int, high: int) -> list[tuple[Token, int]]:
    found: list[tuple[Token, int]] = []
    stop = min(high, last + 2 * _AFTER)
    for at in range(last, stop):
        token = line[at]
        if token.text in _STOPS_AFTER or token.meaning.role == "plus":
            return found
        if token.text == "." and not _is_inner_stop(line, at):
            return found
        if token.kind != "mark" or token.meaning.role or token.meaning.after:
            found.append((token, len(found)))
        if len(found) == _AFTER:
            return found
    if stop == high < len(line) and found and found[-1][0].meaning.before:
        # The word right before the next amount belongs to that one: "45,000 bonus 5,000".
        found.pop()
    return found


def _is_inner_stop(line: Sequence[Token], at: int) -> bool:
    """A stop that ends no sentence: glued to what follows, or between `rs` and its number."""
    if at + 1 >= len(line):
        return False
    glued = line[at].end == line[at + 1].start
    return glued or (
        at > 0 and bool(line[at - 1].meaning.currency) and line[at + 1].kind == "number"
    )
