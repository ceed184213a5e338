"""Assess stored adverts again with the model that a stored assessment names, and compare.

Equal means equal bit for bit, in the form that was stored: contacts are not stored in clear, so
they are taken out of the new assessment as they were from the old (docs/decisions/0005).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import storage.assessments
from lurewatch.errors import ModelError
from lurewatch.pipeline import ASSESS_BATCH, Workplace, text_of
from lurewatch.records import Advert, Assessment
from models.assess import Assessor

COMPARED = (
    "features_version",
    "language",
    "score",
    "categories",
    "verdict",
    "threshold_name",
    "evidence",
    "entities",
)
SHOWN = 20
"""Differences that are named; all are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One stored assessment that comes out otherwise now."""

    advert_id: str
    model_id: str
    fields: tuple[str, ...]
    stored: dict[str, Any]
    """Score and verdict as stored."""
    recomputed: dict[str, Any]


@dataclass(kw_only=True, slots=True)
class RecomputeReport:
    """What came out of a recomputation."""

    equal: int = 0
    differing: int = 0
    differences: list[Difference] = field(default_factory=list)
    """The first `SHOWN`."""
    by_field: Counter[str] = field(default_factory=Counter)
    unusable: dict[str, str] = field(default_factory=dict)
    """Model id → why none of its assessments can be recomputed."""
    not_recomputed: int = 0
    """Stored assessments of those."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "equal": self.equal,
            "differing": self.differing,
            "by_field": dict(self.by_field.most_common()),
            "not_recomputed": self.not_recomputed,
            "unusable": self.unusable,
            "differences": [
                {
                    "advert_id": one.advert_id,
                    "model_id": one.model_id,
                    "fields": list(one.fields),
                    "stored": one.stored,
                    "recomputed": one.recomputed,
                }
                for one in self.differences
            ],
        }


def recompute(
    workplace: Workplace,
    *,
    sample: int | None = None,
    on_batch: Callable[[int], None] | None = None,
) -> RecomputeReport:
    """Recompute stored assessments, all or a random sample of them. Nothing is written.

    Args:
        sample: how many to draw by lot; without, all.
        on_batch: told the number of assessments that each batch had.
    """
    report = RecomputeReport()
    assessors: dict[str, Assessor | str] = {}
    for batch in _stored(workplace, sample):
        for model_id, rows in groupby(batch, key=lambda row: row[1].model_id):
            if model_id not in assessors:
                assessors[model_id] = _assessor(workplace, model_id)
            _compare(report, assessors[model_id], model_id, list(rows))
        if on_batch:
            on_batch(len(batch))
    return report


def _stored(
    workplace: Workplace, sample: int | None
) -> Iterator[Sequence[tuple[Advert, Assessment]]]:
    """Batches in the order of model and advert."""
    if sample is not None:
        with workplace.database.begin() as session:
            keys = sorted(storage.assessments.drawn(session, sample))
        for start in range(0, len(keys), ASSESS_BATCH):
            with workplace.database.begin() as session:
                yield storage.assessments.with_adverts(session, keys[start : start + ASSESS_BATCH])
        return
    after = ("", "")
    while True:
        with workplace.database.begin() as session:
            batch = storage.assessments.following(session, after, ASSESS_BATCH)
        if not batch:
            return
        yield batch
        after = (batch[-1][1].model_id, batch[-1][1].advert_id)


def _assessor(workplace: Workplace, model_id: str) -> Assessor | str:
    """The model of this id, or why it cannot be used."""
    try:
        return Assessor.by_id(workplace.settings, model_id)
    except ModelError as error:
        return str(error)


def _compare(
    report: RecomputeReport,
    assessor: Assessor | str,
    model_id: str,
    rows: Sequence[tuple[Advert, Assessment]],
) -> None:
    if isinstance(assessor, str):
        report.unusable[model_id] = assessor
        report.not_recomputed += len(rows)
        return
    same = [row for row in rows if row[1].features_version == assessor.features_version]
    if len(same) < len(rows):
        old = sorted({row[1].features_version for row in rows} - {assessor.features_version})
        report.unusable[model_id] = (
            f"some were made with features {', '.join(old)}, which are no longer here; "
            f"these are features {assessor.features_version}"
        )
        report.not_recomputed += len(rows) - len(same)
    at = [stored.assessed_at for _, stored in same]
    texts = [text_of(advert) for advert, _ in same]
    if not same:
        return
    for (_, stored), made in zip(same, assessor.assess_many(texts, assessed_at=at[0]), strict=True):
        again = storage.assessments.as_stored(made)
        fields = tuple(name for name in COMPARED if getattr(stored, name) != getattr(again, name))
        if not fields:
            report.equal += 1
            continue
        report.differing += 1
        report.by_field.update(fields)
        if len(report.differences) < SHOWN:
            report.differences.append(
                Difference(
                    advert_id=stored.advert_id,
                    model_id=model_id,
                    fields=fields,
                    stored={"score": stored.score, "verdict": str(stored.verdict)},
                    recomputed={"score": again.score, "verdict": str(again.verdict)},
                )
            )
