"""Whether an advert names who offers the work: a company, agency, shop, institution or household.

No named-entity model exists for these languages and this size, so what marks a name is looked for:
a label, a legal form, a run of capitalised words with a word of the trade or beside the words that
stand around a name, an institution with its place, an own address in e-mail or web. The vocabulary
is `data/employers.toml`. Sinhala and Tamil names are word patterns (`cue.employer_named`).

All repeats are bounded, so the time is linear.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from features.places import HOME
from features.reading import Reading
from features.tables import toml_table
from lurewatch.errors import ConfigurationError

Span = tuple[int, int]  # in `Reading.text`

_WORD = r"\p{Lu}[\p{L}\p{M}\d]{0,30}(?:['’.-][\p{L}\p{M}\d]{1,30}){0,3}"
_RUN = regex.compile(rf"(?<![\p{{L}}\p{{M}}\d'’@.]){_WORD}(?:(?: & | ){_WORD}){{0,5}}")
_TOKEN = regex.compile(_WORD)
_LINE = regex.compile(r"[^\n]+")
_SMALL = regex.compile(r"\p{Ll}")
_OPENS_PART = regex.compile(r"(?:^|[\n,.:;|•*–—-]|\p{So})\W{0,3}$")
_CLOSES_PART = regex.compile(r"^\W{0,2}(?:$|[\n,.:;|•*–—(-]|\p{So}|\d)")
_BEFORE_CHARACTERS = 40
_LEGAL = regex.compile(
    rf"{_WORD}(?:(?: & | ){_WORD}){{0,5}} ?"
    r"\(?(?:(?:[Pp]vt|PVT|[Pp]rivate|PRIVATE|[Pp]te|PTE)\.?\)? ?)?"
    r"(?:[Ll]td|LTD|Limited(?! \p{Ll})|LIMITED(?! \p{Lu})|PLC|LLC|LLP|Inc|INC|GmbH|SRL|FZE|FZCO|OÜ"
    r"|UAB|Bhd|BHD|Co\.)(?![\p{L}\p{M}])"
)
_STREET = regex.compile(
    r"(?i)^,? ?(?:\p{L}{2,20} )?(?:road|rd|street|st|lane|mawatha|mw|junction|para|veediya|place)\b"
)


@dataclass(frozen=True, slots=True)
class _Vocabulary:  # `data/employers.toml`, ready for use
    trades: frozenset[str]
    ordinary: frozenset[str]
    connecting: frozenset[str]
    persons: frozenset[str]
    label: "regex.Pattern[str]"
    alone: "regex.Pattern[str]"
    institution: "regex.Pattern[str]"
    landmark: "regex.Pattern[str]"
    before_name: "regex.Pattern[str]"
    small_trade: "regex.Pattern[str]"
    after_name: "regex.Pattern[str]"
    own_domain: "regex.Pattern[str]"


@dataclass(frozen=True, slots=True)
class _Run:  # capitalised words that follow one another
    words: tuple[str, ...]  # in lower case
    proper: tuple[bool, ...]  # neither an ordinary word nor part of a place
    shouted: bool  # in a line without small letters
    start: int
    end: int


def find_employer(reading: Reading) -> Span | None:
    """Where the first name of an employer stands in `Reading.text`; None where none is seen."""
    return next((span for find in _FINDERS for span in find(reading)), None)


def _labelled(reading: Reading) -> Iterator[Span]:
    for found in _vocabulary().label.finditer(reading.text):
        yield found.span("name")


def _with_legal_form(reading: Reading) -> Iterator[Span]:
    for found in _LEGAL.finditer(reading.text):
        yield found.span()


def _by_words(reading: Reading) -> Iterator[Span]:
    """Runs that hold a word of the trade, or stand where a name does."""
    for run in _runs(reading):
        if _is_of_trade(run, reading.text) or _stands_as_name(run, reading.text):
            yield run.start, run.end


def _institutions(reading: Reading) -> Iterator[Span]:
    """Hospitals, schools and offices with a place or a proper word before them."""
    text, words = reading.text, _vocabulary()
    yield from (found.span() for found in words.alone.finditer(text))
    places = {p.end: p.start for p in reading.places if p.place.country == HOME}
    runs = {run.end: run.start for run in _runs(reading) if run.proper[-1] and not run.shouted}
    for found in words.institution.finditer(text):
        end = found.start("before")
        start = places.get(end, runs.get(end))
        if (
            start is not None
            and not _STREET.match(text[found.end() : found.end() + 30])
            and not words.landmark.search(text[max(0, start - _BEFORE_CHARACTERS) : start])
        ):
            yield start, found.end()


def _own_domain(reading: Reading) -> Iterator[Span]:
    for found in _vocabulary().own_domain.finditer(reading.text):
        yield found.span("name")


_FINDERS: tuple[Callable[[Reading], Iterator[Span]], ...] = (
    _labelled,
    _with_legal_form,
    _by_words,
    _institutions,
    _own_domain,
)


def _runs(reading: Reading) -> Iterator[_Run]:
    ordinary = _vocabulary().ordinary
    in_places = {at for place in reading.places for at in range(place.start, place.end)}
    for line in _LINE.finditer(reading.text):
        shouted = _SMALL.search(line.group()) is None
        for found in _RUN.finditer(reading.text, line.start(), line.end()):
            tokens = list(_TOKEN.finditer(reading.text, found.start(), found.end()))
            words = tuple(token.group().lower() for token in tokens)
            proper = tuple(
                len(word) > 1 and word not in ordinary and token.start() not in in_places
                for word, token in zip(words, tokens, strict=True)
            )
            yield _Run(words, proper, shouted, found.start(), found.end())


def _is_of_trade(run: _Run, text: str) -> bool:
    """A proper word with a word of the trade behind it; among shouted words a part of its own."""
    words = _vocabulary()
    if run.shouted and (
        words.connecting.intersection(run.words)
        or not _OPENS_PART.search(text[max(0, run.start - 4) : run.start])
        or not _CLOSES_PART.match(text[run.end : run.end + 3])
    ):
        return False
    if words.persons.intersection(run.words):
        return False
    return any(
        word in words.trades and any(run.proper[:at]) for at, word in enumerate(run.words) if at > 0
    )


def _stands_as_name(run: _Run, text: str) -> bool:
    """Two words or more after "at", "join" and the like, or before "invites", "is hiring"."""
    words = _vocabulary()
    if run.shouted or sum(run.proper) < min(len(run.words), 2) or len(run.words) == 1:
        return False
    before = text[max(0, run.start - _BEFORE_CHARACTERS) : run.start]
    after = text[run.end : run.end + _BEFORE_CHARACTERS]
    if words.persons.intersection(run.words) or _STREET.match(after):
        return False
    if words.before_name.search(before) or words.small_trade.match(after):
        return True
    return bool(_OPENS_PART.search(before) and words.after_name.match(after))


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    """The vocabulary; ConfigurationError where the file is wrong."""
    try:
        table = {name: tuple(words.split()) for name, words in toml_table("employers.toml").items()}
        either = {name: "|".join(words) for name, words in table.items()}
        return _Vocabulary(
            trades=frozenset(table["trades"]),
            ordinary=frozenset(table["ordinary"]),
            connecting=frozenset(table["connecting"]),
            persons=frozenset(table["persons"]),
            label=regex.compile(
                rf"(?i:\b(?:{either['labels']})\s?(?:name)?\s?[:=]\s?)(?P<name>(?!(?i:{either['no_label']})\b)"
                r"[\p{Lu}\p{Lo}\d][^\n,.;|(]{2,60})"
            ),
            alone=regex.compile(rf"(?i)\b(?:{either['alone']})\b"),
            institution=regex.compile(
                rf"(?i)(?P<before>)[ ](?:(?:{either['kinds']}) )?(?:{either['institutions']})'?s?\b"
            ),
            landmark=regex.compile(rf"(?i)\b(?:{either['landmark']}) (?:the )?$"),
            before_name=regex.compile(rf"(?i)\b(?:{either['before_name']}) (?:the )?$"),
            small_trade=regex.compile(
                rf"(?i) (?:\p{{Ll}}{{2,12}} )?(?:{either['small_trades']})\b"
            ),
            after_name=regex.compile(rf"(?i) (?:{either['after_name']})\b"),
            own_domain=regex.compile(
                r"(?i)(?:@|https?://|www\.|\b(?:jobs|careers)\.)(?:(?:www|jobs|careers|hr|apply)\.)?"
                rf"(?!(?:[\w-]{{1,60}}\.)?(?:{either['no_domain']})\b)(?P<name>[\p{{L}}\d-]{{2,63}})\.[a-z]{{2,}}"
            ),
        )
    except (KeyError, AttributeError, tomllib.TOMLDecodeError, regex.error) as error:
        raise ConfigurationError(f"data/employers.toml: {error!r}") from error
