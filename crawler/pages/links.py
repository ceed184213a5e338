"""Links of a page, made comparable: no fragments, no session ids, no tracking."""

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

import regex
from lxml.html import HtmlElement
from w3lib.url import canonicalize_url, url_query_cleaner

from crawler.pages.feed import MOST_LINKS

MOST_URL = 2_000
"""Characters; Scrapy's own limit is 2,083, and no real advert link comes near."""
_DROPPED_PARAMETERS = [
    *("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "fbclid", "gclid"),
    *("sid", "sessionid", "session_id", "phpsessid", "PHPSESSID", "jsessionid", "ref", "from"),
]
_SESSION_PATH = regex.compile(r";jsessionid=[^/?#]*", regex.IGNORECASE)
_NO_PAGE = regex.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|mjs|woff2?|ttf|pdf|docx?|xlsx?|zip|rar|7z|mp[34]|"
    r"avi|mov|apk|exe|dmg|iso)$",
    regex.IGNORECASE,
)
_LIKELY = regex.compile(
    r"job|vacanc|career|advert|position|opening|recruit|employ|hiring|රැකියා|வேலை|page=|before=",
    regex.IGNORECASE,
)


def page_links(tree: HtmlElement, url: str) -> list[str]:
    """Links to follow from a page, those that look like adverts or further pages first."""
    hrefs = tree.xpath(
        './/a/@href | .//link[@rel="next"]/@href | .//link[@rel="alternate"][contains(@type, "xml")'
        ' or contains(@type, "json")]/@href'
    )
    base = tree.xpath("string(.//base/@href)")
    found = clean_links((str(href) for href in hrefs), urljoin(url, base) if base else url)
    return sorted(found, key=_is_unlikely)


def _is_unlikely(link: str) -> bool:
    """Whether nothing behind the host speaks of jobs or of a further page."""
    return _LIKELY.search(link.split("/", 3)[3]) is None


def clean_links(hrefs: Iterable[str], base: str) -> list[str]:
    """Absolute, canonical http(s) links, each once, in order."""
    found: dict[str, None] = {}
    for href in hrefs:
        link = clean_link(href, base)
        if link:
            found[link] = None
        if len(found) >= MOST_LINKS:
            break
    return list(found)


def clean_link(href: str, base: str) -> str | None:
    """One link, or `None` where it leads to no page."""
    try:
        link = urljoin(base, href.strip())
        if len(link) > MOST_URL or not link.startswith(("http://", "https://")):
            return None
        if _NO_PAGE.search(urlsplit(link).path):
            return None
        if "?" in link:
            link = url_query_cleaner(link, _DROPPED_PARAMETERS, remove=True, keep_fragments=False)
        return str(canonicalize_url(_SESSION_PATH.sub("", link)))
    except ValueError:
        return None
