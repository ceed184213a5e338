"""`lurewatch drift`."""

from typing import Annotated

import typer
from rich.table import Table

from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, people, plain, print_json


def drift(
    after: Annotated[
        str,
        typer.Option(
            help="Days of the store (2026-11-01..2026-11-30, ends may be left out) or file."
        ),
    ],
    before: Annotated[
        str, typer.Option(help="The same, or `train`: the training split.")
    ] = "train",
    columns: Annotated[
        str | None, typer.Option(help="Column mapping of files that are not in our form.")
    ] = None,
    model: Annotated[
        str, typer.Option(help="Model id or folder; the promoted one if not given.")
    ] = "",
    seed: Annotated[int, typer.Option(min=0, help="Of the lot and of the permutations.")] = 0,
    json: Json = False,
) -> None:
    """Tell whether incoming adverts differ from a reference, in what, and show which.

    Compared are vocabulary, sources, languages and scripts, destinations, pay, and the scores that
    follow. Effects run from 0 to 1, less what chance alone gives; p-values are of permutations of
    whole clusters of near-duplicates, corrected by Holm. Adverts of the store count for the day
    they were posted or first fetched. At most 2,000 of each side are compared, drawn by lot.
    """
    from lurewatch.drifting import drift as run

    settings = read_settings()
    with people.status("Reading and comparing adverts"):
        report = run(
            settings,
            before=before,
            after=after,
            columns=columns,
            model=model or settings.model_id or None,
            seed=seed,
        )
    if json:
        print_json(report.to_dict())
        return
    named = [shift for shift in report.causes if shift.drifted]
    out.print(
        f"{report.before} advert(s) before, {report.after} after. "
        + (f"Drift: {', '.join(shift.name for shift in named)}." if named else "No drift found.")
    )
    shifts = [*report.causes, *([report.scores] if report.scores else [])]
    table = Table("", "effect", "p (Holm)", "what changed most")
    for shift in shifts:
        name = f"[bold]{shift.name}[/]" if shift.drifted else shift.name
        table.add_row(
            name, f"{shift.effect:.2f}", f"{shift.p_adjusted:.3f}", plain(shift.told, 240)
        )
    out.print(table)
    if report.stability_index is not None:
        out.print(
            f"Population stability index of the scores: {report.stability_index:.2f} "
            f"(by chance alone about {report.stability_by_chance:.2f})"
        )
    for shift in shifts:
        if not shift.drifted:
            continue
        out.print(f"[bold]{shift.name}[/]")
        for sample in shift.samples:
            shows = plain(sample.shows, 60)
            out.print(
                f"  {plain(sample.id, 40)}  {plain(sample.name, 60)}  [dim]{shows}[/]",
                soft_wrap=True,
            )
    for note in report.notes:
        out.print(f"[dim]{plain(note)}[/]")
