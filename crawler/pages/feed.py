"""Feeds (RSS, Atom, JSON Feed) and sitemaps: lists of links to walk."""

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import feedparser
from scrapy.utils.sitemap import Sitemap

from lurewatch.errors import NotReadable, ResponseTooLarge

MOST_LINKS = 1_000
"""Links taken from one page; the rest of a longer list is on its next page or never needed."""
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)


def is_sitemap(body: bytes) -> bool:
    """Whether a body is a sitemap or an index of them (sitemaps.org protocol)."""
    return _SITEMAP.search(body[:2_000]) is not None


def is_feed(body: bytes) -> bool:
    """Whether a body is RSS, Atom or RDF."""
    return _FEED.search(body[:2_000]) is not None


def unpacked(body: bytes, limit: int) -> bytes:
    """A body that is a gzip file, unpacked.

    Raises:
        ResponseTooLarge: it unpacks to more than `limit` bytes.
        NotReadable: it is cut off or no gzip file.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            content = file.read(limit + 1)
    except (OSError, EOFError, zlib.error):
        raise NotReadable("a gzip file that cannot be unpacked") from None
    if len(content) > limit:
        raise ResponseTooLarge(f"unpacks to more than {limit:,} bytes")
    return content


def sitemap_links(body: bytes) -> list[str]:
    """Links of a sitemap, in its order.

    Raises:
        NotReadable: not XML.
    """
    links = []
    try:
        for entry in Sitemap(body):
            location = entry.get("loc")
            if isinstance(location, str) and location.strip():
                links.append(location.strip())
            if len(links) >= MOST_LINKS:
                break
    except (ValueError, TypeError, AttributeError) as error:
        raise NotReadable(f"a sitemap that cannot be read ({type(error).__name__})") from None
    return links


def feed_links(body: bytes, url: str) -> list[str]:
    """Links of the entries of a feed, newest first as the feed has them.

    Raises:
        NotReadable: not a feed.
    """
    feed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if feed.bozo and not feed.entries:
        raise NotReadable("a feed that cannot be read")
    links = (entry.get("link") for entry in feed.entries[:MOST_LINKS])
    return [urljoin(url, link) for link in links if link]


def json_feed_links(text: str, url: str) -> list[str] | None:
    """Links of a JSON Feed (jsonfeed.org version 1); `None` where the JSON is something else.

    Raises:
        NotReadable: not JSON, or nested too deeply to be one.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise NotReadable("JSON that cannot be read") from None
    if not isinstance(given, dict) or "jsonfeed.org" not in str(given.get("version")):
        return None
    return [urljoin(url, link) for link in _item_links(given.get("items"))]


def _item_links(items: Any) -> Iterator[str]:
    for item in items[:MOST_LINKS] if isinstance(items, list) else []:
        link = item.get("url") or item.get("external_url") if isinstance(item, dict) else None
        if isinstance(link, str):
            yield link
