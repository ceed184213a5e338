"""Rates of pay as adverts write them, in English, Sinhala, Tamil and romanised text.

Amounts: `Rs. 150,000/-`, `1.5L`, `150k`, `ලක්ෂ 1.5`, `two lakhs`, `USD 800-1500`, `from 90,000`.
Currencies are ISO 4217 codes. An amount without a currency is in rupees, and one without a period
is for a month, as adverts in Sri Lanka mean it; small rupee amounts are for a day. An amount that
stands with words of a fee, a fine or a deposit is not pay and is left out.
"""

import math
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources

import regex

from features.text import lower
from lurewatch.records import Pay

AMOUNT_MAX = 1e12
"""Larger numbers are not pay in any currency; 1e12 Iranian rial is about 20 million USD."""
HOME_CURRENCY = "LKR"
DAY_RUPEES = (700, 12_000)
"""Rupee amounts that are for a day where no period is written; swept on the training split."""
BARE_RUPEES = (15_000, 900_000)
"""Amounts without currency and without words of pay that are taken for a month's pay."""

_BEFORE_CHARACTERS = 40
_AFTER_CHARACTERS = 32
"""How far words that say what an amount is stand from it; own choice, about six words."""
_NEAR_CHARACTERS = 14
"""How far words stand that leave a range open ("from", "up to")."""

_NUMBER = r"\d{1,3}(?:,\d{2,3}){1,4}(?:\.\d{1,2})?(?!\d)|\d{1,12}(?:\.\d{1,2})?(?![\d])"
_RANGE = r"\s?(?:-|–|—|~|/|to|and|සිට|ත්|දක්වා|முதல்|இலிருந்து|idan|idala|sita|indan|mudhal|muthal)\s?"


def find_pay(text: str, field: str = "text") -> Iterator[Pay]:
    """Rates of pay in `text` (normalised), in order; spans index `text`."""
    lowered = lower(text)
    previous_end = 0
    for match in _amount().finditer(lowered):
        pay = _read(match, lowered, previous_end, field)
        if pay is not None:
            yield pay
        previous_end = match.end()


def _read(match: "regex.Match[str]", text: str, previous_end: int, field: str) -> Pay | None:
    before = _clause_before(
        text[max(previous_end, match.start() - _BEFORE_CHARACTERS) : match.start()]
    )
    after = _clause_after(text[match.end() : match.end() + _AFTER_CHARACTERS])
    # What is added to an amount ("+ commission") says nothing against it.
    if _means("fee", before) or _means("fee_after", after.partition("+")[0]):
        return None
    currency = _currency(match["before"] or match["after"] or match["inner"])
    period = _period(after) or _period(before)
    low, high = _amounts(match)
    if not 0 < low <= AMOUNT_MAX or not low <= high <= AMOUNT_MAX:
        return None
    said = _means("pay", before) or _means("pay_after", after)
    if currency is None and not said and not period and not _is_bare_pay(match, low):
        return None
    if currency is None and high < 100:
        return None
    currency = currency or HOME_CURRENCY
    lower_open, upper_open = _open_ends(before, after) if low == high else (False, False)
    return Pay(
        min=None if lower_open else low,
        max=None if upper_open else high,
        currency=currency,
        period=period or _usual_period(currency, high),
        field=field,
        start=match.start(),
        end=match.end(),
    )


def _is_bare_pay(match: "regex.Match[str]", low: float) -> bool:
    """Whether an amount is written as money and is as large as a month's pay."""
    written = match.group()
    as_money = "," in written or "/-" in written or match["low_unit"] or match["lead"]
    return bool(as_money) and BARE_RUPEES[0] <= low <= BARE_RUPEES[1]


def _usual_period(currency: str, amount: float) -> str:
    if currency == HOME_CURRENCY and amount < DAY_RUPEES[1]:
        return "day" if amount >= DAY_RUPEES[0] else "piece"
    return "month"


def _open_ends(before: str, after: str) -> tuple[bool, bool]:
    """Whether the lower and the upper end are open."""
    near_before, near_after = before[-_NEAR_CHARACTERS:], after[:_NEAR_CHARACTERS]
    vocabulary = _vocabulary()["open"]
    upper = _starts(vocabulary["upper_after"], near_after) or _ends(
        vocabulary["upper_before"], near_before
    )
    lower_end = _starts(vocabulary["lower_after"], near_after) or _ends(
        vocabulary["lower_before"], near_before
    )
    return upper, lower_end and not upper


def _starts(pattern: str, text: str) -> bool:
    return _anchored(rf"[\p{{M}}\s/=-]{{0,3}}(?:ක්|ක)?\s?(?:{pattern})").match(text) is not None


def _ends(pattern: str, text: str) -> bool:
    return _anchored(rf"(?<![\p{{L}}\p{{M}}])(?:{pattern})\s?$").search(text) is not None


@lru_cache(maxsize=16)
def _anchored(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(pattern)


def _clause_before(text: str) -> str:
    return str(regex.split(r"[\n!?;•|]|\.\s", text)[-1])


def _clause_after(text: str) -> str:
    return str(regex.split(r"[\n!?;•|]|\.\s|,\s", text)[0])


def _amounts(match: "regex.Match[str]") -> tuple[float, float]:
    """Lower and upper amount; `1-2 lakh` gives both the multiplier that one is written with."""
    if match["alone"]:
        return _multiplier(match["alone"]), _multiplier(match["alone"])
    if match["worded"]:
        amount = _in_words(match["worded"]) * _multiplier(match["worded_unit"])
        return amount, amount
    low = _number(match["low"])
    factor = _factor(match["lead"], match["low_unit"], low)
    if match["high"] is None:
        return low * factor, low * factor
    high = _number(match["high"])
    high_factor = _factor(match["lead"], match["high_unit"], high)
    if factor == 1 and high_factor > 1 and low < high_factor:
        factor = high_factor
    low, high = low * factor, high * high_factor
    return min(low, high), max(low, high)


def _number(written: str) -> float:
    bare = written.replace(",", "")
    # `regex` knows digits of a newer Unicode than Python does: no amount that anyone can be paid.
    return float(bare) if bare.replace(".", "").isdecimal() else math.inf


def _in_words(written: str) -> float:
    for value, pattern in _vocabulary()["words"].items():
        if regex.fullmatch(pattern, written.strip()):
            return float(value)
    return 1.0


def _factor(lead: str | None, unit: str | None, number: float) -> float:
    """Multiplier of the words around a number.

    `k` is a thousand, but romanised Sinhala also writes its article so (`50,000k`, `laksha 5k`):
    beside another multiplier, or on a number that is in thousands already, it is the article.
    """
    if lead:
        return _multiplier(lead)
    if not unit or (unit.strip() == "k" and number >= 1000):
        return 1.0
    return _multiplier(unit)


def _multiplier(word: str) -> float:
    for factor, pattern in _vocabulary()["multipliers"].items():
        if regex.fullmatch(pattern, word.strip()):
            return float(factor)
    return 1.0


def _currency(written: str | None) -> str | None:
    if not written:
        return None
    bare = written.strip().rstrip(".").strip()
    for code, pattern in _vocabulary()["currencies"].items():
        if regex.fullmatch(pattern, bare):
            return code
    return None


def _period(near: str) -> str | None:
    for period, pattern in _vocabulary()["periods"].items():
        if _compiled(pattern).search(near):
            return period
    return None


def _means(kind: str, near: str) -> bool:
    return _compiled(_vocabulary()["context"][kind]).search(near) is not None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> "regex.Pattern[str]":
    return regex.compile(rf"(?<![\p{{L}}\p{{M}}])(?:{pattern})(?![\p{{L}}\p{{M}}])")


@lru_cache(maxsize=1)
def _amount() -> "regex.Pattern[str]":
    vocabulary = _vocabulary()
    currency = "|".join(vocabulary["currencies"].values())
    unit = "|".join(vocabulary["multipliers"].values())
    worded = "|".join(vocabulary["words"].values())
    large = "|".join(p for n, p in vocabulary["multipliers"].items() if float(n) >= 100_000)
    edge = r"(?![\p{L}\p{M}])"
    return regex.compile(
        rf"(?<![\p{{L}}\p{{M}}\d.,+])"
        rf"(?:(?P<before>{currency})\s?\.?\s?:?\s?)?"
        rf"(?:(?P<worded>{worded})\s(?P<worded_unit>{large}){edge}"
        rf"|(?P<alone>ලක්ෂයක්|ලක්ෂයක|ලක්ෂයකට|lakshayak|lakshayakata){edge}"
        rf"|(?:(?P<lead>{unit}){edge}\s?)?"
        rf"(?P<low>{_NUMBER})(?:/-|/=)?(?P<low_unit>\s?(?:{unit}){edge})?"
        rf"(?:{_RANGE}(?:(?P<inner>{currency})\s?\.?\s?)?(?P<high>{_NUMBER})"
        rf"(?:/-|/=)?(?P<high_unit>\s?(?:{unit}){edge})?)?)"
        rf"(?:\s?(?P<after>{currency}){edge})?(?!-\d)"
    )


@lru_cache(maxsize=1)
def _vocabulary() -> Mapping[str, Mapping[str, str]]:
    written = resources.files("features").joinpath("data/pay.toml").read_text(encoding="utf-8")
    return tomllib.loads(written)
