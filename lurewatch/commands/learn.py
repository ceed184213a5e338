"""`lurewatch train` and `lurewatch evaluate`."""

from pathlib import Path
from typing import Annotated

import typer

from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, print_json

Data = Annotated[
    list[Path] | None,
    typer.Option("--data", help="Labelled CSV or JSON Lines; again for more than one file."),
]
Columns = Annotated[
    str | None,
    typer.Option(help="Column mapping of --data: a TOML file, or the name of a shipped one."),
]


def train(
    config: Annotated[
        str, typer.Argument(help="Experiment: a TOML file, or the name of a shipped one.")
    ] = "linear",
    data: Data = None,
    columns: Columns = None,
    out_dir: Annotated[
        Path | None, typer.Option("--out", help="Folder for the model; var/models if not given.")
    ] = None,
    json: Json = False,
) -> None:
    """Train a classifier on labelled adverts, and print its honest figures.

    Without --data it learns from our own labelled adverts. The same data, code and library
    versions give the same model id.
    """
    from models.training import train as run

    settings = read_settings()
    report = run(
        settings=settings,
        out_dir=out_dir or settings.models_dir,
        experiment=config,
        data=data or (),
        columns=columns,
    )
    print_json(report.to_dict()) if json else out.print(report.table())


def evaluate(
    model: Annotated[
        str, typer.Option(help="Model id or folder; the promoted one if not given.")
    ] = "",
    data: Data = None,
    columns: Columns = None,
    html: Annotated[
        Path | None, typer.Option(help="Write a page with plots too, which needs the train extra.")
    ] = None,
    json: Json = False,
) -> None:
    """Measure a model on adverts it has not seen, per language, register and category."""
    from models.evaluation import evaluate as run
    from models.report_page import check_place, write_page

    if html:
        check_place(html)
    report = run(settings=read_settings(), model_id=model or None, data=data or (), columns=columns)
    print_json(report.to_dict()) if json else out.print(report.table())
    if html:
        write_page(report, html)
