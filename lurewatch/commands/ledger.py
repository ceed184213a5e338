"""`lurewatch ledger`: indicators, their words and entities against labelled adverts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lurewatch.errors import InputError
from lurewatch.labels import Language
from lurewatch.terminal import Json, plain, print_json

if TYPE_CHECKING:
    from models.ledger_evaluation import LedgerReport


def ledger(
    file: Annotated[Path, typer.Argument(help="Labelled adverts, JSON Lines.")],
    language: Annotated[str, typer.Option(help="Only adverts of these languages, by comma.")] = "",
    show: Annotated[
        str, typer.Option(help="Indicators, by comma, whose disagreements are listed.")
    ] = "",
    json: Json = False,
) -> None:
    """Compare what is read from adverts with their labels: indicators, words, entities."""
    from features.codes import CODES
    from models.dataset import read_examples
    from models.ledger_evaluation import evaluate_ledger, table

    codes = {each for each in show.split(",") if each}
    if unknown := sorted(codes - set(CODES)):
        raise InputError(f"{unknown[0]}: no such indicator; docs/indicators.md lists them")
    wanted = {_language(each) for each in language.split(",") if each}
    examples = [e for e in read_examples(file) if not wanted or e.language in wanted]
    if not examples:
        raise InputError(f"{file}: no adverts to compare")
    report = evaluate_ledger(examples)
    if json:
        print_json(report.to_dict())
        return
    typer.echo(table(report))
    _list(report, codes)


def _language(written: str) -> Language:
    try:
        return Language(written)
    except ValueError:
        known = ", ".join(Language)
        raise InputError(f"{written}: no such language; known are {known}") from None


def _list(report: "LedgerReport", codes: set[str]) -> None:
    for each in report.disagreements:
        if each.indicator not in codes:
            continue
        what = "missed" if each.missed else "false alarm"
        typer.echo(plain(f"\n{each.indicator} {what} in {each.example.id}: {each.words}"))
        typer.echo(plain(f"  {each.example.title} | {each.example.text}"))
