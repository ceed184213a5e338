import multiprocessing
import os
import random
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

import storage.adverts
import storage.crawls
from lurewatch.labels import CrawlState, FetchOutcome
from lurewatch.records import ArchivedResponse, PageResult
from storage.crawls import finish, outcomes, pending, save_results, start_or_resume
from storage.database import Database
from tests.samples import NOW, make_advert

START = "https://jobs.example/"


def response_of(url: str) -> ArchivedResponse:
    return ArchivedResponse(
        evidence_id=f"id-{url[-30:]}",
        url=url,
        fetched_at=NOW,
        sha256="0" * 64,
        warc_file="x.warc.gz",
        warc_offset=0,
        status_code=200,
    )


def result_of(crawl_id: str, url: str, **changes: object) -> PageResult:
    fields: dict[str, object] = {
        "crawl_id": crawl_id,
        "source": "s",
        "url": url,
        "depth": 0,
        "outcome": FetchOutcome.ADVERTS,
        "fetched_at": NOW,
        "response": response_of(url),
    }
    return PageResult(**(fields | changes))  # type: ignore[arg-type]


def begin(database: Database) -> str:
    with database.begin() as session:
        return start_or_resume(session, source="s", start_urls=[START], now=NOW).crawl_id


def test_a_page_is_stored_with_its_adverts_and_links_and_never_again(database: Database) -> None:
    crawl_id = begin(database)
    advert = make_advert(evidence_id=response_of(START).evidence_id)
    result = result_of(
        crawl_id, START, adverts=(advert,), links=((f"{START}a", 1), (f"{START}b", 1), (START, 1))
    )
    with database.begin() as session:
        saved = save_results(session, [result])
    assert (saved.pages, saved.new_adverts, saved.known_adverts) == (1, 1, 0)
    with database.begin() as session:
        assert save_results(session, [result]).new_adverts == 0
        assert pending(session, crawl_id) == [(f"{START}a", 1), (f"{START}b", 1)]
        found = storage.adverts.evidence_for(session, advert.advert_id)
    assert found == response_of(START)


def test_an_unfinished_crawl_is_taken_up_and_a_finished_one_is_not(database: Database) -> None:
    first = begin(database)
    with database.begin() as session:
        again = start_or_resume(session, source="s", start_urls=[START], now=NOW)
        other = start_or_resume(session, source="s", start_urls=[f"{START}x"], now=NOW)
        finish(session, first, NOW)
        fresh = start_or_resume(session, source="s", start_urls=[START], now=NOW)
    assert (again.crawl_id, again.resumed) == (first, True)
    assert other.crawl_id != first
    assert not fresh.resumed
    with database.begin() as session:
        states = {row.crawl_id: row.state for row in storage.crawls.recent(session)}
    assert states[first] is CrawlState.FINISHED


def test_every_url_keeps_its_outcome_and_reason(database: Database) -> None:
    crawl_id = begin(database)
    refused = result_of(
        crawl_id, START, outcome=FetchOutcome.ROBOTS_REFUSED, detail="why", response=None
    )
    with database.begin() as session:
        save_results(session, [refused])
        [row] = outcomes(session, crawl_id)
        counts = storage.crawls.outcome_counts(session, crawl_id)
    assert (row.outcome, row.detail) == (FetchOutcome.ROBOTS_REFUSED, "why")
    assert counts == {FetchOutcome.ROBOTS_REFUSED: 1}


def test_validators_come_from_the_last_good_answer_only(database: Database) -> None:
    crawl_id = begin(database)
    good = result_of(crawl_id, START, etag='"1"', last_modified="Mon")
    bad = replace(good, outcome=FetchOutcome.BLOCKED, etag='"2"')
    with database.begin() as session:
        assert storage.crawls.validators_for(session, START) is None
        save_results(session, [good, bad])
        known = storage.crawls.validators_for(session, START)
    assert known is not None
    assert (known.etag, known.last_modified, known.response) == ('"1"', "Mon", good.response)


def test_long_and_odd_urls_are_kept_apart(database: Database) -> None:
    crawl_id = begin(database)
    urls = [START + "x" * 5_000, START + "x" * 5_001, START + "\ud800", START + "රැකියා"]
    with database.begin() as session:
        save_results(session, [result_of(crawl_id, START, links=tuple((u, 1) for u in urls))])
        assert len(pending(session, crawl_id)) == 4


PAGES = 60


def walk(url: str) -> None:
    """Fetch page after page of an endless list until it ends; what a crawl does, without HTTP."""
    database = Database(url)
    with database.begin() as session:
        crawl = start_or_resume(session, source="s", start_urls=[f"{START}0"], now=NOW)
    while True:
        with database.begin() as session:
            todo = pending(session, crawl.crawl_id, 3)
        if not todo:
            break
        with database.begin() as session:
            save_results(session, [page_of(crawl.crawl_id, page) for page, _ in todo])
    with database.begin() as session:
        finish(session, crawl.crawl_id, NOW)


def page_of(crawl_id: str, url: str) -> PageResult:
    number = int(url.removeprefix(START))
    advert = make_advert(
        title=f"Job {number // 2}", evidence_id=response_of(url).evidence_id, url=url
    )
    links = tuple((f"{START}{n}", 1) for n in (number + 1, number + 2) if n < PAGES)
    return result_of(crawl_id, url, adverts=(advert,), links=links)


def test_a_writer_killed_at_random_points_loses_and_doubles_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    Database(url).upgrade()
    context = multiprocessing.get_context("spawn")
    chance = random.Random(7)
    kills = 0
    for _ in range(40):
        worker = context.Process(target=walk, args=(url,))
        worker.start()
        if kills < 5:
            _wait_for_progress(url, worker, chance.randint(1, 8))
            if worker.is_alive():
                os.kill(worker.pid, signal.SIGKILL)
                kills += 1
        worker.join()
        assert worker.exitcode in (0, -signal.SIGKILL)
        if _is_finished(url):
            break
    assert kills >= 1
    database = Database(url)
    with database.begin() as session:
        [crawl] = storage.crawls.recent(session)
        rows = outcomes(session, crawl.crawl_id)
        assert storage.adverts.count(session) == PAGES // 2
    assert sorted(row.url for row in rows) == sorted(f"{START}{n}" for n in range(PAGES))
    assert {row.outcome for row in rows} == {FetchOutcome.ADVERTS}


def _is_finished(url: str) -> bool:
    with Database(url).begin() as session:
        return any(crawl.state is CrawlState.FINISHED for crawl in storage.crawls.recent(session))


def _wait_for_progress(url: str, worker: object, batches: int) -> None:
    """Until some more batches are stored, so that a kill lands in the middle of the work."""
    database = Database(url)

    def done() -> int:
        with database.begin() as session:
            crawls = storage.crawls.recent(session)
            found = outcomes(session, crawls[0].crawl_id) if crawls else []
        return sum(row.outcome is not None for row in found)

    before = done()
    while worker.is_alive() and done() < before + batches:  # type: ignore[attr-defined]
        time.sleep(0.002)
    database.dispose()


@pytest.mark.parametrize("text", ["x" * 300_000])
def test_a_huge_advert_is_stored_with_its_page(database: Database, text: str) -> None:
    crawl_id = begin(database)
    advert = make_advert(text=text, evidence_id=response_of(START).evidence_id)
    with database.begin() as session:
        assert save_results(session, [result_of(crawl_id, START, adverts=(advert,))]).new_adverts
