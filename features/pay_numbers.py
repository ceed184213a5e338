"""One number of a line: digits with grouping, words, multipliers, and all of them together.

`1,50,000`, `1.5 lakhs`, `1k4`, `ලක්ෂ 1.5`, `1 latcham 90 aayiram`, `fifteen hundred`, `4,2 lakhs`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from features.pay_vocabulary import Part
from features.pay_words import Token

THOUSAND = 1000.0
_DIGITS_MAX = 15
"""Longer numbers are nobody's pay in any currency."""
_PARTS_MAX = 8
"""Tokens of one number in words; "one lakh ninety five thousand" has five."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written."""

    value: float
    factor: float
    """What its multipliers make of its number; 1 where it has none or several numbers."""
    last: int
    """Index of the token behind it."""
    as_money: bool
    """Written with grouped digits or a multiplier."""
    article: bool = False
    """A number under 1,000 with `k`: a thousand, or the article of romanised Sinhala."""
    lead: bool = False
    """Whether the multiplier stands before the number and so holds for a whole range."""


def quantity(line: Sequence[Token], at: int) -> Quantity | None:
    """The number that starts at token `at`, in digits, in words or both."""
    parts: list[Part] = []
    digits = bare = article = as_money = False
    end = at
    while end < min(len(line), at + _PARTS_MAX):
        token = line[end]
        if token.kind == "number":
            value = _value(token, line[end + 1] if end + 1 < len(line) else None)
            if value is None or not _may_follow(parts, line, end):
                break
            if _is_hundreds_of_k(line, end) and parts:
                parts = [(parts[0][0] + value / 10, False), parts[1]]
            else:
                parts.append((value, False))
            digits = True
            as_money = as_money or "," in token.text
        elif token.meaning.numbers and not (
            len(token.text) == 1 and not _after_digits(line, end, at)
        ):
            if not _may_add(parts, line, end):
                break
            if token.text == "k" and parts:
                if parts[0][1] or parts[-1][0] >= THOUSAND:
                    end, as_money = end + 1, True
                    break
                article = True
            elif parts and parts[0][1] and bare and len(parts) > 1 and token.meaning.numbers[0][1]:
                break
            if not parts:
                bare = token.meaning.bare
            parts.extend(token.meaning.numbers)
        elif not (token.text == "and" and parts and parts[-1][1] and _number_word(line, end + 1)):
            break
        end += 1
    scaled = any(is_scale for _, is_scale in parts)
    if not parts or not (digits or scaled) or (bare and len(parts) == 1):
        return None
    value, factor = _evaluate(parts)
    lead = parts[0][1] and len(parts) > 1 and not parts[1][1]
    return Quantity(value, factor, end, as_money or scaled, article, lead)


def _may_add(parts: Sequence[Part], line: Sequence[Token], at: int) -> bool:
    """Whether a number word goes on the number before it."""
    (value, is_scale), *rest = line[at].meaning.numbers
    if line[at].meaning.period and not parts and at + 1 < len(line):
        # "ලක්ෂයකට 4,000": four thousand for each lakh.
        return line[at + 1].kind != "number" and not line[at + 1].meaning.currency
    if not parts or is_scale:
        return True
    if parts[-1][1]:
        return (
            len(parts) == 1
            or _is_smaller(parts, line, at + 1)
            or any(each and scale < parts[-1][0] for scale, each in rest)
        )
    return value < 10 <= parts[-1][0] < 100 and line[at - 1].kind == "word"


def _is_smaller(parts: Sequence[Part], line: Sequence[Token], at: int) -> bool:
    """Whether a multiplier stands at `at` that is smaller than the last one."""
    following = line[at].meaning.numbers if at < len(line) else ()
    return bool(following) and following[0][1] and following[0][0] < parts[-1][0]


def _may_follow(parts: Sequence[Part], line: Sequence[Token], at: int) -> bool:
    """Whether digits may go on a number: after a leading multiplier, or before a smaller one."""
    if not parts or (len(parts) == 1 and parts[0][1]) or _is_hundreds_of_k(line, at):
        return True
    return parts[-1][1] and _is_smaller(parts, line, at + 1)


def _is_hundreds_of_k(line: Sequence[Token], at: int) -> bool:
    """`1k4`: one digit that touches a `k` with a number before it."""
    return (
        at > 1
        and len(line[at].text) == 1
        and line[at - 1].text == "k"
        and line[at - 2].kind == "number"
        and touch(line, at - 1)
    )


def _number_word(line: Sequence[Token], at: int) -> bool:
    return at < len(line) and bool(line[at].meaning.numbers)


def _after_digits(line: Sequence[Token], at: int, first: int) -> bool:
    """Whether a single letter (`k`, `l`) stands right behind a number."""
    return at > first and line[at - 1].kind == "number" and line[at].start - line[at - 1].end <= 1


def _evaluate(parts: Sequence[Part]) -> tuple[float, float]:
    """Value of the parts, and the factor of its multipliers if there is only one number."""
    if parts[0][1] and len(parts) > 1 and not parts[1][1] and not any(s for _, s in parts[1:]):
        return parts[0][0] * parts[1][0], parts[0][0]
    total, current, numbers, factor = 0.0, 0.0, 0, 1.0
    for value, is_scale in parts:
        if not is_scale:
            current += value
            numbers += 1
            continue
        factor *= value
        current = (current or 1.0) * value
        if value >= THOUSAND:
            total, current = total + current, 0.0
    return total + current, factor if numbers == 1 else 1.0


def _value(token: Token, following: Token | None) -> float | None:
    """Value of digits with grouping; `None` for what is no amount."""
    written = token.text
    if len(written) > _DIGITS_MAX or not written.replace(",", "").replace(".", "").isdecimal():
        return None
    if "," in written:
        groups = written.split(".")[0].split(",")
        if len(groups) == 2 and len(groups[1]) < 3:
            # A decimal comma, as in "4,2 lakhs".
            scaled = following is not None and any(s for _, s in following.meaning.numbers)
            return float(written.replace(",", ".")) if scaled and "." not in written else None
        if len(groups[0]) > 3 or any(len(group) not in (2, 3) for group in groups[1:]):
            return None
        written = written.replace(",", "")
    whole, _, fraction = written.partition(".")
    if "." in fraction:
        return None
    if len(fraction) == 3 and whole != "0":
        return float(whole + fraction)
    return float(written)


def touch(line: Sequence[Token], mark: int) -> bool:
    """Whether a mark stands between two tokens without a space."""
    return (
        mark + 1 < len(line)
        and line[mark - 1].end == line[mark].start
        and line[mark].end == line[mark + 1].start
    )
