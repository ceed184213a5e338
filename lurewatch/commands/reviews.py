"""`lurewatch labels from-reviews`."""

from pathlib import Path
from typing import Annotated

import typer

from lurewatch.errors import InputError
from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, people, plain, print_json


def from_reviews(
    out_file: Annotated[Path, typer.Option("--out", help="JSON Lines file to write.")],
    json: Json = False,
) -> None:
    """Write what analysts decided as labelled adverts, for `labels import` to weigh.

    Upheld is risky, dismissed is harmless, escalated is undecided and left out. The last decision
    counts; each line says when it was made, by which pseudonym, and whether it overturned another.
    No label is blind: nothing records that a reviewer decided before seeing the score. Adverts
    stand as they were published, so the file is as confidential as the database.
    """
    from lurewatch.decisions import labelled_by_decisions, undecided
    from lurewatch.pipeline import prepare
    from models.dataset import Example, write_examples

    if out_file.exists():
        raise InputError(f"{out_file} exists; nothing is overwritten")
    if not out_file.parent.is_dir():
        raise InputError(f"{out_file.parent} is no folder")
    workplace = prepare(read_settings())
    rows = list(labelled_by_decisions(workplace))
    examples = [row for row in rows if isinstance(row, Example)]
    refused = [str(row) for row in rows if isinstance(row, InputError)]
    found = {
        "written": len(examples),
        "file": str(out_file),
        "risky": sum(example.is_risky for example in examples),
        "overturned": sum(example.provenance.overturned for example in examples),
        "undecided": undecided(workplace),
        "unreadable": refused,
    }
    write_examples(out_file, examples)
    if json:
        print_json(found)
    else:
        out.print(
            f"{len(examples)} decision(s) written to {plain(str(out_file))}: {found['risky']} "
            f"risky, {found['overturned']} after an opposite one; {found['undecided']} flag(s) "
            "are open or escalated."
        )
        for reason in refused:
            people.print(f"  {plain(reason, 200)}")
        if examples:
            out.print("Next: lurewatch labels import FILE --out NEW, which refuses leaks.")
    if refused:
        raise typer.Exit(3)
