"""The notebooks run from start to end, offline, write only to temporary folders, and need no torch.

They are committed without outputs, and hold no code that belongs in the packages.
"""

import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
CELL_SECONDS = 300
"""So that a cell that hangs ends; they take seconds."""

BEFORE = """
import os, sys
from pathlib import Path
def guard(event, given):
    if event in ("socket.connect", "socket.getaddrinfo") and "127.0.0.1" not in repr(given):
        raise AssertionError(f"the network: {{given}}")
    wants = {{"os.mkdir": 0, "os.rename": 1, "sqlite3.connect": 0}}.get(event)
    if event == "open" and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        wants = 0
    if wants is not None and isinstance(given[wants], (str, os.PathLike)):
        if Path(given[wants]).resolve().is_relative_to({root!r}):
            raise AssertionError(f"written into the checkout: {{given[wants]}}")
sys.addaudithook(guard)
"""
AFTER = """
import sys
import models
print(repr((sys.executable, models.__path__[0], "torch" in sys.modules)))
"""


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def code_of(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def run_all(notebook: Any, folder: Path) -> Any:
    """Run between two cells: one that forbids writing and the network, one that looks back."""
    new = nbformat.v4.new_code_cell
    before = new(BEFORE.format(root=str(ROOT)))  # type: ignore[no-untyped-call]
    notebook.cells = [before, *notebook.cells, new(AFTER)]  # type: ignore[no-untyped-call]
    NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    ).execute()
    return notebook


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kernel of this interpreter, whatever the user has installed, with this code."""
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    return tmp_path


def test_there_are_five() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == ["1_", "2_", "3_", "4_", "5_"]


@each
def test_no_output_is_committed(path: Path) -> None:
    for cell in code_of(read(path)):
        assert (cell.outputs, cell.execution_count) == ([], None), cell.source


@each
def test_nothing_is_defined_that_belongs_in_a_package(path: Path) -> None:
    for cell in code_of(read(path)):
        assert not re.search(r"\b(?:def|class)\s", cell.source), cell.source


@each
def test_a_notebook_runs_from_start_to_end(path: Path, clean: Path) -> None:
    ran = run_all(read(path), path.parent)
    said = code_of(ran)[-1].outputs[0].text.strip()
    assert said == repr((sys.executable, str(ROOT / "models"), False))


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("open('new.txt', 'w')", "written into the checkout"),
        ("import socket; socket.create_connection(('192.0.2.1', 80), 1)", "the network"),
    ],
)
def test_the_guard_of_the_run_can_fail(source: str, why: str, clean: Path) -> None:
    notebook = nbformat.v4.new_notebook()  # type: ignore[no-untyped-call]
    notebook.cells = [nbformat.v4.new_code_cell(source)]  # type: ignore[no-untyped-call]
    with pytest.raises(CellExecutionError, match=why):
        run_all(notebook, ROOT / "notebooks")
    assert not (ROOT / "notebooks" / "new.txt").exists()
