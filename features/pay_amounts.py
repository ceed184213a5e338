"""Amounts of money in a line of tokens: digits or words, multipliers, ranges, currencies.

`1.5L`, `Rs. 1,50,000/-`, `USD 800-1,500`, `ලක්ෂ 1.5`, `1 latcham 90 aayiram`, `fifteen hundred`,
`15 to 17 US dollars hundred`. Nothing here says whether an amount is pay.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from features.pay_words import Token

_DIGITS_MAX = 15
"""Longer numbers are nobody's pay in any currency."""
_RANGE_FACTOR_MAX = 12.0
"""The ends of a range of pay are not further apart: "3 - USD 1,050" numbers a list."""
_PARTS_MAX = 8
"""Tokens of one number in words; "one lakh ninety five thousand" has five."""
_THOUSAND = 1000.0


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount or range as written."""

    low: float
    high: float
    currency: str
    """ISO 4217 code; empty where none is written."""
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


@dataclass(frozen=True, slots=True)
class _Quantity:
    value: float
    factor: float
    """What its multipliers make of its number."""
    last: int
    as_money: bool
    article: bool = False
    lead: bool = False
    """Whether the multiplier stands before the number and so holds for a whole range."""


def amounts(line: Sequence[Token]) -> Iterator[Amount]:
    """Amounts in `line`, in order, without overlap."""
    at = 0
    while at < len(line):
        if line[at].kind != "number" and not line[at].meaning.numbers:
            at += 1
            continue
        after = _past_code(line, at)
        if after > at:
            at = after
            continue
        amount = _amount(line, at)
        if amount is None:
            at += 1
        else:
            yield amount
            at = amount.last


def _past_code(line: Sequence[Token], at: int) -> int:
    """One past a phone, account or other number that is written in groups; `at` if it is none."""
    end = at
    groups = 0
    while end < len(line) and line[end].kind == "number" and "," not in line[end].text:
        groups += 1
        end += 1
        if end < len(line) and line[end].text == "-" and _touch(line, end):
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


def _touch(line: Sequence[Token], mark: int) -> bool:
    """Whether a mark stands between two tokens without a space."""
    return (
        mark + 1 < len(line)
        and line[mark - 1].end == line[mark].start
        and line[mark].end == line[mark + 1].start
    )


def _amount(line: Sequence[Token], at: int) -> Amount | None:
    low = _quantity(line, at)
    if low is None:
        return None
    first, currency = _currency_before(line, at)
    last, ends_as_money = _past_ending(line, low.last)
    low = replace(low, last=last, as_money=low.as_money or ends_as_money)
    last, currency = _currency_after(line, last, currency)
    high = _high_end(line, last, low, currency)
    if high is not None:
        quantity, inner = high
        low_value = low.value
        if low.factor == 1 and quantity.factor > 1 and low.value < quantity.factor:
            low_value *= quantity.factor
        high_value = quantity.value
        if low.lead and quantity.factor == 1 and high_value < _THOUSAND:
            high_value *= low.factor
        ends = (min(low_value, high_value), max(low_value, high_value))
        last, as_money = _past_ending(line, quantity.last)
        last, currency = _currency_after(line, last, currency or inner)
        low = replace(low, as_money=low.as_money or quantity.as_money or as_money)
        low = replace(low, article=low.article or quantity.article)
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
        lakhs=low.factor >= 100 * _THOUSAND,
        article=low.article,
    )


def _quantity(line: Sequence[Token], at: int) -> _Quantity | None:
    """The number that starts at token `at`, in digits, in words or both."""
    parts: list[tuple[float, bool]] = []
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
        elif token.meaning.numbers and not (len(token.text) == 1 and not _after_digits(line, end, at)):
            if not _may_add(parts, line, end):
                break
            if token.text == "k" and parts:
                if parts[0][1] or parts[-1][0] >= _THOUSAND:
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
    return _Quantity(value, factor, end, as_money or scaled, article, lead)


def _may_add(parts: Sequence[tuple[float, bool]], line: Sequence[Token], at: int) -> bool:
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


def _is_smaller(parts: Sequence[tuple[float, bool]], line: Sequence[Token], at: int) -> bool:
    """Whether a multiplier stands at `at` that is smaller than the last one."""
    following = line[at].meaning.numbers if at < len(line) else ()
    return bool(following) and following[0][1] and following[0][0] < parts[-1][0]


def _may_follow(parts: Sequence[tuple[float, bool]], line: Sequence[Token], at: int) -> bool:
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
        and _touch(line, at - 1)
    )


def _number_word(line: Sequence[Token], at: int) -> bool:
    return at < len(line) and bool(line[at].meaning.numbers)


def _after_digits(line: Sequence[Token], at: int, first: int) -> bool:
    """Whether a single letter (`k`, `l`) stands right behind a number."""
    return at > first and line[at - 1].kind == "number" and line[at].start - line[at - 1].end <= 1


def _evaluate(parts: Sequence[tuple[float, bool]]) -> tuple[float, float]:
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
        if value >= _THOUSAND:
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


def _past_ending(line: Sequence[Token], at: int) -> tuple[int, bool]:
    """One past `/-`, `/=` and glued case endings, and whether the amount ends as money does."""
    as_money = False
    if at + 1 < len(line) and line[at].text == "/" and line[at + 1].text in "-=":
        at, as_money = at + 2, True
    while at < len(line) and line[at].meaning.role == "suffix" and line[at - 1].end == line[at].start:
        at += 1
    return at, as_money


def _currency_before(line: Sequence[Token], at: int) -> tuple[int, str]:
    """First token of an amount whose number starts at `at`, and the currency before it."""
    before = at - 1
    while before >= max(0, at - 2) and line[before].text in ".:":
        before -= 1
    if before >= 0 and line[before].meaning.currency:
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
    line: Sequence[Token], at: int, low: _Quantity, currency: str
) -> tuple[_Quantity, str] | None:
    """The upper end of a range that goes on at `at`, and the currency inside it."""
    if at >= len(line):
        return None
    if line[at].meaning.role == "range":
        at += 1
    elif line[at].text == "/" and low.as_money and at + 1 < len(line):
        if "," not in line[at + 1].text or (at + 2 < len(line) and line[at + 2].text == "/"):
            return None
        at += 1
    elif line[at].kind != "number":
        return None
    else:
        high = _quantity(line, at)
        if high is None or not any(t.meaning.role == "between" for t in line[high.last : high.last + 3]):
            return None
    inner = ""
    while at < len(line) and (line[at].meaning.currency or (inner and line[at].text == ".")):
        inner = line[at].meaning.currency or inner
        at += 1
    high = _quantity(line, at)
    if high is None or (inner and currency and inner != currency):
        return None
    base = low.value
    if low.factor == 1 and high.factor > 1 and low.value < high.factor:
        base *= high.factor
    top = high.value * low.factor if low.lead and high.factor == 1 else high.value
    smaller, larger = sorted((base, top))
    return (high, inner) if 0 < smaller and larger <= _RANGE_FACTOR_MAX * smaller else None


def _late_multiplier(
    line: Sequence[Token], at: int, currency: str, value: float
) -> tuple[float, int]:
    """A multiplier behind the currency ("15 to 17 US dollars hundred"), and one past it."""
    if currency and value < _THOUSAND and at < len(line) and line[at].meaning.bare:
        (factor, _), *_ = line[at].meaning.numbers
        if len(line[at].text) > 1:
            return factor, at + 1
    return 1.0, at
