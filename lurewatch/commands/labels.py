"""`lurewatch labels`: the labelled adverts, checked, counted and brought together."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.table import Column, Table

from lurewatch.errors import InputError
from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, people, plain, print_json

if TYPE_CHECKING:
    from models.dataset import Example

app = typer.Typer(no_args_is_help=True, help="The labelled adverts.")
Folder = Annotated[
    Path | None,
    typer.Argument(help="Folder with the corpus; `training_data_dir` if not given."),
]
SHOWN = 20
"""Refused rows named on the screen; all of them with --json."""


def _folder(given: Path | None) -> Path:
    return given or read_settings().training_data_dir


@app.command("check")
def check(folder: Folder = None, json: Json = False) -> None:
    """Check a corpus: labels, spans, copies, leaks between splits, manifest. Status 3 if faulty."""
    from models.corpus import read_corpus
    from models.corpus_check import problems

    found = problems(read_corpus(_folder(folder)))
    if json:
        print_json({"problems": found})
    else:
        for problem in found:
            out.print(plain(problem))
        out.print(f"{len(found)} problem(s)" if found else "No problem found.")
    if found:
        raise typer.Exit(3)


@app.command("stats")
def stats(folder: Folder = None, json: Json = False) -> None:
    """Count what a corpus holds, and print how far two annotators agree."""
    from models.corpus import read_corpus
    from models.corpus_stats import stats as count

    found = count(read_corpus(_folder(folder)))
    if json:
        print_json(found)
    else:
        _show(found)


def _show(found: dict[str, Any]) -> None:
    for name in ("languages", "splits"):
        table = Table(name, *found[name]["all" if name == "languages" else "train"])
        for key, counts in found[name].items():
            table.add_row(key, *map(str, counts.values()))
        out.print(table)
    for name in ("categories", "registers", "words"):
        row = ", ".join(f"{key} {count}" for key, count in found[name].items())
        out.print(f"[bold]{name}[/] {row}")
    out.print(
        f"[bold]campaigns[/] {found['campaigns']}  [bold]evasion[/] {found['evasion']['adverts']}"
        f"  [bold]rewordings[/] {found['rewordings']}"
    )
    agreed = found["agreement"]
    out.print(f"[bold]labelled twice, second pass blind[/] {agreed['adverts']} adverts")
    table = Table("Cohen's kappa", "")
    for key, value in agreed["kappa"].items():
        table.add_row(key, "-" if value is None else f"{value:.2f}")
    out.print(table)
    table = Table(
        Column("indicator", no_wrap=True),
        "present",
        "absent",
        "alpha",
        "marked 1st/2nd",
        title="Indicators, with Krippendorff's alpha",
    )
    for code, states in found["indicators"].items():
        alpha = agreed["alpha"].get(code)
        counts = agreed["marked"].get(code)
        table.add_row(
            code,
            *map(str, states.values()),
            f"{alpha:.2f}" if alpha is not None else "-" if counts else "",
            "/".join(map(str, counts)) if counts else "",
        )
    out.print(table)


@app.command("export")
def export(
    folder: Folder = None,
    form: Annotated[
        Literal["jsonl", "csv", "blind"],
        typer.Option("--format", help="blind: title and text alone, for a second annotator."),
    ] = "jsonl",
    split: Annotated[
        Literal["all", "train", "dev", "test"], typer.Option(help="Which adverts.")
    ] = "all",
    share: Annotated[
        float, typer.Option(min=0, max=1, help="Share of them by lot, language by language.")
    ] = 1.0,
    out_file: Annotated[Path | None, typer.Option("--out", help="File; else the screen.")] = None,
) -> None:
    """Write labelled adverts for a spreadsheet, another program or a second annotator."""
    from models import label_export
    from models.corpus import read_corpus

    corpus = read_corpus(_folder(folder))
    examples = corpus.examples if split == "all" else corpus.splits[split]
    if share < 1:
        examples = label_export.sample(examples, share)
    write = {
        "jsonl": label_export.to_jsonl,
        "csv": label_export.to_csv,
        "blind": label_export.blind,
    }[form]
    _write(out_file, write(examples))


def _write(path: Path | None, text: str) -> None:
    if path is None:
        typer.echo(text, nl=False)
        return
    try:
        path.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}") from None


@app.command("import")
def imported(
    out_file: Annotated[Path, typer.Option("--out", help="JSON Lines file to write.")],
    file: Annotated[
        Path | None, typer.Argument(help="CSV, EMSCAD's 18 columns, or JSON Lines; .gz too.")
    ] = None,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="Take the analysts' decisions in the database.")
    ] = False,
    annotator: Annotated[
        str, typer.Option(help="Pseudonym of who labelled a CSV file.")
    ] = "unknown",
    source: Annotated[str, typer.Option(help="Where a CSV file is from.")] = "import",
    licence: Annotated[str, typer.Option(help="Licence of its texts.")] = "unknown",
    blind: Annotated[
        bool, typer.Option("--blind", help="It was labelled without sight of scores and labels.")
    ] = False,
    json: Json = False,
) -> None:
    """Turn decisions or an outside file into labelled adverts beside the corpus.

    Duplicates of the corpus, adverts much like a held-out one, labels that contradict it and rows
    that cannot be read are named and left out; the rest is written. Status 3 if any was.
    """
    from models.corpus import read_corpus
    from models.dataset import Provenance, write_examples
    from models.label_import import form_of, read_incoming, weigh

    if (file is None) is not decisions:
        raise InputError("give either a file or --decisions")
    if out_file.exists():
        raise InputError(f"{out_file} exists; nothing is overwritten")
    settings = read_settings()
    if file is None:
        from lurewatch.decisions import labelled_by_decisions
        from lurewatch.pipeline import prepare

        rows: Iterable[Example | InputError] = labelled_by_decisions(prepare(settings))
    else:
        provenance = Provenance(
            annotator=annotator,
            blind=blind,
            guideline_version="outside",
            source=source,
            licence=licence,
        )
        rows = read_incoming(file, form_of(file), provenance)
    read = list(rows)
    weighed = weigh(
        [row for row in read if not isinstance(row, InputError)],
        read_corpus(settings.training_data_dir),
    )
    write_examples(out_file, weighed.new)
    refused = {
        "unreadable": [str(row) for row in read if isinstance(row, InputError)],
        "duplicates": weighed.duplicates,
        "leaks": weighed.leaks,
        "conflicts": [str(conflict) for conflict in weighed.conflicts],
    }
    _report(len(weighed.new), out_file, refused, json)


def _report(written: int, path: Path, refused: dict[str, list[str]], json: bool) -> None:
    if json:
        print_json({"written": written, "file": str(path), **refused})
    else:
        out.print(f"{written} labelled advert(s) written to {plain(str(path))}")
        for name, rows in refused.items():
            if rows:
                out.print(f"[bold]{name}[/]: {len(rows)}")
            for row in rows[:SHOWN]:
                people.print(f"  {plain(row, 200)}")
    if any(refused.values()):
        raise typer.Exit(3)


@app.command("merge")
def merge(
    file: Annotated[Path, typer.Argument(help="What `labels import` wrote.")],
    out_folder: Annotated[Path, typer.Option("--out", help="New folder for the whole corpus.")],
    folder: Annotated[
        Path | None, typer.Option("--into", help="Corpus; `training_data_dir` if not given.")
    ] = None,
    on_conflict: Annotated[
        Literal["refuse", "keep", "replace"],
        typer.Option(help="Where labels contradict the corpus: keep its label or take the new."),
    ] = "refuse",
    reason: Annotated[str, typer.Option(help="Why one label is taken over the other.")] = "",
    json: Json = False,
) -> None:
    """Join imported labels with a corpus, in a new folder; held-out adverts stay held out."""
    from models.corpus import read_corpus
    from models.dataset import read_examples
    from models.label_merge import merge as join
    from models.label_merge import write_merged

    base = read_corpus(_folder(folder))
    merged = join(base, read_examples(file), on_conflict=on_conflict, reason=reason)
    write_merged(merged, base, out_folder)
    refused = {"duplicates": merged.weighed.duplicates, "leaks": merged.weighed.leaks}
    out.print(f"{merged.replaced} label(s) replaced") if not json else None
    _report(len(merged.weighed.new), out_folder, refused, json)
