"""Dates that matter in an advert: interview, closing and departure, with the day where it is told.

Days of months, days of weeks and words such as tomorrow, in English, Sinhala, Tamil and romanised
spellings (`data/dates.toml`). What a date is for is told by the cue nearest to it in its sentence.
A day of the month with its month is reported without a cue too, as `other`; weaker forms need one.
One pass of one expression with bounded repeats; linear in the text.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import regex

from features.context import sentence_around
from features.reading import Reading
from features.tables import read_text

TEXT_MAX = 20_000
"""Characters searched; whole adverts are far shorter."""
NEAR_CHARACTERS = 60
"""How far a noun such as interview or flight reaches; own choice, about ten words."""
CLOSE_CHARACTERS = 16
"""How far a word such as by or come reaches."""
_LIST_CHARACTERS = 40
"""How far before bare numbers ("18 and 19") the cue may stand."""
_FAR_CHARACTERS = 120
"""How far a noun reaches over the end of a sentence, to a day of a month."""
OTHER = "other"
_PAST_DAYS_MAX = 31
"""A date without a year is taken to lie ahead of the posting, or shortly before it."""
_BEGINNING_CHARACTERS = 3
_ENDLESS_CHARACTERS_MAX = 3
"""Shorter words of Sinhala and Tamil are the beginnings of many others."""
_REACH = {
    "near": (NEAR_CHARACTERS, NEAR_CHARACTERS),
    "close": (CLOSE_CHARACTERS, CLOSE_CHARACTERS),
    "before": (CLOSE_CHARACTERS, 0),
    "after": (0, CLOSE_CHARACTERS),
}
_STRONG = frozenset({"dated", "numeric", "iso"})
"""Forms that are a date without any cue."""
_TOKEN = regex.compile(r"[0-9]+|\p{L}[\p{L}\p{M}]*")
_NO_DAY = regex.compile(
    r"\s?(?:hours|hrs|rs\b|/=|/-|lakhs?|%|years|yrs|floor|lane|street|cross|grade|prize|time\b|"
    r"year|batch|counter|hand|class|shift)"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """One date; `start` and `end` index the searched text."""

    kind: str
    """`interview`, `closing`, `departure` or `other`."""
    on: date | None
    """The day, the first of several; `None` where text and posting date do not settle it."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Words:
    expression: "regex.Pattern[str]"
    beginnings: frozenset[str]
    """First letters of the words that a date can begin with."""
    months: tuple["regex.Pattern[str]", ...]
    no_date: "regex.Pattern[str]"
    cues: "regex.Pattern[str]"
    """All cues; the groups are named by kind and strength."""


def find_dates(reading: Reading) -> Iterator[FoundDate]:
    """Dates of an advert, in order of appearance."""
    words = _words()
    text = reading.masked[:TEXT_MAX]
    at = 0
    for token in _TOKEN.finditer(text):
        begins = token.group()
        if token.start() < at or not (
            begins[0] in "0123456789" or begins[:_BEGINNING_CHARACTERS] in words.beginnings
        ):
            continue
        match = words.expression.match(text, token.start())
        if match is None or _NO_DAY.match(text, match.end()):
            continue
        at = match.end()
        kind = _kind(match, reading, words)
        if kind is None and match.lastgroup in _STRONG:
            kind = OTHER
        if kind is not None:
            yield FoundDate(kind, _day(match, reading.advert.posted_on, words), *match.span())


def _kind(match: "regex.Match[str]", reading: Reading, words: _Words) -> str | None:
    """The kind of the nearest cue: in the sentence, or around it for a day of a month."""
    low, high = sentence_around(reading, match.start())
    text = reading.masked[:TEXT_MAX]
    if match.lastgroup not in _STRONG and words.no_date.search(
        text, max(low, match.start() - CLOSE_CHARACTERS), min(high, match.end() + CLOSE_CHARACTERS)
    ):
        return None
    if not text[low : match.start()].strip(" \n-–•:*") and low:
        low = sentence_around(reading, low - 1)[0]  # a label stands on the line before
    best = _nearest(match, text, low, high, words)
    if best is None and match.lastgroup in _STRONG:
        best = _nearest(match, text, 0, len(text), words, _FAR_CHARACTERS)
    return best


def _nearest(
    match: "regex.Match[str]", text: str, low: int, high: int, words: _Words, far: int = 0
) -> str | None:
    """Kind of the cue that stands closest and reaches the date."""
    most = far or NEAR_CHARACTERS
    first, last = max(low, match.start() - most), min(high, match.end() + most)
    best: tuple[int, str] | None = None
    for found in words.cues.finditer(text, first, max(first, last)):
        kind, _, strength = (found.lastgroup or "").partition("_")
        before, after = _REACH[strength]
        if far:
            before = after = far if strength == "near" else 0
        if match.lastgroup == "several":
            before, after = min(before, _LIST_CHARACTERS), 0
        is_before = found.end() <= match.start()
        gap = match.start() - found.end() if is_before else max(found.start() - match.end(), 0)
        if gap <= (before if is_before else after) and (best is None or gap < best[0]):
            best = (gap, kind)
    return best[1] if best else None


def _day(match: "regex.Match[str]", posted_on: date | None, words: _Words) -> date | None:
    form = match.lastgroup
    if form in ("today", "tomorrow"):
        return posted_on + timedelta(days=form == "tomorrow") if posted_on else None
    numbers = [int(each) for each in regex.findall(r"[0-9]+", match.group())]
    if form == "iso":
        return _date(numbers[0], numbers[1], numbers[2])
    if form == "numeric":
        return _date(numbers[2] if len(numbers) > 2 else None, numbers[1], numbers[0], posted_on)
    if form == "dated":
        months = [at for at, month in enumerate(words.months, 1) if month.search(match.group())]
        years = [number for number in numbers if number > 31]
        days = [number for number in numbers if 0 < number <= 31]
        if months and days:
            return _date(years[0] if years else None, months[-1], days[0], posted_on)
    if form == "bare" and posted_on and numbers:
        return _next_day(numbers[0], posted_on)
    return None


def _date(year: int | None, month: int, day: int, posted_on: date | None = None) -> date | None:
    """The date; without a year the first one that is not long past when the advert was posted."""
    if year is not None and year < 100:
        year += 2000
    if year is None and posted_on is None:
        return None
    years = [year] if year is not None else [posted_on.year, posted_on.year + 1]  # type: ignore[union-attr]
    for each in years:
        try:
            on = date(each, month, day)
        except ValueError:
            continue
        if year is not None or on >= posted_on - timedelta(days=_PAST_DAYS_MAX):  # type: ignore[operator]
            return on
    return None


def _next_day(day: int, posted_on: date) -> date | None:
    """The next such day of a month, on or after the posting."""
    for ahead in range(3):
        month = posted_on.month - 1 + ahead
        on = _date(posted_on.year + month // 12, month % 12 + 1, day)
        if on is not None and on >= posted_on:
            return on
    return None


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = tomllib.loads(read_text("dates.toml").replace("\u200d", ""))
    months = [_any(names.split()) for names in table["months"]]
    named = {name: _any(table[name].split()) for name in ("weekdays", "today", "tomorrow")}
    relative = _any(table["relative"])
    spoken = " ".join([*table["months"], *(table[name] for name in named), table["short_weekdays"]])
    return _Words(
        regex.compile(_expression(_any(" ".join(table["months"]).split()), named, relative, table)),
        frozenset(word[:_BEGINNING_CHARACTERS] for word in (*spoken.split(), *table["relative"])),
        tuple(regex.compile(month) for month in months),
        regex.compile(table["no_date"]),
        regex.compile(
            "|".join(
                f"(?P<{kind}_{strength}>{expression})"
                for strength in _REACH
                for kind, cues in table["kinds"].items()
                if (expression := cues.get(strength))
            )
        ),
    )


def _expression(month: str, named: dict[str, str], relative: str, table: dict[str, str]) -> str:
    """One expression for all forms, to be tried where a number or one of the words begins."""
    before, after = r"(?<![\p{L}\p{M}\p{N}])", r"(?![\p{L}\p{M}\p{N}])"
    day = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
    join = r"\s?(?:,|&|-|–|to|and|ha|sita|saha|හා|සහ|සිට|மற்றும்)\s?(?:the )?"
    more = rf"(?:{join}{day}){{0,3}}"
    suffix = (
        r"\s?(?:wenida|weniya|weni|wana|වෙනිදා|වෙනි|වැනි|වන|aam|ஆம்|ம்)"
        r"(?: ?(?:dinata|dina|da|දින|දා|thigathi|thethi|திகதி|தேதி))?"
    )
    year = r"(?:,?\s?20[0-9]{2})?"
    short = _any(table["short_weekdays"].split())
    return (
        before
        + "(?:"
        + "|".join(
            (
                rf"(?P<iso>20[0-9]{{2}}[.\-/·][01]?[0-9][.\-/·][0-3]?[0-9]{after})",
                rf"(?P<dated>(?:20[0-9]{{2}}\s)?{month}[.·]?\s?{day}{more}{year}(?![0-9:]|[.,·][0-9])|"
                rf"{day}(?:\s?(?:weni|වන|වෙනි|ஆம்))?{more}\s?(?:of )?{month}{after}{year})",
                rf"(?P<numeric>[0-3]?[0-9](?:[.·][01]?[0-9][.·]|/[01]?[0-9]/|-[01]?[0-9]-)(?:20)?[0-9]{{2}}{after})",
                rf"(?P<today>{named['today']}{after})",
                rf"(?P<tomorrow>{named['tomorrow']}{after})",
                rf"(?P<relative>{relative}|in [0-9]{{1,2}} days|[0-9]{{1,2}} நாளில்)",
                rf"(?P<bare>{day}(?<=[a-z]){more}{after}|{day}{suffix}|"
                rf"(?:1[3-9]|2[0-9]|3[01])ට(?= කලින්| පෙර)|(?<=masaye ){day}{after}|"
                rf"(?<=ලබන ){day}{after}|(?<=closing ){day}{after}|"
                rf"[0-3][0-9][./·][01][0-9]{after}(?![.,·][0-9])|[0-3]?[0-9]/[01]?[0-9]{after}|"
                rf"{day}(?= රෑ))",
                rf"(?P<several>{day}(?:\s?(?:,|&|and|ha|හා|සහ|மற்றும்)\s?{day}){{1,3}}{after}(?![.,·:][0-9]))",
                rf"(?P<weekday>{named['weekdays']}|{short}{after}(?=,? [0-9]|,? noon))",
            )
        )
        + ")"
    )


def _any(words: Iterable[str]) -> str:
    """One of the words, the longest first; words of Sinhala and Tamil may carry an ending."""
    ordered = sorted(words, key=len, reverse=True)
    return (
        "(?:"
        + "|".join(
            regex.escape(word)
            + (
                r"(?![a-z])"
                if word.isascii()
                else (
                    r"[\p{L}\p{M}]{0,6}"
                    if len(word) > _ENDLESS_CHARACTERS_MAX
                    else r"(?![\p{L}\p{M}])"
                )
            )
            for word in ordered
        )
        + ")"
    )
