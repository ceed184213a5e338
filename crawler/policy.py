"""What may be asked for: the address guard and robots.txt, inside Scrapy."""

import hashlib
from typing import Any
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.resolver import CachingThreadedResolver
from scrapy.robotstxt import ProtegoRobotParser
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

import storage.robots
from crawler.pages.text import decode
from crawler.store import store_of
from lurewatch.addresses import check_resolved, check_url, origin_of
from lurewatch.errors import AddressRefused

ROBOTS_REDIRECTS = 5
"""RFC 9309 section 2.3.1.2: at least five redirects should be followed."""
ROBOTS_BYTES = 500 * 1024
"""RFC 9309 section 2.5: at least 500 kibibytes must be read."""
MOST_DELAY = 300.0
"""Seconds; a site that asks for more between two requests is asking us not to come."""
NOTHING = b"User-agent: *\nDisallow: /\n"
EVERYTHING = b""


class RefusedAddress(IgnoreRequest):
    """The request leads to an address or scheme that is never fetched."""


class RefusedByRobots(IgnoreRequest):
    """robots.txt does not allow the request, or could not be read."""


def allowed_hosts(origins: tuple[str, ...]) -> set[str]:
    """Host names of the origins that may be fetched although they are private."""
    return {urlsplit(origin_of(origin)).hostname or "" for origin in origins}


class GuardMiddleware:
    """Judges every request's URL, robots.txt and redirects included, before anything is sent."""

    def __init__(self, origins: tuple[str, ...]) -> None:
        self.origins = origins
        self.hosts = allowed_hosts(origins)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "GuardMiddleware":
        """Scrapy's way to make a middleware."""
        return cls(tuple(crawler.settings.getlist("LUREWATCH_PRIVATE_ORIGINS")))

    def process_request(self, request: Request) -> None:
        """Let a request pass, or refuse it."""
        try:
            allowed = check_url(request.url, self.origins)
            if not allowed and urlsplit(request.url).hostname in self.hosts:
                raise AddressRefused("only one port of this private host is allowed")
        except AddressRefused as error:
            raise RefusedAddress(str(error)) from None


class GuardedResolver(CachingThreadedResolver):
    """Refuses names that resolve to anything but public addresses.

    Scrapy connects to the very address that was judged here, so that a name cannot change
    its answer in between.
    """

    refused: set[str]
    hosts: set[str]

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> "GuardedResolver":
        """Scrapy's way to make a resolver."""
        resolver: GuardedResolver = super().from_crawler(crawler, reactor)
        resolver.hosts = allowed_hosts(tuple(crawler.settings.getlist("LUREWATCH_PRIVATE_ORIGINS")))
        cls.refused = set()
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":  # noqa: N802
        """Resolve one name to one IPv4 address."""
        return super().getHostByName(name, timeout).addCallback(self._judge, name)

    def _judge(self, address: str, name: str) -> str:
        if name not in self.hosts:
            try:
                check_resolved([address])
            except AddressRefused:
                self.refused.add(name)
                raise DNSLookupError("not a public address") from None
        return address


class RobotsMiddleware(RobotsTxtMiddleware):
    """Obeys robots.txt (RFC 9309), records it, and stays away where it cannot be read.

    Stricter than the standard on purpose: 401, 403, 429, an error, no answer, or a web page
    instead of robots.txt all mean "not allowed", because the owner has not said otherwise.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._why: dict[str, str] = {}
        self._slowed: set[str] = set()

    def process_request_2(self, rp: Any, request: Request) -> None:
        """Let a request pass, or refuse it."""
        netloc = urlsplit(request.url).netloc
        # AutoThrottle would go back to our own delay after the first answer.
        request.meta["autothrottle_dont_adjust_delay"] = netloc in self._slowed
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            why = self._why.get(netloc)
            raise RefusedByRobots(why or "robots.txt does not allow it") from None

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        for _ in range(ROBOTS_REDIRECTS):
            if response.status not in (301, 302, 303, 307, 308):
                break
            location = response.headers.get("Location") or b""
            target = urljoin(response.url, location.decode("latin-1"))
            again = Request(target, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK)
            response = await self.crawler.engine.download_async(again)
        rules, why = judge_robots(response)
        self._keep(rules, why, netloc, request, response)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        request = Request(f"http://{netloc}/")
        self._keep(NOTHING, "robots.txt could not be fetched", netloc, request, None)

    def _keep(
        self, rules: bytes, why: str, netloc: str, request: Request, response: Response | None
    ) -> None:
        parser = ProtegoRobotParser.from_crawler(self.crawler, rules)
        self._why[netloc] = why
        store = store_of(self.crawler)
        with store.database.begin() as session:
            storage.robots.record(
                session,
                origin=f"{urlsplit(request.url).scheme}://{netloc}",
                fetched_at=store.now(),
                status_code=response.status if response is not None else None,
                allowed_summary=why or "obeyed as written",
                sha256=hashlib.sha256(response.body).hexdigest() if response is not None else None,
            )
        self._slow_down(parser.rp, netloc)
        store.sitemaps[netloc] = list(parser.rp.sitemaps)
        waiting: Any = self._parsers[netloc]
        self._parsers[netloc] = parser
        waiting.callback(parser)

    def _slow_down(self, rules: Protego, netloc: str) -> None:
        """Honour a Crawl-delay that is longer than ours."""
        wished = rules.crawl_delay(self._default_useragent)
        if not wished:
            return
        delay = min(float(wished), MOST_DELAY)
        for key, slot in self.crawler.engine.downloader.slots.items():
            if key == urlsplit(f"//{netloc}").hostname and delay > slot.delay:
                slot.delay = delay
                self._slowed.add(netloc)


def judge_robots(response: Response) -> tuple[bytes, str]:
    """The rules to obey, and why they are not those of the file where they are not."""
    status = response.status
    if status in (404, 410):
        return EVERYTHING, f"there is no robots.txt ({status})"
    if status != 200:
        return NOTHING, f"robots.txt is answered with {status}"
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    text = decode(response.body[:ROBOTS_BYTES], content_type)
    if "html" in content_type.lower() or text.lstrip()[:1] == "<":
        return NOTHING, "robots.txt is answered with a web page"
    return text.encode(), ""
