"""Rates of pay as adverts write them, in English, Sinhala, Tamil and romanised text.

Amounts: `Rs. 150,000/-`, `1.5L`, `150k`, `ලක්ෂ 1.5`, `two lakhs`, `USD 800-1500`, `from 90,000`.
Currencies are ISO 4217 codes. An amount without a currency is in rupees, and one without a period
is for a month, as adverts in Sri Lanka mean it; small rupee amounts are for a day. The nearest
word that says what an amount is decides: an amount of a fee, a fine or a bonus is not pay.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from features.pay_amounts import Amount, amounts
from features.pay_context import SMALL_MAX, Context, context
from features.pay_words import Token, tokens, vocabulary
from features.text import lower
from lurewatch.records import Pay

AMOUNT_MAX = 1e12
"""Larger numbers are not pay in any currency; 1e12 Iranian rial is about 20 million USD."""
HOME_CURRENCY = "LKR"
DAY_RUPEES = (700, 15_000)
"""Rupee amounts that are for a day where no period is written; swept on the training split."""
BARE_RUPEES = (15_000, 250_000)
"""Amounts without words of pay that are taken for a month's pay; swept on the training split."""
RANGE_RUPEES_MAX = 900_000
"""The same for a range: fees are one sum."""
PLAIN_RUPEES_MIN = 20_000
"""Plain digits without a comma are taken for it from here on, if they are a round sum."""
FEE_WORDS = 2
"""A period right at an amount says more than a fee that is further before it."""
PACKAGE_RUPEES_MAX = 250_000
"""A larger "package" is what going abroad costs; swept on the training split."""
SMALL_MIN = 20
"""Numbers under `SMALL_MAX` are pay only for a piece and from this on; "4k" is four of them."""
SHORTHAND_MIN = 20
"""Salaries that are written in thousands without saying so ("Basic 60")."""
COUNT_MAX = 2_500
"""Larger numbers beside a word that is counted ("hours") are still money."""
PIECE_MAX = {"LKR": 15_000}
PIECE_MAX_FOREIGN = 100
"""Larger amounts "each" are pay by the month for each person."""
FELLOW_FACTOR = 2.0
FELLOW_WORDS = 7
"""An amount without words of its own is pay beside one that is, if it is near and alike."""
MONTH_FOREIGN_MIN = 300
"""In foreign units, a month's pay rather than an allowance; swept on the training split."""
MONTH_RUPEES_MIN = 30_000
"""Words of a shorter period that are not right beside such an amount belong to something else."""
HOUR_RUPEES_FAR = 2_000
"""The same for words of an hour, which are also those of a time ("மணிக்கு")."""
DAY_RUPEES_MAX = 30_000
"""Nobody is offered more for a day or an hour: the period belongs to something else."""
PERIOD_NEAR = 1
_ROMANISED_WORDS = 2
"""So many function words make a text romanised Sinhala, where `k` is also an article."""


def find_pay(text: str, field: str = "text") -> Iterator[Pay]:
    """Rates of pay in `text` (normalised), in order; spans index `text`."""
    lowered = lower(text)
    reader = _Reader(lowered, field)
    offset = 0
    for line in lowered.split("\n"):
        yield from reader.read(line, offset)
        offset += len(line) + 1


@dataclass(slots=True)
class _Judged:
    amount: Amount
    pay: Pay | None
    open: bool
    """Nothing speaks for or against it."""


class _Reader:
    """Reads a text line by line."""

    def __init__(self, text: str, field: str) -> None:
        self._text = text
        self._field = field
        self._romanised: bool | None = None

    def read(self, line: str, offset: int) -> list[Pay]:
        """Rates of pay in one line that starts at `offset`."""
        if not _may_hold_amount(line):
            return []
        found = tokens(line, offset)
        every = list(amounts(found))
        judged: list[_Judged] = []
        for at, amount in enumerate(every):
            low = every[at - 1].last if at else 0
            high = every[at + 1].first if at + 1 < len(every) else len(found)
            around = context(found, amount, low, high)
            judged.append(self._judge(found, amount, around, _last_pay(judged)))
        for at in range(len(judged)):
            self._join_fellows(found, judged, at)
        return [j.pay for j in judged if j.pay is not None]

    def _judge(
        self, line: list[Token], amount: Amount, around: Context, fellow: Pay | None
    ) -> _Judged:
        not_pay = _Judged(amount, None, False)
        if not 0 < amount.low <= amount.high <= AMOUNT_MAX:
            return not_pay
        if around.after and around.after[0][0].meaning.role == "percent":
            return not_pay
        follows = fellow is not None
        if fellow and around.restated and fellow.currency != (amount.currency or HOME_CURRENCY):
            return not_pay
        period, near = _plausible(amount, *around.period(amount, DAY_RUPEES[0]))
        cue, distance = around.cue()
        if period and (cue == "thing" or (cue == "other" and not near and distance > FEE_WORDS)):
            cue = ""
        if around.gained or self._speaks_against(cue, amount, period, follows):
            return not_pay
        if around.added and follows and cue != "pay" and period in ("", "piece", "each"):
            return not_pay
        if amount.article and not amount.currency and self._is_romanised():
            if period in ("piece", "each") and not near:
                amount = replace(amount, low=amount.low / 1000, high=amount.high / 1000)
            elif _is_counted(line, amount):
                return not_pay
        if not amount.currency and amount.high < SMALL_MAX:
            if cue == "pay" and not period and not distance and SHORTHAND_MIN <= amount.low:
                amount = replace(amount, low=amount.low * 1000, high=amount.high * 1000)
            elif period == "each" and not follows and _names_people(around):
                return not_pay
            elif near or period not in ("piece", "each") or amount.low < SMALL_MIN:
                return not_pay
        if not amount.currency and amount.high < DAY_RUPEES[0] and period and near and cue != "pay":
            # "200 messages a day": what is counted stands in between.
            return not_pay
        if amount.currency and not period and amount.high < SMALL_MAX / 2:
            return not_pay
        said = cue in ("pay", "package", "allowance") or period
        if cue == "trade":
            said = amount.high >= DAY_RUPEES[0]
        if not said and not self._is_bare(amount):
            return _Judged(amount, None, True)
        return _Judged(amount, self._pay(line, amount, around, period, cue), False)

    def _speaks_against(self, cue: str, amount: Amount, period: str, follows: bool) -> bool:
        """Whether the words around an amount say that it is no pay."""
        if cue == "package":
            home = amount.currency in ("", HOME_CURRENCY)
            return home and amount.high > PACKAGE_RUPEES_MAX
        if cue == "allowance":
            foreign = amount.currency not in ("", HOME_CURRENCY)
            least = MONTH_FOREIGN_MIN if foreign else DAY_RUPEES[1]
            return follows or (not period and amount.high < least)
        if cue == "count":
            return not amount.currency and amount.high < COUNT_MAX
        return cue in ("never", "other", "thing")

    def _pay(
        self, line: list[Token], amount: Amount, around: Context, period: str, cue: str
    ) -> Pay:
        currency = self._of_country(amount.currency or HOME_CURRENCY)
        monthly = period == "month" or (not period and cue in ("pay", "trade"))
        if monthly and not amount.currency and amount.high < DAY_RUPEES[1]:
            # "USD 4,000 on signing, monthly 2,500": so few rupees are no month's pay.
            currency = _foreign_before(line, amount.first) or currency
        if period == "piece" and amount.high >= PIECE_MAX.get(currency, PIECE_MAX_FOREIGN):
            period = "month"
        ends = around.open_ends() if amount.low == amount.high else (False, False)
        return Pay(
            min=None if ends[0] else amount.low,
            max=None if ends[1] else amount.high,
            currency=currency,
            period="piece" if period == "each" else period or _usual_period(currency, amount.high),
            field=self._field,
            start=line[amount.first].start,
            end=line[amount.last - 1].end,
        )

    def _join_fellows(self, line: list[Token], judged: list[_Judged], at: int) -> None:
        """Take an amount that nothing is said of for pay if its neighbour is pay and alike."""
        this = judged[at]
        if not this.open or this.amount.high < SMALL_MAX:
            return
        for other in (at - 1, at + 1):
            if not 0 <= other < len(judged):
                continue
            fellow = judged[other]
            first, second = sorted((this.amount, fellow.amount), key=lambda a: a.first)
            if fellow.pay is None or second.first - first.last > FELLOW_WORDS:
                continue
            if this.amount.currency and this.amount.currency != fellow.pay.currency:
                continue
            small, large = sorted((this.amount.high, fellow.amount.high))
            if large <= FELLOW_FACTOR * small:
                this.pay = replace(
                    fellow.pay,
                    min=this.amount.low,
                    max=this.amount.high,
                    start=line[this.amount.first].start,
                    end=line[this.amount.last - 1].end,
                )
                this.open = False
                return

    def _is_bare(self, amount: Amount) -> bool:
        """Whether an amount that nothing is said of is as large as a month's pay."""
        if amount.currency not in ("", HOME_CURRENCY):
            return True
        most = BARE_RUPEES[1] if amount.low == amount.high else RANGE_RUPEES_MAX
        if amount.currency:
            return amount.high <= most
        as_money = amount.as_money and (not amount.lakhs or amount.low < amount.high)
        round_sum = amount.low >= PLAIN_RUPEES_MIN and amount.low % 500 == 0 and not amount.lakhs
        return (as_money or round_sum) and BARE_RUPEES[0] <= amount.low <= most

    def _is_romanised(self) -> bool:
        if self._romanised is None:
            words = vocabulary().romanised.finditer(self._text)
            self._romanised = sum(1 for _ in islice(words, _ROMANISED_WORDS)) == _ROMANISED_WORDS
        return self._romanised

    def _of_country(self, currency: str) -> str:
        for code, names in vocabulary().country_currencies.get(currency, {}).items():
            if any(name in self._text for name in names):
                return code
        return currency


def _may_hold_amount(line: str) -> bool:
    return any(map(str.isdecimal, line)) or vocabulary().number_hints.search(line) is not None


def _last_pay(judged: Sequence[_Judged]) -> Pay | None:
    return next((each.pay for each in reversed(judged) if each.pay is not None), None)


def _plausible(amount: Amount, period: str, near: int) -> tuple[str, int]:
    """The period, or none where it can only belong to other words of the clause."""
    if period not in ("hour", "day", "week"):
        return period, near
    home = amount.currency in ("", HOME_CURRENCY)
    most = DAY_RUPEES_MAX if home and period != "week" else math.inf
    least = HOUR_RUPEES_FAR if period == "hour" else MONTH_RUPEES_MIN
    far = least if home else MONTH_FOREIGN_MIN
    if amount.high > most or (near > PERIOD_NEAR and amount.high >= far):
        return "", 99
    return period, near


def _is_counted(line: list[Token], amount: Amount) -> bool:
    """Whether a noun stands right before a number with `k`: "lamai 20k" are twenty children."""
    if not amount.first:
        return False
    before = line[amount.first - 1]
    said = before.meaning.before not in ("", "count", "thing", "trade") or before.meaning.period
    return before.kind == "word" and not said and not before.text.endswith("ta")


def _names_people(around: Context) -> bool:
    """Whether "per" stands behind a number: in romanised Tamil it counts people."""
    return bool(around.after) and around.after[0][0].text == "per"


def _foreign_before(line: list[Token], first: int) -> str:
    written = (token.meaning.currency for token in reversed(line[:first]))
    return next((code for code in written if code and code != HOME_CURRENCY), "")


def _usual_period(currency: str, amount: float) -> str:
    if currency == HOME_CURRENCY and amount < DAY_RUPEES[1]:
        return "day" if amount >= DAY_RUPEES[0] else "piece"
    return "month"
