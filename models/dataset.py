"""The labelled adverts: one JSON line each, read, checked and written.

The shape of a line is the shape of `Example`; `training_data/schema.json` is generated from it.
What each label means is in `training_data/GUIDE.md`.
"""

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from features.codes import CODES, NEEDS_OUTSIDE, SHOWN_BY_SILENCE
from lurewatch.errors import InputError
from lurewatch.labels import AdvertKind, Category, Finding, IndicatorState, Language
from lurewatch.records import AdvertText

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SPLITS = ("train", "dev", "test")
OUR_SOURCE = "lurewatch"
"""Source of texts that were written for the corpus."""
REVIEWS = "reviews"
"""Source of labels that analysts gave in the queue, with score and reasons in sight: a figure
measured on them would praise the model that had chosen them, so they are only learned from."""
Label = Literal["risky", "harmless"]
Register = Literal[
    "agency_notice",
    "classified",
    "facebook",
    "job_board",
    "linkedin",
    "poster",
    "sms",
    "telegram",
    "whatsapp",
    "other",
]
"""The kind of writing; `other` for outside sets that do not say."""
FILE_BYTES = 500_000_000
"""Longest file read, unpacked: many times the whole of EMSCAD. More is a bomb or a mistake."""
Row = TypeVar("Row")
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Words of the advert."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    field: Literal["title", "text"]
    start: Annotated[int, Field(ge=0)]
    """In characters (Unicode code points) of the field; `end` is exclusive."""
    end: int
    text: Annotated[str, Field(min_length=1)]
    """The words themselves, so that a moved span is noticed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PaySpan(Span):
    """Pay as the advert tells it."""

    min: float | None
    max: float | None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None
    """ISO 4217."""
    period: Literal["hour", "day", "week", "month", "year", "task", "other"]


@dataclass(frozen=True, kw_only=True, slots=True)
class DestinationSpan(Span):
    """Where abroad the work is."""

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None
    """ISO 3166-1 alpha-2; `None` where the words name no single country."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DateSpan(Span):
    """A date that matters to an applicant."""

    kind: Literal["interview", "closing", "departure", "other"]


@dataclass(frozen=True, kw_only=True, slots=True)
class EntityLabels:
    """What is named in the advert."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    pay: tuple[PaySpan, ...] = ()
    phones: tuple[Span, ...] = ()
    handles: tuple[Span, ...] = ()
    destinations: tuple[DestinationSpan, ...] = ()
    places: tuple[Span, ...] = ()
    """Places in Sri Lanka."""
    licences: tuple[Span, ...] = ()
    dates: tuple[DateSpan, ...] = ()

    def spans(self) -> tuple[Span, ...]:
        """All of them."""
        return (
            *self.pay,
            *self.phones,
            *self.handles,
            *self.destinations,
            *self.places,
            *self.licences,
            *self.dates,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class IndicatorLabel:
    """One indicator of the catalogue, present or absent; one that is not listed is unknown."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    indicator: str
    state: IndicatorState
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Provenance:
    """Whose label it is and how it came about."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    annotator: str
    """A pseudonym."""
    blind: bool
    """Labelled without sight of other labels or of the writer's intention."""
    guideline_version: str
    annotator_pass: Annotated[int, Field(ge=1)] = 1
    """1 first, 2 second, 3 decided after the two differed."""
    writer: str = ""
    """Who wrote the text, by pseudonym; empty for outside texts."""
    source: str = OUR_SOURCE
    """Where the text is from."""
    licence: str = "Apache-2.0"
    labelled_at: str = ""
    """ISO 8601 time of the label; empty where it is not known."""
    overturned: bool = False
    """An earlier decision of a reviewer said the opposite."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One labelled advert; a line of `training_data/*.jsonl`."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: Annotated[str, Field(min_length=1, max_length=100)]
    title: Annotated[str, Field(max_length=500)]
    text: Annotated[str, Field(min_length=1, max_length=300_000)]
    kind: AdvertKind
    label: Label
    categories: tuple[Category, ...]
    """At least one for a risky advert, none for a harmless one."""
    findings: tuple[Finding, ...] = ()
    indicators: tuple[IndicatorLabel, ...] = ()
    entities: EntityLabels = field(default_factory=EntityLabels)
    language: Language
    register: Register
    hard_negative: bool
    """Harmless, but shares signs with risky adverts."""
    subtle: bool
    """Risky, but says none of it plainly."""
    evasive: bool = False
    """Written to slip past a filter."""
    group: Annotated[str, Field(min_length=1)]
    """Adverts of one group are on one side of every split."""
    campaign: str | None = None
    """Adverts of one campaign are rewordings by one sender."""
    provenance: Provenance

    @property
    def is_risky(self) -> bool:
        """Whether the label is `risky`."""
        return self.label == "risky"

    @property
    def advert(self) -> AdvertText:
        """What a model gets to see of it."""
        return AdvertText(advert_id=self.id, title=self.title, text=self.text, kind=self.kind)

    def state_of(self, indicator: str) -> IndicatorState:
        """The labelled state of an indicator."""
        for label in self.indicators:
            if label.indicator == indicator:
                return label.state
        return IndicatorState.UNKNOWN


EXAMPLE = TypeAdapter(Example)


def read_examples(path: Path) -> list[Example]:
    """Read one JSON Lines file.

    Raises:
        InputError: the file or a line cannot be used; the message names file and line.
    """
    return [example_from(line, f"{path}:{number}") for number, line in numbered_lines(path)]


def read_text(path: Path) -> str:
    """A text file, plain or gzipped, of at most `FILE_BYTES`.

    Raises:
        InputError: it cannot be read as UTF-8.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
        if len(data) > FILE_BYTES:
            raise InputError(f"{path}: longer than {FILE_BYTES:,} bytes once unpacked")
        return data.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from None


def numbered_lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a text file that are not empty, counted from 1.

    Raises:
        InputError: the file cannot be read as UTF-8.
    """
    # Not splitlines(): a text may hold U+2028 and the like, which end no JSON line.
    lines = read_text(path).split("\n")
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def read_rows(path: Path, adapter: TypeAdapter[Row]) -> list[Row]:
    """The records of a JSON Lines file.

    Raises:
        InputError: the file or a line cannot be used; the message names it.
    """
    rows = []
    for number, line in numbered_lines(path):
        try:
            rows.append(adapter.validate_json(line))
        except ValidationError as error:
            raise InputError(f"{path}:{number}: {first_fault(error)}") from None
    return rows


def json_object(line: str, place: str) -> dict[str, Any]:
    """The object on a JSON line.

    Raises:
        InputError: it is none; the message begins with `place`.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: no JSON: {error}") from None
    if not isinstance(row, dict):
        raise InputError(f"{place}: no JSON object")
    return row


def example_from(line: str, place: str) -> Example:
    """The example on a JSON line.

    Raises:
        InputError: it is none; the message begins with `place`.
    """
    try:
        example = EXAMPLE.validate_json(line)
    except ValidationError as error:
        given = str(error.errors()[0]["input"])[:80]
        raise InputError(f"{place}: {first_fault(error)} (given: {given})") from None
    if problems := faults(example):
        raise InputError(f"{place}: {example.id}: {problems[0]}")
    return example


def first_fault(error: ValidationError) -> str:
    """Where a row first departs from its shape, and how."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc'])) or 'line'}: {first['msg']}"


def faults(example: Example) -> list[str]:
    """What the shape alone cannot rule out: labels that contradict each other or the text."""
    found = []
    if example.is_risky != bool(example.categories):
        found.append("a risky advert has a category, and a harmless one has none")
    if example.findings and not example.is_risky:
        found.append("a harmless advert has no finding")
    if (example.hard_negative and example.is_risky) or (example.subtle and not example.is_risky):
        found.append("hard_negative is for harmless adverts, subtle for risky ones")
    if not example.text.strip():
        found.append("no text")
    for label in example.indicators:
        if label.indicator not in CODES or label.indicator in NEEDS_OUTSIDE:
            found.append(f"{label.indicator!r} is no indicator that a text can show")
        if label.state is IndicatorState.UNKNOWN:
            found.append(f"{label.indicator}: unknown is told by leaving it out")
        silent = label.state is IndicatorState.PRESENT and label.indicator in SHOWN_BY_SILENCE
        if not label.spans and not silent:
            found.append(f"{label.indicator}: no words are marked")
    twice = [c for c, n in Counter(row.indicator for row in example.indicators).items() if n > 1]
    found += [f"{code} stands more than once" for code in twice]
    marked = [span for label in example.indicators for span in label.spans]
    for span in (*marked, *example.entities.spans()):
        if getattr(example, span.field)[span.start : span.end] != span.text:
            found.append(f"{span.field} {span.start}:{span.end} does not read {span.text!r}")
    return found


def fingerprint(examples: Iterable[Example]) -> str:
    """SHA-256 (hex) of labelled adverts, whatever order they are in."""
    lines = sorted(to_line(example) for example in examples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


_UNSAID = {"labelled_at": "", "overturned": False}
"""Of a provenance, written only where it says something: older lines and hashes stay the same."""


def to_line(row: "DataclassInstance") -> str:
    """The JSON line of an example, an annotation or a rewrite."""
    told = asdict(row)
    if "provenance" in told:
        told["provenance"] = {
            name: value
            for name, value in told["provenance"].items()
            if name not in _UNSAID or value != _UNSAID[name]
        }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def write_examples(path: Path, examples: Iterable[Example]) -> None:
    """Write a JSON Lines file in the order of ids; nobody sees half of it."""
    ordered = sorted(examples, key=lambda e: e.id)
    write_rows(path, ordered)


def write_rows(path: Path, rows: Iterable["DataclassInstance"]) -> None:
    """Write records as JSON Lines, in the order given; nobody sees half of it."""
    part = path.with_name(path.name + ".part")
    part.write_text("".join(to_line(row) + "\n" for row in rows), "utf-8", newline="\n")
    part.replace(path)
