"""`lurewatch models`: trained versions, what each is worth, and which one is in force."""

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Column, Table

from lurewatch.commands import model_audit
from lurewatch.commands.learn import Columns, Data
from lurewatch.errors import ModelError, PromotionRefused
from lurewatch.settings import Settings, read_settings
from lurewatch.terminal import Json, out, people, plain, print_json

if TYPE_CHECKING:
    from models.promoting import Judgement
    from models.registry import Listed

app = typer.Typer(no_args_is_help=True, help="Trained versions: list, promote, watch, recompute.")
app.command("shadow")(model_audit.shadow)
app.command("recompute")(model_audit.recompute)
By = Annotated[
    str, typer.Option("--by", help="Who decides; the user of this machine if not given.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why, for those who ask later.")]
CARD_BYTES = 200_000
SHOWN = 12
"""Refusals of one gate on the screen."""


@app.command("list")
def list_(json: Json = False) -> None:
    """List trained versions, shipped and own, with their figures; a bad one with the reason."""
    from models import registry

    settings = read_settings()
    rows = [_row(one, _promoted(settings), settings) for one in registry.listed(settings)]
    if json:
        print_json({"versions": rows, "promoted": _promoted(settings)})
        return
    columns = ("features", "adverts", "AP", "F1", "in force", "usable")
    table = Table(Column("version", no_wrap=True), *columns)
    for row in rows:
        figures = [row["average_precision"], row["f1"]]
        table.add_row(
            row["model_id"],
            plain(row["features_version"] or "-", 20),
            str(row["adverts"] if row["adverts"] is not None else "-"),
            *("-" if figure is None else f"{figure:.3f}" for figure in figures),
            row["in_force"],
            "yes" if row["usable"] else "no",
        )
    out.print(table)
    for row in rows:
        if not row["usable"]:
            out.print(f"[bold]{row['model_id']}[/] cannot be used: {plain(row['fault'], 300)}")
    for fault in _faults_of_pointer(settings):
        out.print(f"[bold]no version is in force[/]: {plain(fault, 300)}")


def _row(one: "Listed", promoted: str, settings: Settings) -> dict[str, Any]:
    meta = one.info.meta if one.info else {}
    figures = meta.get("figures", {})
    marks = ["promoted"] if one.model_id == promoted else []
    marks += ["shadow"] if one.model_id == settings.shadow_model_id else []
    marks += ["set"] if one.model_id == settings.model_id else []
    return {
        "model_id": one.model_id,
        "kind": meta.get("kind", one.model_id.rpartition("-")[0]),
        "features_version": meta.get("features_version"),
        "adverts": meta.get("adverts", {}).get("train"),
        "data_fingerprint": meta.get("data_fingerprint"),
        "average_precision": figures.get("average_precision"),
        "f1": figures.get("f1"),
        "measured_on": meta.get("measured_on"),
        "in_force": ", ".join(marks),
        "usable": not one.fault,
        "fault": one.fault,
    }


def _promoted(settings: Settings) -> str:
    from models import registry

    try:
        return registry.promoted(settings)
    except ModelError:
        return ""


def _faults_of_pointer(settings: Settings) -> list[str]:
    from models import registry

    try:
        registry.get(settings)
    except ModelError as error:
        return [str(error)]
    return []


@app.command("show")
def show(
    model_id: Annotated[
        str, typer.Argument(metavar="ID", help="Version; the promoted one if not given.")
    ] = "",
    json: Json = False,
) -> None:
    """Show the card of a version, whether it can be used, and when it was promoted and by whom."""
    from models import registry
    from models.promotions import read_history

    settings = read_settings()
    info = registry.get(settings, model_id or None)
    fault = ""
    try:
        info.load()
    except ModelError as error:
        fault = str(error)
    changes = [one for one in read_history(settings.models_dir) if one.model_id == info.model_id]
    card = _card(info.folder / "card.md")
    if json:
        told = [
            {"at": one.at, "action": one.action, "by": one.by, "reason": one.reason}
            for one in changes
        ]
        print_json({**info.meta, "fault": fault, "promotions": told, "card": card})
        return
    typer.echo(card)
    out.print(f"folder: {plain(str(info.folder))}")
    out.print(f"[bold]cannot be used[/]: {plain(fault)}" if fault else "can be used")
    for one in changes:
        said = f"{one.at:%Y-%m-%d %H:%M} {one.action} by {one.by}: {one.reason}"
        out.print(plain(said, 300))


def _card(path: Path) -> str:
    """The card, fit for a terminal: a foreign version may hold anything."""
    try:
        with path.open("rb") as file:
            text = file.read(CARD_BYTES).decode("utf-8", "replace")
    except OSError:
        return "(no card)"
    return "".join(c for c in text if c.isprintable() or c == "\n")


@app.command("promote")
def promote(
    model_id: Annotated[str, typer.Argument(metavar="ID", help="Version to promote.")],
    reason: Reason,
    by: By = "",
    data: Data = None,
    columns: Columns = None,
    json: Json = False,
) -> None:
    """Promote a version, if it passes every gate against the one that is promoted.

    Gates: no slice worse beyond the bootstrap interval of the difference; golden adverts keep their
    verdicts; no less stable under rewording and disguise; flags a day within what reviewers can
    read. A refusal names the gate and its figures, changes nothing, and ends with status 1.
    """
    from lurewatch.pipeline import now_utc
    from models.promoting import promote as run

    settings = read_settings()
    try:
        with people.status("measuring both versions on held-out adverts"):
            judged = run(
                settings,
                model_id,
                by=by or _user(),
                reason=reason,
                at=now_utc(),
                data=data or (),
                columns=columns,
            )
    except PromotionRefused as error:
        if json:
            print_json({"promoted": False, "model_id": model_id, "gates": error.gates})
        else:
            _show_refusals(error.gates)
        raise
    if json:
        gates = [gate.to_dict() for gate in judged.gates]
        print_json({"promoted": True, "model_id": model_id, "gates": gates})
        return
    _show(judged)
    out.print(f"{judged.challenger.model_id} is promoted, in place of {judged.champion.model_id}")


def _show_refusals(gates: list[dict[str, Any]]) -> None:
    for gate in gates:
        refused = gate["refusals"]
        out.print(f"[bold]{gate['name']}[/] {'refuses' if refused else 'passed'}")
        for why in refused[:SHOWN]:
            out.print(f"  {plain(why, 200)}")
        if len(refused) > SHOWN:
            out.print(f"  and {len(refused) - SHOWN} more; all with --json")


def _show(judged: "Judgement") -> None:
    if judged.promoted_unusable:
        out.print(
            f"the promoted version cannot be used ({plain(judged.promoted_unusable, 200)}); "
            f"measured against the shipped {judged.champion.model_id}"
        )
    for gate in judged.gates:
        out.print(f"[bold]{gate.name}[/] passed ({len(gate.figures)} figures)")
        if gate.figures.get("over_capacity"):
            out.print(
                f"  {gate.figures['challenger_flags_per_day']:.0f} flags a day are over the "
                f"capacity of {gate.figures['capacity_per_day']}, as the champion's "
                f"{gate.figures['champion_flags_per_day']:.0f} are"
            )


@app.command("rollback")
def rollback(reason: Reason, by: By = "", json: Json = False) -> None:
    """Go back to the version that was promoted before."""
    from lurewatch.pipeline import now_utc
    from models.promoting import rollback as run

    info = run(read_settings(), by=by or _user(), reason=reason, at=now_utc())
    if json:
        print_json({"model_id": info.model_id})
    else:
        out.print(f"{info.model_id} is promoted again")


def _user() -> str:
    """Name of the user, or the number where a container knows no name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"
