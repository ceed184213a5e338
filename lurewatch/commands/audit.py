"""`lurewatch labels audit`: recall, from a random sample of what was let pass."""

import secrets
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lurewatch.errors import InputError
from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, plain, print_json

app = typer.Typer(no_args_is_help=True, help="Recall, from a random sample of cleared adverts.")


@app.command("draw")
def draw(
    sheet: Annotated[Path, typer.Option("--out", help="CSV or JSON Lines for whoever labels.")],
    count: Annotated[int, typer.Option(min=1, help="Adverts to draw.")] = 100,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Of the draw; a random one if not given.")
    ] = None,
    first: Annotated[str, typer.Option("--from", help="First day, YYYY-MM-DD.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = "",
    json: Json = False,
) -> None:
    """Draw a random sample of the adverts that got no flag, as a sheet to be labelled.

    The draw is recorded in `audits` in the var folder: when, from which adverts, with which seed.
    The sheet shows no score. Adverts count for the day they were posted or first fetched.
    """
    from lurewatch.retraining import draw_audit

    made, record = draw_audit(
        read_settings(),
        sheet,
        count=count,
        seed=secrets.randbits(32) if seed is None else seed,
        first_on=_day(first, date.min),
        last_on=_day(last, date.max),
    )
    if json:
        print_json(
            {
                **{"draw_id": made.draw_id, "drawn_at": made.drawn_at, "seed": made.seed},
                **{"population": len(made.population), "ids": made.ids},
                **{"sheet": str(sheet), "record": str(record)},
            }
        )
        return
    out.print(
        f"Draw {made.draw_id}: {len(made.ids)} of {len(made.population)} cleared advert(s), seed "
        f"{made.seed}; sheet in {plain(str(sheet))}, record in {plain(str(record))}"
    )
    out.print("Fill in `label` (risky or harmless), then: lurewatch labels audit result SHEET")


@app.command("result")
def result(
    file: Annotated[Path, typer.Argument(help="The sheet with its labels.")],
    draw_id: Annotated[
        str, typer.Option("--draw", help="Id of the draw; found by the ids if not given.")
    ] = "",
    json: Json = False,
) -> None:
    """Estimate the recall of the whole system, with an interval, from a labelled sheet.

    Upheld flags of the same days are counted, missed adverts estimated. Flags that are undecided
    and adverts without a label widen the interval. Where no missed advert was found there is no
    estimate but a bound.
    """
    from lurewatch.retraining import audit_result

    report = audit_result(read_settings(), file, draw_id or None)
    if json:
        print_json(report.to_dict())
        return
    for sentence in report.sentences():
        out.print(sentence)
    out.print(f"[dim]{report.method}, draw {report.draw_id}[/]")


def _day(given: str, default: date) -> date:
    try:
        return date.fromisoformat(given) if given else default
    except ValueError:
        raise InputError(f"{given[:20]!r} is no day: write YYYY-MM-DD") from None
