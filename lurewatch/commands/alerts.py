"""`lurewatch hotspots` and `lurewatch alerts`."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

import typer
from rich.table import Table

from lurewatch.errors import InputError
from lurewatch.labels import DeliveryState
from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, plain, print_json, show_report

app = typer.Typer(no_args_is_help=True, help="The outbox: see, send and retry deliveries.")


def hotspots(
    week: Annotated[
        str, typer.Option(help="ISO week to judge (2026-W47); the last full one if not given.")
    ] = "",
    json: Json = False,
) -> None:
    """Judge one week of flags against its own history and put alerts into the outbox.

    Judging the same week twice makes no second hotspot and no second alert.
    """
    from lurewatch.pipeline import detect_hotspots, prepare

    report = detect_hotspots(prepare(read_settings()), week_start_on=_monday(week))
    if json:
        print_json(asdict(report))
    else:
        show_report(report)


def _monday(week: str) -> date | None:
    if not week:
        return None
    try:
        return datetime.strptime(f"{week}-1", "%G-W%V-%u").date()  # noqa: DTZ007
    except ValueError:
        raise InputError("--week is written like 2026-W47") from None


@app.command("send")
def send(json: Json = False) -> None:
    """Send what is due in the outbox now."""
    from lurewatch.pipeline import deliver, prepare

    summary = deliver(prepare(read_settings()))
    if json:
        print_json(asdict(summary))
    else:
        out.print(
            f"{summary.delivered} delivered, {summary.failed} to be tried again, "
            f"{summary.dead} put aside as dead."
        )


@app.command("list")
def listed(
    state: Annotated[str, typer.Option(help="pending, delivered or dead; all if not given.")] = "",
    json: Json = False,
) -> None:
    """List deliveries, newest first."""
    import storage.deliveries
    from lurewatch.pipeline import prepare

    if state and state not in set(DeliveryState):
        raise InputError(f"--state is one of {', '.join(DeliveryState)}")
    with prepare(read_settings()).database.begin() as session:
        rows = storage.deliveries.page(session, state=DeliveryState(state) if state else None)
    if json:
        print_json([asdict(row) for row in rows])
        return
    table = Table("delivery", "state", "attempts", "last outcome", "next attempt")
    for row in rows:
        table.add_row(
            row.delivery_id,
            row.state,
            str(row.attempts),
            plain(row.last_outcome, 40),
            row.next_attempt_at.isoformat(timespec="seconds"),
        )
    out.print(table)


@app.command("retry")
def retry(delivery_id: Annotated[str, typer.Argument(help="A delivery that is dead.")]) -> None:
    """Put a dead delivery back into the outbox."""
    import storage.deliveries
    from lurewatch.pipeline import now_utc, prepare

    with prepare(read_settings()).database.begin() as session:
        storage.deliveries.retry(session, delivery_id, now_utc())
    out.print(f"{delivery_id} will be sent again.")
