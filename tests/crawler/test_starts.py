"""Wherever a crawl starts on a site, it finds the adverts; an image or a PDF is not one."""

from collections.abc import Callable
from pathlib import Path

import pytest

import storage.adverts
from storage.database import Database
from tests.crawler.board import Answer, Board, advert, listing, run_crawl

JOBS = [f"/job/{number}" for number in range(4)]


def xml(text: str, kind: str) -> Answer:
    return Answer(
        body=f'<?xml version="1.0" encoding="utf-8"?>{text}'.encode(),
        headers={"Content-Type": kind},
    )


def fill(board: Board) -> None:
    links = [board.origin + path for path in JOBS]
    locations = "".join(f"<url><loc>{link}</loc></url>" for link in links)
    items = "".join(f"<item><title>Cook</title><link>{link}</link></item>" for link in links)
    entries = "".join(
        f'<entry><id>{link}</id><title>Cook</title><link href="{link}"/></entry>' for link in links
    )
    sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9"
    index = f"<sitemap><loc>{board.origin}/sitemap.xml</loc></sitemap>"
    board.answers |= {
        "/": listing(["/jobs"]),
        "/jobs": listing([*JOBS[:2], "/jobs?page=2", "/logo.png", "/price.pdf"]),
        "/jobs?page=2": listing(JOBS[2:]),
        "/sitemap.xml": xml(f'<urlset xmlns="{sitemaps}">{locations}</urlset>', "application/xml"),
        "/index.xml": xml(f'<sitemapindex xmlns="{sitemaps}">{index}</sitemapindex>', "text/xml"),
        "/rss": xml(f'<rss version="2.0"><channel>{items}</channel></rss>', "application/rss+xml"),
        "/atom": xml(
            f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>', "application/atom+xml"
        ),
        "/logo.png": Answer(body=b"\x89PNG\r\n\x1a\n", headers={"Content-Type": "image/png"}),
        "/price.pdf": Answer(body=b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
        **{path: advert(f"Cook {path[-1]}") for path in JOBS},
    }


@pytest.mark.parametrize(
    ("start", "adverts"),
    [
        ("/", 4),
        ("/jobs", 4),
        ("/sitemap.xml", 4),
        ("/index.xml", 4),
        ("/rss", 4),
        ("/atom", 4),
        ("/job/2", 1),
    ],
)
def test_a_crawl_may_start_anywhere(
    board: Board, opened: Callable[[Path], Database], tmp_path: Path, start: str, adverts: int
) -> None:
    fill(board)
    run_crawl(board, tmp_path, target=board.origin + start).check_returncode()
    with opened(tmp_path).begin() as session:
        assert storage.adverts.count(session) == adverts
