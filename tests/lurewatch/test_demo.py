"""`lurewatch demo` as a person runs it: pages on screen, Ctrl-C, and again without duplicates."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TABLES = ("adverts", "flags", "assessments", "hotspots", "alerts", "deliveries", "subscriptions")
STOPPED_BY_CTRL_C = 130


@contextmanager
def demo(var: Path, port: int) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    """A running demo and what it printed until its pages were up; killed at the end."""
    environment = os.environ | {"LUREWATCH_VAR_DIR": str(var), "LUREWATCH_PORT": str(port)}
    running = subprocess.Popen(
        [sys.executable, "-m", "lurewatch", "demo"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert running.stdout is not None
    try:
        lines = []
        for line in running.stdout:
            lines.append(line)
            if line.startswith("Ctrl-C"):
                break
        yield running, lines
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        running.stdout.close()


def stop(running: "subprocess.Popen[str]") -> int:
    """Ctrl-C in a terminal reaches the whole process group."""
    os.killpg(running.pid, signal.SIGINT)
    return running.wait(timeout=60)


def group_is_gone(group: int) -> bool:
    """Whether no process of the group is left; the system may take a moment to clear up."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def get(url: str, key: str = "") -> str:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    for _ in range(100):
        try:
            request = urllib.request.Request(url, headers=headers)
            with urllib.request.urlopen(request, timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not come up")


def counts(var: Path) -> dict[str, int]:
    (file,) = var.glob("*.db")
    with sqlite3.connect(file) as database:
        return {t: database.execute(f"select count(*) from {t}").fetchone()[0] for t in TABLES}


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_demo_runs_twice_and_the_second_run_adds_nothing(tmp_path: Path, port: int) -> None:
    base = f"http://127.0.0.1:{port}"
    with demo(tmp_path, port) as (running, lines):
        shown = "".join(lines)
        assert "2 delivered, 0 to be tried again, 0 dead" in shown
        assert shown.count("received, signature good") == 2
        key = re.search(r"lw_\S+", shown)
        assert key is not None
        assert "Lurewatch" in get(base + "/")
        page = json.loads(get(base + "/api/v1/flags?limit=5", key.group()))
        assert len(page["items"]) == 5
        cells = {
            (spot["cell"]["destination"], spot["cell"]["category"])
            for spot in json.loads(get(base + "/api/v1/hotspots", key.group()))["items"]
        }
        assert cells == {("TH", "forced_criminality"), ("KH", "forced_criminality")}
        assert stop(running) == STOPPED_BY_CTRL_C
    first = counts(tmp_path)
    assert first["adverts"] >= 80
    assert first["assessments"] == first["adverts"]
    assert 0.4 < first["flags"] / first["adverts"] < 0.6
    assert (first["hotspots"], first["alerts"], first["deliveries"]) == (2, 2, 2)
    with demo(tmp_path, port) as (running, lines):
        assert "0 new adverts assessed" in "".join(lines)
        assert "0 delivered, 0 to be tried again, 0 dead" in "".join(lines)
        assert stop(running) == STOPPED_BY_CTRL_C
    assert counts(tmp_path) == first


def test_ctrl_c_in_the_middle_stops_everything(tmp_path: Path, port: int) -> None:
    environment = os.environ | {"LUREWATCH_VAR_DIR": str(tmp_path), "LUREWATCH_PORT": str(port)}
    running = subprocess.Popen(
        [sys.executable, "-m", "lurewatch", "demo"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert running.stdout is not None
    for line in running.stdout:
        if "Crawling the job board" in line:
            break
    assert stop(running) == STOPPED_BY_CTRL_C
    rest = running.stdout.read()
    running.stdout.close()
    assert "Traceback" not in rest
    assert group_is_gone(running.pid)


def test_a_taken_port_is_said_at_once(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with demo(tmp_path, port) as (running, lines):
            assert running.wait(timeout=60) == 2
            assert f"port {port}" in " ".join("".join(lines).split())
            assert "Crawling" not in "".join(lines)
