"""Any labelled set as samples: our own JSON Lines, or a CSV or JSON Lines with a column mapping.

A mapping is a short TOML file that says which column is what (`models/configs/columns/`). Nothing
is guessed: a label that the mapping does not know, an empty text or a missing column is an error
that names file and row, because a row that is left out silently changes every figure.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from features.language import identify
from lurewatch.errors import ConfigurationError, InputError
from lurewatch.labels import AdvertKind, Category, Language
from lurewatch.records import AdvertText
from models.dataset import (
    Example,
    Label,
    Provenance,
    Register,
    example_from,
    first_fault,
    json_object,
    numbered_lines,
)
from models.label_import import build, form_of
from models.public_sets import csv_rows
from models.toml_files import read_toml

OPTIONAL = "?"
"""Ends the name of a column that may be missing."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(_Strict):
    """Names of columns."""

    id: str | None = None
    """Without, rows are numbered."""
    title: str | None = None
    text: str | tuple[str, ...]
    """Several are joined by line ends."""
    label: str | None = None
    """Without, the rows can be assessed but not learned from."""
    group: str | None = None
    date: str | None = None
    """ISO 8601."""
    source: str | None = None
    language: str | None = None
    fields: tuple[str, ...] = ()
    """Structured fields that a model may use."""


class Labels(_Strict):
    """What the label column says, in any case of letters."""

    risky: Annotated[tuple[str, ...], Field(min_length=1)]
    harmless: Annotated[tuple[str, ...], Field(min_length=1)]


class Defaults(_Strict):
    """What holds for every row."""

    language: Language | None = None
    """Without, it is identified."""
    writing: Register = "other"
    """The register."""
    kind: AdvertKind = AdvertKind.JOB_POSTING
    category: Category = Category.RECRUITMENT_FRAUD
    """Of every risky row: a binary label tells no more."""
    source: str = "outside"


class Mapping(_Strict):
    """A column mapping."""

    columns: Columns
    labels: Labels | None = None
    defaults: Defaults = Defaults()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A labelled advert with what its source knows beside the words."""

    example: Example
    fields: tuple[tuple[str, str], ...] = ()
    day: date | None = None
    """When it was posted."""
    source: str = ""

    @property
    def advert(self) -> AdvertText:
        """What a model gets to see."""
        return replace(self.example.advert, fields=self.fields)


def own(examples: Iterable[Example]) -> list[Sample]:
    """Samples of our own corpus."""
    return [Sample(example=example, source=example.provenance.source) for example in examples]


def read_mapping(name: str) -> Mapping:
    """A mapping by the path of its file, or by the name of one that is shipped.

    Raises:
        ConfigurationError: it cannot be read, or has a key that is not known.
    """
    shipped = files("models").joinpath(f"configs/columns/{name}.toml")
    path = Path(str(shipped)) if shipped.is_file() else Path(name)
    try:
        mapping = Mapping.model_validate(read_toml(path))
    except ValidationError as error:
        raise ConfigurationError(f"{path}: {first_fault(error)}") from None
    if mapping.columns.label is not None and mapping.labels is None:
        raise ConfigurationError(f"{path}: `labels` must say what {mapping.columns.label!r} says")
    return mapping


def read_sets(paths: Sequence[Path], columns: str | None = None) -> list[Sample]:
    """The samples of files, in order.

    Args:
        columns: a mapping; without, a file is our own JSON Lines, or EMSCAD by its columns.

    Raises:
        InputError: a file or a row cannot be used, or an id stands twice.
    """
    found = [sample for path in paths for sample in _read_set(path, columns)]
    if not found:
        raise InputError(f"{', '.join(map(str, paths)) or 'no file'}: no adverts")
    seen: set[str] = set()
    for sample in found:
        if sample.example.id in seen:
            raise InputError(f"id {sample.example.id!r} stands more than once")
        seen.add(sample.example.id)
    return found


def _read_set(path: Path, columns: str | None) -> Iterator[Sample]:
    form = form_of(path)
    if columns is None and form == "emscad":
        columns = "emscad"
    if columns is not None:
        mapping = read_mapping(columns)
        if mapping.columns.label is None:
            raise InputError(f"{path}: the mapping names no label column")
        for place, row in _rows(path, mapping):
            yield _sample(row, place, mapping)
    elif form == "jsonl":
        for number, line in numbered_lines(path):
            yield from own([example_from(line, f"{path}:{number}")])
    else:
        raise InputError(f"{path}: say with --columns what its columns are")


def read_adverts(path: Path, columns: str) -> Iterator[AdvertText]:
    """The adverts of a file, labelled or not, as a model gets to see them."""
    mapping = read_mapping(columns)
    for place, row in _rows(path, mapping):
        title, text = _words(row, mapping.columns)
        if not f"{title}{text}".strip():
            raise InputError(f"{place}: no text")
        yield AdvertText(
            advert_id=_cell(row, mapping.columns.id) or place.rpartition(":")[2],
            title=title,
            text=text,
            kind=mapping.defaults.kind,
            fields=_fields(row, mapping.columns),
        )


def _rows(path: Path, mapping: Mapping) -> Iterator[tuple[str, dict[str, str]]]:
    """(file:row, cells) of a CSV or JSON Lines file."""
    needed = [name for name in _names(mapping.columns) if not name.endswith(OPTIONAL)]
    if form_of(path) != "jsonl":
        for number, row in csv_rows(path, tuple(needed)):
            yield f"{path}:{number}", row
        return
    for number, line in numbered_lines(path):
        place = f"{path}:{number}"
        given = json_object(line, place)
        if missing := [name for name in needed if name not in given]:
            raise InputError(f"{place}: {missing[0]} is missing")
        yield place, {name: _told(value) for name, value in given.items()}


def _told(value: Any) -> str:
    """A JSON value as a cell."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _names(columns: Columns) -> list[str]:
    text = [columns.text] if isinstance(columns.text, str) else columns.text
    single = (columns.id, columns.title, columns.label, columns.group, columns.date)
    named = [name for name in (*single, columns.source, columns.language) if name]
    return [*named, *text, *columns.fields]


def _cell(row: dict[str, str], name: str | None) -> str:
    return row.get(name.removesuffix(OPTIONAL), "").strip() if name else ""


def _words(row: dict[str, str], columns: Columns) -> tuple[str, str]:
    named = [columns.text] if isinstance(columns.text, str) else columns.text
    text = "\n".join(told for name in named if (told := _cell(row, name)))
    title = _cell(row, columns.title)
    return (title, text) if text else ("", title)


def _fields(row: dict[str, str], columns: Columns) -> tuple[tuple[str, str], ...]:
    return tuple((name.removesuffix(OPTIONAL), _cell(row, name)) for name in columns.fields)


def _sample(row: dict[str, str], place: str, mapping: Mapping) -> Sample:
    columns, defaults = mapping.columns, mapping.defaults
    title, text = _words(row, columns)
    label = _label(row, place, mapping)
    source = _cell(row, columns.source) or defaults.source
    name = f"{defaults.source}-{_cell(row, columns.id) or place.rpartition(':')[2]}"
    given: dict[str, Any] = {
        "id": name,
        "title": title[:500],
        "text": text,
        "label": label,
        "kind": defaults.kind,
        "language": _language(row, place, mapping, f"{title} {text}"),
        "register": defaults.writing,
        "categories": [defaults.category] if label == "risky" else [],
        "group": _cell(row, columns.group) or name,
    }
    provenance = Provenance(
        annotator=defaults.source, blind=True, guideline_version="", source=source, licence=""
    )
    return Sample(
        example=build(given, place, provenance),
        fields=_fields(row, columns),
        day=_day(_cell(row, columns.date), place),
        source=source,
    )


def _label(row: dict[str, str], place: str, mapping: Mapping) -> Label:
    name = mapping.columns.label
    said = _cell(row, name).lower()
    labels = mapping.labels
    if labels is not None and said in map(str.lower, labels.risky):
        return "risky"
    if labels is not None and said in map(str.lower, labels.harmless):
        return "harmless"
    told = repr(said[:40]) if said else "empty"
    raise InputError(f"{place}: {name} is {told}: neither risky nor harmless by the mapping")


def _language(row: dict[str, str], place: str, mapping: Mapping, text: str) -> Language:
    told = _cell(row, mapping.columns.language)
    if told:
        try:
            return Language(told)
        except ValueError:
            raise InputError(f"{place}: language {told[:20]!r} is not known") from None
    return mapping.defaults.language or identify(text)


def _day(told: str, place: str) -> date | None:
    try:
        return date.fromisoformat(told[:10]) if told else None
    except ValueError:
        raise InputError(f"{place}: {told[:20]!r} is no ISO 8601 date") from None
