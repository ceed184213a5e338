"""Rates of pay as adverts write them, in English, Sinhala, Tamil and romanised text.

Amounts: `Rs. 150,000/-`, `1.5L`, `150k`, `ලක්ෂ 1.5`, `two lakhs`, `USD 800-1500`, `from 90,000`.
Currencies are ISO 4217 codes. An amount without a currency is in rupees, and one without a period
is for a month, as adverts in Sri Lanka mean it; small rupee amounts are for a day. The nearest
word that says what an amount is decides: an amount of a fee, a fine or a bonus is not pay.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from features.pay_amounts import amounts
from features.pay_context import SMALL_MAX, Context, context
from features.pay_judgement import (
    DAY_RUPEES,
    HOME_CURRENCY,
    Judgement,
    judge,
    usual_period,
)
from features.pay_vocabulary import vocabulary
from features.pay_words import Token, tokens
from features.text import lower
from lurewatch.entities import Pay

EACH_RUPEES_MAX = 15_000
EACH_FOREIGN_MAX = 100
"""Larger amounts "each" are a month's pay for each person."""
FELLOW_FACTOR = 2.0
FELLOW_WORDS = 7
"""An amount of which nothing is said is pay beside one that is, if it is near and alike."""
_CURRENCY_TOKENS = 40
"""How far back a foreign currency is looked for; own choice, about two sentences."""
_ROMANISED_WORDS = 2
"""So many words make a text romanised Sinhala, where `k` is also an article."""


def find_pay(text: str, field: str = "text") -> Iterator[Pay]:
    """Rates of pay in `text` (normalised), in order; spans index `text`.

    Linear in the length of `text`; never raises on a `str`.
    """
    reader = _Reader(lower(text), field)
    offset = 0
    for line in reader.text.split("\n"):
        if vocabulary().hints.search(line) is not None:
            yield from reader.read(line, offset)
        offset += len(line) + 1


class _Reader:
    """Reads the lines of one text."""

    def __init__(self, text: str, field: str) -> None:
        self.text = text
        self._field = field
        self._romanised: bool | None = None
        self._currencies: dict[str, str] = {}

    def read(self, line: str, offset: int) -> list[Pay]:
        """Rates of pay in one line, which starts at `offset` of the text."""
        found = tokens(line, offset)
        every = [replace(a, currency=self._of_country(a.currency)) for a in amounts(found)]
        judged: list[Judgement] = []
        rates: list[Pay | None] = []
        fellow = ""
        for at, amount in enumerate(every):
            low = every[at - 1].last if at else 0
            high = every[at + 1].first if at + 1 < len(every) else len(found)
            around = context(found, amount, low, high)
            judged.append(judge(found, amount, around, fellow, self._is_romanised))
            rate = self._rate(found, judged[-1], around) if judged[-1].is_pay else None
            rates.append(rate)
            fellow = rate.currency or "" if rate else fellow
        for at, each in enumerate(judged):
            if each.is_open and each.amount.high >= SMALL_MAX:
                rates[at] = self._like_a_neighbour(found, judged, rates, at)
        return [rate for rate in rates if rate is not None]

    def _rate(self, line: Sequence[Token], judged: Judgement, around: Context) -> Pay:
        amount, period = judged.amount, judged.period
        currency = amount.currency or HOME_CURRENCY
        monthly = period == "month" or (not period and judged.cue in ("pay", "trade"))
        if monthly and not amount.currency and amount.high < DAY_RUPEES[1]:
            # "USD 4,000 on signing, monthly 2,500": so few rupees are no month's pay.
            currency = self._of_country(_foreign_before(line, amount.first)) or currency
        each_max = EACH_RUPEES_MAX if currency == HOME_CURRENCY else EACH_FOREIGN_MAX
        if period == "piece" and amount.high >= each_max:
            period = "month"
        ends = around.open_ends() if amount.low == amount.high else (False, False)
        return Pay(
            min=None if ends[0] else amount.low,
            max=None if ends[1] else amount.high,
            currency=currency,
            period="piece" if period == "each" else period or usual_period(currency, amount.high),
            field=self._field,
            start=line[amount.first].start,
            end=line[amount.last - 1].end,
        )

    def _like_a_neighbour(
        self, line: Sequence[Token], judged: list[Judgement], rates: list[Pay | None], at: int
    ) -> Pay | None:
        """The pay that an amount is if the one before or after it is pay, near and alike."""
        amount = judged[at].amount
        for other in (at - 1, at + 1):
            rate = rates[other] if 0 <= other < len(rates) else None
            if rate is None or (amount.currency and amount.currency != rate.currency):
                continue
            first, second = judged[min(at, other)].amount, judged[max(at, other)].amount
            small, large = sorted((first.high, second.high))
            if second.first - first.last <= FELLOW_WORDS and large <= FELLOW_FACTOR * small:
                start, end = line[amount.first].start, line[amount.last - 1].end
                return replace(rate, min=amount.low, max=amount.high, start=start, end=end)
        return None

    def _is_romanised(self) -> bool:
        if self._romanised is None:
            words = vocabulary().romanised.finditer(self.text)
            self._romanised = sum(1 for _ in islice(words, _ROMANISED_WORDS)) == _ROMANISED_WORDS
        return self._romanised

    def _of_country(self, currency: str) -> str:
        """The code of a currency; of one whose name is shared, that of the country named."""
        if currency not in self._currencies:
            shared = vocabulary().shared_currencies.get(currency, {currency: []})
            named = (c for c, stems in shared.items() if not stems or self._holds(stems))
            self._currencies[currency] = next(named)
        return self._currencies[currency]

    def _holds(self, stems: Sequence[str]) -> bool:
        return any(stem in self.text for stem in stems)


def _foreign_before(line: Sequence[Token], first: int) -> str:
    """The last foreign currency that is written before token `first`."""
    written = (t.meaning.currency for t in reversed(line[max(0, first - _CURRENCY_TOKENS) : first]))
    return next((code for code in written if code and code != HOME_CURRENCY), "")
