"""Opens the database: SQLite in one file by default, PostgreSQL by its URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from lurewatch.errors import ConfigurationError

BUSY_SECONDS = 60
"""How long a writer waits for another; a batch takes well under a second."""
UPGRADE_LOCK = 7_310_451
"""Number of the PostgreSQL advisory lock that lets one process migrate at a time."""


class Database:
    """One database and its connections."""

    def __init__(self, url: str) -> None:
        """Prepare connections; nothing is opened yet.

        Args:
            url: SQLAlchemy URL; `postgresql://` means the psycopg driver.

        Raises:
            ConfigurationError: not a database URL, or of another kind.
        """
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise ConfigurationError("the database URL cannot be read") from None
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise ConfigurationError("the database is SQLite or PostgreSQL")
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        try:
            self.engine = _engine(parsed.render_as_string(hide_password=False), self.is_sqlite)
        except ModuleNotFoundError:
            raise ConfigurationError(
                "PostgreSQL needs: pip install 'lurewatch[postgres]'"
            ) from None

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A session in one transaction: committed at the end, rolled back on an error."""
        with Session(self.engine) as session, session.begin():
            yield session

    def upgrade(self) -> None:
        """Create the tables, or bring older ones up to date. Safe for several processes at once."""
        if self.is_current():
            return
        with self.engine.connect() as connection:
            _lock(connection, self.is_sqlite)
            config = _alembic()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()

    def is_current(self) -> bool:
        """Whether the tables are those of this version.

        Raises:
            ConfigurationError: the database cannot be reached.
        """
        try:
            with self.engine.connect() as connection:
                found = MigrationContext.configure(connection).get_current_revision()
        except SQLAlchemyError as error:
            raise ConfigurationError(
                f"the database cannot be opened ({type(error).__name__})"
            ) from None
        return found == ScriptDirectory.from_config(_alembic()).get_current_head()

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _lock(connection: Connection, is_sqlite: bool) -> None:
    """Hold other migrating processes back until this transaction ends."""
    if not is_sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})


def _engine(url: str, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _set_up_sqlite(connection: Any, _: Any) -> None:
    # The driver's own transaction handling is switched off: it would begin too late, as a reader
    # that cannot always become a writer ("database is locked" without waiting).
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
