"""Where each archived response lies."""

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from lurewatch.errors import NotFound
from lurewatch.records import ArchivedResponse
from storage.inserting import insert_new
from storage.tables import evidence

_FIELDS = tuple(column.name for column in evidence.columns)


def save_responses(session: Session, responses: Sequence[ArchivedResponse]) -> None:
    """Remember archived responses; one that is known stays as it is."""
    insert_new(
        session,
        evidence,
        [{name: getattr(response, name) for name in _FIELDS} for response in responses],
    )


def get(session: Session, evidence_id: str) -> ArchivedResponse:
    """Where one response lies.

    Raises:
        NotFound: no such response.
    """
    row = session.execute(
        select(evidence).where(evidence.c.evidence_id == evidence_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"no archived response {evidence_id}")
    return _response(row)


def all_responses(session: Session) -> list[ArchivedResponse]:
    """All archived responses, oldest first."""
    return [_response(row) for row in session.execute(select(evidence).order_by("fetched_at"))]


def _response(row: Row[tuple[object, ...]]) -> ArchivedResponse:
    return ArchivedResponse(**{name: getattr(row, name) for name in _FIELDS})
