"""One page that shows an evaluation whole: `lurewatch evaluate --html FILE`.

It holds all it needs: no script, no font and no picture from elsewhere. Names of slices come from
data files that anybody may have written: they are escaped, and cannot turn the direction of a line.
"""

import tempfile
from functools import cache
from math import isnan
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from features.text import visible
from lurewatch.errors import InputError
from models.evaluation_report import EvaluationReport
from models.report_plots import MOST_SLICES, check_installed, plots

TEMPLATES_DIR = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES_DIR),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"visible": visible, "figure": figure, "span": span}
    return environment


def figure(value: float | None, decimals: int = 3) -> str:
    """A figure, or a dash where there is none."""
    return "–" if value is None or isnan(value) else f"{value:.{decimals}f}"


def span(ends: tuple[float, float] | None) -> str:
    """An interval; empty where there is none."""
    return "" if ends is None or isnan(ends[0]) else f"{ends[0]:.2f} to {ends[1]:.2f}"


def render(report: EvaluationReport) -> str:
    """The page, HTML.

    Raises:
        ConfigurationError: matplotlib is not installed.
    """
    return (
        _environment()
        .get_template("evaluation.html")
        .render(
            report=report,
            plots={name: Markup(svg) for name, svg in plots(report).items()},  # noqa: S704
            most_slices=MOST_SLICES,
        )
    )


def check_place(path: Path) -> None:
    """Refuse, before minutes of measuring, where the page could not be made or written.

    Raises:
        InputError: the message says why.
        ConfigurationError: matplotlib is not installed.
    """
    check_installed()
    try:
        place = path.resolve()
        if place.exists() and not place.is_file():
            what = "a folder" if place.is_dir() else "not a plain file"
            raise InputError(f"{path} is {what}; name a file for the page")
        with tempfile.TemporaryFile(dir=place.parent):
            pass
    except (OSError, RuntimeError) as error:
        raise _unwritable(path, error) from None


def write_page(report: EvaluationReport, path: Path) -> None:
    """Write the page; one that was there is replaced whole, or left as it was.

    Raises:
        InputError: the place cannot be written to.
        ConfigurationError: matplotlib is not installed.
    """
    check_place(path)
    # A lone surrogate in a name has no UTF-8 form; `visible` drops it, this is for the rest.
    page = render(report).encode("utf-8", "replace")
    place = path.resolve()
    part = place.with_name(f".{place.name}.part")
    try:
        part.write_bytes(page)
        part.replace(place)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: Exception) -> InputError:
    why = getattr(error, "strerror", None) or error
    return InputError(f"{path} cannot be written: {why}")
