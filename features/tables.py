"""The data files of this package, `features/data`: texts, TOML tables and CSV rows."""

import csv
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any


def read_text(name: str) -> str:
    """A file as UTF-8."""
    return resources.files("features").joinpath("data", name).read_text("utf-8")


def toml_table(name: str) -> dict[str, Any]:
    """A TOML file; tomllib.TOMLDecodeError where it is none."""
    return tomllib.loads(read_text(name))


def csv_rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a CSV file by column; lines that begin with # are its comment."""
    lines = (line for line in read_text(name).splitlines() if not line.startswith("#"))
    yield from csv.DictReader(lines)
