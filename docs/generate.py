"""Writes the generated pages from code and corpus: `python -m docs.generate [--check]`.

Hand-written pages are left alone. With `--check` nothing is written, and the exit status is 1
where a page is not what the code would make of it.
"""

import argparse
import difflib
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import typer

from docs.corpus_card import card
from docs.glossary import glossary_page
from docs.markdown import NOTE, table
from features.indicators import INDICATORS
from lurewatch.cli import app
from models.corpus import read_corpus
from models.corpus_stats import stats, variety

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "training_data"


def indicators_page() -> str:
    """The catalogue as it is looked for; plain words are in the glossary."""
    facts = (
        (f"`{i.code}`", i.name, i.category, i.group, i.strength, i.dimension or "")
        for i in INDICATORS.values()
    )
    return "\n".join(
        (
            "# Indicators",
            "",
            NOTE,
            "",
            "What is looked for in the text of an advert, in the order it is reported. `strength`",
            "is the catalogue's own proposal for its weight as evidence; `dimension` is the ILO/EC",
            "Delphi dimension (2009), where the Delphi lists have such a sign. What each means in",
            "plain words, in three languages, is in [glossary.md](glossary.md).",
            "",
            *table(("code", "name", "category", "group", "strength", "dimension"), facts),
            "",
        )
    )


def commands_page() -> str:
    """Every command with its help text, arguments and options."""
    root = typer.main.get_command(app)
    intro = "Exit statuses and the forms of input and output are in [interfaces.md](interfaces.md)."
    lines = ["# Commands", "", NOTE, "", intro, ""]
    for path, command in walk("lurewatch", root):
        lines += _section(path, command)
    return "\n".join(lines)


def walk(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    """A command and all below it, with what is typed to reach each; hidden ones are left out."""
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        if not below.hidden:
            yield from walk(f"{path} {name}", below)


def _section(path: str, command: Any) -> list[str]:
    shown = [p for p in command.params if not p.hidden and p.name != "help"]
    arguments = [p for p in shown if p.param_type_name == "argument"]
    options = [p for p in shown if p.param_type_name == "option"]
    usage = [path, *(_usage(p) for p in arguments), *(["[OPTIONS]"] if options else [])]
    below = getattr(command, "commands", {})
    lines = [f"## {path}", "", "```", " ".join([*usage, *(["COMMAND"] if below else [])]), "```"]
    lines += ["", *_paragraphs(command.help or "")]
    rows = [(f"`{_spelled(p)}`", _default(p), p.help or "") for p in (*arguments, *options)]
    if rows:
        lines += [*table(("", "default", "what it is"), rows), ""]
    return lines


def _usage(argument: Any) -> str:
    name = str(argument.name).upper()
    return name if argument.required else f"[{name}]"


def _spelled(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.name).upper()
    spelled = ", ".join((*param.opts, *param.secondary_opts))
    return spelled if param.is_flag else f"{spelled} {_value(param)}"


def _value(option: Any) -> str:
    if isinstance(option.default, Enum):
        return "|".join(str(choice.value) for choice in type(option.default))
    return str(option.name).upper()


def _default(param: Any) -> str:
    """The default as it is typed; what is empty, off or a place on this machine is not shown."""
    value = param.default.value if isinstance(param.default, Enum) else param.default
    if param.required:
        return "required"
    if value in (None, "", False) or isinstance(value, Path) or callable(value):
        return ""
    if value is True:
        return f"`{param.opts[0]}`"
    return f"`{value}`"


def _paragraphs(text: str) -> list[str]:
    return [
        line
        for paragraph in text.split("\n\n")
        for line in (" ".join(paragraph.split()), "")
        if paragraph.strip()
    ]


@cache
def corpus_page() -> str:
    """The dataset card."""
    corpus = read_corpus(CORPUS)
    return card(stats(corpus), variety(corpus))


PAGES: dict[str, Callable[[], str]] = {
    "docs/indicators.md": indicators_page,
    "docs/glossary.md": glossary_page,
    "docs/commands.md": commands_page,
    "training_data/README.md": corpus_page,
}
"""Generated pages by their path in the repository."""


def stale() -> dict[str, str]:
    """What differs in each page that is not up to date, as a unified diff by file name."""
    found = {}
    for name, build in PAGES.items():
        path = ROOT / name
        written = path.read_text("utf-8") if path.is_file() else ""
        if written != (wanted := build()):
            lines = written.splitlines(), wanted.splitlines()
            diff = difflib.unified_diff(*lines, name, "from the code", n=0, lineterm="")
            found[name] = "\n".join(diff)
    return found


def main() -> None:
    """Write the pages, or only compare them."""
    parser = argparse.ArgumentParser(description="Write the generated pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if out of date")
    differences = stale()
    if not parser.parse_args().check:
        for name in differences:
            (ROOT / name).parent.mkdir(exist_ok=True)
            (ROOT / name).write_text(PAGES[name](), "utf-8")
            sys.stderr.write(f"{name} written\n")
    elif differences:
        sys.exit("\n".join([*differences.values(), "Run `make docs` and commit the pages."]))


if __name__ == "__main__":
    main()
