"""How commands print: people read standard error and tables, programs read `--json`."""

import json
import sys
from math import isfinite
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from lurewatch.errors import LurewatchError
from lurewatch.records import HotspotReport

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
people = Console(stderr=True, highlight=False)
out = Console(highlight=False)


def fail(error: LurewatchError, *, status: int) -> NoReturn:
    """Print one line and stop."""
    people.print(f"[bold red]error[/] {plain(str(error))} [dim]({error.code})[/]")
    sys.exit(status)


def print_json(value: Any) -> None:
    """One JSON document on standard output, in UTF-8, never wrapped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def plain(text: str, limit: int = 0) -> str:
    """Outside text made fit for a terminal: no control characters, no markup, one line."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    shown = " ".join(shown.split())
    if limit and len(shown) > limit:
        shown = shown[: limit - 1] + "…"
    return escape(shown)


def show_report(report: HotspotReport) -> None:
    """Print what a detection run found, and what it could not say."""
    year, number, _ = report.week_start_on.isocalendar()
    out.print(f"Week {year}-W{number:02}: {report.cells_tested} cells judged.")
    if report.hotspots:
        table = Table("destination", "category", "seen", "expected", "times", "p")
        for spot in report.hotspots:
            table.add_row(
                spot.cell.destination or "not named",
                spot.cell.category or "any",
                str(spot.observed),
                f"{spot.expected:.1f}",
                f"{spot.relative_risk:.1f}" if isfinite(spot.relative_risk) else "new",
                f"{spot.p_value:.2g}",
            )
        out.print(table)
    else:
        out.print("No cell is above its own history.")
    for refusal in report.refusals:
        out.print(f"  {refusal}")
