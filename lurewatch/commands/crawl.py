"""`lurewatch crawl` and `lurewatch sources`."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from lurewatch.labels import FetchOutcome
from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, people, plain, print_json

if TYPE_CHECKING:
    from crawler.crawl import CrawlProgress, CrawlSummary

UNREADABLE = {FetchOutcome.BROKEN, FetchOutcome.TIMEOUT, FetchOutcome.TOO_LARGE}


def crawl(
    target: Annotated[
        str,
        typer.Argument(
            help="A URL (site root, sitemap, listing, feed, channel or single advert), "
            "or the name of a source in the sources file."
        ),
    ],
    depth: Annotated[int | None, typer.Option(help="Links followed from the start.")] = None,
    pages: Annotated[int | None, typer.Option(help="Pages fetched, at most.")] = None,
    delay: Annotated[float | None, typer.Option(help="Seconds between requests.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
    json: Json = False,
) -> None:
    """Collect the adverts of one site, politely; archive every response; store each advert once.

    A crawl that was killed goes on where it stopped when the same command is run again.
    """
    from crawler.crawl import crawl as run
    from lurewatch.pipeline import prepare, source_for

    given = {"crawl_depth": depth, "crawl_pages": pages, "crawl_delay_seconds": delay}
    settings = read_settings(**{name: value for name, value in given.items() if value is not None})
    source = source_for(target, settings)
    prepare(settings)
    summary = run(source, settings=settings, on_progress=None if quiet or json else _progress)
    if json:
        print_json(asdict(summary))
    elif not quiet:
        _show(summary)
    if any(summary.outcomes.get(outcome) for outcome in UNREADABLE):
        raise typer.Exit(3)


def _progress(progress: "CrawlProgress") -> None:
    people.print(f"  {progress.pages} pages, {progress.new_adverts} new adverts")


def _show(summary: "CrawlSummary") -> None:
    resumed = " (resumed)" if summary.resumed else ""
    out.print(
        f"Crawl {summary.crawl_id}{resumed}: {summary.pages} pages, "
        f"{summary.new_adverts} new adverts, {summary.known_adverts} known."
    )
    for outcome, count in sorted(summary.outcomes.items(), key=lambda row: -row[1]):
        out.print(f"  {count:6} {outcome}")


def sources(json: Json = False) -> None:
    """List the configured sources and what became of their last crawl."""
    from crawler.sources import load
    from lurewatch.pipeline import last_crawls, prepare

    settings = read_settings()
    found = load(settings.sources_file)
    last = last_crawls(prepare(settings), list(found))
    if json:
        print_json([asdict(source) | {"last_crawl": last[name]} for name, source in found.items()])
        return
    table = Table("source", "on", "start", "terms", "last legal review", "last crawl")
    for source in found.values():
        table.add_row(
            source.name,
            "on" if source.enabled else "off",
            plain(source.start_urls[0], 60),
            plain(source.terms or "not recorded", 60),
            str(source.last_legal_review or "never"),
            last[source.name] or "never",
        )
    out.print(table)
