"""Whether two sets of adverts are drawn alike: statistics, and permutations that test them.

All statistics run from 0 (alike) to 1 (nothing in common), so that they can be compared: total
variation distance, Kolmogorov-Smirnov distance, and twice the AUROC less one. Adverts of one
cluster of near-duplicates are not independent, so whole clusters change sides (permutation of
blocks; Good 2005, "Permutation, parametric and bootstrap tests of hypotheses", chapter 3).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from models.multilabel import Numbers, Truth

PERMUTATIONS = 999
"""The least p-value is then 0.001, under 0.05 also after Holm's correction for six tests."""
PSI_BINS = 10

Statistic = Callable[[Truth], float]
"""From whether each row is of the later set to a distance."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tested:
    """A statistic beside what chance alone gives."""

    statistic: float
    effect: float
    """The statistic less its mean over permutations, at least 0: small sets differ by chance."""
    p_value: float
    """One-sided, uncorrected."""


def shift_by_chance(
    statistic: Statistic,
    after: Truth,
    clusters: Sequence[str],
    strata: Sequence[str] | None = None,
    *,
    seed: int,
) -> Tested:
    """Test a statistic by changing the sides of clusters.

    Args:
        statistic: of the sides of the rows.
        after: n, whether each row is of the later set.
        clusters: n names; rows of one cluster, stratum and side change sides together.
        strata: n names; sides are only changed within a stratum.
        seed: of the permutations.
    """
    strata = strata or [""] * len(after)
    blocks = list(zip(strata, clusters, after.tolist(), strict=True))
    ordered = sorted(set(blocks))
    number = {block: at for at, block in enumerate(ordered)}
    of_row = np.array([number[block] for block in blocks])
    side = np.array([block[2] for block in ordered])
    names = np.array([block[0] for block in ordered])
    members = [np.flatnonzero(names == name) for name in sorted(set(strata))]
    random = np.random.default_rng(seed)
    found = np.empty(PERMUTATIONS)
    for turn in range(PERMUTATIONS):
        mixed = side.copy()
        for rows in members:
            mixed[rows] = side[random.permutation(rows)]
        found[turn] = statistic(mixed[of_row])
    seen = statistic(after)
    return Tested(
        statistic=seen,
        effect=max(0.0, seen - float(found.mean())),
        p_value=float((1 + (found >= seen - 1e-12).sum()) / (1 + PERMUTATIONS)),
    )


def variation(values: Sequence[str]) -> Statistic:
    """Total variation distance between the shares of values: the share of adverts that moved."""
    codes = np.unique(np.array(values), return_inverse=True)[1]
    count = int(codes.max()) + 1

    def distance(after: Truth) -> float:
        late = np.bincount(codes[after], minlength=count) / max(int(after.sum()), 1)
        early = np.bincount(codes[~after], minlength=count) / max(int((~after).sum()), 1)
        return float(np.abs(late - early).sum() / 2)

    return distance


def kolmogorov_smirnov(values: Numbers) -> Statistic:
    """Two-sample Kolmogorov-Smirnov distance, as `scipy.stats.ks_2samp` gives it."""
    order = np.argsort(values, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(values[order])), len(values) - 1)

    def distance(after: Truth) -> float:
        late = after[order]
        up = np.cumsum(late) / max(int(late.sum()), 1)
        down = np.cumsum(~late) / max(int((~late).sum()), 1)
        return float(np.abs(up - down)[ends].max())

    return distance


def separation(scores: Numbers, strata: Sequence[str]) -> Statistic:
    """Twice the AUROC less one of scores that tell the sides apart, by pairs of one stratum."""
    codes = np.unique(np.array(strata), return_inverse=True)[1]
    count = int(codes.max()) + 1
    ranks = np.empty(len(scores))
    for code in range(count):
        ranks[codes == code] = rankdata(scores[codes == code])

    def distance(after: Truth) -> float:
        late = np.bincount(codes, weights=after, minlength=count)
        early = np.bincount(codes, weights=~after, minlength=count)
        sums = np.bincount(codes, weights=ranks * after, minlength=count)
        wins = (sums - late * (late + 1) / 2).sum()
        pairs = (late * early).sum()
        return float(2 * wins / pairs - 1) if pairs else 0.0

    return distance


def stability_index(before: Numbers, after: Numbers) -> float:
    """Population stability index over deciles of `before` (Siddiqi 2006, "Credit risk scorecards").

    Under 0.1 is customarily called no shift, over 0.25 a large one. Half an advert is added to each
    bin, so that an empty one does not make it endless.
    """
    inner = np.unique(np.quantile(before, np.linspace(0, 1, PSI_BINS + 1)[1:-1]))
    counts = [
        np.bincount(np.searchsorted(inner, values), minlength=len(inner) + 1) + 0.5
        for values in (before, after)
    ]
    early, late = (each / each.sum() for each in counts)
    return float(((late - early) * np.log(late / early)).sum())


def stability_by_chance(before: int, after: int) -> float:
    """Mean of the index between sets of these sizes that do not differ.

    It is about chi-squared with a degree of freedom less than bins, times 1/before + 1/after
    (Yurdakul and Naranjo 2020, "Statistical properties of the population stability index").
    """
    return (PSI_BINS - 1) * (1 / before + 1 / after)


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values corrected for their number, in their order (Holm 1979; family-wise error)."""
    order = np.argsort(p_values, kind="stable")
    corrected: NDArray[np.float64] = np.empty(len(p_values))
    factors = np.arange(len(p_values), 0, -1)
    corrected[order] = np.maximum.accumulate(np.array(p_values)[order] * factors)
    return [float(each) for each in np.minimum(corrected, 1.0)]
