"""Our crawl (archive, read, store) against a bare Scrapy spider that writes items to JSON Lines.

Both walk the same generated board on loopback with the same concurrency, without delay and
with robots.txt obeyed, in turn, each in a fresh process and a fresh folder.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.board import ADVERTS, PAGES
from benchmarks.measuring import Row, Run, asked_rounds, run_apart, show

CONCURRENCY = 8
TARGET = 0.5
"""Least ratio of our pages a second to those of the bare spider."""


@contextmanager
def served_board() -> Iterator[str]:
    """The origin of the board, while it is served."""
    command = [sys.executable, "-m", "benchmarks.board"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def crawl_once(side: str, origin: str) -> Run:
    """Run one side.

    Raises:
        SystemExit: it did not fetch every page or find every advert.
    """
    with tempfile.TemporaryDirectory(prefix="lurewatch-bench-") as folder:
        settings = {
            "LUREWATCH_VAR_DIR": folder,
            "LUREWATCH_ALLOWED_PRIVATE_ORIGINS": origin,
            "LUREWATCH_CRAWL_DELAY_SECONDS": "0",
            "LUREWATCH_CRAWL_CONCURRENCY": str(CONCURRENCY),
        }
        command = ["-m", "benchmarks.crawlers", side, f"{origin}/", folder, str(CONCURRENCY)]
        done = run_apart(command, settings)
    found = done.answer["pages"], done.answer["adverts"]
    if found != (PAGES, ADVERTS):
        raise SystemExit(f"{side}: {found} pages and adverts instead of {(PAGES, ADVERTS)}")
    return done


def main() -> None:
    """Measure and print."""
    rounds = asked_rounds(__doc__ or "")
    ours: list[Run] = []
    bare: list[Run] = []
    with served_board() as origin:
        for _ in range(rounds):
            ours.append(crawl_once("ours", origin))
            bare.append(crawl_once("bare", origin))
    speed = Row(
        name="pages/s, crawl alone",
        ours=[PAGES / run.answer["seconds"] for run in ours],
        baseline=[PAGES / run.answer["seconds"] for run in bare],
    )
    rows = (
        speed,
        Row(
            name="CPU seconds, crawl alone",
            ours=[run.answer["cpu_seconds"] for run in ours],
            baseline=[run.answer["cpu_seconds"] for run in bare],
            decimals=2,
        ),
        Row(
            name="seconds, whole process",
            ours=[run.seconds for run in ours],
            baseline=[run.seconds for run in bare],
            decimals=2,
        ),
        Row(
            name="peak memory, MiB",
            ours=[run.peak_mib for run in ours],
            baseline=[run.peak_mib for run in bare],
        ),
    )
    show(f"Crawl of {PAGES} pages, {rounds} rounds; baseline: bare Scrapy", rows)
    verdict = "met" if speed.ratio >= TARGET else "falls short"
    print(f"Target: a ratio of at least {TARGET} for the crawl alone: {verdict}.")


if __name__ == "__main__":
    main()
