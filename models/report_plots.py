"""Plots of an evaluation as SVG, to stand inside a page; drawn with matplotlib.

Text stays text, so that a page's fonts show every script and a reader can search it. Each plot is
as wide as a phone, and tells its classes apart by more than colour, because pages are printed.
"""

import io
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import precision_recall_curve

from features.text import visible
from lurewatch.errors import ConfigurationError
from models.evaluation_report import EvaluationReport, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RISKY, HARMLESS, QUIET = "#a61b1b", "#0b4f6c", "#6b7a82"
WIDTH = 4.6
"""Inches; at 72 points an inch as wide as a phone's page, so that no letter shrinks there."""
MOST_SLICES = 60
"""More rows cannot be read as a plot; the table beside it holds all."""
NAME_CHARACTERS = 24
FIELD_PREVALENCE = 0.05
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    # A name from a data file may hold dollar signs, which matplotlib would read as formulas.
    "text.parse_math": False,
}
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


def check_installed() -> None:
    """Raises ConfigurationError where matplotlib is not installed."""
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError:
        raise ConfigurationError(
            "plots need matplotlib, which is not installed; "
            "install the extra: pip install 'lurewatch[train]'"
        ) from None


def plots(report: EvaluationReport) -> dict[str, str]:
    """SVG elements by name; a plot that has nothing to show is left out.

    `precision_recall`, `scores`, `slices`, and `reliability: LABEL` for each label.

    Raises:
        ConfigurationError: matplotlib is not installed.
    """
    check_installed()
    found = {}
    if report.scores["risky"] and report.scores["harmless"]:
        found["precision_recall"] = _drawn("precision_recall", 3.2, _precision_recall, report)
    found["scores"] = _drawn("scores", 3.4, _scores, report)
    rows = [name for name, row in report.slices.items() if not isnan(row["average_precision"])]
    if rows:
        height = 1.1 + 0.24 * min(len(rows), MOST_SLICES)
        found["slices"] = _drawn("slices", height, _slices, report, rows[:MOST_SLICES])
    for label, bins in report.reliability.items():
        name = f"reliability: {label}"
        found[name] = _drawn(name, 3.6, _reliability, bins)
    return found


def _drawn(name: str, height: float, draw: Callable[..., None], *given: Any) -> str:
    """The same figures give the same bytes: names inside the SVG are hashed with `name`."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    stored = io.StringIO()
    with rc_context(_SETTINGS | {"svg.hashsalt": name}), warnings.catch_warnings():
        # It measures with its own font, which lacks most scripts; the page's fonts show them.
        warnings.filterwarnings("ignore", r"(?s)Glyph .* missing from font")
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        FigureCanvasSVG(figure)
        draw(figure, *given)
        figure.savefig(stored, format="svg", metadata=_NO_METADATA, transparent=True)
    svg = stored.getvalue()
    # Groups have the same ids in every plot; a page may hold an id once.
    svg = re.sub(r'<g id="[^"]*">', "<g>", svg[svg.index("<svg") :])
    return re.sub(r"<metadata>.*?</metadata>", "", svg, count=1, flags=re.S)


def _precision_recall(figure: "Figure", report: EvaluationReport) -> None:
    axes = figure.subplots()
    risky, harmless = report.scores["risky"], report.scores["harmless"]
    probability = np.array([*risky, *harmless])
    truth = np.arange(len(probability)) < len(risky)
    share = truth.mean()
    field = np.where(truth, FIELD_PREVALENCE / share, (1 - FIELD_PREVALENCE) / (1 - share))
    flagged = probability >= report.threshold
    for weight, colour, style, name in (
        (np.ones(len(truth)), HARMLESS, "-", f"as measured, {share:.0%} risky"),
        (field, RISKY, "--", f"where {FIELD_PREVALENCE:.0%} are risky"),
    ):
        precision, recall, _ = precision_recall_curve(truth, probability, sample_weight=weight)
        axes.step(recall, precision, where="post", color=colour, linestyle=style, label=name)
        if (flagged & truth).any():
            axes.plot(
                weight[flagged & truth].sum() / weight[truth].sum(),
                weight[flagged & truth].sum() / weight[flagged].sum(),
                marker="o",
                color=colour,
            )
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1.02), ylim=(0, 1.03))
    axes.legend(loc="lower left", frameon=False, title="dots: at the caution threshold")


def _scores(figure: "Figure", report: EvaluationReport) -> None:
    above, below = figure.subplots(2, sharex=True, sharey=True)
    bins = np.linspace(0, 1, 21)
    for axes, name, colour in ((above, "risky", RISKY), (below, "harmless", HARMLESS)):
        axes.hist(report.scores[name], bins=bins.tolist(), color=colour)
        axes.set_ylabel(f"{name} adverts")
        for threshold, style in (("review", ":"), ("caution", "--"), ("high_risk", "-")):
            at = report.thresholds.get(threshold)
            if at is not None:
                axes.axvline(at, color="black", linewidth=1.2, linestyle=style, label=threshold)
    below.set(xlabel="score", xlim=(0, 1))
    if report.thresholds:
        figure.legend(*above.get_legend_handles_labels(), loc="outside upper right", ncols=3)


def _slices(figure: "Figure", report: EvaluationReport, names: Sequence[str]) -> None:
    # Fixed margins: the names are as wide as the page's font makes them, which is not known here.
    figure.set_layout_engine("none")
    room = 0.55 / figure.get_figheight()
    axes = figure.add_axes((0.44, room, 0.54, 1 - 2 * room))
    lowest = 1.0
    for measure, marker, colour, shift, label in (
        ("average_precision", "o", HARMLESS, -0.15, "average precision"),
        ("f1", "D", RISKY, 0.15, "F1"),
    ):
        values = [report.slices[name][measure] for name in names]
        places = np.arange(len(names)) + shift
        for name, place in zip(names, places, strict=True):
            if ends := report.slice_intervals.get(name, {}).get(measure):
                axes.plot(ends, (place, place), color=colour, linewidth=1.2)
                lowest = min(lowest, ends[0])
        lowest = min(lowest, *values)
        axes.plot(values, places, marker, color=colour, markersize=4, label=label)
    axes.set_yticks(range(len(names)), [_short(name) for name in names])
    axes.set(xlim=(max(0.0, np.floor(lowest * 10 - 0.1) / 10), 1.02), ylim=(len(names) - 0.5, -0.5))
    axes.grid(axis="x", color="#dde3e6")
    axes.set_axisbelow(True)
    figure.legend(loc="upper right", ncols=2, frameon=False)


def _reliability(figure: "Figure", bins: Sequence[Row]) -> None:
    axes, counts = figure.subplots(2, sharex=True, height_ratios=(3, 1))
    axes.plot((0, 1), (0, 1), color=QUIET, linestyle=":")
    means, shares = [one["mean"] for one in bins], [one["share"] for one in bins]
    axes.plot(means, shares, color=HARMLESS, linewidth=1)
    areas = [10 * one["count"] ** 0.5 for one in bins]
    axes.scatter(means, shares, areas, color=HARMLESS, clip_on=False)
    axes.set(ylabel="share that is so", xlim=(0, 1), ylim=(-0.03, 1.03))
    _count_bars(counts, bins)


def _count_bars(axes: "Axes", bins: Sequence[Mapping[str, float]]) -> None:
    places = [min(int(one["mean"] * 10), 9) / 10 + 0.05 for one in bins]
    bars = axes.bar(places, [one["count"] for one in bins], width=0.09, color=QUIET)
    axes.bar_label(bars, [f"{one['count']:.0f}" for one in bins], fontsize=8)
    axes.set(xlabel="mean probability", ylabel="adverts")
    axes.margins(y=0.35)


def _short(name: str) -> str:
    """One line that fits beside a plot."""
    shown = " ".join(visible(name).split())
    return shown if len(shown) <= NAME_CHARACTERS else shown[: NAME_CHARACTERS - 1] + "…"
