"""What a fetched page is, and what it holds."""

import re
from dataclasses import dataclass
from datetime import datetime

import lxml.html
import regex
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from crawler.pages import blocked, feed, telegram
from crawler.pages.adverts import PageFacts
from crawler.pages.job_posting import read_job_postings
from crawler.pages.links import clean_links, page_links
from crawler.pages.readable import read_readable
from crawler.pages.text import decode
from lurewatch.errors import NotReadable, ResponseTooLarge
from lurewatch.labels import FetchOutcome
from lurewatch.records import Advert

MOST_UNPACKED = 50_000_000
"""Bytes of an unpacked sitemap: the limit of the sitemaps.org protocol."""
_HTML = re.compile(r"<(?:!doctype|html|head|body|div|p|a|h1|script|title|section|main)\b", re.I)
_NO_TEXT = re.compile(r"^(?:image|audio|video|font)/|pdf|octet-stream|zip|msword|officedocument")
_EMPTY = regex.compile(
    r"no (?:jobs|results|vacancies|posts|adverts?|openings|matching)\b|0 (?:jobs|results)|"
    r"nothing (?:was )?found|there are (?:currently )?no|රැකියා නැත|ප්රතිඵල නැත|இல்லை",
    regex.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PageReading:
    """What one page holds."""

    outcome: FetchOutcome
    detail: str = ""
    """One plain sentence, where there is something to say."""
    adverts: tuple[Advert, ...] = ()
    links: tuple[str, ...] = ()
    """Absolute, canonical links to follow."""


def read_page(
    *,
    url: str,
    body: bytes,
    content_type: str,
    source: str,
    fetched_at: datetime,
    evidence_id: str | None,
) -> PageReading:
    """Read a page. Never raises for any bytes: a page that cannot be read is `BROKEN`."""
    facts = PageFacts(url=url, source=source, fetched_at=fetched_at, evidence_id=evidence_id)
    try:
        return _read(facts, body, content_type.lower())
    except ResponseTooLarge as error:
        return PageReading(outcome=FetchOutcome.TOO_LARGE, detail=str(error))
    except NotReadable as error:
        return PageReading(outcome=FetchOutcome.BROKEN, detail=str(error))


def _read(facts: PageFacts, body: bytes, content_type: str) -> PageReading:
    if body[:2] == b"\x1f\x8b":
        body = feed.unpacked(body, MOST_UNPACKED)
    if not body.strip():
        raise NotReadable("the answer has no content")
    if feed.is_sitemap(body):
        return _links(feed.sitemap_links(body), facts, "sitemap")
    if feed.is_feed(body):
        return _links(feed.feed_links(body, facts.url), facts, "feed")
    if _NO_TEXT.search(content_type):
        return PageReading(
            outcome=FetchOutcome.NOT_TEXT, detail=f"content type {content_type[:80]}"
        )
    text = decode(body, content_type)
    if "json" in content_type or text.lstrip()[:1] in ("{", "["):
        links = feed.json_feed_links(text, facts.url)
        if links is None:
            return PageReading(outcome=FetchOutcome.NOT_TEXT, detail="JSON that is no feed")
        return _links(links, facts, "JSON feed")
    if not _HTML.search(text[:200_000]):
        raise NotReadable("neither HTML nor a feed")
    return _read_html(facts, text)


def _links(links: list[str], facts: PageFacts, name: str) -> PageReading:
    cleaned = clean_links(links, facts.url)
    outcome = FetchOutcome.LISTING if cleaned else FetchOutcome.EMPTY
    return PageReading(outcome=outcome, detail=name, links=tuple(cleaned))


def _read_html(facts: PageFacts, text: str) -> PageReading:
    tree = _parse(text)
    links = page_links(tree, facts.url)
    if telegram.is_channel(text):
        posts, older = telegram.read_channel(tree, facts)
        outcome = FetchOutcome.ADVERTS if posts else FetchOutcome.EMPTY
        # Only the way to older posts is followed: every other link leaves the channel.
        return PageReading(
            outcome=outcome,
            detail="public channel",
            adverts=tuple(posts),
            links=tuple(clean_links(older, facts.url)),
        )
    adverts, problem = read_job_postings(tree, text, facts)
    if adverts:
        return PageReading(
            outcome=FetchOutcome.ADVERTS, detail=problem, adverts=tuple(adverts), links=tuple(links)
        )
    words = _visible_words(tree)
    why = blocked.why_blocked(tree, text, words)
    if why:
        return PageReading(outcome=FetchOutcome.BLOCKED, detail=why)
    advert = read_readable(tree, text, words, facts)
    if advert is not None:
        return PageReading(
            outcome=FetchOutcome.ADVERTS,
            detail="; ".join(filter(None, ("read as plain text", problem))),
            adverts=(advert,),
            links=tuple(links),
        )
    return _without_adverts(links, words, problem)


def _without_adverts(links: list[str], words: str, problem: str) -> PageReading:
    if problem:
        outcome = FetchOutcome.BROKEN
    elif _EMPTY.search(words) or not links:
        outcome = FetchOutcome.EMPTY
    else:
        outcome = FetchOutcome.LISTING
    return PageReading(outcome=outcome, detail=problem, links=tuple(links))


def _parse(text: str) -> HtmlElement:
    try:
        # Bytes with a declared encoding, because lxml refuses text that declares another.
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False)
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError) as error:
        raise NotReadable(f"HTML that cannot be parsed ({type(error).__name__})") from None
    return tree


def _visible_words(tree: HtmlElement) -> str:
    parts = tree.xpath(".//body//text()[not(ancestor::script or ancestor::style or ancestor::nav)]")
    return " ".join(" ".join(parts).split())
