"""The other commands in a terminal: keys, alerts, hotspots, evidence, work, and plain errors."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import storage.crawls
import storage.keys
import storage.leases
from lurewatch.labels import Role
from lurewatch.pipeline import Workplace, now_utc
from lurewatch.work import LEASE, Worker

Run = Callable[..., int]
Output = pytest.CaptureFixture[str]


def test_a_key_is_shown_once_works_and_can_be_revoked(
    run: Run, workplace: Workplace, capfd: Output
) -> None:
    assert run("keys", "create", "desk", "--role", "subscriber") == 0
    token = capfd.readouterr().out.strip()
    with workplace.database.begin() as session:
        key = storage.keys.authenticate(session, token)
    assert key is not None
    assert (key.name, key.role) == ("desk", Role.SUBSCRIBER)
    assert run("keys", "list", "--json") == 0
    listed = capfd.readouterr().out
    assert [row["name"] for row in json.loads(listed)] == ["desk"]
    assert token.split("_", 2)[2] not in listed
    assert run("keys", "revoke", "desk") == 0
    with workplace.database.begin() as session:
        assert storage.keys.authenticate(session, token) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("keys", "revoke", "nobody"),
        ("evidence", "show", "0" * 32),
        ("alerts", "retry", "nothing"),
        ("alerts", "list", "--state", "lost"),
        ("hotspots", "--week", "2026-W99"),
        ("hotspots", "--week", "yesterday"),
        ("crawl", "no-such-source"),
        ("crawl", "gopher://jobs.example/"),
        ("evaluate", "--model", "linear-000000000000"),
    ],
    ids=" ".join,
)
def test_errors_are_one_plain_line(
    run: Run, workplace: Workplace, capfd: Output, arguments: tuple[str, ...]
) -> None:
    assert run(*arguments) in (1, 2)
    shown = capfd.readouterr().err
    assert shown.startswith("error ")
    assert "Traceback" not in shown


def test_hotspots_refuses_in_plain_words_where_history_is_too_short(
    run: Run, workplace: Workplace, capfd: Output
) -> None:
    assert run("hotspots", "--week", "2026-W47") == 0
    assert "history" in capfd.readouterr().out
    assert run("hotspots", "--week", "2026-W47", "--json") == 0
    report = json.loads(capfd.readouterr().out)
    assert report["hotspots"] == []
    assert report["refusals"]


def test_work_once_runs_every_job_and_gives_the_lease_back(
    run: Run, workplace: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "sources.toml"
    sources.write_text("")
    monkeypatch.setenv("LUREWATCH_SOURCES_FILE", str(sources))
    assert run("work", "--once") == 0
    with workplace.database.begin() as session:
        assert storage.leases.acquire(session, name=LEASE, holder="x", now=now_utc(), seconds=5)


def test_a_second_worker_stays_idle(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Worker(workplace), Worker(workplace)
    assert first.leads()
    ran: list[str] = []
    monkeypatch.setattr(Worker, "jobs", {"assess": (lambda: ran.append("assess"), 1)})
    second.run_job("assess")
    assert ran == []
    first.run_job("assess")
    assert ran == ["assess"]


def test_help_names_every_command(run: Run, capfd: Output) -> None:
    assert run("--help") == 0
    shown = capfd.readouterr().out
    commands = "demo crawl sources assess check hotspots alerts serve work train evaluate db keys"
    for name in commands.split():
        assert name in shown


def test_version_is_printed(run: Run, capfd: Output) -> None:
    assert run("--version") == 0
    assert capfd.readouterr().out.strip()


def test_sources_shows_what_became_of_the_last_crawl(
    run: Run, workplace: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Output
) -> None:
    sources = tmp_path / "sources.toml"
    sources.write_text('[board]\nstart_urls = ["https://jobs.example/"]\nenabled = false\n')
    monkeypatch.setenv("LUREWATCH_SOURCES_FILE", str(sources))
    assert run("sources", "--json") == 0
    assert json.loads(capfd.readouterr().out)[0]["last_crawl"] is None
    with workplace.database.begin() as session:
        storage.crawls.start_or_resume(
            session, source="board", start_urls=["https://jobs.example/"], now=now_utc()
        )
    assert run("sources", "--json") == 0
    assert "no pages" in json.loads(capfd.readouterr().out)[0]["last_crawl"]
