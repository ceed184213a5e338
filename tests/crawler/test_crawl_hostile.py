"""One crawl of one hostile site: every answer ends in its own recorded outcome, none costs another.

The bytes of every page that was read are compared with what the site served.
"""

import gzip
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

import storage.adverts
import storage.crawls
import storage.robots
from lurewatch.labels import CrawlState, FetchOutcome
from lurewatch.records import Advert
from storage import evidence_rows
from storage.crawls import PageRow
from storage.database import Database
from storage.evidence import Archive, ArchivedBytes
from tests.crawler.board import Answer, Board, advert, listing, markup, run_crawl, zipped

LONG = "ක" * 300_000
HTML = {"Content-Type": "text/html; charset=utf-8"}


def _redirect(target: str) -> Answer:
    return Answer(status=302, headers={"Location": target})


def _drip(handler: BaseHTTPRequestHandler) -> None:
    """A body that never ends and never stops coming."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(600):
        handler.wfile.write(b"<p>a")
        handler.wfile.flush()
        time.sleep(0.1)


def _unannounced(handler: BaseHTTPRequestHandler) -> None:
    """20 MB without a Content-Length."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(20):
        handler.wfile.write(b"x" * 1_000_000)


def _cut_off(handler: BaseHTTPRequestHandler) -> None:
    """A promise of more than what comes."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n")


A, F = advert, FetchOutcome
ORDINARY = {f"/job/ordinary-{n}": A(f"Ordinary {n}") for n in range(4)}
HOSTILE: dict[str, tuple[Answer, FetchOutcome]] = {
    "/job/wrong-charset": (
        Answer(body=A("ගුදම් සේවක").body, headers={"Content-Type": "text/html; charset=iso-8859-1"}),
        F.ADVERTS,
    ),
    "/job/bad-utf8": (
        Answer(body=A("Bad bytes").body.replace(b"apply", b"ap\xff\xfeply"), headers=HTML),
        F.ADVERTS,
    ),
    "/job/20-mb": (Answer(body=b"<p>" + b"x" * 20_000_000, headers=HTML), F.TOO_LARGE),
    "/job/20-mb-unannounced": (Answer(stream=_unannounced), F.TOO_LARGE),
    "/job/loop": (_redirect("/job/loop"), F.REDIRECT_LOOP),
    "/job/bomb": (
        Answer(
            body=gzip.compress(b"\0" * 50_000_000), headers={**HTML, "Content-Encoding": "gzip"}
        ),
        F.TOO_LARGE,
    ),
    "/job/zipped": (zipped(A("Zipped")), F.ADVERTS),
    "/job/list": (
        A("", raw='[null, {"@type": "JobPosting", "title": "In a list", "description": "d"}]'),
        F.ADVERTS,
    ),
    "/job/null": (A("", raw="null"), F.EMPTY),
    "/job/broken-json": (A("", raw='{"@type": "JobPosting", "title": "x'), F.BROKEN),
    "/job/year-1": (A("Year one", datePosted="0001-01-01"), F.ADVERTS),
    "/job/endless-pay": (
        A("", raw='{"@type": "JobPosting", "title": "Endless pay", "baseSalary": 1e309}'),
        F.ADVERTS,
    ),
    "/job/nul": (A("N\x00ul", description="a\x00b"), F.ADVERTS),
    "/job/emoji": (A("🔥🔥🔥", description="💰💰"), F.ADVERTS),
    "/job/long": (A("Long", description=LONG), F.ADVERTS),
    "/job/surrogate": (
        A("", raw='{"@type": "JobPosting", "title": "Half \\ud83d", "description": "d"}'),
        F.ADVERTS,
    ),
    "/job/404": (Answer(status=404, body=b"<p>no</p>", headers=HTML), F.GONE),
    "/job/500": (Answer(status=500, body=b"<p>oh</p>", headers=HTML), F.BROKEN),
    "/job/429": (Answer(status=429, body=b"<p>slow</p>", headers=HTML), F.BLOCKED),
    "/job/login": (
        markup('<form><input name="u"><input type="password"></form><p>Please log in to view</p>'),
        F.BLOCKED,
    ),
    "/job/empty": (Answer(headers=HTML), F.BROKEN),
    "/job/unasked-304": (Answer(status=304), F.BROKEN),
    "/job/cut-off": (Answer(stream=_cut_off), F.BROKEN),
    "/job/picture": (Answer(body=b"\x89PNG", headers={"Content-Type": "image/png"}), F.NOT_TEXT),
    "/private/job": (A("Never read"), F.ROBOTS_REFUSED),
    "/job/to-private": (_redirect("/private/job?2"), F.ROBOTS_REFUSED),
    "/job/to-metadata": (_redirect("http://169.254.169.254/latest/"), F.ADDRESS_REFUSED),
    "/job/to-other-port": (_redirect("http://127.0.0.1:9/"), F.ADDRESS_REFUSED),
    "/job/to-file": (_redirect("file:///etc/passwd"), F.ADDRESS_REFUSED),
    "/job/to-nothing": (_redirect("http://[bad"), F.ADDRESS_REFUSED),
    "/job/to-other-site": (_redirect("http://other.example/"), F.BROKEN),
    "/job/drip": (Answer(stream=_drip), F.TIMEOUT),
}
PATHS = [*list(ORDINARY)[:2], *HOSTILE, *list(ORDINARY)[2:]]
ROBOTS = b"User-agent: *\nDisallow: /private/\n"


@dataclass(frozen=True)
class Crawled:
    """What one crawl left behind."""

    asked: list[str]
    state: CrawlState
    rows: dict[str, PageRow]
    adverts: dict[str, Advert]
    """By path of the page."""
    bodies: dict[str, ArchivedBytes]
    robots: storage.robots.RobotsRow | None


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    answers = {path: answer for path, (answer, _) in HOSTILE.items()} | ORDINARY
    answers |= {"/": listing(PATHS), "/robots.txt": Answer(body=ROBOTS)}
    var_dir = tmp_path_factory.mktemp("var")
    with Board(answers) as board:
        # The time limit counts twice, because a broken connection is tried once more.
        done = run_crawl(board, var_dir, FETCH_SECONDS="4")
    database = Database(f"sqlite:///{var_dir / 'lurewatch.db'}")
    # Status 3: done, but some pages could not be used. They are outcomes, not errors of ours.
    assert (done.returncode, done.stderr) == (3, "")
    yield _left_behind(database, var_dir, board)
    database.dispose()


def _left_behind(database: Database, var_dir: Path, board: Board) -> Crawled:
    archive = Archive(var_dir / "archive", 1_000_000)
    with database.begin() as session:
        [crawl] = storage.crawls.recent(session)
        rows = {
            row.url.removeprefix(board.origin): row
            for row in storage.crawls.outcomes(session, crawl.crawl_id)
        }
        adverts = {
            found.url.removeprefix(board.origin): found
            for found in storage.adverts.unassessed(session, "none", 1000)
        }
        bodies = {
            path: archive.read(evidence_rows.get(session, row.evidence_id))
            for path, row in rows.items()
            if row.evidence_id
        }
        robots = storage.robots.latest(session, board.origin)
    return Crawled(board.paths(), crawl.state, rows, adverts, bodies, robots)


@pytest.mark.parametrize(("path", "outcome"), [(p, row[1]) for p, row in HOSTILE.items()])
def test_every_hostile_answer_has_its_recorded_outcome(
    crawled: Crawled, path: str, outcome: FetchOutcome
) -> None:
    row = crawled.rows[path]
    assert row.outcome is outcome
    assert row.detail or outcome in (F.ADVERTS, F.EMPTY)


def test_nothing_else_was_found_and_the_crawl_is_finished(crawled: Crawled) -> None:
    assert set(crawled.rows) == {"/", *PATHS}
    assert crawled.state is CrawlState.FINISHED
    assert crawled.rows["/"].outcome is F.LISTING


def test_the_ordinary_adverts_before_and_after_are_all_there(crawled: Crawled) -> None:
    for number, path in enumerate(ORDINARY):
        assert crawled.rows[path].outcome is F.ADVERTS
        assert crawled.adverts[path].title == f"Ordinary {number}"


def test_adverts_are_those_of_the_pages_that_say_so(crawled: Crawled) -> None:
    wanted = {path for path, row in crawled.rows.items() if row.outcome is F.ADVERTS}
    assert set(crawled.adverts) == wanted


def test_hostile_values_are_read_as_far_as_they_go(crawled: Crawled) -> None:
    adverts = crawled.adverts
    assert adverts["/job/wrong-charset"].title == "ගුදම් සේවක"
    assert adverts["/job/bad-utf8"].title == "Bad bytes"
    assert adverts["/job/year-1"].date_posted is None
    assert adverts["/job/year-1"].date_posted_raw == "0001-01-01"
    assert adverts["/job/endless-pay"].base_salary is None
    assert (adverts["/job/nul"].title, adverts["/job/nul"].description) == ("Nul", "ab")
    assert adverts["/job/emoji"].title == "🔥🔥🔥"
    assert adverts["/job/long"].description == LONG
    assert adverts["/job/list"].title == "In a list"


def test_every_page_that_was_read_reads_back_as_it_was_served(crawled: Crawled) -> None:
    unread = {F.TOO_LARGE, F.TIMEOUT, F.ROBOTS_REFUSED}
    served = {path: answer for path, (answer, _) in HOSTILE.items()} | ORDINARY
    served["/"] = listing(PATHS)
    for path, row in crawled.rows.items():
        if row.outcome in unread:
            assert row.evidence_id is None
            continue
        body = gzip.decompress(served[path].body) if path == "/job/zipped" else served[path].body
        archived = crawled.bodies[path]
        assert archived.body == body, path
        assert archived.sha256 == hashlib.sha256(body).hexdigest()
        status = 200 if served[path].stream else served[path].status
        assert archived.status_line.split()[0] == str(status)


def test_robots_txt_was_obeyed_and_recorded(crawled: Crawled) -> None:
    assert crawled.robots is not None
    assert crawled.robots.status_code == 200
    assert crawled.robots.sha256 == hashlib.sha256(ROBOTS).hexdigest()
    assert crawled.robots.allowed_summary == "obeyed as written"
    assert crawled.asked[0] == "/robots.txt"
    assert not [path for path in crawled.asked if path.startswith("/private")]
