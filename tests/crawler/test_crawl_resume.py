"""A crawl that is killed at any point and run again loses nothing and stores nothing twice."""

import os
import random
import signal
import sqlite3
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

import storage.adverts
import storage.crawls
from lurewatch.labels import CrawlState
from storage.database import Database
from storage.evidence import Archive
from tests.crawler.board import Answer, Board, advert, command, environment, listing, run_crawl

Opened = Callable[[Path], Database]
LISTS = 4
ADVERTS = 36


def _site() -> dict[str, Answer]:
    """40 pages behind a root: lists, and adverts of which every sixth repeats another's words."""
    paths = [f"/job/{n}" for n in range(ADVERTS)]
    pages = {path: advert(f"Job {n - n % 6 // 5}") for n, path in enumerate(paths)}
    lists = {f"/jobs?page={n}": listing(paths[n::LISTS]) for n in range(LISTS)}
    return pages | lists | {"/": listing(lists)}


@pytest.fixture(scope="module")
def site() -> Iterator[Board]:
    with Board(_site()) as board:
        yield board


@dataclass(frozen=True)
class Stored:
    """What a finished crawl left, without times and random ids."""

    adverts: set[str]
    sightings: Counter[tuple[str, str]]
    pages: Counter[tuple[str, int, str | None]]


def stored(database: Database) -> Stored:
    with database.begin() as session:
        [crawl] = storage.crawls.recent(session)
        assert crawl.state is CrawlState.FINISHED
        rows = storage.crawls.outcomes(session, crawl.crawl_id)
        adverts = storage.adverts.unassessed(session, "none", 1000)
        sightings = Counter(
            (advert.advert_id, sighting.url)
            for advert in adverts
            for sighting in storage.adverts.sightings_of(session, advert.advert_id)
        )
    assert len(adverts) == len({advert.advert_id for advert in adverts})
    return Stored(
        adverts={advert.advert_id for advert in adverts},
        sightings=sightings,
        pages=Counter((row.url, row.depth, row.outcome) for row in rows),
    )


def crawl_and_kill(board: Board, var_dir: Path, at: int, pause: float, *options: str) -> int:
    """Run the real command, and kill its whole process group.

    Args:
        at: kill at this request; it and all later ones are held until then. 0 kills before
            any request.
        pause: seconds from then to the kill.
    """
    reached, killed, number = threading.Event(), threading.Event(), len(board.asked)

    def hold(count: int) -> None:
        if count - number >= at:
            reached.set()
            killed.wait(30)

    board.before = hold if at else lambda _: None
    process = subprocess.Popen(
        command(f"{board.origin}/", *options),
        env=environment(board, var_dir),
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    while at and not reached.wait(0.05) and process.poll() is None:
        pass
    killed.wait(pause)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    killed.set()
    board.before = lambda _: None
    return process.wait()


def test_a_crawl_killed_again_and_again_ends_as_if_it_had_not_been(
    site: Board, tmp_path: Path, opened: Opened
) -> None:
    assert run_crawl(site, tmp_path / "whole").returncode == 0
    whole = stored(opened(tmp_path / "whole"))
    assert len(whole.pages) == 1 + LISTS + ADVERTS
    assert len(whole.adverts) == ADVERTS - ADVERTS // 6
    assert sum(whole.sightings.values()) == ADVERTS

    chance = random.Random(20261123)
    # Before anything, at robots.txt, at the root; then anywhere; then near and at the end.
    points = [0, 1, 2, chance.randrange(4, 12), chance.randrange(28, 36)]
    killed = tmp_path / "killed"
    for point in points:
        assert crawl_and_kill(site, killed, point, chance.uniform(0, 0.3)) == -signal.SIGKILL
    with opened(killed).begin() as session:
        [crawl] = storage.crawls.recent(session)
        left = len(storage.crawls.pending(session, crawl.crawl_id))
    assert 1 < left < ADVERTS
    # robots.txt is asked for again, so the last page of all is request number `left` + 1.
    assert crawl_and_kill(site, killed, left + 1, 0.3) == -signal.SIGKILL
    assert run_crawl(site, killed).returncode == 0

    database = opened(killed)
    assert stored(database) == whole
    archive = Archive(killed / "archive", 1_000_000)
    with database.begin() as session:
        for advert_id in whole.adverts:
            response = storage.adverts.evidence_for(session, advert_id)
            read = archive.read(response)
            path = response.url.removeprefix(site.origin)
            assert read.body == site.answers[path].body
            assert read.sha256 == response.sha256 == sha256(read.body).hexdigest()


def test_the_most_pages_count_over_all_runs_of_one_crawl(
    site: Board, tmp_path: Path, opened: Opened
) -> None:
    assert crawl_and_kill(site, tmp_path, 38, 0.3, "--pages", "39") == -signal.SIGKILL
    with opened(tmp_path).begin() as session:
        [crawl] = storage.crawls.recent(session)
        before = storage.crawls.outcome_counts(session, crawl.crawl_id)
    assert 0 < sum(before.values()) < 38
    assert run_crawl(site, tmp_path, "--pages", "39").returncode == 0
    with opened(tmp_path).begin() as session:
        after = storage.crawls.outcome_counts(session, crawl.crawl_id)
    assert sum(after.values()) == 39


def test_a_database_that_takes_no_more_ends_the_crawl_and_it_goes_on_later(
    site: Board, tmp_path: Path, opened: Opened
) -> None:
    def rename(old: str, new: str) -> None:
        with sqlite3.connect(tmp_path / "lurewatch.db") as connection:
            connection.execute(f"ALTER TABLE {old} RENAME TO {new}")

    start = len(site.asked)
    site.before = lambda count: rename("sightings", "away") if count == start + 8 else None
    stopped = run_crawl(site, tmp_path)
    site.before = lambda _: None
    assert stopped.returncode == 1
    assert "could not be stored" in stopped.stderr
    rename("away", "sightings")
    assert run_crawl(site, tmp_path).returncode == 0
    assert len(stored(opened(tmp_path)).pages) == 1 + LISTS + ADVERTS
