"""Assessments, one per advert and model, and the flags they raised."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, tuple_
from sqlalchemy.orm import Session

from lurewatch.entities import Account, Entities, Pay, StatedDate, StatedRange
from lurewatch.labels import IndicatorState, Language, Verdict
from lurewatch.records import Advert, Assessment, Evidence, Flag
from storage import contacts
from storage.adverts import advert_of
from storage.ciphers import Cipher
from storage.flags import save_flags
from storage.inserting import insert_new
from storage.tables import adverts, assessments, clean

_KEY = tuple_(assessments.c.model_id, assessments.c.advert_id)
_RECORDS: dict[str, Callable[..., Any]] = {
    "pay": Pay,
    "dates": StatedDate,
    "ages": StatedRange,
    "hours_per_day": StatedRange,
    "vacancies": StatedRange,
    "accounts": Account,
}
"""Lists of `Entities` that hold records."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedAssessments:
    """How many rows were new."""

    assessments: int
    flags: int


def save(
    session: Session,
    found: Sequence[Assessment],
    flags: Sequence[Flag],
    *,
    cipher: Cipher,
) -> SavedAssessments:
    """Store assessments and flags; what is known stays as it is.

    Phones, e-mails and handles are not stored in clear: they go to the contacts table.
    """
    new = insert_new(session, assessments, [_row(assessment) for assessment in found])
    contacts.save(session, found, cipher)
    return SavedAssessments(assessments=len(new), flags=save_flags(session, flags))


def without_contacts(entities: Entities) -> Entities:
    """What may be stored in clear."""
    return replace(entities, phones=(), emails=(), handles=(), urls=(), accounts=())


def _row(assessment: Assessment) -> dict[str, Any]:
    return {
        "advert_id": assessment.advert_id,
        "model_id": assessment.model_id,
        "features_version": assessment.features_version,
        "assessed_at": assessment.assessed_at,
        "language": assessment.language,
        "score": assessment.score,
        "categories": dict(assessment.categories),
        "verdict": assessment.verdict,
        "threshold_name": assessment.threshold_name,
        "evidence": [_evidence_row(evidence) for evidence in assessment.evidence],
        "entities": asdict(without_contacts(assessment.entities)),
    }


def _evidence_row(evidence: Evidence) -> dict[str, Any]:
    row = asdict(evidence)
    row["text"] = None if evidence.text is None else clean(evidence.text)
    return row


def latest(session: Session, advert_id: str) -> Assessment | None:
    """The newest assessment of an advert, if it has been assessed."""
    row = session.execute(
        select(assessments)
        .where(assessments.c.advert_id == clean(advert_id))
        .order_by(assessments.c.assessed_at.desc(), assessments.c.model_id)
        .limit(1)
    ).one_or_none()
    return _assessment(row) if row else None


def _assessment(row: Row[Any]) -> Assessment:
    return Assessment(
        advert_id=row.advert_id,
        model_id=row.model_id,
        features_version=row.features_version,
        assessed_at=row.assessed_at,
        language=Language(row.language),
        score=row.score,
        categories=row.categories,
        verdict=Verdict(row.verdict),
        threshold_name=row.threshold_name,
        evidence=tuple(map(_evidence, row.evidence)),
        entities=_entities(row.entities),
    )


def _evidence(given: dict[str, Any]) -> Evidence:
    return Evidence(**{**given, "state": IndicatorState(given["state"])})


def _entities(given: dict[str, Any]) -> Entities:
    return Entities(
        **{
            name: tuple(_RECORDS[name](**one) if name in _RECORDS else one for one in values)
            for name, values in given.items()
        }
    )


def as_stored(assessment: Assessment) -> Assessment:
    """What would come back of an assessment that was stored: in clear text, without contacts."""
    row = _row(assessment)
    kept = json.loads(
        json.dumps({name: row[name] for name in ("categories", "evidence", "entities")})
    )
    return replace(
        assessment,
        categories=kept["categories"],
        evidence=tuple(_evidence(given) for given in kept["evidence"]),
        entities=_entities(kept["entities"]),
    )


def drawn(session: Session, count: int) -> list[tuple[str, str]]:
    """(model id, advert id) of stored assessments, by lot."""
    rows = session.execute(
        select(assessments.c.model_id, assessments.c.advert_id).order_by(func.random()).limit(count)
    )
    return [(row.model_id, row.advert_id) for row in rows]


def with_adverts(
    session: Session, keys: Sequence[tuple[str, str]]
) -> list[tuple[Advert, Assessment]]:
    """Stored assessments by (model id, advert id), with their adverts, in the order of the keys."""
    return _pairs(session, _KEY.in_(keys), len(keys))


def following(
    session: Session, after: tuple[str, str], limit: int
) -> list[tuple[Advert, Assessment]]:
    """The next stored assessments after a (model id, advert id), with their adverts."""
    return _pairs(session, tuple_(*after) < _KEY, limit)


def _pairs(
    session: Session, chosen: ColumnElement[bool], limit: int
) -> list[tuple[Advert, Assessment]]:
    keys = session.execute(
        select(assessments.c.model_id, assessments.c.advert_id)
        .where(chosen)
        .order_by(assessments.c.model_id, assessments.c.advert_id)
        .limit(limit)
    ).all()
    wanted = [tuple(key) for key in keys]
    found = session.execute(select(assessments).where(_KEY.in_(wanted)))
    stored = {(row.model_id, row.advert_id): _assessment(row) for row in found}
    of = session.execute(select(adverts).where(adverts.c.advert_id.in_({key[1] for key in wanted})))
    by_id = {row.advert_id: advert_of(row) for row in of}
    return [(by_id[key[1]], stored[key]) for key in wanted]


def effort(session: Session, first_on: date, last_on: date) -> dict[date, int]:
    """Adverts assessed per ISO week (key: its Monday), by the day they count for.

    Both days included; weeks without adverts are not in the answer.
    """
    counted = adverts.c.counted_on
    seen = select(assessments.c.advert_id).distinct()
    rows = session.execute(
        select(counted, func.count())
        .where(counted.between(first_on, last_on), adverts.c.advert_id.in_(seen))
        .group_by(counted)
    )
    weeks: dict[date, int] = {}
    for day, count in rows:
        monday = day - timedelta(days=day.weekday())
        weeks[monday] = weeks.get(monday, 0) + count
    return weeks
