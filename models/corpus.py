"""The corpus as a folder: splits, rewrites, labels of every pass, manifest and schemas."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter

from lurewatch.labels import Category, Finding
from models.dataset import (
    EXAMPLE,
    SPLITS,
    EntityLabels,
    Example,
    IndicatorLabel,
    Label,
    read_examples,
    read_rows,
)
from models.phrases import FOLDER as PHRASES
from models.phrases import NOTICES, Notice, Phrase

GUIDELINE_VERSION = "2"
ANNOTATIONS, EVASION, REWORDINGS = "annotations.jsonl", "evasion.jsonl", "rewordings.jsonl"
MANIFEST = "manifest.json"
_STRICT = ConfigDict(extra="forbid")
Row = TypeVar("Row")
Technique = Literal[
    "homoglyphs",
    "zero_width",
    "spaced_letters",
    "dotted_letters",
    "leet",
    "emoji_in_words",
    "number_words",
    "romanisation",
    "euphemism",
    "softened_pay",
    "split_over_fields",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Annotation:
    """One pass of one annotator over one advert, kept as it was given."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    """Of the advert."""
    annotator: str
    annotator_pass: Annotated[int, Field(ge=1)]
    blind: bool
    guideline_version: str
    label: Label
    categories: tuple[Category, ...]
    findings: tuple[Finding, ...]
    indicators: tuple[IndicatorLabel, ...]
    reason: str = ""
    """Of a decision between two passes, or of a replaced label: why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewrite:
    """An advert told anew: to slip past a filter, or with the same meaning in other words."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    original: str
    """Id of the advert it rewrites; its labels hold for the rewrite too."""
    title: str
    text: Annotated[str, Field(min_length=1)]
    techniques: tuple[Technique, ...] = ()
    writer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    """Everything in a folder of labelled adverts."""

    folder: Path
    splits: dict[str, list[Example]]
    annotations: list[Annotation]
    evasion: list[Rewrite]
    rewordings: list[Rewrite]

    @property
    def examples(self) -> list[Example]:
        """The adverts of all splits."""
        return [example for name in SPLITS for example in self.splits[name]]

    @property
    def split_of(self) -> dict[str, str]:
        """The split of each advert, by id."""
        return {e.id: name for name, examples in self.splits.items() for e in examples}

    def rewritten(self, rewrites: Iterable[Rewrite]) -> list[Example]:
        """Rewrites as examples: the labels of their originals, without spans of other words.

        A rewrite whose original is not in the corpus is left out; `problems` names it.
        """
        by_id = {example.id: example for example in self.examples}
        return [
            replace(
                by_id[row.original],
                id=row.id,
                title=row.title,
                text=row.text,
                indicators=(),
                entities=EntityLabels(),
                evasive=bool(row.techniques),
            )
            for row in rewrites
            if row.original in by_id
        ]

    def held_out(self) -> dict[str, list[Example]]:
        """Everything that must not be trained on, by split: `dev`, `test` and their rewrites."""
        split_of = self.split_of
        found = {name: list(self.splits[name]) for name in SPLITS if name != "train"}
        for name, members in found.items():
            rewrites = [
                row
                for row in (*self.evasion, *self.rewordings)
                if split_of.get(row.original) == name
            ]
            members += self.rewritten(rewrites)
        return found


def read_corpus(folder: Path) -> Corpus:
    """Read a folder; only the three splits must be there.

    Raises:
        InputError: a file or a line cannot be used; the message names it.
    """
    return Corpus(
        folder=folder,
        splits={name: read_examples(folder / f"{name}.jsonl") for name in SPLITS},
        annotations=_read(folder / ANNOTATIONS, TypeAdapter(Annotation)),
        evasion=_read(folder / EVASION, TypeAdapter(Rewrite)),
        rewordings=_read(folder / REWORDINGS, TypeAdapter(Rewrite)),
    )


def _read(path: Path, adapter: TypeAdapter[Row]) -> list[Row]:
    return read_rows(path, adapter) if path.exists() else []


def schemas() -> dict[str, dict[str, Any]]:
    """JSON Schemas (2020-12) of the lines of a corpus, by the name of their file."""
    adapters: dict[str, tuple[str, TypeAdapter[Any]]] = {
        "schema.json": ("train.jsonl, dev.jsonl and test.jsonl", EXAMPLE),
        "schema-annotation.json": (ANNOTATIONS, TypeAdapter(Annotation)),
        "schema-rewrite.json": (f"{EVASION} and {REWORDINGS}", TypeAdapter(Rewrite)),
        "schema-phrase.json": (f"{PHRASES}/*.jsonl", TypeAdapter(Phrase)),
        "schema-notice.json": (" and ".join(NOTICES), TypeAdapter(Notice)),
    }
    return {
        name: {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **adapter.json_schema(),
            "description": f"A line of {files}.",
        }
        for name, (files, adapter) in adapters.items()
    }


def manifest(corpus: Corpus) -> dict[str, Any]:
    """What the folder holds: hashes and counts."""
    files = [f"{name}.jsonl" for name in SPLITS]
    files += [
        n for n in (ANNOTATIONS, EVASION, REWORDINGS, *NOTICES) if (corpus.folder / n).exists()
    ]
    files += [
        f"{PHRASES}/{path.name}" for path in sorted((corpus.folder / PHRASES).glob("*.jsonl"))
    ]
    return {
        "guideline_version": GUIDELINE_VERSION,
        "languages": dict(sorted(Counter(str(e.language) for e in corpus.examples).items())),
        "splits": {
            name: {"adverts": len(found), "risky": sum(example.is_risky for example in found)}
            for name, found in corpus.splits.items()
        },
        "sha256": {
            name: hashlib.sha256((corpus.folder / name).read_bytes()).hexdigest() for name in files
        },
    }


def write_manifest(folder: Path) -> None:
    """Write `manifest.json` and the schemas anew."""
    for name, content in {MANIFEST: manifest(read_corpus(folder)), **schemas()}.items():
        text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False)
        (folder / name).write_text(text + "\n", "utf-8")
