import multiprocessing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from lurewatch.errors import ConfigurationError
from storage.database import Database
from storage.tables import metadata


def test_migrations_make_exactly_the_tables(database: Database) -> None:
    def ours(obj: object, name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and str(name).startswith("advert_words"))

    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": False}
        )
        assert compare_metadata(context, metadata) == []


def test_an_upgrade_can_be_repeated(database: Database) -> None:
    database.upgrade()
    assert database.is_current()


def test_an_empty_database_is_not_current(tmp_path: Path) -> None:
    assert not Database(f"sqlite:///{tmp_path / 'new.db'}").is_current()


def upgrade(url: str) -> None:
    Database(url).upgrade()


def test_processes_that_upgrade_at_once_do_not_disturb_each_other(database_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=upgrade, args=(database_url,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    database = Database(database_url)
    assert database.is_current()
    database.dispose()


def test_sqlite_is_set_up_for_several_processes(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'deep' / 'er' / 'x.db'}")
    with database.engine.connect() as connection:
        asked = ("journal_mode", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert found == ["wal", 1]


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://root@localhost/x"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError):
        Database(url)


def test_an_unreachable_database_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        Database(f"sqlite:///{tmp_path / 'folder.db'}").is_current()
