"""The guarded client against a hostile server on loopback."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lurewatch.errors import (
    AddressRefused,
    FetchError,
    FetchTimeout,
    ResponseTooLarge,
    TooManyRedirects,
)
from lurewatch.guarded_http import fetch, post
from lurewatch.settings import Settings


class Hostile(BaseHTTPRequestHandler):
    received: list[tuple[str, dict[str, str], bytes]]

    def log_message(self, *_: object) -> None:
        pass

    def _send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        if self.path == "/page":
            self._send(200, b"<p>hello</p>", Content_Type="text/html; charset=utf-8")
        elif self.path == "/moved":
            self._send(302, Location="/page")
        elif self.path == "/loop":
            self._send(302, Location="/loop")
        elif self.path == "/to-metadata":
            self._send(302, Location="http://169.254.169.254/latest/")
        elif self.path == "/to-file":
            self._send(302, Location="file:///etc/passwd")
        elif self.path == "/large":
            self._send(200, b"x" * 30_000)
        elif self.path == "/bomb":
            self._send(200, gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip")
        elif self.path == "/broken-gzip":
            self._send(200, b"not gzip at all", Content_Encoding="gzip")
        elif self.path == "/zipped":
            self._send(200, gzip.compress(b"content"), Content_Encoding="gzip")
        elif self.path == "/drip":
            self._drip()

    def _drip(self) -> None:
        try:
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            self.close_connection = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append((self.path, dict(self.headers), body))
        if self.path == "/redirect":
            self._send(307, Location="/hook")
        else:
            self._send(204)


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    Hostile.received = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def origin(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def settings(origin: str) -> Settings:
    return Settings(
        allowed_private_origins=(origin,),
        fetch_bytes=10_000,
        fetch_seconds=2,
        contact="team@lurewatch.example",
    )


def test_a_page_is_fetched_through_a_redirect(origin: str, settings: Settings) -> None:
    answer = fetch(f"{origin}/moved", settings=settings)
    assert (answer.status_code, answer.body) == (200, b"<p>hello</p>")
    assert answer.url == f"{origin}/page"
    assert answer.content_type == "text/html; charset=utf-8"


def test_content_encoding_is_undone(origin: str, settings: Settings) -> None:
    assert fetch(f"{origin}/zipped", settings=settings).body == b"content"


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/loop", TooManyRedirects),
        ("/to-metadata", AddressRefused),
        ("/to-file", AddressRefused),
        ("/large", ResponseTooLarge),
        ("/bomb", ResponseTooLarge),
        ("/broken-gzip", FetchError),
        ("/drip", FetchTimeout),
    ],
)
def test_hostile_answers_end_in_a_named_error(
    origin: str, settings: Settings, path: str, error: type[FetchError]
) -> None:
    with pytest.raises(error):
        fetch(f"{origin}{path}", settings=settings)


def test_loopback_is_refused_unless_the_setting_allows_it(origin: str) -> None:
    with pytest.raises(AddressRefused):
        fetch(f"{origin}/page", settings=Settings())


def test_the_connection_goes_to_the_judged_address_not_to_the_name_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    connected: list[str] = []

    def answer(host: str, *_: object, **__: object) -> object:
        asked.append(host)
        address = "1.1.1.1" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 9))]

    def connect(address: tuple[str, int], *_: object, **__: object) -> None:
        connected.append(address[0])
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError):
        fetch("http://rebinding.example:9/", settings=settings)
    assert asked == ["rebinding.example"]
    assert connected == ["1.1.1.1"]


def test_a_connection_nobody_answers_is_a_fetch_error() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(FetchError):
            fetch(origin, settings=Settings(allowed_private_origins=(origin,), fetch_seconds=2))


def test_a_post_is_sent_once_and_redirects_are_not_followed(
    origin: str, settings: Settings
) -> None:
    headers = {"content-type": "application/json", "webhook-id": "msg_1"}
    assert post(f"{origin}/redirect", body=b"{}", headers=headers, settings=settings) == 307
    [(path, sent, body)] = Hostile.received
    assert (path, body, sent["webhook-id"]) == ("/redirect", b"{}", "msg_1")
