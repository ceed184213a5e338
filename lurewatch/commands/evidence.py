"""`lurewatch evidence`."""

import sys
from typing import Annotated

import typer

from lurewatch.settings import read_settings
from lurewatch.terminal import Json, people, plain, print_json

app = typer.Typer(no_args_is_help=True, help="The evidence archive.")


@app.command("show")
def show(
    advert_id: Annotated[str, typer.Argument(help="Id of a stored advert.")],
    facts: Annotated[
        bool, typer.Option("--facts", help="Print only what is known about the record.")
    ] = False,
    json: Json = False,
) -> None:
    """Print the exact bytes an advert was read from, after checking their SHA-256.

    The bytes go to standard output unchanged; what is known about them to standard error.
    """
    from lurewatch.pipeline import evidence_bytes, prepare

    known, body = evidence_bytes(prepare(read_settings()), advert_id)
    if json:
        print_json(known)
        return
    for name, value in known.items():
        people.print(f"[dim]{name:>10}[/] {plain(value)}")
    if not facts:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
