"""`lurewatch labels noise`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table

from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, people, plain, print_json


def noise(
    data: Annotated[
        list[Path] | None,
        typer.Option(help="Labelled files; the training split of the corpus if not given."),
    ] = None,
    columns: Annotated[str | None, typer.Option(help="Column mapping of --data.")] = None,
    config: Annotated[
        str, typer.Option(help="Experiment that is trained in each fold: a file or a shipped one.")
    ] = "linear",
    count: Annotated[int, typer.Option(min=1, help="Labels to show, the worst first.")] = 20,
    json: Json = False,
) -> None:
    """Rank labels that a model contradicts which had not seen them, to be read again.

    Out of fold, by groups of near-duplicates, with cleanlab. A doubtful label may be right and the
    advert hard: nothing is changed here. Risky against harmless only; held-out splits are not read.
    """
    from models.corpus import read_corpus
    from models.experiments import read_experiment
    from models.label_noise import doubtful_labels
    from models.labelled_sets import own, read_sets

    if data:
        samples = read_sets(data, columns)
    else:
        samples = own(read_corpus(read_settings().training_data_dir).splits["train"])
    with people.status(f"Training without each of {len(samples)} adverts in turn, by folds"):
        doubts = doubtful_labels(samples, read_experiment(config))
    issues = sum(doubt.is_issue for doubt in doubts)
    if json:
        shown = [asdict(doubt) for doubt in doubts[: max(count, issues)]]
        print_json({"labels": len(doubts), "issues": issues, "config": config, "doubts": shown})
        return
    out.print(f"{issues} of {len(doubts)} label(s) are likely wrong; the {count} most doubtful:")
    table = Table(Column("id", no_wrap=True), "label", "risky", "likely wrong", "advert")
    for doubt in doubts[:count]:
        table.add_row(
            plain(doubt.id, 24),
            doubt.label,
            f"{doubt.risky:.2f}",
            "yes" if doubt.is_issue else "",
            plain(doubt.name, 60),
        )
    out.print(table)
    out.print("risky: probability by a model that had not seen the advert")
