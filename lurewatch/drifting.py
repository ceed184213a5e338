"""Joins store and models for `lurewatch drift`: two sets of adverts, assessed and compared."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

import storage.adverts
from lurewatch.errors import InputError
from lurewatch.pipeline import now_utc, prepare, text_of
from lurewatch.records import AdvertText
from lurewatch.retraining import adverts_of
from lurewatch.settings import Settings
from models import registry
from models.assess import Assessor
from models.corpus import read_corpus
from models.drift import compare, observe
from models.drift_report import DriftReport, Observed
from models.evaluation import advert_key

TRAIN = "train"
"""Names the training split as a set of adverts."""
MOST = 2000
"""Adverts of a set that are compared, drawn by lot: reading more takes minutes."""
_WINDOW = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")


def drift(
    settings: Settings,
    *,
    before: str,
    after: str,
    columns: str | None = None,
    model: str | None = None,
    seed: int = 0,
) -> DriftReport:
    """Compare two sets of adverts.

    Args:
        before: `train`, a window of days of the store (`2026-10-01..2026-10-31`, either end may be
            left out), or a file as `lurewatch assess` reads it.
        after: likewise.
        columns: a column mapping for files.
        model: whose scores are compared; an advert that it has learned from has none.
        seed: of the lot and of the permutations.

    Raises:
        InputError: a set cannot be read, or is too small.
    """
    sides = [_adverts(settings, given, columns) for given in (before, after)]
    info = registry.find(settings, model)
    assessor, seen = Assessor(info.model_id, info.load(), info.thresholds), info.seen()
    found = [_observed(_some(side, seed), assessor, seen) for side in sides]
    report = compare(found[0], found[1], seed=seed)
    if any(row.score is None for side in found for row in side):
        why = f"scores: adverts that {info.model_id} has learned from are left out"
        report = replace(report, notes=(*report.notes, why))
    return report


def _adverts(settings: Settings, given: str, columns: str | None) -> list[AdvertText]:
    if given == TRAIN:
        train = read_corpus(settings.training_data_dir).splits["train"]
        return [example.advert for example in train]
    if Path(given).is_file():
        return adverts_of(Path(given), columns)
    if (window := _WINDOW.fullmatch(given)) is None:
        raise InputError(
            f"{given[:60]!r} is neither `train`, a window of days (2026-10-01..2026-10-31) "
            "nor a file"
        )
    try:
        first, last = (date.fromisoformat(day) if day else None for day in window.groups())
    except ValueError as error:
        raise InputError(f"{given[:60]!r}: {error}") from None
    with prepare(settings).database.begin() as session:
        found = storage.adverts.between(session, first or date.min, last or date.max)
    return [text_of(advert) for advert in found]


def _some(adverts: Sequence[AdvertText], seed: int) -> list[AdvertText]:
    if len(adverts) <= MOST:
        return list(adverts)
    rows = np.random.default_rng(seed).choice(len(adverts), MOST, replace=False)
    return [adverts[row] for row in sorted(rows)]


def _observed(
    adverts: Sequence[AdvertText], assessor: Assessor, seen: frozenset[str]
) -> list[Observed]:
    assessments = assessor.assess_many(adverts, assessed_at=now_utc())
    return [
        observe(advert, assessment, with_score=advert_key(advert) not in seen)
        for advert, assessment in zip(adverts, assessments, strict=True)
    ]
