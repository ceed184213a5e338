"""Runs one crawl of one source, from its frontier in the database to the end."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from scrapy.crawler import AsyncCrawlerProcess

import storage.crawls
from crawler.settings import scrapy_settings
from crawler.sources import Source
from crawler.spiders.site import SiteSpider
from crawler.store import CrawlStore
from lurewatch.addresses import origin_of
from lurewatch.errors import ConfigurationError, LurewatchError
from lurewatch.labels import FetchOutcome
from lurewatch.settings import Settings
from storage.database import Database
from storage.evidence import Archive


@dataclass(frozen=True, kw_only=True, slots=True)
class CrawlProgress:
    """How far a crawl is."""

    pages: int
    new_adverts: int
    known_adverts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CrawlSummary:
    """What a crawl found. The outcomes count the whole crawl, also what ran before a restart."""

    crawl_id: str
    resumed: bool
    pages: int
    new_adverts: int
    known_adverts: int
    outcomes: dict[FetchOutcome, int]


def crawl(
    source: Source,
    *,
    settings: Settings,
    on_progress: Callable[[CrawlProgress], None] | None = None,
) -> CrawlSummary:
    """Crawl a source in this process, once: Twisted's reactor cannot be started again.

    A crawl that was killed is taken up where it stopped. Ctrl-C stops it the same way.

    Raises:
        ConfigurationError: the source is switched off, or no contact is set.
        LurewatchError: the database or the archive took nothing more.
    """
    _check(source, settings)
    database = Database(settings.database)
    archive = Archive(settings.archive_dir, settings.warc_bytes)
    with database.begin() as session:
        begun = storage.crawls.start_or_resume(
            session, source=source.name, start_urls=source.start_urls, now=CrawlStore.now()
        )
        done_before = storage.crawls.outcome_counts(session, begun.crawl_id)

    def report(pages: int, new: int, known: int) -> None:
        if on_progress:
            on_progress(CrawlProgress(pages=pages, new_adverts=new, known_adverts=known))

    store = CrawlStore(
        database=database,
        archive=archive,
        crawl=begun,
        most_pages=settings.crawl_pages,
        done_before=sum(done_before.values()),
        on_batch=report,
    )
    process = AsyncCrawlerProcess(scrapy_settings(settings, source))
    # Scrapy sets its logger to DEBUG, whatever its own LOG_LEVEL; outcomes are in the database.
    logging.getLogger("scrapy").setLevel(logging.ERROR)
    for name in ("retry", "robotstxt"):
        # A site that does not answer is an outcome, not an error of ours with a traceback.
        logging.getLogger(f"scrapy.downloadermiddlewares.{name}").setLevel(logging.CRITICAL)
    process.crawl(
        SiteSpider,
        store=store,
        source=source.name,
        start_urls=source.start_urls,
        depth=settings.crawl_depth,
        hops=settings.fetch_redirects,
    )
    process.start(install_signal_handlers=True)
    _close(store)
    with database.begin() as session:
        outcomes = storage.crawls.outcome_counts(session, begun.crawl_id)
    database.dispose()
    return CrawlSummary(
        crawl_id=begun.crawl_id,
        resumed=begun.resumed,
        pages=store.pages,
        new_adverts=store.new_adverts,
        known_adverts=store.known_adverts,
        outcomes=outcomes,
    )


def _close(store: CrawlStore) -> None:
    """Keep what was read; close the crawl where nothing is left."""
    if store.failure:
        name = type(store.failure).__name__
        raise LurewatchError(
            f"what was read could not be stored ({name}); run it again to go on"
        ) from store.failure
    store.flush()
    if store.is_done:
        store.finish()
    store.archive.close()


def _check(source: Source, settings: Settings) -> None:
    if not source.enabled:
        raise ConfigurationError(f"source {source.name} is switched off in the sources file")
    allowed = {origin_of(origin) for origin in settings.allowed_private_origins}
    strangers = [url for url in source.start_urls if origin_of(url) not in allowed]
    if strangers and not settings.contact:
        raise ConfigurationError(
            "set LUREWATCH_CONTACT to an e-mail address or page of yours: "
            "site owners must be able to reach whoever crawls them"
        )
