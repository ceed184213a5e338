"""Amounts of money in a line of tokens: digits or words, multipliers, ranges, currencies.

`1.5L`, `Rs. 1,50,000/-`, `USD 800-1,500`, `ලක්ෂ 1.5`, `1 latcham 90 aayiram`, `fifteen hundred`,
`15 to 17 US dollars hundred`. Nothing here says whether an amount is pay.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from features.pay_numbers import THOUSAND, Quantity, quantity, touch
from features.pay_words import Token

_RANGE_FACTOR_MAX = 12.0
"""The ends of a range of pay are not further apart: "3 - USD 1,050" numbers a list."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount or range as written."""

    low: float
    high: float
    currency: str
    """As in `Meaning.currency`; empty where none is written."""
    first: int
    """Index of its first token, currency included."""
    last: int
    """One past its last token."""
    as_money: bool
    """Written with grouped digits, `/-` or a multiplier."""
    lakhs: bool
    """Written in lakhs or more."""
    article: bool
    """A number under 1,000 with `k`: a thousand, or the article of romanised Sinhala."""


def amounts(line: Sequence[Token]) -> Iterator[Amount]:
    """Amounts in `line`, in order, without overlap."""
    at = free = 0
    while at < len(line):
        if line[at].kind != "number" and not line[at].meaning.numbers:
            at += 1
            continue
        after = _past_code(line, at)
        if after > at:
            at = after
            continue
        amount = _amount(line, at, free)
        if amount is None:
            at += 1
        else:
            yield amount
            at = free = amount.last


def _past_code(line: Sequence[Token], at: int) -> int:
    """One past a phone, account or other number that is written in groups; `at` if it is none."""
    end = at
    groups = 0
    while end < len(line) and line[end].kind == "number" and "," not in line[end].text:
        groups += 1
        end += 1
        if end < len(line) and line[end].text == "-" and touch(line, end):
            end += 1
        elif end < len(line) and line[end].start - line[end - 1].end > 1:
            break
    if groups == 0:
        return at
    written = line[at].text
    is_code = written[0] == "0" and len(written) > 1 and "." not in written
    plus = at > 0 and line[at - 1].text == "+" and line[at - 1].end == line[at].start
    if is_code or groups > 2 or (plus and (groups > 1 or len(written) > 6)):
        return end
    return at


def _amount(line: Sequence[Token], at: int, free: int) -> Amount | None:
    low = quantity(line, at)
    if low is None:
        return None
    first, currency = _currency_before(line, at, free)
    last, ends_as_money = _past_ending(line, low.last)
    low = replace(low, last=last, as_money=low.as_money or ends_as_money)
    last, currency = _currency_after(line, last, currency)
    high = _high_end(line, last, low, currency, is_listed=_is_behind_slash(line, first))
    if high is not None:
        upper, inner = high
        low_value = low.value
        if low.factor == 1 and upper.factor > 1 and low.value < upper.factor:
            low_value *= upper.factor
        high_value = upper.value
        if low.lead and upper.factor == 1 and high_value < THOUSAND:
            high_value *= low.factor
        ends = (min(low_value, high_value), max(low_value, high_value))
        last, as_money = _past_ending(line, upper.last)
        last, currency = _currency_after(line, last, currency or inner)
        low = replace(low, as_money=low.as_money or upper.as_money or as_money)
        low = replace(low, article=low.article or upper.article)
    else:
        ends = (low.value, low.value)
    factor, last = _late_multiplier(line, last, currency, ends[1])
    return Amount(
        low=round(ends[0] * factor, 2),
        high=round(ends[1] * factor, 2),
        currency=currency,
        first=first,
        last=last,
        as_money=low.as_money,
        lakhs=low.factor >= 100 * THOUSAND,
        article=low.article,
    )


def _past_ending(line: Sequence[Token], at: int) -> tuple[int, bool]:
    """One past `/-`, `/=` and glued case endings, and whether the amount ends as money does."""
    as_money = False
    if at + 1 < len(line) and line[at].text == "/" and line[at + 1].text in "-=":
        at, as_money = at + 2, True
    while (
        at < len(line) and line[at].meaning.role == "suffix" and line[at - 1].end == line[at].start
    ):
        at += 1
    return at, as_money


def _currency_before(line: Sequence[Token], at: int, free: int) -> tuple[int, str]:
    """First token of an amount whose number starts at `at`, and the currency before it.

    Tokens before `free` belong to another amount.
    """
    before = at - 1
    while before >= max(free, at - 2) and line[before].text in ".:":
        before -= 1
    if before >= free and line[before].meaning.currency:
        return before, line[before].meaning.currency
    return at, ""


def _currency_after(line: Sequence[Token], at: int, known: str) -> tuple[int, str]:
    """One past the currency at `at`, and the currency; one before another number is that one's."""
    if at >= len(line) or not line[at].meaning.currency:
        return at, known
    if known and known != line[at].meaning.currency:
        return at, known
    if at + 1 < len(line) and line[at + 1].kind == "number" and line[at - 1].end != line[at].start:
        return at, known
    return at + 1, line[at].meaning.currency


def _high_end(
    line: Sequence[Token], at: int, low: Quantity, currency: str, *, is_listed: bool
) -> tuple[Quantity, str] | None:
    """The upper end of a range that goes on at `at`, and the currency inside it."""
    if at >= len(line):
        return None
    if line[at].meaning.role == "range":
        at += 1
    elif line[at].text == "/" and low.as_money and at + 1 < len(line):
        # "4,500/2,800" is a range; with a third amount it is a list.
        is_listed = is_listed or _is_behind_slash(line, at + 3)
        if is_listed or "," not in line[at + 1].text:
            return None
        at += 1
    elif line[at].kind != "number":
        return None
    else:
        high = quantity(line, at)
        if high is None or not any(
            t.meaning.role == "between" for t in line[high.last : high.last + 3]
        ):
            return None
    inner = ""
    while at < len(line) and (line[at].meaning.currency or (inner and line[at].text == ".")):
        inner = line[at].meaning.currency or inner
        at += 1
    high = quantity(line, at)
    if high is None or (inner and currency and inner != currency):
        return None
    base = low.value
    if low.factor == 1 and high.factor > 1 and low.value < high.factor:
        base *= high.factor
    top = high.value * low.factor if low.lead and high.factor == 1 else high.value
    smaller, larger = sorted((base, top))
    return (high, inner) if smaller > 0 and larger <= _RANGE_FACTOR_MAX * smaller else None


def _is_behind_slash(line: Sequence[Token], at: int) -> bool:
    return 0 < at <= len(line) and line[at - 1].text == "/"


def _late_multiplier(
    line: Sequence[Token], at: int, currency: str, value: float
) -> tuple[float, int]:
    """A multiplier behind the currency ("15 to 17 US dollars hundred"), and one past it."""
    if currency and value < THOUSAND and at < len(line) and line[at].meaning.bare:
        (factor, _), *_ = line[at].meaning.numbers
        if len(line[at].text) > 1:
            return factor, at + 1
    return 1.0, at
