"""`lurewatch serve` and `lurewatch work`."""

from typing import Annotated

import typer

from lurewatch.settings import read_settings
from lurewatch.terminal import people


def serve(
    host: Annotated[str | None, typer.Option(help="Address to bind.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to bind; 0 takes a free one.")] = None,
) -> None:
    """Serve the pages and the HTTP interface."""
    from lurewatch.pipeline import prepare
    from lurewatch.web import run_web

    given = {"host": host, "port": port}
    settings = read_settings(**{name: value for name, value in given.items() if value is not None})
    people.print(f"Lurewatch on http://{settings.host}:{settings.port}")
    run_web(prepare(settings))


def work(
    once: Annotated[bool, typer.Option("--once", help="Run each job once, in order.")] = False,
) -> None:
    """Crawl the sources, assess, detect and deliver, each on its schedule, until stopped.

    Several may run; a lease in the database lets one of them work at a time.
    """
    from lurewatch.pipeline import prepare
    from lurewatch.work import Worker

    worker = Worker(prepare(read_settings()))
    if once:
        worker.run_once()
    else:
        worker.run_until_stopped()
