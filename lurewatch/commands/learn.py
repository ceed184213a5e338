"""`lurewatch train` and `lurewatch evaluate`."""

from pathlib import Path
from typing import Annotated

import typer

from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, print_json


def train(
    out_dir: Annotated[
        Path | None, typer.Option("--out", help="Folder for the model; var/models if not given.")
    ] = None,
    json: Json = False,
) -> None:
    """Train the classifier on the labelled adverts, and print its honest figures.

    The same data, code and library versions give the same model id.
    """
    from models.training import train as run

    settings = read_settings()
    report = run(settings=settings, out_dir=out_dir or settings.models_dir)
    print_json(report.to_dict()) if json else out.print(report.table())


def evaluate(
    model: Annotated[str, typer.Option(help="Model id; the promoted one if not given.")] = "",
    json: Json = False,
) -> None:
    """Measure a model on the held-out adverts, per language and category."""
    from models.evaluation import evaluate as run

    report = run(settings=read_settings(), model_id=model or None)
    print_json(report.to_dict()) if json else out.print(report.table())
