"""A generated job board on loopback, served from memory by a process of its own.

`python -m benchmarks.board` prints its origin and serves until it is killed. Headers and body
leave in one write: a server that waits for delayed acknowledgements would flatter both sides.
"""

import asyncio
import json
from html import escape

from benchmarks.recombined import recombined

ADVERTS = 300
PER_LISTING = 20
SIMILAR = 5
LISTINGS = ADVERTS // PER_LISTING
PAGES = 1 + LISTINGS + ADVERTS
"""Pages that can be reached from the front page, itself included."""


def built_pages() -> dict[str, bytes]:
    """Bodies by path, robots.txt included."""
    adverts = recombined(ADVERTS)
    pages = {
        f"/jobs/{number}": _advert_page(number, advert) for number, advert in enumerate(adverts)
    }
    for listing in range(LISTINGS):
        numbers = range(listing * PER_LISTING, (listing + 1) * PER_LISTING)
        rows = [(f"/jobs/{number}", adverts[number]["title"]) for number in numbers]
        pages[f"/list/{listing}"] = _html(f"Jobs, part {listing + 1}", _links(rows))
    pages["/"] = _html("Bench Board", "<p>Pick a part of the list.</p>")
    pages["/robots.txt"] = b"User-agent: *\nDisallow: /private/\nAllow: /\n"
    return pages


def _links(rows: list[tuple[str, str]]) -> str:
    items = "".join(f'<li><a href="{path}">{escape(name)}</a></li>' for path, name in rows)
    return f"<ul>{items}</ul>"


def _html(title: str, body: str, head: str = "", language: str = "en") -> bytes:
    menu = _links([(f"/list/{n}", f"Part {n + 1}") for n in range(LISTINGS)])
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>{head}</head><body><nav>{menu}</nav>"
        f"<main><h1>{escape(title)}</h1>{body}</main><footer>Bench Board</footer></body></html>"
    ).encode()


def _advert_page(number: int, advert: dict[str, str]) -> bytes:
    text = "".join(f"<p>{escape(line)}</p>" for line in advert["text"].split("\n"))
    posting = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": advert["title"],
        "description": text,
        "datePosted": f"2026-{1 + number % 9:02}-{1 + number % 28:02}",
        "hiringOrganization": {"@type": "Organization", "name": f"Bench Employer {number % 40}"},
        "jobLocation": {"@type": "Place", "address": "Kandy"},
        "baseSalary": f"LKR {60 + number % 90},000 a month",
    }
    script = json.dumps(posting, ensure_ascii=False).replace("<", "\\u003c")
    similar = [((number + step) % ADVERTS, step) for step in range(1, SIMILAR + 1)]
    return _html(
        advert["title"],
        text + _links([(f"/jobs/{other}", f"Similar job {step}") for other, step in similar]),
        head=f'<script type="application/ld+json">{script}</script>',
        language=advert["language"],
    )


def _answer(path: str, body: bytes | None) -> bytes:
    status, shown = ("200 OK", body) if body is not None else ("404 Not Found", b"Not found")
    kind = "text/plain" if path == "/robots.txt" else "text/html"
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n"
    return f"{head}Content-Length: {len(shown or b'')}\r\n\r\n".encode() + (shown or b"")


async def _serve() -> None:
    answers = {path: _answer(path, body) for path, body in built_pages().items()}
    missing = _answer("", None)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                path = request.split(b" ", 2)[1].decode("ascii")
                writer.write(answers.get(path, missing))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
