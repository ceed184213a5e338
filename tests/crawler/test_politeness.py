"""What a site owner can rely on: who asks, what is asked again, how much and how often."""

from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy.settings import Settings as ScrapySettings

import storage.adverts
import storage.crawls
from crawler.crawl import crawl
from crawler.settings import scrapy_settings
from crawler.sources import Source
from lurewatch.errors import ConfigurationError
from lurewatch.labels import FetchOutcome
from lurewatch.settings import Settings
from storage.database import Database
from tests.crawler.board import Answer, Board, advert, listing, run_crawl

Opened = Callable[[Path], Database]
SOURCE = Source(name="jobs.example", start_urls=("https://jobs.example/",))
CHANGED = "Mon, 16 Nov 2026 08:00:00 GMT"


def _with(answer: Answer, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(body=answer.body, headers={**answer.headers, **named})


def _outcomes(database: Database, board: Board) -> dict[str, FetchOutcome | None]:
    """What became of the pages of the newest crawl."""
    with database.begin() as session:
        newest = storage.crawls.recent(session)[0]
        rows = storage.crawls.outcomes(session, newest.crawl_id)
    return {row.url.removeprefix(board.origin): row.outcome for row in rows}


def test_a_second_crawl_asks_only_for_what_changed(
    board: Board, tmp_path: Path, opened: Opened
) -> None:
    board.answers = {
        "/": listing(["/job/tagged", "/job/dated", "/job/bare"]),
        "/job/tagged": _with(advert("Tagged"), ETag='"v1"'),
        "/job/dated": _with(advert("Dated"), Last_Modified=CHANGED),
        "/job/bare": advert("Bare"),
    }
    assert run_crawl(board, tmp_path).returncode == 0
    first = {path: headers for path, headers in board.asked if path != "/robots.txt"}
    assert not [h for headers in first.values() for h in headers if h.startswith("If-")]
    board.asked.clear()
    board.answers["/"] = listing([*list(board.answers)[1:], "/job/new"])
    board.answers["/job/new"] = advert("New")
    assert run_crawl(board, tmp_path).returncode == 0

    second = dict(board.asked)
    assert second["/job/tagged"]["If-None-Match"] == '"v1"'
    assert second["/job/dated"]["If-Modified-Since"] == CHANGED
    database = opened(tmp_path)
    assert _outcomes(database, board) == {
        "/": FetchOutcome.LISTING,
        "/job/tagged": FetchOutcome.UNCHANGED,
        "/job/dated": FetchOutcome.UNCHANGED,
        "/job/bare": FetchOutcome.UNCHANGED,
        "/job/new": FetchOutcome.ADVERTS,
    }
    with database.begin() as session:
        titles = [found.title for found in storage.adverts.unassessed(session, "none", 100)]
    assert sorted(titles) == ["Bare", "Dated", "New", "Tagged"]


def test_a_listing_that_has_not_changed_still_leads_to_its_adverts(
    board: Board, tmp_path: Path, opened: Opened
) -> None:
    board.answers = {
        "/": _with(listing(["/job/1"]), ETag='"same"'),
        "/job/1": advert("Before"),
    }
    assert run_crawl(board, tmp_path).returncode == 0
    board.answers["/job/1"] = advert("After")
    assert run_crawl(board, tmp_path).returncode == 0
    assert _outcomes(opened(tmp_path), board) == {
        "/": FetchOutcome.UNCHANGED,
        "/job/1": FetchOutcome.ADVERTS,
    }


def test_every_request_names_us_and_whom_to_write_to(board: Board, tmp_path: Path) -> None:
    board.answers = {"/": listing(["/job/1"]), "/job/1": advert("One")}
    assert run_crawl(board, tmp_path, CONTACT="owner@lurewatch.example").returncode == 0
    assert sorted(set(board.paths())) == ["/", "/job/1", "/robots.txt"]
    for _, headers in board.asked:
        assert "Lurewatch" in headers["User-Agent"]
        assert "owner@lurewatch.example" in headers["User-Agent"]
        assert "Cookie" not in headers
        assert "Referer" not in headers


def test_without_a_contact_nothing_public_is_crawled(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path, contact="")
    with pytest.raises(ConfigurationError, match="LUREWATCH_CONTACT"):
        crawl(SOURCE, settings=settings)


def test_the_command_says_that_a_contact_is_missing(board: Board, tmp_path: Path) -> None:
    target = "http://jobs.example/"
    refused = run_crawl(board, tmp_path, target=target, CONTACT="")
    assert refused.returncode == 2
    assert "LUREWATCH_CONTACT" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert board.asked == []


def test_depth_and_pages_are_limits(board: Board, tmp_path: Path, opened: Opened) -> None:
    board.answers = {"/": listing(f"/job/{n}/0" for n in range(10))}
    board.answers |= {
        f"/job/{n}/{depth}": listing([f"/job/{n}/{depth + 1}"])
        for n in range(10)
        for depth in range(6)
    }
    run_crawl(board, tmp_path / "depth", "--depth", "2")
    deepest = {path for path in board.paths() if path.startswith("/job/")}
    assert deepest == {f"/job/{n}/{depth}" for n in range(10) for depth in range(2)}
    board.asked.clear()
    run_crawl(board, tmp_path / "pages", "--pages", "7")
    assert len([path for path in board.paths() if path != "/robots.txt"]) == 7
    rows = _outcomes(opened(tmp_path / "pages"), board)
    assert sum(outcome is not None for outcome in rows.values()) == 7


@pytest.mark.parametrize(("own", "delay"), [(None, 7.0), (2.5, 2.5), (120.0, 120.0)])
def test_the_delay_of_a_domain_is_set_and_never_undercut(own: float | None, delay: float) -> None:
    source = Source(name=SOURCE.name, start_urls=SOURCE.start_urls, delay_seconds=own)
    built = ScrapySettings(scrapy_settings(Settings(crawl_delay_seconds=7), source))
    assert built.getfloat("DOWNLOAD_DELAY") == delay
    assert built.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert built.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert built.getbool("AUTOTHROTTLE_ENABLED")
    assert built.getfloat("AUTOTHROTTLE_START_DELAY") >= delay
    assert built.getfloat("AUTOTHROTTLE_MAX_DELAY") >= delay
    assert built.getbool("ROBOTSTXT_OBEY")
    assert not built.getbool("COOKIES_ENABLED")
