"""Writes every answer to the evidence archive before anybody reads it; asks conditionally."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

import storage.crawls
from crawler.store import CrawlStore, store_of
from lurewatch.records import ArchivedResponse


class ArchiveMiddleware:
    """Stands behind decompression and before everything else that sees an answer."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ArchiveMiddleware":
        """Scrapy's way to make a middleware."""
        return cls(crawler)

    @property
    def store(self) -> CrawlStore:
        """The store of the crawl under way."""
        return store_of(self.crawler)

    def process_request(self, request: Request) -> None:
        """Ask only for what has changed since it was last read well (RFC 9110 section 13)."""
        if "frontier_url" not in request.meta or request.meta.get("redirects"):
            return
        with self.store.database.begin() as session:
            known = storage.crawls.validators_for(session, request.meta["frontier_url"])
        if known is None:
            return
        request.meta["known"] = known
        if known.etag:
            request.headers.setdefault(b"If-None-Match", known.etag)
        if known.last_modified:
            request.headers.setdefault(b"If-Modified-Since", known.last_modified)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive, and remember where. A full disk ends the crawl: it is no fault of the page."""
        try:
            request.meta["archived"] = self._write(request, response)
        except OSError as error:
            self.store.failure = error
            raise
        return response

    def _write(self, request: Request, response: Response) -> ArchivedResponse:
        return self.store.archive.write(
            url=response.url,
            method=request.method,
            request_headers=_headers(request),
            status_code=response.status,
            reason="",
            response_headers=[
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, values in response.headers.items()
                for value in values
            ],
            body=response.body,
            fetched_at=self.store.now(),
        )


def _headers(request: Request) -> dict[str, str]:
    return {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in request.headers.items()
    }
