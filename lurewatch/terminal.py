"""How commands print: people read standard error and tables, programs read `--json`."""

import json
import sys
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from lurewatch.errors import LurewatchError

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
people = Console(stderr=True, highlight=False)
out = Console(highlight=False)


def fail(error: LurewatchError, *, status: int) -> NoReturn:
    """Print one line and stop."""
    people.print(f"[bold red]error[/] {escape(str(error))} [dim]({error.code})[/]")
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
