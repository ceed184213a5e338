"""Labels for people and other programs: CSV for a spreadsheet, JSON Lines as they are stored."""

import csv
import io
import json
import random
from collections.abc import Sequence

from models.dataset import Example, to_line
from models.label_import import COLUMNS

SEED = 20261124
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_SEEN_BLIND = ("id", "title", "text", "kind")


def to_jsonl(examples: Sequence[Example]) -> str:
    """One stored line each."""
    return "".join(to_line(example) + "\n" for example in examples)


def to_csv(examples: Sequence[Example]) -> str:
    """A table that `labels import` reads again.

    Adverts are written by strangers: a cell that a spreadsheet would run as a formula gets an
    apostrophe before it (OWASP, CSV injection).
    """
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for example in examples:
        table.writerow(cell(getattr(example, name)) for name in COLUMNS)
    return out.getvalue()


def cell(value: object) -> str:
    """A cell of a CSV file, with an apostrophe before what a spreadsheet would run (OWASP)."""
    text = " ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def blind(examples: Sequence[Example]) -> str:
    """JSON Lines for a second annotator: what the advert says and nothing about it."""
    rows = ({name: getattr(example, name) for name in _SEEN_BLIND} for example in examples)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def sample(examples: Sequence[Example], share: float) -> list[Example]:
    """A share of the adverts by lot, the same each time, language by language."""
    lot = random.Random(SEED)  # noqa: S311
    chosen: list[Example] = []
    for language in sorted({str(example.language) for example in examples}):
        members = sorted((e for e in examples if e.language == language), key=lambda e: e.id)
        chosen += lot.sample(members, round(share * len(members)))
    return sorted(chosen, key=lambda example: example.id)
