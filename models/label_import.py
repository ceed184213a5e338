"""Labels from elsewhere: outside files, read with their provenance and weighed against a corpus.

Nothing is trusted and nothing is lost: a row that cannot be used is reported with its number and
the rest is read on; a text that is known already, or that would leak over a split, is refused by
name; a label that a person gave is never overwritten here.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from features.language import identify
from lurewatch.content import content_hash
from lurewatch.errors import InputError
from lurewatch.labels import AdvertKind, Category
from models.corpus import Corpus
from models.dataset import (
    EXAMPLE,
    Example,
    Provenance,
    example_from,
    faults,
    first_fault,
    json_object,
    numbered_lines,
    read_text,
)
from models.grouping import near_duplicates
from models.public_sets import EMSCAD, EMSCAD_COLUMNS, OutsideText, csv_rows, emscad

Form = Literal["jsonl", "csv", "emscad"]
_Read = Callable[[Any, str, Provenance], Example]
COLUMNS = (
    "id",
    "title",
    "text",
    "label",
    "categories",
    "findings",
    "kind",
    "language",
    "register",
    "campaign",
)
"""Of `labels export --format csv` and of what `labels import` reads; CSV splits lists by blanks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A text that two people labelled differently."""

    known: Example
    incoming: Example

    def __str__(self) -> str:
        """One line for the person who decides."""
        return (
            f"{self.incoming.id} is the text of {self.known.id}, labelled {_told(self.known)} by "
            f"{self.known.provenance.annotator} and {_told(self.incoming)} by "
            f"{self.incoming.provenance.annotator}"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """What became of each incoming example."""

    new: list[Example]
    duplicates: list[str]
    leaks: list[str]
    conflicts: list[Conflict]


def _told(example: Example) -> str:
    return " ".join((example.label, *example.categories))


def text_key(example: Example) -> str:
    """What two examples share that are the same advert, whatever their ids."""
    return content_hash(title=example.title, description=example.text)


def form_of(path: Path) -> Form:
    """The form of a file, by its name and its first line.

    Raises:
        InputError: it is neither JSON Lines nor CSV.
    """
    names = path.name.lower().removesuffix(".gz")
    if names.endswith(".jsonl"):
        return "jsonl"
    if names.endswith(".csv"):
        header = next(csv.reader(io.StringIO(read_text(path)[:10_000])), [])
        return "emscad" if set(EMSCAD_COLUMNS) <= set(header) else "csv"
    raise InputError(f"{path}: neither .jsonl nor .csv")


def read_incoming(path: Path, form: Form, provenance: Provenance) -> Iterator[Example | InputError]:
    """The examples of an outside file; an error stands in the place of a row that is unusable.

    A JSON Lines row with a `provenance` is a whole example (`training_data/schema.json`); any other
    row, and each CSV row, has the columns of `COLUMNS` and gets the provenance given.

    Raises:
        InputError: the file as a whole cannot be read.
    """
    if form == "jsonl":
        rows: Iterable[tuple[int, Any]] = numbered_lines(path)
        read: _Read = _from_json
    elif form == "emscad":
        rows, read = enumerate(emscad(path), start=2), _from_emscad
    else:
        rows, read = csv_rows(path, ("title", "text", "label")), _from_csv
    for number, row in rows:
        try:
            yield read(row, f"{path}:{number}", provenance)
        except InputError as error:
            yield error


def _from_json(line: str, place: str, provenance: Provenance) -> Example:
    row = json_object(line, place)
    if "provenance" in row:
        return example_from(line, place)
    if unknown := sorted(row.keys() - set(COLUMNS)):
        raise InputError(f"{place}: {unknown[0]}: no such field")
    return _from_columns(row, place, provenance)


def _from_csv(row: dict[str, str], place: str, provenance: Provenance) -> Example:
    # A spreadsheet's guard against formulas (`labels export`) is no part of the text.
    given: dict[str, Any] = {
        name: re.sub(r"^'(?=[=+\-@\t\r\n])", "", row.get(name, "")).strip() for name in COLUMNS
    }
    lists = {name: given[name].split() for name in ("categories", "findings")}
    return _from_columns(given | lists, place, provenance)


def _from_columns(row: dict[str, Any], place: str, provenance: Provenance) -> Example:
    """What a row does not say is filled in, except the three that must be there."""
    said = {name: value for name, value in row.items() if value not in ("", None)}
    title, text = str(said.get("title", "")), str(said.get("text", ""))
    filled = {
        "id": f"{provenance.source}-{content_hash(title=title, description=text)[:16]}",
        "title": title,
        "categories": (),
        "kind": AdvertKind.JOB_POSTING,
        "language": identify(f"{title} {text}"),
        "register": "other",
    }
    return build(filled | said, place, provenance)


def build(given: dict[str, Any], place: str, provenance: Provenance) -> Example:
    """An example from what an outside source knows of it.

    Raises:
        InputError: it is none; the message begins with `place`.
    """
    defaults = {"hard_negative": False, "subtle": False, "group": given["id"]}
    try:
        example = EXAMPLE.validate_python({**defaults, **given, "provenance": provenance})
    except ValidationError as error:
        raise InputError(f"{place}: {first_fault(error)}") from None
    if problems := faults(example):
        raise InputError(f"{place}: {problems[0]}")
    return example


def _from_emscad(row: OutsideText, place: str, provenance: Provenance) -> Example:
    """A reported EMSCAD advert is recruitment fraud; one that was not reported, harmless."""
    return build(
        {
            **{"id": row.id, "title": row.title[:500], "text": row.text},
            **{"label": row.label, "kind": row.kind, "language": "en"},
            "register": "job_board",
            "categories": [Category.RECRUITMENT_FRAUD] if row.label == "risky" else [],
        },
        place,
        replace(provenance, source=EMSCAD.name, licence=EMSCAD.licence, blind=True),
    )


def weigh(incoming: Sequence[Example], corpus: Corpus) -> Weighed:
    """Tell new examples from duplicates, leaks and conflicts.

    Args:
        incoming: what came in, in order; the first of two equal texts is the one looked at.
        corpus: what is known; its held-out adverts and their rewrites must not come in again.
    """
    held_out = corpus.held_out()
    known = [*corpus.splits["train"], *(e for found in held_out.values() for e in found)]
    ids = {example.id for example in known}
    rewrites = ids - corpus.split_of.keys()
    by_text = {text_key(example): example for example in known}
    found = Weighed(new=[], duplicates=[], leaks=[], conflicts=[])
    for example in incoming:
        same = by_text.get(text_key(example))
        if same is None and example.id in ids:
            found.duplicates.append(f"{example.id}: this id stands for another text already")
        elif same is None:
            by_text[text_key(example)] = example
            ids.add(example.id)
            found.new.append(example)
        elif same.id in rewrites or _told(same) == _told(example):
            found.duplicates.append(f"{example.id}: the text of {same.id}")
        else:
            found.conflicts.append(Conflict(known=same, incoming=example))
    _take_out_leaks(found, held_out)
    return found


def _take_out_leaks(found: Weighed, held_out: dict[str, list[Example]]) -> None:
    """Refuse what is much like a held-out advert: to train on it would inflate every figure."""
    split_of = {example.id: name for name, examples in held_out.items() for example in examples}
    everything = [*(e for examples in held_out.values() for e in examples), *found.new]
    leaking: dict[str, str] = {}
    for one, two in near_duplicates(everything):
        for held, example in ((one, two), (two, one)):
            if held.id in split_of and example.id not in split_of:
                leaking.setdefault(
                    example.id, f"{example.id}: much like {held.id} ({split_of[held.id]})"
                )
    found.leaks.extend(leaking.values())
    found.new[:] = [example for example in found.new if example.id not in leaking]
