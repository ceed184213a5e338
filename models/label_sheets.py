"""Sheets for people who label: what an advert says, two empty columns, and no score."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lurewatch.errors import InputError
from lurewatch.labels import Category
from lurewatch.records import AdvertText
from models.dataset import Label, json_object, numbered_lines
from models.label_export import cell
from models.label_import import form_of
from models.public_sets import csv_rows

SHEET = ("id", "kind", "title", "text", "label", "categories")
"""Columns: `label` is to be filled with risky or harmless, or left empty where nobody can say."""
LABELS: tuple[Label, ...] = ("risky", "harmless")


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a person wrote into a row."""

    id: str
    label: Label | None
    """`None` where it was left empty."""
    categories: tuple[Category, ...]


def write_sheet(path: Path, adverts: Sequence[AdvertText]) -> None:
    """Write a sheet, CSV or JSON Lines by the file's name; nobody sees half of it.

    Raises:
        InputError: the name ends in neither, the file exists or its folder does not.
    """
    if not path.name.endswith((".csv", ".jsonl")):
        raise InputError(f"{path}: neither .csv nor .jsonl")
    if path.exists():
        raise InputError(f"{path} exists; nothing is overwritten")
    rows = [
        {
            **{"id": advert.advert_id, "kind": str(advert.kind)},
            **{"title": advert.title, "text": advert.text, "label": "", "categories": ""},
        }
        for advert in adverts
    ]
    if path.name.endswith(".jsonl"):
        text = "".join(json.dumps(row | {"categories": []}) + "\n" for row in rows)
    else:
        written = io.StringIO(newline="")
        table = csv.writer(written)
        table.writerow(SHEET)
        table.writerows([cell(row[name]) for name in SHEET] for row in rows)
        text = written.getvalue()
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, "utf-8", newline="")
        part.replace(path)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}") from None


def read_answers(path: Path) -> list[Answer]:
    """The rows of a sheet that came back.

    Raises:
        InputError: a row has another label or category, or an id stands twice; the message names
            the row.
    """
    found: dict[str, Answer] = {}
    for place, row in _rows(path):
        answer = _answer(row, place)
        if answer.id in found:
            raise InputError(f"{place}: id {answer.id[:64]!r} stands more than once")
        found[answer.id] = answer
    if not found:
        raise InputError(f"{path}: no rows")
    return list(found.values())


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    if form_of(path) != "jsonl":
        for number, row in csv_rows(path, ("id", "label")):
            yield f"{path}:{number}", row
        return
    for number, line in numbered_lines(path):
        place = f"{path}:{number}"
        yield place, json_object(line, place)


def _answer(row: dict[str, Any], place: str) -> Answer:
    advert_id, label = str(row.get("id") or "").strip(), str(row.get("label") or "").strip().lower()
    if not advert_id:
        raise InputError(f"{place}: no id")
    if label and label not in LABELS:
        raise InputError(f"{place}: label {label[:40]!r} is neither risky, harmless nor empty")
    given = row.get("categories") or ()
    names = given.split() if isinstance(given, str) else [str(name) for name in given]
    if unknown := [name for name in names if name not in set(Category)]:
        raise InputError(f"{place}: {unknown[0][:40]!r} is no category")
    return Answer(
        id=advert_id,
        label=next((known for known in LABELS if known == label), None),
        categories=tuple(Category(name) for name in names),
    )
