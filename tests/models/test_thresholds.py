"""Thresholds follow the policy that they were asked for."""

import numpy as np
import pytest

from models.experiments import ThresholdPolicy
from models.thresholds import choose

RANDOM = np.random.default_rng(5)
TRUTH = np.repeat([True, False], 500)
SCORES = np.clip(np.where(TRUTH, 0.7, 0.3) + RANDOM.normal(0, 0.2, 1000), 0, 1)


def shares(at: float) -> tuple[float, float]:
    return float((SCORES[TRUTH] >= at).mean()), float((SCORES[~TRUTH] >= at).mean())


def test_by_recall_keeps_the_recall_and_no_lower_score() -> None:
    found = choose(SCORES, TRUTH, ThresholdPolicy(by="recall", recall=0.9))
    assert shares(found.caution)[0] >= 0.9
    assert shares(found.caution + 0.01)[0] < 0.91
    assert found.review <= found.caution <= found.high_risk


@pytest.mark.parametrize("readings", [20, 60, 200])
def test_by_capacity_flags_no_more_than_people_can_read(readings: int) -> None:
    policy = ThresholdPolicy(by="capacity", capacity_per_day=readings, adverts_per_day=1000)
    found = choose(SCORES, TRUTH, policy)
    hits, alarms = shares(found.caution)
    assert 1000 * (0.05 * hits + 0.95 * alarms) <= readings
    hits, alarms = shares(found.caution - 0.02)
    assert 1000 * (0.05 * hits + 0.95 * alarms) > readings * 0.9
    assert f"{readings} readings a day" in found.provenance


def test_by_f1_no_other_score_does_better() -> None:
    def f1(at: float) -> float:
        flagged = np.greater_equal(SCORES, at)
        return float(2 * (flagged & TRUTH).sum() / (flagged.sum() + TRUTH.sum()))

    found = choose(SCORES, TRUTH, ThresholdPolicy(by="f1"))
    assert f1(found.caution) >= max(f1(at) for at in np.arange(0.01, 1, 0.01))


def test_a_dearer_miss_lowers_the_threshold() -> None:
    costs = (5.0, 20.0, 100.0)
    found = [
        choose(SCORES, TRUTH, ThresholdPolicy(by="cost", miss_cost=cost)).caution for cost in costs
    ]
    assert found[0] > found[1] > found[2]
