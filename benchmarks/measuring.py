"""Runs one side of a comparison in a process of its own, and says what it cost."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

LEAST_ROUNDS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What one finished process cost."""

    seconds: float
    """Wall time from start to exit."""
    peak_mib: float
    """Largest resident set (`ru_maxrss`), mebibytes."""
    answer: dict[str, Any]
    """What it printed as its last line, if that is a JSON object."""


def run_apart(arguments: Sequence[str], settings: Mapping[str, str]) -> Run:
    """Run `python ARGUMENTS`, with no `LUREWATCH_*` variable but the given ones.

    Raises:
        SystemExit: the process failed; a figure without its work would mean nothing.
    """
    clean = {name: v for name, v in os.environ.items() if not name.startswith("LUREWATCH_")}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], env={**clean, **settings}, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    with process.stdout as stream:
        lines = stream.read().splitlines()
    # wait4 gives the usage of this very child, where getrusage mixes all that ended before.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}")
    answer = json.loads(lines[-1]) if lines and lines[-1].startswith(b"{") else {}
    return Run(seconds=seconds, peak_mib=usage.ru_maxrss / 1024, answer=answer)


def asked_rounds(description: str) -> int:
    """The value of `--rounds`, at least `LEAST_ROUNDS`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help="default: %(default)s")
    rounds: int = parser.parse_args().rounds
    if rounds < LEAST_ROUNDS:
        parser.error(f"--rounds is at least {LEAST_ROUNDS}: one run says nothing")
    return rounds


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One figure of both sides, round by round."""

    name: str
    ours: list[float]
    baseline: list[float]
    decimals: int = 1

    @property
    def ratio(self) -> float:
        """Median over the rounds of ours divided by the baseline of the same round."""
        return median(a / b for a, b in zip(self.ours, self.baseline, strict=True))


def show(title: str, rows: Sequence[Row]) -> None:
    """Print the medians of both sides and the median ratio with its range."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for heading in ("", "ours", "baseline", "ratio", "rounds"):
        table.add_column(heading, no_wrap=True, justify="right" if heading else "left")
    for row in rows:
        ratios = [a / b for a, b in zip(row.ours, row.baseline, strict=True)]
        table.add_row(
            row.name,
            f"{median(row.ours):,.{row.decimals}f}",
            f"{median(row.baseline):,.{row.decimals}f}",
            f"{row.ratio:.2f}",
            f"{min(ratios):.2f} to {max(ratios):.2f}",
        )
    Console(highlight=False).print(table)
