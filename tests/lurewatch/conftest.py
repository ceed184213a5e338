"""Fixtures of the whole-program tests: a var folder of its own, and the command line."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lurewatch.cli import main
from lurewatch.pipeline import Workplace, prepare
from lurewatch.settings import read_settings

Run = Callable[..., int]


@pytest.fixture
def var_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LUREWATCH_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("LUREWATCH_DATABASE_URL", raising=False)
    return tmp_path / "var"


@pytest.fixture
def workplace(var_dir: Path) -> Workplace:
    opened = prepare(read_settings())
    yield opened  # type: ignore[misc]
    opened.database.dispose()


@pytest.fixture
def run(var_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process; gives its exit status."""

    def command(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["lurewatch", *arguments])
        try:
            main()
        except SystemExit as stopped:
            return stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
        return 0

    return command
