"""Item pipeline: hands each page's result to the store."""

from typing import Any

from scrapy.crawler import Crawler

from crawler.store import store_of
from lurewatch.records import PageResult


class StorePipeline:
    """The spider's only items are `PageResult`s."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StorePipeline":
        """Scrapy's way to make a pipeline."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Store a result. What cannot be stored ends the crawl, which is then taken up again."""
        if isinstance(item, PageResult):
            store = store_of(self.crawler)
            try:
                store.add(item)
            except Exception as error:
                store.failure = error
        return item
