"""The guarded HTTP client: every single request made for outside text goes through here.

The host is resolved once, each address is judged by `lurewatch.addresses`, and the
connection is made to the judged address, so that a name cannot change its answer in
between (DNS rebinding). Redirects are followed by hand, each as strictly as the first
URL. One deadline covers everything, headers included, so that a server that drips a byte
at a time cannot hold a worker. The crawler has the same rules inside Scrapy
(`crawler/policy.py`).
"""

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

import httpcore2
import httpx2

from lurewatch.addresses import resolve
from lurewatch.errors import FetchError, FetchTimeout, ResponseTooLarge, TooManyRedirects
from lurewatch.settings import Settings

_REDIRECTS = {301, 302, 303, 307, 308}
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """One complete answer."""

    url: str
    """The URL that answered, after redirects."""
    status_code: int
    headers: list[tuple[str, str]]
    body: bytes
    """Content-decoded."""

    @property
    def content_type(self) -> str:
        """The Content-Type header, empty where there is none."""
        return next((value for name, value in self.headers if name == "content-type"), "")


def fetch(url: str, *, settings: Settings) -> Fetched:
    """GET one URL.

    Raises:
        AddressRefused: the URL or a redirect leads somewhere that is never fetched.
        TooManyRedirects, ResponseTooLarge, FetchTimeout: a limit of the settings is hit.
        FetchError: no connection, or not an HTTP answer.
    """
    deadline = time.monotonic() + settings.fetch_seconds
    headers = {"User-Agent": settings.user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip"}
    for _ in range(settings.fetch_redirects + 1):
        answer = _exchange("GET", url, headers, None, deadline, settings)
        location = dict(answer.headers).get("location")
        if answer.status_code not in _REDIRECTS or not location:
            return answer
        url = urljoin(url, location)
    raise TooManyRedirects(f"more than {settings.fetch_redirects} redirects")


def post(url: str, *, body: bytes, headers: Mapping[str, str], settings: Settings) -> int:
    """POST to one URL; redirects are not followed and the answer's body is not read.

    Returns:
        The HTTP status code.

    Raises:
        AddressRefused, FetchTimeout, FetchError: as `fetch`.
    """
    deadline = time.monotonic() + settings.delivery_timeout_seconds
    sent = {"User-Agent": settings.user_agent, **headers}
    return _exchange("POST", url, sent, body, deadline, settings).status_code


def _exchange(
    method: str,
    url: str,
    headers: Mapping[str, str],
    content: bytes | None,
    deadline: float,
    settings: Settings,
) -> Fetched:
    """One request and its answer, without redirects."""
    addresses = resolve(url, settings.allowed_private_origins)
    transport = _GuardedTransport(_PinnedBackend(addresses, deadline))
    try:
        with (
            httpx2.Client(transport=transport, trust_env=False, follow_redirects=False) as client,
            client.stream(method, url, headers=dict(headers), content=content) as response,
        ):
            body = b"" if method == "POST" else _read(response, settings.fetch_bytes)
            return Fetched(
                url=url,
                status_code=response.status_code,
                headers=[(name.lower(), value) for name, value in response.headers.multi_items()],
                body=body,
            )
    except (httpx2.TimeoutException, httpcore2.TimeoutException):
        raise FetchTimeout("no full answer within the time limit") from None
    except (httpx2.HTTPError, httpx2.InvalidURL, httpcore2.NetworkError) as error:
        raise FetchError(f"no usable answer ({type(error).__name__})") from None
    except (httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
        raise FetchError(f"not an HTTP answer ({type(error).__name__})") from None


def _read(response: httpx2.Response, limit: int) -> bytes:
    """The decoded body; the limit holds for the bytes on the wire and after decompression."""
    body = bytearray()
    for chunk in response.iter_bytes(chunk_size=65_536):
        body += chunk
        if len(body) > limit or response.num_bytes_downloaded > limit:
            raise ResponseTooLarge(f"more than {limit:,} bytes")
    return bytes(body)


class _DeadlineStream(httpcore2.NetworkStream):
    """A connection whose every read and write ends at one deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("deadline")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._left())
        return _DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _PinnedBackend(httpcore2.NetworkBackend):
    """Connects to addresses that were judged, whatever the name says by now."""

    def __init__(self, addresses: list[str], deadline: float) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = httpcore2.ConnectError("no address")
        for address in self._addresses:
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise httpcore2.ConnectTimeout("deadline")
            try:
                stream = self._backend.connect_tcp(address, port, left)
            except httpcore2.ConnectError as error:
                failure = error
            else:
                return _DeadlineStream(stream, self._deadline)
        raise failure


class _ResponseStream(httpx2.SyncByteStream):
    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _GuardedTransport(httpx2.BaseTransport):
    """An httpx transport over a connection pool of our own backend."""

    def __init__(self, backend: _PinnedBackend) -> None:
        self._pool = httpcore2.ConnectionPool(ssl_context=_tls(), network_backend=backend)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        response = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.read(),
            )
        )
        return httpx2.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_ResponseStream(response),
        )

    def close(self) -> None:
        self._pool.close()


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
