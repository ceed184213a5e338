"""What a card says about the other kinds of classifier, from `models/comparison.json`."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from lurewatch.errors import ConfigurationError
from models.experiments import read_experiment
from models.kind_figures import ALL

_TEXT = """
## Other kinds

`python -m models.comparison` trains the other kinds on the same adverts. Which one wins was
decided on {unseen} adverts that none had seen: out-of-fold scores of the training adverts, and the
development adverts; not on the held-out adverts. The patterns were written from those adverts, so
as many indicators were hidden there as go unfound elsewhere; that may still flatter a kind that
leans on them. Average precision there:
{there}.
A kind wins that no other is ahead of beyond the 95 % interval; of several, the cheapest.
{verdict}

Held-out adverts; F1 and recall at each kind's own `caution`. “Ahead” is by how much the average
precision of `{name}` is higher (lower where negative), with the 95 % interval of the paired
difference, groups resampled; an interval that holds 0 tells the two not apart.

| kind | adverts | AP | F1 | recall | ECE | ahead |
|---|---|---|---|---|---|---|
{rows}

Median cost of one advert, alone; the ratio is to TF-IDF of words and pairs with logistic
regression on the same text ({bare:.2f} ms).

| kind | score, ms | ratio | with features, ms | ratio |
|---|---|---|---|---|
{costs}
"""


def comparison_file() -> Path:
    """Where the comparison lies that cards are made with."""
    return Path(str(files("models"))) / "comparison.json"


def other_kinds(meta: Mapping[str, Any], path: Path | None = None) -> str:
    """The section, Markdown; empty where the comparison is not of this version and these data.

    Args:
        meta: of the version, as it is stored.
        path: of the comparison; `comparison_file()` if not given.

    Raises:
        ConfigurationError: the comparison cannot be read.
    """
    place = path or comparison_file()
    if not place.is_file():
        return ""
    try:
        found = json.loads(place.read_text("utf-8"))
        name = _kind_of(found, meta)
        return _section(found, name) if name else ""
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            f"{place} cannot be read ({error!r}); make it again: python -m models.comparison"
        ) from None


def _kind_of(found: Mapping[str, Any], meta: Mapping[str, Any]) -> str | None:
    """Name of the kind that is this very version; none where anything has changed since."""
    same = ("features_version", "data_fingerprint", "test_fingerprint")
    if any(found[key] != meta[key] for key in same):
        return None
    for name, kind in found["kinds"].items():
        if not _is_current(name, kind["experiment"]):
            return None
    for name, kind in found["kinds"].items():
        if all(kind[key] == meta[key] for key in ("model_id", "experiment")):
            return str(name)
    return None


def _is_current(name: str, experiment: Mapping[str, Any]) -> bool:
    """Whether the shipped experiment of this name is still the one that was compared."""
    try:
        return read_experiment(name).model_dump(mode="json") == experiment
    except ConfigurationError:
        return False


def _section(found: Mapping[str, Any], name: str) -> str:
    kinds = found["kinds"]
    there = {other: kind["decided_on"][ALL] for other, kind in kinds.items()}
    return _TEXT.format(
        name=name,
        unseen=there[name]["adverts"],
        there=", ".join(
            f"`{other}` {row['average_precision']:.3f} ({_span(row['intervals'])})"
            for other, row in there.items()
        ),
        verdict=_verdict(name, found["winner"]),
        rows="\n".join(_rows(kinds, name)),
        bare=found["bare"]["bare_ms"],
        costs="\n".join(_cost(other, kind["cost"]) for other, kind in kinds.items()),
    )


def _cost(name: str, cost: Mapping[str, float]) -> str:
    return (
        f"| `{name}` | {cost['score_ms']:.2f} | {cost['score_ratio']:.1f} | "
        f"{cost['assess_ms']:.2f} | {cost['assess_ratio']:.1f} |"
    )


def _span(intervals: Mapping[str, Any]) -> str:
    low, high = intervals["average_precision"]
    return f"{low:.3f} to {high:.3f}"


def _verdict(name: str, winner: str) -> str:
    if name == winner:
        return f"That is this one, `{name}`."
    return f"That is `{winner}`; this one, `{name}`, did not win."


def _rows(kinds: Mapping[str, Any], name: str) -> list[str]:
    """This kind first, then the others; all adverts, then each language."""
    lines = []
    for other in (name, *(each for each in kinds if each != name)):
        for part, row in kinds[other]["test"].items():
            cells = [f"{row[key]:.3f}" for key in ("average_precision", "f1", "recall", "ece")]
            lines.append(
                f"| `{other}` {part} | {row['adverts']} | {' | '.join(cells)} | "
                f"{_ahead(kinds[name]['test'][part]['ahead'].get(other))} |"
            )
    return lines


def _ahead(apart: Mapping[str, Any] | None) -> str:
    if apart is None:
        return ""
    ends = apart.get("interval")
    return _signed(apart["by"]) + (f" ({_signed(ends[0])} to {_signed(ends[1])})" if ends else "")


def _signed(value: float) -> str:
    """With its sign; what rounds to nothing has no minus."""
    return f"{round(value, 3) + 0.0:+.3f}"
