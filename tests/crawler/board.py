"""A small web site on loopback for the crawler's tests, and the real command line against it."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer. `stream` replaces it by whatever it writes to the socket."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stream: Callable[[BaseHTTPRequestHandler], None] | None = None


def markup(content: str, head: str = "", **headers: str) -> Answer:
    """An HTML page."""
    body = f"<!doctype html><html><head><title>T</title>{head}</head><body>{content}</body></html>"
    return Answer(body=body.encode(), headers={"Content-Type": HTML} | headers)


def listing(paths: Iterable[str]) -> Answer:
    """A page of links."""
    return markup("<h1>All</h1>" + "".join(f'<p><a href="{path}">{path}</a></p>' for path in paths))


def advert(title: str, *, raw: str | None = None, **fields: object) -> Answer:
    """A page with one JobPosting. `raw` replaces the JSON."""
    posting = {"@type": "JobPosting", "title": title, "description": f"{title}: apply at the shop."}
    text = raw if raw is not None else json.dumps(posting | fields, ensure_ascii=False)
    return markup("<p>x</p>", f'<script type="application/ld+json">{text}</script>')


class Board(ThreadingHTTPServer):
    """Serves `answers` by path and query; keeps what it was asked."""

    request_queue_size = 64

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.answers = dict(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.before: Callable[[int], None] = lambda _: None
        """Called with the number of the request before it is answered."""

    def __enter__(self) -> "Board":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    server: Board

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.before(len(self.server.asked))
        answer = self.server.answers.get(self.path, Answer(status=404, body=b"<p>gone</p>"))
        try:
            if answer.stream:
                answer.stream(self)
            else:
                self._send(answer)
        except OSError:
            self.close_connection = True

    def _send(self, answer: Answer) -> None:
        status, body = answer.status, answer.body
        conditions = ("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")
        for name, condition in conditions:
            if name in answer.headers and answer.headers[name] == self.headers.get(condition):
                status, body = 304, b""
        self.send_response(status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def environment(board: Board, var_dir: Path, **settings: str) -> dict[str, str]:
    """The process environment of a crawl that may fetch the board and nothing else private."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUREWATCH_")}
    given = {
        "VAR_DIR": str(var_dir),
        "ALLOWED_PRIVATE_ORIGINS": board.origin,
        "CRAWL_DELAY_SECONDS": "0",
        "CONTACT": "crawl@lurewatch.example",
    }
    return kept | {f"LUREWATCH_{name}": value for name, value in (given | settings).items()}


def command(target: str, *options: str) -> list[str]:
    """The command line of a crawl."""
    return [sys.executable, "-m", "lurewatch", "crawl", target, "--quiet", *options]


def run_crawl(
    board: Board, var_dir: Path, *options: str, target: str | None = None, **settings: str
) -> "subprocess.CompletedProcess[str]":
    """Crawl the board from its root in a process of its own."""
    return subprocess.run(
        command(target or f"{board.origin}/", *options),
        env=environment(board, var_dir, **settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def zipped(answer: Answer) -> Answer:
    """The same page with its content gzipped."""
    headers = {**answer.headers, "Content-Encoding": "gzip"}
    return Answer(body=gzip.compress(answer.body), headers=headers)
