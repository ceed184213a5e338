"""`lurewatch assess` and `lurewatch check`."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, BinaryIO, Literal, TextIO

import typer

from lurewatch.errors import InputError
from lurewatch.interchange import InputLine, assessment_json, json_line, read_lines
from lurewatch.labels import Verdict
from lurewatch.records import AdvertText, Assessment
from lurewatch.settings import read_settings
from lurewatch.terminal import Json, out, people, plain, print_json


def assess(
    file: Annotated[str, typer.Argument(help="JSON Lines file, or - for standard input.")],
    model: Annotated[
        str, typer.Option(help="Model id or folder; the promoted one if not given.")
    ] = "",
    columns: Annotated[
        str | None,
        typer.Option(help="Column mapping, for a CSV or JSON Lines that is not in our form."),
    ] = None,
    out_file: Annotated[
        Path | None, typer.Option("--out", help="Write here instead of standard output.")
    ] = None,
) -> None:
    """Assess adverts: one JSON object a line in, one a line out, in the same order.

    A line that cannot be read yields an object with `error` at its place; the rest is
    assessed and the exit status is 3.
    """
    from lurewatch.pipeline import assess_lines
    from models.assess import Assessor
    from models.labelled_sets import read_adverts

    settings = read_settings()
    failed = 0
    with ExitStack() as stack:
        assessor = Assessor.load(settings, model or settings.model_id or None)
        if columns is not None:
            given = enumerate(read_adverts(Path(file), columns), start=1)
            lines: Iterator[InputLine] = (
                InputLine(number=n, echo_id=a.advert_id, advert=a) for n, a in given
            )
        else:
            lines = read_lines(_open_input(file, stack))
        target: TextIO = sys.stdout
        if out_file:
            target = _open_output(out_file, file, stack)
        for row in assess_lines(assessor, lines):
            failed += "error" in row
            target.write(json_line(row))
        target.flush()
    if failed:
        people.print(f"{failed} line(s) could not be read; each has an `error` in the output")
        raise typer.Exit(3)


def _open_input(name: str, stack: ExitStack) -> BinaryIO:
    if name == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(name).open("rb"))
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror}") from None


def _open_output(path: Path, source: str, stack: ExitStack) -> TextIO:
    if source != "-" and path.exists() and path.samefile(source):
        raise InputError("--out is the file that is read; nothing was written")
    try:
        return stack.enter_context(path.open("w", encoding="utf-8", newline="\n"))
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}") from None


def check(
    url: Annotated[str | None, typer.Argument(help="Link to one advert.")] = None,
    text: Annotated[str | None, typer.Option(help="The advert's text.")] = None,
    file: Annotated[Path | None, typer.Option(help="A file with the advert's text.")] = None,
    language: Annotated[
        Literal["en", "si", "ta"], typer.Option("--lang", help="Language of the answer.")
    ] = "en",
    json: Json = False,
) -> None:
    """Check one advert: what signs are in it, in which words, and what to ask the recruiter."""
    from lurewatch.pipeline import assess_text
    from models.assess import Assessor

    settings = read_settings()
    advert = _given(url, text, file)
    assessor = Assessor.load(settings, settings.model_id or None)
    assessment = assess_text(assessor, advert)
    if json:
        print_json(assessment_json(assessment))
    else:
        _show(assessment, language)


def _given(url: str | None, text: str | None, file: Path | None) -> AdvertText:
    from lurewatch.pipeline import read_url

    if sum(value is not None for value in (url, text, file)) != 1:
        raise InputError("give exactly one of a URL, --text or --file")
    if url is not None:
        return read_url(url, read_settings())
    if file is not None:
        try:
            text = file.read_bytes().decode("utf-8-sig", errors="replace")
        except OSError as error:
            raise InputError(f"cannot read {file}: {error.strerror}") from None
    if not (text or "").strip():
        raise InputError("the text is empty")
    return AdvertText(advert_id="check", title="", text=text or "")


def _show(assessment: Assessment, language: Literal["en", "si", "ta"]) -> None:
    """The answer of the check page, in the terminal: same words, same order."""
    from api.answers import check_answer
    from api.languages import translate

    answer = check_answer(assessment, language)
    out.print(f"[bold]{answer.summary}[/]")
    out.print(
        f"score {assessment.score:.2f} · language {assessment.language} · {assessment.model_id}"
    )
    seen: set[str] = set()
    for evidence in answer.evidence:
        if evidence.explanation is None:
            continue
        if evidence.indicator not in seen:
            out.print(f"\n[bold]{evidence.indicator}[/]  {evidence.explanation.meaning}")
            out.print(f"  {evidence.explanation.why}")
            out.print(f"  → {evidence.explanation.ask}")
        seen.add(evidence.indicator)
        if evidence.text:
            out.print(f"  [dim]{evidence.field}:[/] “{plain(evidence.text, 160)}”")
    if not seen and assessment.verdict in (Verdict.CAUTION, Verdict.HIGH_RISK):
        out.print(translate("Its wording is like that of risky adverts.", language))
    if answer.missing:
        out.print(f"\n[bold]{translate('What this advert does not say', language)}[/]")
        for row in answer.missing:
            out.print(f"- {row.text}")
    out.print(f"\n[bold]{translate('Whom to call', language)}[/]")
    for contact in answer.contacts:
        sure = "confirmed" if contact.confidence == "H" else "reported, please check"
        out.print(
            f"- {contact.name}: {contact.number} ({translate(sure, language)}, {contact.as_of})"
        )
