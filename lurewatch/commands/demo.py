"""`lurewatch demo`."""

from typing import Annotated

import typer


def demo(
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Go on serving the pages at the end.")
    ] = True,
) -> None:
    """Show the whole line on sample sites: crawl, archive, assess, flag, hotspots, alert, pages.

    Everything stays on this machine and in the var folder. Starting it again goes on where it
    was and doubles nothing.
    """
    from lurewatch.demo.run import run_demo

    run_demo(serve=serve)
