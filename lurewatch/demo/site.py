"""A site of fixed pages on loopback, with ETags, so that conditional requests mean something."""

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One answer."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200

    @property
    def etag(self) -> str:
        """Strong validator over the bytes (RFC 9110 section 8.8.3)."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


NOT_FOUND = Page(body=b"<h1>Not found</h1>", status=404)


class Site:
    """Serves pages from a dictionary by path and query; used as a context manager."""

    def __init__(
        self, build: Callable[[str], Mapping[str, Page]], port: int = 0, host: str = "127.0.0.1"
    ) -> None:
        """Bind a port, a free one where the wished one is taken.

        Args:
            build: makes the pages for the origin the site got.
        """
        try:
            self._server = ThreadingHTTPServer((host, port), _Handler)
        except OSError:
            self._server = ThreadingHTTPServer((host, 0), _Handler)
        self.origin = f"http://{host}:{self._server.server_port}"
        self._server.pages = dict(build(self.origin))  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> "Site":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "LurewatchDemo"
    sys_version = ""
    timeout: ClassVar[float] = 30

    def do_GET(self) -> None:
        """Answer from the dictionary."""
        pages: Mapping[str, Page] = self.server.pages  # type: ignore[attr-defined]
        page = pages.get(self.path, NOT_FOUND)
        known = page.status == 200 and self.headers.get("If-None-Match") == page.etag
        self.send_response(304 if known else page.status)
        if page.status == 200:
            self.send_header("ETag", page.etag)
        if not known:
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        if not known:
            self.wfile.write(page.body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""
