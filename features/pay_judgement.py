"""Whether an amount of an advert is pay: what its words, its size and its neighbours say.

The limits are in units of the amount's currency. They tell an age from a wage and a fee from a
salary where no word does; those that are not our own choice were swept on the training split.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from features.pay_amounts import Amount
from features.pay_context import SMALL_MAX, Context
from features.pay_words import Token

HOME_CURRENCY = "LKR"
AMOUNT_MAX = 1e12
"""Larger numbers are not pay in any currency; 1e12 Iranian rial is about 20 million USD."""
DAY_RUPEES = (700, 15_000)
"""Rupee amounts that are for a day where no period is written; smaller ones are for a piece."""
BARE_RUPEES = (15_000, 250_000)
"""Rupee amounts that are taken for a month's pay where no word says what they are."""
RANGE_RUPEES_MAX = 900_000
"""The upper limit for a range: a fee is one sum."""
PLAIN_RUPEES_MIN = 20_000
"""The lower limit for digits without a comma, which must then be a round sum."""
PACKAGE_RUPEES_MAX = 250_000
"""A larger "package" is what going abroad costs."""
ALLOWANCE_FOREIGN_MIN = 300
"""A smaller "allowance" in foreign units comes on top of the pay."""
SHORT_PERIOD_MAX = {"hour": 30_000, "day": 30_000}
"""Nobody is offered more rupees: the words of the period belong to something else."""
FAR_PERIOD_MAX = {"hour": 2_000, "day": 30_000, "week": 30_000}
FAR_PERIOD_MAX_FOREIGN = 300
"""The same for words of a period that do not stand right beside the amount."""
SMALL_MIN = 20
"""Numbers under `SMALL_MAX` are pay only for a piece and from this on; "4k" is four of them."""
SHORTHAND_MIN = 20
"""From here on a salary under `SMALL_MAX` is in thousands ("Basic 60")."""
COUNT_MAX = 2_500
"""Larger numbers beside a word that is counted ("hours") are still money."""
_NEAR = 1
_FEE_WORDS = 2
"""A period right at an amount says more than a fee that is further before it."""
_DATIVE = "ta"
"""Romanised Sinhala for "to": "ayata 35k" is what one gets."""
_PIECES = ("piece", "each")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an amount was found to be."""

    amount: Amount
    """As it is to be read: "k" of an article and shorthand are worked in."""
    is_pay: bool
    is_open: bool = False
    """Nothing speaks for or against it: its neighbours decide."""
    period: str = ""
    """As `Context.period` gives it; empty where none is written."""
    cue: str = ""
    """As `Context.cue` gives it."""


def judge(
    line: Sequence[Token],
    amount: Amount,
    around: Context,
    fellow_currency: str,
    is_romanised: Callable[[], bool],
) -> Judgement:
    """Judge one amount of `line`.

    `fellow_currency` is that of the pay before it in the line, empty where there is none;
    `is_romanised` tells whether the text is romanised Sinhala, and is asked only if it matters.
    """
    not_pay = Judgement(amount, False)
    if not 0 < amount.low <= amount.high <= AMOUNT_MAX or _is_restated(
        amount, around, fellow_currency
    ):
        return not_pay
    if around.after and around.after[0][0].meaning.role == "percent":
        return not_pay
    period, near = _plausible(amount, *around.period(amount, DAY_RUPEES[0]))
    cue, distance = around.cue()
    if period and (cue == "thing" or (cue == "other" and not near and distance > _FEE_WORDS)):
        cue = ""
    if around.gained or _speaks_against(cue, amount, period, bool(fellow_currency)):
        return not_pay
    if around.added and fellow_currency and cue != "pay" and period in ("", *_PIECES):
        return not_pay
    if amount.article and not amount.currency and is_romanised():
        if period in _PIECES and not near:
            amount = _scaled(amount, 1 / 1000)
        elif _is_counted(line, amount):
            return not_pay
    if not amount.currency and amount.high < SMALL_MAX:
        if cue == "pay" and not period and not distance and amount.low >= SHORTHAND_MIN:
            amount = _scaled(amount, 1000)
        elif near or period not in _PIECES or amount.low < SMALL_MIN:
            return not_pay
        if not fellow_currency and _names_people(around):
            return not_pay
    if not amount.currency and amount.high < DAY_RUPEES[0] and period and near and cue != "pay":
        # "200 messages a day": what is counted stands in between.
        return not_pay
    if amount.currency and not period and amount.high < SMALL_MAX / 2:
        return not_pay
    said = bool(period) or cue in ("pay", "package", "allowance") or _is_bare(amount)
    if cue == "trade":
        said = amount.high >= DAY_RUPEES[0]
    return Judgement(amount, said, not said, period, cue)


def usual_period(currency: str, amount: float) -> str:
    """What an amount is for where no period is written, as adverts in Sri Lanka mean it."""
    if currency == HOME_CURRENCY and amount < DAY_RUPEES[1]:
        return "day" if amount >= DAY_RUPEES[0] else "piece"
    return "month"


def is_home(amount: Amount) -> bool:
    """Whether an amount is in rupees, as all are that name no currency."""
    return amount.currency in ("", HOME_CURRENCY)


def _is_restated(amount: Amount, around: Context, fellow_currency: str) -> bool:
    """Whether the pay before is said again in other money: "YEN 198,000 (3.9 lakhs)"."""
    return around.restated and fellow_currency not in ("", amount.currency or HOME_CURRENCY)


def _scaled(amount: Amount, factor: float) -> Amount:
    return replace(amount, low=round(amount.low * factor, 2), high=round(amount.high * factor, 2))


def _speaks_against(cue: str, amount: Amount, period: str, follows: bool) -> bool:
    """Whether the words around an amount say that it is no pay."""
    if cue == "package":
        return is_home(amount) and amount.high > PACKAGE_RUPEES_MAX
    if cue == "allowance":
        least = DAY_RUPEES[1] if is_home(amount) else ALLOWANCE_FOREIGN_MIN
        return follows or (not period and amount.high < least)
    if cue == "count":
        return not amount.currency and amount.high < COUNT_MAX
    return cue in ("never", "other", "thing")


def _plausible(amount: Amount, period: str, near: int) -> tuple[str, int]:
    """The period, or none where it can only belong to other words of the clause."""
    if period not in FAR_PERIOD_MAX:
        return period, near
    most = SHORT_PERIOD_MAX.get(period, math.inf) if is_home(amount) else math.inf
    far = FAR_PERIOD_MAX[period] if is_home(amount) else FAR_PERIOD_MAX_FOREIGN
    if amount.high > most or (near > _NEAR and amount.high >= far):
        return "", 99
    return period, near


def _is_bare(amount: Amount) -> bool:
    """Whether an amount that nothing is said of is as large as a month's pay."""
    if not is_home(amount):
        return True
    most = BARE_RUPEES[1] if amount.low == amount.high else RANGE_RUPEES_MAX
    if amount.currency:
        return amount.high <= most
    as_money = amount.as_money and (not amount.lakhs or amount.low < amount.high)
    round_sum = amount.low >= PLAIN_RUPEES_MIN and amount.low % 500 == 0 and not amount.lakhs
    return (as_money or round_sum) and BARE_RUPEES[0] <= amount.low <= most


def _is_counted(line: Sequence[Token], amount: Amount) -> bool:
    """Whether a noun stands right before a number with `k`: "lamai 20k" are twenty children."""
    if not amount.first:
        return False
    before = line[amount.first - 1]
    what = before.meaning
    said = what.before not in ("", "count", "thing", "trade") or what.period != ""
    return before.kind == "word" and not said and not before.text.endswith(_DATIVE)


def _names_people(around: Context) -> bool:
    """Whether "per" stands behind a number: in romanised Tamil it counts people."""
    return bool(around.after) and around.after[0][0].text == "per"
