"""Bootstrap intervals of slices are those of the general, slower way."""

import numpy as np
import pytest

from models import measures
from models.measures import figures, interval, part_intervals

random = np.random.default_rng(5)
GROUPS = [f"g{i // 3}" for i in range(90)]
TRUTH = random.random(90) < 0.4
SCORES = np.clip(TRUTH * 0.3 + random.random(90) * 0.7, 0, 1).round(1)
"""Rounded, so that many adverts share a score."""


@pytest.mark.parametrize("measure", ["precision", "recall", "f1", "average_precision", "ece"])
@pytest.mark.parametrize("threshold", [0.0, 0.5, 0.95, 1.1])
def test_fast_intervals_are_the_slow_ones(
    measure: str, threshold: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measures, "RESAMPLES", 40)
    slow = interval(
        lambda rows: figures(SCORES[rows], TRUTH[rows], threshold)[measure], GROUPS, seed=3
    )
    fast = part_intervals(SCORES, TRUTH, threshold, GROUPS, seed=3)
    assert fast[measure] == pytest.approx(slow)


def test_nothing_to_resample_gives_no_interval() -> None:
    assert part_intervals(SCORES, np.ones(90, bool), 0.5, GROUPS, seed=3) == {}
    assert part_intervals(SCORES, TRUTH, 0.5, ["one"] * 90, seed=3) == {}
