"""Between the spider and the database: the frontier to walk, and results stored in batches."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from scrapy.crawler import Crawler

import storage.crawls
from lurewatch.records import PageResult
from storage.crawls import Crawl
from storage.database import Database
from storage.evidence import Archive

BATCH = 25
"""Results per transaction: a sync to disk for each would halve the speed."""
MOST_OUT = 100
"""Pages issued and not yet stored: bounds what a killed crawl fetches again."""


@dataclass(kw_only=True, slots=True)
class CrawlStore:
    """State of one crawl in this process. All that must survive is in the database."""

    database: Database
    archive: Archive
    crawl: Crawl
    most_pages: int
    on_batch: Callable[[int, int, int], None]
    """Called after each batch with pages, new adverts and known adverts so far."""
    done_before: int = 0
    """Pages of this crawl that were stored before it was interrupted; they count as well."""
    failure: Exception | None = None
    """Why the crawl cannot go on: the database or the archive takes nothing more."""
    pages: int = 0
    new_adverts: int = 0
    known_adverts: int = 0
    sitemaps: dict[str, list[str]] = field(default_factory=dict)
    """Links to sitemaps that robots.txt named, by host and port."""
    _out: set[str] = field(default_factory=set)
    _buffer: list[PageResult] = field(default_factory=list)

    @staticmethod
    def now() -> datetime:
        """The current time, UTC."""
        return datetime.now(UTC)

    def take(self) -> list[tuple[str, int]]:
        """More URLs to fetch, with their depth; marks them as issued."""
        left = self.most_pages - self.done_before - self.pages
        room = min(MOST_OUT, left) - len(self._out)
        if room <= 0:
            return []
        with self.database.begin() as session:
            found = storage.crawls.pending(session, self.crawl.crawl_id, len(self._out) + room)
        fresh = [(url, depth) for url, depth in found if url not in self._out][:room]
        self._out.update(url for url, _ in fresh)
        return fresh

    def add(self, result: PageResult) -> None:
        """Buffer a result; the batch is stored when it is full or nothing else is under way."""
        self._buffer.append(result)
        if len(self._buffer) >= BATCH or len(self._buffer) >= len(self._out):
            self.flush()

    def flush(self) -> None:
        """Store what is buffered: first the archive on the disk, then what points to it."""
        if not self._buffer:
            return
        self.archive.sync()
        with self.database.begin() as session:
            saved = storage.crawls.save_results(session, self._buffer)
        self._out.difference_update(result.url for result in self._buffer)
        self._buffer.clear()
        self.pages += saved.pages
        self.new_adverts += saved.new_adverts
        self.known_adverts += saved.known_adverts
        self.on_batch(self.pages, self.new_adverts, self.known_adverts)

    @property
    def is_done(self) -> bool:
        """Whether nothing is under way and nothing may be taken any more."""
        return not self._out and not self._buffer

    def finish(self) -> None:
        """Close the crawl: everything reachable within its limits is stored."""
        self.flush()
        with self.database.begin() as session:
            storage.crawls.finish(session, self.crawl.crawl_id, self.now())


def store_of(crawler: Crawler) -> CrawlStore:
    """The store of a running crawler."""
    spider: Any = crawler.spider
    store: CrawlStore = spider.store
    return store
