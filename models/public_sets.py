"""Public data sets, read where they lie; none of their text is part of the project.

Each adapter yields `OutsideText`: the words, what their publisher says about them, and the licence
and caveat that go with every figure measured on them.
"""

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lurewatch.errors import InputError
from lurewatch.labels import AdvertKind
from models.dataset import Label, read_text

EMSCAD_COLUMNS = (
    "job_id",
    "title",
    "location",
    "department",
    "salary_range",
    "company_profile",
    "description",
    "requirements",
    "benefits",
    "telecommuting",
    "has_company_logo",
    "has_questions",
    "employment_type",
    "required_experience",
    "required_education",
    "industry",
    "function",
    "fraudulent",
)
_EMSCAD_TEXT = ("company_profile", "description", "requirements", "benefits")
_YES, _NO = ("1", "t", "true"), ("0", "f", "false")


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicSet:
    """Where a set is from, and what must be said beside a figure on it."""

    name: str
    licence: str
    caveat: str


EMSCAD = PublicSet(
    name="emscad",
    licence="CC0 as marked on published copies (University of the Aegean, 2017)",
    caveat="English, mostly United States, 2012 to 2014; the copy holds nearly all frauds and few "
    "legitimate adverts, so prevalence is not natural; legitimate means not reported",
)
TELEGRAM = PublicSet(
    name="telegram",
    licence="MIT",
    caveat="Russian and English group messages; 75 lines labelled by one annotator who read once",
)
SMS = PublicSet(
    name="lk_sms",
    licence="not stated: for measuring only, never to be passed on",
    caveat="29 Sri Lankan scam messages on loans and betting: for language, not job labels",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class OutsideText:
    """One text of a public set."""

    source: PublicSet
    id: str
    title: str
    text: str
    kind: AdvertKind
    label: Label | None
    """What its publisher says, in our words; `None` where that is neither risky nor harmless."""
    stated: str
    """What its publisher says, as it stands there."""


def emscad(path: Path) -> Iterator[OutsideText]:
    """Adverts of the Employment Scam Aegean Dataset: its 18 columns, plain or gzipped CSV.

    Raises:
        InputError: the file is none such.
    """
    for number, row in csv_rows(path, EMSCAD_COLUMNS):
        stated = row["fraudulent"].strip().lower()
        if stated not in _YES + _NO:
            raise InputError(f"{path}: row {number}: fraudulent is {stated[:20]!r}, not 0 or 1")
        yield OutsideText(
            source=EMSCAD,
            id=f"emscad-{row['job_id']}",
            title=row["title"].strip(),
            text="\n".join(row[name].strip() for name in _EMSCAD_TEXT if row[name].strip()),
            kind=AdvertKind.JOB_POSTING,
            label="risky" if stated in _YES else "harmless",
            stated=f"fraudulent={stated}",
        )


def telegram(folder: Path) -> Iterator[OutsideText]:
    """Messages of the Telegram set: spam with its 75 job labels where there are any, and ham.

    Raises:
        InputError: a file is missing or cannot be read.
    """
    path = folder / "telegram_job_lure_labels.csv"
    labels = {row["line0"]: row for _, row in csv_rows(path, ("line0", "label", "subtype"))}
    meaning: dict[str, Label] = {
        "scam_lure": "risky",
        "illicit_recruitment": "risky",
        "trafficking_risk_lure": "risky",
        "legit_looking": "harmless",
    }
    for name in ("spam", "ham"):
        for number, line in enumerate(read_text(folder / f"telegram_{name}.txt").split("\n")):
            row = labels.get(str(number)) if name == "spam" else None
            if line.strip():
                yield OutsideText(
                    source=TELEGRAM,
                    id=f"telegram-{name}-{number}",
                    title="",
                    text=line.strip(),
                    kind=AdvertKind.SOCIAL_POST,
                    label=meaning.get(row["label"]) if row else None,
                    stated=f"{row['label']}/{row['subtype']}" if row else name,
                )


def sms(path: Path) -> Iterator[OutsideText]:
    """Sri Lankan scam messages; none is labelled as a job advert.

    Raises:
        InputError: the file is none such.
    """
    for _, row in csv_rows(path, ("text_id", "text", "original_label")):
        yield OutsideText(
            source=SMS,
            id=f"sms-{row['text_id']}",
            title="",
            text=row["text"].strip(),
            kind=AdvertKind.SOCIAL_POST,
            label=None,
            stated=row["original_label"],
        )


def csv_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their numbers in a spreadsheet; a missing cell is empty.

    Raises:
        InputError: the file cannot be read, or lacks one of the columns.
    """
    csv.field_size_limit(sys.maxsize)
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    try:
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError(f"{path}: column {missing[0]} is missing")
        for number, row in enumerate(reader, start=2):
            # A row with too many cells has the rest under `None`.
            yield number, {name: value or "" for name, value in row.items() if name is not None}
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: {error}") from None
