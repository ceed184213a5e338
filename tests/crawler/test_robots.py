"""robots.txt (RFC 9309): one crawl of many sites, each with a robots.txt of its own."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from protego import Protego
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.utils.test import get_crawler

import storage.crawls
import storage.robots
from crawler.policy import MOST_DELAY, RobotsMiddleware
from lurewatch.labels import FetchOutcome
from storage.database import Database
from storage.robots import RobotsRow
from tests.crawler.board import Answer, Board, advert, listing, run_crawl

HTML = {"Content-Type": "text/html"}
CLOSED = {
    "500": Answer(status=500),
    "503": Answer(status=503),
    "401": Answer(status=401),
    "403": Answer(status=403),
    "429": Answer(status=429),
    "a web page": Answer(body=b"<html><p>home</p></html>", headers=HTML),
    "redirect to a private address": Answer(
        status=302, headers={"Location": "http://169.254.169.254/robots.txt"}
    ),
    "redirect to no URL": Answer(status=302, headers={"Location": "http://[bad"}),
    "endless redirect": Answer(status=302, headers={"Location": "/robots.txt"}),
    "connection cut": Answer(stream=lambda handler: handler.connection.close()),
}
OPEN = {
    "404": Answer(status=404),
    "410": Answer(status=410),
    "empty": Answer(),
    "redirect to a file": Answer(status=301, headers={"Location": "/rules.txt"}),
    "no UTF-8": Answer(body=b"\xff\xfe\x00 nonsense \x81\n:::\nDisallow"),
}
PARTLY = {
    "for all": Answer(body=b"User-agent: *\nDisallow: /job/\n"),
    "for our name": Answer(
        body=b"User-agent: lurewatch\nDisallow: /job/\n\nUser-agent: *\nDisallow:\n"
    ),
    "with a byte order mark": Answer(body=b"\xef\xbb\xbfUser-agent: *\nDisallow: /job/\n"),
    "wildcard": Answer(body=b"User-agent: *\nDisallow: /*1$\nAllow: /$\n"),
}
CASES = CLOSED | OPEN | PARTLY


@dataclass(frozen=True)
class Seen:
    """What became of one site."""

    asked: set[str]
    outcomes: dict[str, FetchOutcome | None]
    robots: RobotsRow


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Seen]]:
    var_dir = tmp_path_factory.mktemp("var")
    sources = tmp_path_factory.mktemp("sources") / "sources.toml"
    with ExitStack() as stack:
        boards = {name: stack.enter_context(Board(_site(rule))) for name, rule in CASES.items()}
        urls = ", ".join(f'"{board.origin}/"' for board in boards.values())
        sources.write_text(f"[many]\nstart_urls = [{urls}]\nenabled = true\n", "utf-8")
        done = run_crawl(
            next(iter(boards.values())),
            var_dir,
            target="many",
            SOURCES_FILE=str(sources),
            ALLOWED_PRIVATE_ORIGINS=",".join(board.origin for board in boards.values()),
        )
    assert (done.returncode, done.stderr) == (0, "")
    database = Database(f"sqlite:///{var_dir / 'lurewatch.db'}")
    yield {name: _seen(database, board) for name, board in boards.items()}
    database.dispose()


def _site(rules: Answer) -> dict[str, Answer]:
    return {
        "/robots.txt": rules,
        "/rules.txt": Answer(body=b"User-agent: *\nDisallow: /private\n"),
        "/": listing(["/job/1"]),
        "/job/1": advert("One"),
    }


def _seen(database: Database, board: Board) -> Seen:
    with database.begin() as session:
        [crawl] = storage.crawls.recent(session)
        rows = storage.crawls.outcomes(session, crawl.crawl_id)
        robots = storage.robots.latest(session, board.origin)
    assert robots is not None
    outcomes = {
        row.url.removeprefix(board.origin): row.outcome
        for row in rows
        if row.url.startswith(f"{board.origin}/")
    }
    return Seen(asked=set(board.paths()), outcomes=outcomes, robots=robots)


@pytest.mark.parametrize("case", CLOSED)
def test_where_robots_txt_cannot_be_read_nothing_is_fetched(
    seen: dict[str, Seen], case: str
) -> None:
    assert seen[case].asked == {"/robots.txt"}
    assert seen[case].outcomes == {"/": FetchOutcome.ROBOTS_REFUSED}
    assert "robots.txt" in seen[case].robots.allowed_summary


@pytest.mark.parametrize("case", OPEN)
def test_where_there_are_no_rules_against_it_all_is_fetched(
    seen: dict[str, Seen], case: str
) -> None:
    assert seen[case].outcomes == {"/": FetchOutcome.LISTING, "/job/1": FetchOutcome.ADVERTS}


@pytest.mark.parametrize("case", PARTLY)
def test_what_is_disallowed_is_never_asked_for(seen: dict[str, Seen], case: str) -> None:
    assert seen[case].asked == {"/robots.txt", "/"}
    assert seen[case].outcomes["/job/1"] is FetchOutcome.ROBOTS_REFUSED
    assert seen[case].robots.allowed_summary == "obeyed as written"


def test_the_status_that_was_obeyed_is_recorded(seen: dict[str, Seen]) -> None:
    recorded = {case: seen[case].robots.status_code for case in ("404", "410", "500", "empty")}
    assert recorded == {"404": 404, "410": 410, "500": 500, "empty": 200}
    assert seen["connection cut"].robots.status_code is None


@pytest.mark.parametrize(
    ("ours", "wished", "kept", "fixed"),
    [
        (3.0, "20", 20.0, True),
        (3.0, "1", 3.0, False),
        (3.0, "x", 3.0, False),
        (3.0, "100000", MOST_DELAY, True),
        (3600.0, "100000", 3600.0, False),
    ],
)
def test_a_longer_crawl_delay_replaces_ours_and_stays(
    ours: float, wished: str, kept: float, fixed: bool
) -> None:
    crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, "USER_AGENT": "Lurewatch/0.1"})
    slot = Slot(1, ours, 0.0)
    downloader = SimpleNamespace(slots={"jobs.example": slot})
    crawler.engine = SimpleNamespace(downloader=downloader)
    middleware = RobotsMiddleware(crawler)
    middleware._slow_down(Protego.parse(f"User-agent: *\nCrawl-delay: {wished}"), "jobs.example")
    request = Request("https://jobs.example/1")
    middleware.process_request_2(None, request)
    assert slot.delay == kept
    # AutoThrottle leaves the delay alone after answers to requests that say so.
    assert request.meta["autothrottle_dont_adjust_delay"] is fixed
