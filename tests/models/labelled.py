"""Labelled adverts that the tests of the corpus share."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from models.corpus import write_manifest
from models.dataset import SPLITS, Example, example_from

ROW: dict[str, Any] = {
    "id": "x-0001",
    "title": "Cook",
    "text": "A cook for a guest house near the lake, six days a week, meals and a room.",
    "kind": "job_posting",
    "label": "harmless",
    "categories": [],
    "findings": [],
    "language": "en",
    "register": "classified",
    "hard_negative": False,
    "subtle": False,
    "group": "x-0001",
    "campaign": None,
    "provenance": {"annotator": "t", "blind": False, "guideline_version": "2"},
}
OTHERS = (
    "Lorry driver with a heavy licence for a rice mill in Polonnaruwa, night runs twice weekly.",
    "Machine operators wanted by a garment factory beside the Katunayake zone, EPF from day one.",
    "Mathematics teacher for grade nine, Batticaloa, Tamil medium, apply to the principal by post.",
    "Your bank account earns five percent of each transfer, message the number, nobody asks why.",
    "Romania farm season, pay one lakh before Friday, passport stays with our coordinator there.",
)
RISKY = {"label": "risky", "categories": ["recruitment_fraud"]}


def row(number: int, **changed: Any) -> dict[str, Any]:
    """A line of its own; the last two of `OTHERS` are risky."""
    text = OTHERS[number % len(OTHERS)] if number < len(OTHERS) else f"Advert {number} " * 12
    risky = RISKY if number % len(OTHERS) > 2 else {}
    own = {"id": f"y-{number}", "group": f"y-{number}", "title": "", "text": text}
    return ROW | own | risky | changed


def example(**changed: Any) -> Example:
    """The example of `ROW` with changes."""
    return example_from(json.dumps(ROW | changed), "here")


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """A JSON Lines file."""
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), "utf-8")
    return path


def write_corpus(folder: Path, **files: list[dict[str, Any]]) -> Path:
    """A corpus with the rows given for `train`, `dev`, `test`, `evasion` and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*SPLITS, *files):
        write_lines(folder / f"{name}.jsonl", files.get(name, []))
    write_manifest(folder)
    return folder
