"""The demo's sites hold what the issue asks of them, whoever reads them."""

import json
import re
import urllib.request
from collections import Counter
from datetime import date

from lurewatch.demo import pages
from lurewatch.demo.adverts import demo_adverts
from lurewatch.demo.site import Page, Site

ANCHOR = date(2026, 11, 16)
ORIGIN = "http://demo.example"


def test_there_are_enough_adverts_in_every_language_and_form() -> None:
    adverts = demo_adverts()
    assert len(adverts) >= 80
    languages = Counter(advert.language for advert in adverts)
    assert min(languages[code] for code in ("en", "si", "ta")) >= 15
    assert languages["si-Latn"] + languages["ta-Latn"] >= 10
    forms = Counter(advert.markup for advert in adverts)
    assert min(forms[form] for form in ("json-ld", "microdata", "plain", "channel")) >= 10
    assert len({advert.id for advert in adverts}) == len(adverts)
    assert len({(advert.title, advert.text) for advert in adverts}) == len(adverts)


def test_the_board_can_be_walked_from_its_front_page_to_every_advert() -> None:
    on_board = [advert for advert in demo_adverts() if advert.markup != "channel"]
    site = pages.board(on_board, ANCHOR, ORIGIN)
    assert reachable(site, "/") >= {f"/jobs/{advert.id}" for advert in on_board}


def test_the_channel_pages_back_to_its_first_post() -> None:
    posts = [advert for advert in demo_adverts() if advert.markup == "channel"]
    site = pages.channel(posts, ANCHOR, ORIGIN)
    seen = reachable(site, f"/s/{pages.CHANNEL}")
    text = b"".join(site[path].body for path in seen).decode()
    assert len(set(re.findall(r'data-post="([^"]+)"', text))) == len(posts)


def reachable(site: dict[str, Page], start: str) -> set[str]:
    todo, seen = [start], set()
    while todo:
        path = todo.pop()
        if path in site and path not in seen:
            seen.add(path)
            todo += re.findall(r'href="([^"]+)"', site[path].body.decode("utf-8", "replace"))
    return seen


def test_structured_data_is_valid_and_dated_from_the_anchor() -> None:
    advert = next(advert for advert in demo_adverts() if advert.markup == "json-ld")
    page = pages.board([advert], ANCHOR, ORIGIN)[f"/jobs/{advert.id}"].body.decode()
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert script is not None
    posting = json.loads(script[1])
    assert posting["@type"] == "JobPosting"
    assert posting["datePosted"] == advert.posted_on(ANCHOR).isoformat()


def test_a_second_request_with_the_etag_is_not_answered_with_a_body() -> None:
    with Site(lambda _: {"/a": Page(body=b"hello")}) as site:
        with urllib.request.urlopen(f"{site.origin}/a") as first:
            etag = first.headers["ETag"]
            assert first.read() == b"hello"
        request = urllib.request.Request(f"{site.origin}/a", headers={"If-None-Match": etag})
        try:
            urllib.request.urlopen(request)
            status = 200
        except urllib.error.HTTPError as answer:
            status = answer.code
            answer.close()
    assert status == 304


def test_a_taken_port_gives_way_to_a_free_one() -> None:
    with Site(lambda _: {}) as first:
        port = int(first.origin.rsplit(":", 1)[1])
        with Site(lambda _: {}, port) as second:
            assert second.origin != first.origin
