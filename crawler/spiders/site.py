"""The spider that walks any site: root, sitemap, listing, feed, channel or single advert."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import structlog
import tldextract
from scrapy import Request, Spider
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.pages import PageReading, read_page
from crawler.pages.links import clean_links
from crawler.policy import GuardedResolver, RefusedAddress, RefusedByRobots
from crawler.store import CrawlStore
from lurewatch.addresses import check_url
from lurewatch.errors import AddressRefused, EvidenceDamaged
from lurewatch.labels import FetchOutcome
from lurewatch.records import ArchivedResponse, PageResult

BLOCKED_STATUS = {401, 403, 407, 429, 451}
GONE_STATUS = {404, 410}
REDIRECT_STATUS = {301, 302, 303, 307, 308}
IDLE_SECONDS = 0.02
"""How long the walk waits before it looks again whether links have come in."""

log = structlog.get_logger("crawler")
# The list of public suffixes that comes with the library; nothing is fetched for it.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


class SiteSpider(Spider):
    """Takes URLs from the stored frontier, and yields one `PageResult` for each."""

    name = "site"

    def __init__(
        self, *, store: CrawlStore, source: str, start_urls: tuple[str, ...], depth: int, hops: int
    ) -> None:
        """Prepare a walk.

        Args:
            depth: links followed from a start URL, at most.
            hops: redirects followed for one URL, at most.
        """
        super().__init__()
        self.store = store
        self.source = source
        self.depth = depth
        self.hops = hops
        self.sites = {site_of(url) for url in start_urls}

    async def start(self) -> AsyncIterator[Request]:
        """Issue URLs as there is room, until nothing is left or under way."""
        while not self.store.failure:
            for url, depth in self.store.take():
                yield self._request(url, frontier_url=url, depth=depth)
            if self.store.is_done:
                break
            await asyncio.sleep(IDLE_SECONDS)

    def _request(self, url: str, **meta: Any) -> Request:
        return Request(url, callback=self.parse, errback=self.failed, meta=meta, dont_filter=True)

    def parse(self, response: Response) -> Iterator[Request | PageResult]:
        """Follow a redirect, or turn an answer into its result."""
        location = response.headers.get("Location")
        if response.status in REDIRECT_STATUS and location:
            yield self._redirected(response, location.decode("latin-1"))
            return
        try:
            reading = self._read(response)
        except Exception as error:
            # One page must never cost the others, whatever a hostile page does to a reader.
            log.error("page not read", url=response.url, exc_info=True)
            reading = PageReading(
                outcome=FetchOutcome.BROKEN, detail=f"the reader failed ({type(error).__name__})"
            )
        yield self._result(response.meta, reading, response)

    def _read(self, response: Response) -> PageReading:
        status = response.status
        if status == 304:
            return self._unchanged(response)
        if status in BLOCKED_STATUS:
            return PageReading(outcome=FetchOutcome.BLOCKED, detail=f"status {status}")
        if status in GONE_STATUS:
            return PageReading(outcome=FetchOutcome.GONE, detail=f"status {status}")
        if status != 200:
            return PageReading(outcome=FetchOutcome.BROKEN, detail=f"status {status}")
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        archived: ArchivedResponse = response.meta["archived"]
        reading = self._page(response.url, response.body, content_type, archived)
        known = response.meta.get("known")
        if known is not None and known.sha256 == archived.sha256:
            return _as_unchanged(reading, "the same bytes as the last time")
        return reading

    def _unchanged(self, response: Response) -> PageReading:
        """Nothing new; but the links of the page as it was archived are walked again."""
        known = response.meta.get("known")
        if known is None:
            return PageReading(outcome=FetchOutcome.BROKEN, detail="304 to a plain request")
        try:
            before = self.store.archive.read(known.response)
        except EvidenceDamaged as error:
            log.warning("archived page not usable", url=response.url, reason=str(error))
            return PageReading(outcome=FetchOutcome.UNCHANGED, detail="304; archived page damaged")
        headers = {name.lower(): value for name, value in before.response_headers}
        content_type = headers.get("content-type", "")
        reading = self._page(response.url, before.body, content_type, known.response)
        return _as_unchanged(reading, "the server says so (304)")

    def _page(
        self, url: str, body: bytes, content_type: str, archived: ArchivedResponse
    ) -> PageReading:
        return read_page(
            url=url,
            body=body,
            content_type=content_type,
            source=self.source,
            fetched_at=archived.fetched_at,
            evidence_id=archived.evidence_id,
        )

    def _redirected(self, response: Response, location: str) -> Request | PageResult:
        meta = response.meta
        try:
            target = urljoin(response.url, location)
            check_url(target, self.settings.getlist("LUREWATCH_PRIVATE_ORIGINS"))
        except (AddressRefused, ValueError):
            why = PageReading(
                outcome=FetchOutcome.ADDRESS_REFUSED,
                detail="redirected to an address that is never fetched",
            )
            return self._result(meta, why, response)
        hops = meta.get("redirects", 0) + 1
        if hops > self.hops:
            why = PageReading(
                outcome=FetchOutcome.REDIRECT_LOOP, detail=f"more than {self.hops} redirects"
            )
            return self._result(meta, why, response)
        if meta["depth"] == 0:
            # A start URL may have moved for good (xpressjobs.lk to xpress.jobs).
            self.sites.add(site_of(target))
        elif site_of(target) not in self.sites:
            why = PageReading(outcome=FetchOutcome.BROKEN, detail="redirected to another site")
            return self._result(meta, why, response)
        return self._request(
            target, frontier_url=meta["frontier_url"], depth=meta["depth"], redirects=hops
        )

    def _result(
        self, meta: dict[str, Any], reading: PageReading, response: Response | None
    ) -> PageResult:
        # A page read again from the archive keeps its validators; 304 carries no new ones.
        known = meta.get("known")
        archived = meta.get("archived")
        reused = reading.outcome == FetchOutcome.UNCHANGED and known is not None
        return PageResult(
            crawl_id=self.store.crawl.crawl_id,
            source=self.source,
            url=meta["frontier_url"],
            depth=meta["depth"],
            outcome=reading.outcome,
            detail=reading.detail,
            fetched_at=self.store.now(),
            response=archived,
            etag=None if reused else _header(response, "ETag"),
            last_modified=None if reused else _header(response, "Last-Modified"),
            adverts=reading.adverts,
            links=self._links(reading, meta["depth"], response),
        )

    def _links(
        self, reading: PageReading, depth: int, response: Response | None
    ) -> tuple[tuple[str, int], ...]:
        if depth >= self.depth:
            return ()
        links = list(reading.links)
        if response is not None and depth == 0:
            sitemaps = self.store.sitemaps.get(urlsplit(response.url).netloc, [])
            links += clean_links(sitemaps, response.url)
        return tuple((link, depth + 1) for link in links if site_of(link) in self.sites)

    def failed(self, failure: Failure) -> Iterator[PageResult]:
        """Turn a failure into its result."""
        if self.store.failure:
            return
        request = failure.request  # type: ignore[attr-defined]
        outcome, detail = _why_failed(failure.value, urlsplit(request.url).hostname or "")
        reading = PageReading(outcome=outcome, detail=detail)
        yield self._result(request.meta | {"archived": None}, reading, None)


def site_of(url: str) -> str:
    """What counts as one site: the registrable domain, or host and port where there is none."""
    parts = urlsplit(url)
    return _suffixes(parts.hostname or "").top_domain_under_public_suffix or parts.netloc


def _as_unchanged(reading: PageReading, detail: str) -> PageReading:
    return PageReading(
        outcome=FetchOutcome.UNCHANGED,
        detail=detail,
        adverts=reading.adverts,
        links=reading.links,
    )


def _header(response: Response | None, name: str) -> str | None:
    value = response.headers.get(name) if response is not None else None
    return value.decode("latin-1")[:500] if value else None


def _why_failed(error: BaseException | None, host: str) -> tuple[FetchOutcome, str]:
    if isinstance(error, RefusedAddress):
        return FetchOutcome.ADDRESS_REFUSED, str(error)
    if isinstance(error, RefusedByRobots):
        return FetchOutcome.ROBOTS_REFUSED, str(error)
    if isinstance(error, DownloadTimeoutError):
        return FetchOutcome.TIMEOUT, "no full answer within the time limit"
    if isinstance(error, DownloadCancelledError | IgnoreRequest):
        # Scrapy cancels a body over the limit, and ignores one that unpacks to more.
        return FetchOutcome.TOO_LARGE, "over the size limit"
    if isinstance(error, CannotResolveHostError):
        if host in GuardedResolver.refused:
            return FetchOutcome.ADDRESS_REFUSED, "the host name leads to a private address"
        return FetchOutcome.BROKEN, "the host name does not resolve"
    return FetchOutcome.BROKEN, f"no usable answer ({type(error).__name__})"
