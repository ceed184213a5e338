"""The two sides of `benchmarks.crawl`, each run once in a process of its own.

`python -m benchmarks.crawlers ours|bare URL FOLDER CONCURRENCY` prints `{seconds, cpu_seconds,
pages, adverts}`; the seconds lie between Scrapy's signals spider_opened and spider_closed.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydispatch import dispatcher  # type: ignore[import-untyped]
from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response


class BareSpider(Spider):
    """The baseline: follows every link and reads the JSON-LD of adverts; keeps nothing else."""

    name = "bare"

    def parse(self, response: Response) -> Iterator[Any]:
        """One item for each JobPosting, and the links."""
        for script in response.css('script[type="application/ld+json"]::text').getall():
            posting = json.loads(script)
            if posting.get("@type") == "JobPosting":
                yield {
                    "url": response.url,
                    "title": posting.get("title"),
                    "description": posting.get("description"),
                    "date_posted": posting.get("datePosted"),
                    "employer": (posting.get("hiringOrganization") or {}).get("name"),
                    "location": (posting.get("jobLocation") or {}).get("address"),
                    "salary": posting.get("baseSalary"),
                }
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link)


def crawl_bare(url: str, folder: str, concurrency: int) -> dict[str, int]:
    """Crawl with Scrapy alone, items to JSON Lines by its feed export."""
    feed = Path(folder) / "adverts.jsonl"
    process = AsyncCrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "CONCURRENT_REQUESTS": concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            "FEEDS": {feed.as_uri(): {"format": "jsonlines", "encoding": "utf-8"}},
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "ERROR",
        }
    )
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler, start_urls=[url])
    process.start()
    count = crawler.stats.get_value
    answered = count("response_received_count", 0)
    robots = count("robotstxt/response_count", 0)
    return {"pages": answered - robots, "adverts": count("item_scraped_count", 0)}


def crawl_ours(url: str) -> dict[str, int]:
    """Run `lurewatch crawl` as a user would; its settings are in the environment."""
    from lurewatch.cli import app
    from lurewatch.settings import read_settings
    from storage import adverts, crawls
    from storage.database import Database

    if app(["crawl", url, "--quiet"], standalone_mode=False):
        raise SystemExit("our crawl could not use every page")
    with Database(read_settings().database).begin() as session:
        crawl = crawls.recent(session, 1)[0]
        pages = len(crawls.outcomes(session, crawl.crawl_id))
        return {"pages": pages, "adverts": adverts.count(session)}


def main() -> None:
    """Run one side and print what it did."""
    side, url, folder, concurrency = sys.argv[1:]
    clock: list[tuple[float, float]] = []

    def note() -> None:
        clock.append((time.perf_counter(), time.process_time()))

    dispatcher.connect(note, signal=signals.spider_opened)
    dispatcher.connect(note, signal=signals.spider_closed)
    counts = crawl_ours(url) if side == "ours" else crawl_bare(url, folder, int(concurrency))
    (opened, cpu_opened), (closed, cpu_closed) = clock
    times = {"seconds": closed - opened, "cpu_seconds": cpu_closed - cpu_opened}
    print(json.dumps({**times, **counts}))


if __name__ == "__main__":
    main()
