"""The golden set: clear adverts in our own words whose verdict must never get worse.

A version is never trained on them. They are few and plain on purpose: a model that errs on one of
them is not worth a longer look.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from lurewatch.content import content_hash
from lurewatch.errors import InputError
from lurewatch.labels import Language, Verdict
from lurewatch.records import AdvertText
from models.assess import Assessor
from models.dataset import first_fault, numbered_lines
from models.evaluation import SEEN_DIGITS

GOLDEN = "golden.jsonl"


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldenAdvert:
    """One advert and the verdicts that are allowed for it."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    id: Annotated[str, Field(min_length=1, max_length=64)]
    language: Language
    label: Literal["risky", "harmless"]
    title: str
    text: Annotated[str, Field(min_length=1)]
    allowed: Annotated[tuple[Verdict, ...], Field(min_length=1)]

    @property
    def advert(self) -> AdvertText:
        """What a model gets to see."""
        return AdvertText(advert_id=self.id, title=self.title, text=self.text)

    @property
    def seen_key(self) -> str:
        """As in `models.evaluation.seen_key`."""
        return content_hash(title=self.title, description=self.text)[:SEEN_DIGITS]


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldenFault:
    """A golden advert that got a verdict it must not get."""

    id: str
    verdict: Verdict
    allowed: tuple[Verdict, ...]
    score: float


def read_golden(path: Path | None = None) -> list[GoldenAdvert]:
    """The adverts of the set.

    Raises:
        InputError: a line cannot be used.
    """
    path = path or Path(str(files("models"))) / GOLDEN
    adapter = TypeAdapter(GoldenAdvert)
    found = []
    for number, line in numbered_lines(path):
        try:
            found.append(adapter.validate_json(line))
        except ValidationError as error:
            raise InputError(f"{path}:{number}: {first_fault(error)}") from None
    if not found:
        raise InputError(f"{path}: no adverts")
    return found


def golden_faults(assessor: Assessor, adverts: Iterable[GoldenAdvert]) -> list[GoldenFault]:
    """The adverts whose verdict is not among those allowed."""
    listed = list(adverts)
    found = assessor.assess_many([one.advert for one in listed], assessed_at=datetime.now(UTC))
    return [
        GoldenFault(id=one.id, verdict=made.verdict, allowed=one.allowed, score=made.score)
        for one, made in zip(listed, found, strict=True)
        if made.verdict not in one.allowed
    ]
