"""Distances between two sets, and what chance alone gives of them."""

import numpy as np
import pytest
from scipy.stats import ks_2samp
from sklearn.metrics import roc_auc_score

from models.shift_tests import (
    holm,
    kolmogorov_smirnov,
    separation,
    shift_by_chance,
    stability_by_chance,
    stability_index,
    variation,
)

RANDOM = np.random.default_rng(11)
AFTER = np.arange(120) >= 50
ALONE = [str(n) for n in range(120)]


def test_the_distances_are_those_of_the_libraries() -> None:
    values = RANDOM.normal(size=120).round(1) + AFTER * 0.4
    told = ks_2samp(values[AFTER], values[~AFTER]).statistic
    assert kolmogorov_smirnov(values)(AFTER) == pytest.approx(told)
    told = 2 * roc_auc_score(AFTER, values) - 1
    assert separation(values, ["one"] * 120)(AFTER) == pytest.approx(told)
    kinds = ["a" if late or n % 2 else "b" for n, late in enumerate(AFTER.tolist())]
    assert variation(kinds)(AFTER) == pytest.approx(0.5)


def test_separation_compares_within_strata_only() -> None:
    strata = ["x" if n % 3 else "y" for n in range(120)]
    inside = RANDOM.normal(size=120)
    apart = inside + np.array([100.0 if each == "x" else 0.0 for each in strata])
    found = separation(apart, strata)
    assert found(AFTER) == pytest.approx(separation(inside, strata)(AFTER))
    assert separation(inside, [str(late) for late in AFTER])(AFTER) == 0.0


def test_chance_alone_is_no_effect_and_a_planted_shift_is_one() -> None:
    values = RANDOM.normal(size=120)
    same = shift_by_chance(kolmogorov_smirnov(values), AFTER, ALONE, seed=1)
    moved = shift_by_chance(kolmogorov_smirnov(values + AFTER), AFTER, ALONE, seed=1)
    assert same.p_value > 0.05 > 0.01 > moved.p_value
    assert same.effect < 0.1 < moved.effect < moved.statistic
    again = shift_by_chance(kolmogorov_smirnov(values + AFTER), AFTER, ALONE, seed=1)
    assert again == moved


def test_reposts_of_one_advert_are_one_witness() -> None:
    kinds = ["new" if n >= 100 else "old" for n in range(120)]
    copies = [str(min(n, 100)) for n in range(120)]
    assert shift_by_chance(variation(kinds), AFTER, ALONE, seed=1).p_value < 0.01
    assert shift_by_chance(variation(kinds), AFTER, copies, seed=1).p_value > 0.05


def test_holm_corrects_for_the_number_of_tests() -> None:
    # The example of Holm's procedure: 0.01*4, 0.02*3, 0.03*2 (not under the one before), 0.9.
    assert holm([0.03, 0.9, 0.01, 0.02]) == pytest.approx([0.06, 0.9, 0.04, 0.06])
    assert holm([0.5, 0.6]) == [1.0, 1.0]


def test_the_stability_index_grows_with_the_shift() -> None:
    before = RANDOM.beta(2, 5, size=2000)
    same, moved = RANDOM.beta(2, 5, size=2000), RANDOM.beta(4, 3, size=2000)
    assert stability_index(before, same) < 0.05
    assert stability_index(before, moved) > 0.25
    found = [
        stability_index(RANDOM.beta(2, 5, size=80), RANDOM.beta(2, 5, size=90)) for _ in range(200)
    ]
    assert np.mean(found) == pytest.approx(stability_by_chance(80, 90), rel=0.2)
    assert stability_index(np.zeros(30), np.zeros(30)) == pytest.approx(0.0)
