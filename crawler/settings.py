"""Scrapy's settings, each with its reason."""

from typing import Any

from crawler.sources import Source
from lurewatch.settings import Settings


def scrapy_settings(settings: Settings, source: Source) -> dict[str, Any]:
    """The settings of one crawl."""
    delay = settings.crawl_delay_seconds if source.delay_seconds is None else source.delay_seconds
    return {
        "BOT_NAME": "lurewatch",
        "USER_AGENT": settings.user_agent,
        # Politeness: our own delay per site, stretched when the site grows slow.
        "DOWNLOAD_DELAY": delay,
        # The delay is a least one; Scrapy's jitter would go down to half of it.
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "CONCURRENT_REQUESTS": settings.crawl_concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if delay else settings.crawl_concurrency,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_MAX_DELAY": max(60.0, delay),
        # robots.txt is obeyed by our stricter middleware in place of Scrapy's.
        "ROBOTSTXT_OBEY": True,
        "LUREWATCH_PRIVATE_ORIGINS": list(settings.allowed_private_origins),
        "TWISTED_DNS_RESOLVER": "crawler.policy.GuardedResolver",
        # Limits on one answer, on the wire and unpacked.
        "DOWNLOAD_MAXSIZE": settings.fetch_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": settings.fetch_seconds,
        # A cut-off page is read as far as it goes, and says so by what is missing.
        "DOWNLOAD_FAIL_ON_DATALOSS": False,
        # One more try for a connection that broke; an error status is an answer.
        "RETRY_TIMES": 1,
        "RETRY_HTTP_CODES": [],
        # Redirects are walked by the spider, so that each hop is guarded, archived and counted.
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        # No session, no proxy that would resolve names for itself, no door for others.
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "REFERER_ENABLED": False,
        # The frontier lies in the database and knows what was seen.
        # One result a page: Scrapy starts this many tasks for each page, whatever it yields.
        "CONCURRENT_ITEMS": 1,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "DOWNLOADER_MIDDLEWARES": {
            "crawler.policy.GuardMiddleware": 50,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawler.policy.RobotsMiddleware": 100,
            "crawler.archiving.ArchiveMiddleware": 560,
        },
        "ITEM_PIPELINES": {"crawler.pipelines.StorePipeline": 100},
        "LOG_LEVEL": "ERROR",
        "LOG_INSTALL_ROOT_HANDLER": False,
        "STATS_DUMP": False,
    }
