"""`lurewatch labels noise`: a table for people, JSON for programs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.models.labelled import ROW, write_lines
from tests.models.test_label_noise import rows

Run = Callable[..., int]


def test_it_prints_a_table_or_json(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("cleanlab")
    hostile = [ROW | each | {"title": "\x1b[31m[red]x"} for each in rows()]
    data = write_lines(tmp_path / "rows.jsonl", hostile)
    assert run("labels", "noise", "--data", str(data), "--count", "15") == 0
    shown = capsys.readouterr().out
    assert "200 label(s)" in shown
    assert "\x1b" not in shown
    assert "[red]x" in shown
    assert run("labels", "noise", "--data", str(data), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["labels"] == 200
    assert {"id", "label", "risky", "is_issue"} <= found["doubts"][0].keys()
    assert run("labels", "noise", "--data", str(tmp_path / "gone.jsonl")) == 2
