"""Inserts that may be repeated: what is already there stays as it is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_new(
    session: Session, table: Table, rows: Sequence[dict[str, Any]]
) -> set[tuple[Any, ...]]:
    """Insert the rows whose primary key or unique value is not there yet.

    Returns:
        The primary keys of the rows that are new.
    """
    if not rows:
        return set()
    keys = list(table.primary_key.columns)
    made = insert(session, table).on_conflict_do_nothing().returning(*keys)
    return {tuple(key) for key in session.execute(made, list(rows))}


def insert(session: Session, table: Table) -> Any:
    """The insert of this session's database, which knows `ON CONFLICT`."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
