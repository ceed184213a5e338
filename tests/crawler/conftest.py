"""Fixtures of the crawler's tests: a board to fill, and the database that a crawl left."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage.database import Database
from tests.crawler.board import Board

Opened = Callable[[Path], Database]


@pytest.fixture
def board() -> Iterator[Board]:
    with Board({}) as board:
        yield board


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Opens the database of a var folder."""
    with ExitStack() as stack:

        def open_database(var_dir: Path) -> Database:
            database = Database(f"sqlite:///{var_dir / 'lurewatch.db'}")
            stack.callback(database.dispose)
            return database

        yield open_database
