"""`lurewatch labels suggest`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table

from lurewatch.errors import InputError
from lurewatch.interchange import json_line
from lurewatch.records import name_of
from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, people, plain, print_json


def suggest(
    count: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
    data: Annotated[
        Path | None,
        typer.Option(help="Adverts as `lurewatch assess` reads them, instead of the store."),
    ] = None,
    columns: Annotated[
        str | None, typer.Option(help="Column mapping of --data, if it is not in our form.")
    ] = None,
    labelled: Annotated[
        list[Path] | None,
        typer.Option(help="Labelled adverts that are not in the corpus yet; leaves them out."),
    ] = None,
    model: Annotated[
        str, typer.Option(help="Model id or folder; the promoted one if not given.")
    ] = "",
    seed: Annotated[int, typer.Option(help="Decides between adverts that are equal.")] = 0,
    out_file: Annotated[
        Path | None, typer.Option("--out", help="JSON Lines: id, score and why, one a line.")
    ] = None,
    sheet: Annotated[
        Path | None,
        typer.Option(help="CSV or JSON Lines for whoever labels: the adverts without scores."),
    ] = None,
    json: Json = False,
) -> None:
    """Propose the next adverts to label: the model is unsure of them, and no two are alike.

    One of each cluster of near-duplicates; none that is decided, labelled or much like a labelled
    or held-out advert. The same adverts, model and seed give the same list. Whoever labels should
    get the sheet, not the list: it shows the score.
    """
    from lurewatch.retraining import next_batch
    from models.label_sheets import write_sheet

    settings = read_settings()
    if out_file is not None and out_file.exists():
        raise InputError(f"{out_file} exists; nothing is overwritten")
    with people.status("Reading and comparing adverts"):
        batch = next_batch(
            settings,
            count=count,
            seed=seed,
            model=model or settings.model_id or None,
            data=data,
            columns=columns,
            labelled=labelled or (),
        )
    rows = [asdict(suggestion) for suggestion in batch.suggestions]
    if sheet is not None:
        write_sheet(sheet, batch.adverts)
    if out_file is not None:
        try:
            out_file.write_text("".join(map(json_line, rows)), "utf-8", newline="\n")
        except OSError as error:
            raise InputError(f"cannot write {out_file}: {error.strerror}") from None
    if batch.not_assessed:
        people.print(
            f"{batch.not_assessed} stored advert(s) were not looked at: {batch.model_id} has not "
            "assessed them (`lurewatch work` does)"
        )
    if json:
        print_json({"model_id": batch.model_id, "looked_at": batch.looked_at, "suggested": rows})
        return
    out.print(f"{len(rows)} of {batch.looked_at} advert(s) without a decision, {batch.model_id}")
    if rows:
        table = Table(
            *(Column(name, justify="right") for name in ("score", "unsure", "alike", "for")),
            Column("id", no_wrap=True),
            "advert",
        )
        for found, advert in zip(batch.suggestions, batch.adverts, strict=True):
            numbers = (f"{each:.2f}" for each in (found.score, found.uncertainty, found.alike))
            name = plain(name_of(advert.title, advert.text), 60)
            table.add_row(*numbers, str(len(found.stands_for) + 1), plain(found.id, 13), name)
        out.print(table)
        out.print(
            "unsure: 1 at the threshold; alike: cosine to the nearest earlier choice; for: adverts "
            "of its cluster of near-duplicates"
        )
