"""Which cells are above their own history in one week (docs/decisions/0004).

The test is the exact conditional one for two Poisson rates (Przyborowski and Wilenski 1940,
Biometrika 31): given y flags in the judged week and H in the history, y is binomial with
y + H trials, and its probability under "nothing has changed" is the judged week's share of
all adverts collected. That corrects for collection effort and is exact however small the
counts are. The p-value is the upper tail, P(Y >= y).

The false-alarm rate is for a whole run. It is shared out by Holm's step-down rule (1979),
which keeps the probability of any false alarm at or under the rate whatever the dependence
between cells, and is never weaker than Bonferroni's.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hotspots.cells import monday_of, summed, weekly_flags, weeks_before
from lurewatch.content import content_id
from lurewatch.errors import InputError
from lurewatch.records import Cell, Flag, Hotspot, HotspotReport

METHOD = "conditional-binomial-holm-1"
"""Part of a hotspot's id: another method finds another hotspot."""
LEAST_OBSERVED = 3
"""A pair of adverts is not a hotspot, however unlikely: two of one poster come in pairs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judged:
    cell: Cell
    observed: int
    expected: float
    p_value: float
    flag_ids: tuple[str, ...]


def upper_tail(observed: int, history: int, share: float) -> float:
    """P(Y >= observed) for Y binomial with observed + history trials and probability `share`."""
    if observed == 0:
        return 1.0
    from scipy.stats import binom

    return float(binom.sf(observed - 1, observed + history, share))


def detect(
    flags: Sequence[Flag],
    effort: Mapping[date, int],
    *,
    week_start_on: date,
    false_alarm_rate: float,
    history_weeks: int,
    detected_at: datetime,
) -> HotspotReport:
    """Judge one week.

    Args:
        flags: flags of the judged week and of the weeks before it; others are ignored.
        effort: adverts collected per ISO week, by its Monday.
        week_start_on: a Monday.
        false_alarm_rate: probability that this run reports anything by chance alone.
        history_weeks: weeks with collection that must lie before the judged one.

    Raises:
        InputError: `week_start_on` is not a Monday, or the rate is not between 0 and 1.
    """
    if monday_of(week_start_on) != week_start_on:
        raise InputError("a week is named by its Monday")
    if not 0 < false_alarm_rate < 1:
        raise InputError("the false-alarm rate is a probability between 0 and 1")
    history = [week for week in weeks_before(week_start_on, history_weeks) if effort.get(week)]
    refusal = _refusal(effort.get(week_start_on, 0), len(history), history_weeks)
    if refusal:
        return HotspotReport(week_start_on=week_start_on, hotspots=(), refusals=(refusal,))
    now, before = effort[week_start_on], sum(effort[week] for week in history)
    judged = [
        _judge(cell, weeks, week_start_on, history, now, before)
        for cell, weeks in weekly_flags(flags).items()
        if any(week in weeks for week in (*history, week_start_on))
    ]
    found = _holm(judged, false_alarm_rate)
    mean_effort = before / len(history)
    return HotspotReport(
        week_start_on=week_start_on,
        hotspots=tuple(
            _hotspot(one, threshold, week_start_on, now / mean_effort, detected_at)
            for one, threshold in found
        ),
        cells_tested=len(judged),
    )


def _refusal(collected: int, weeks: int, needed: int) -> str:
    """Why the week cannot be judged, in plain words, or nothing."""
    if not collected:
        return "No adverts were collected for this week, so nothing can be said about it."
    if weeks < needed:
        return (
            f"The history is too short: {weeks} of the {needed} weeks before this one "
            "have adverts. A week is judged once all of them have."
        )
    return ""


def _judge(
    cell: Cell,
    weeks: Mapping[date, list[str]],
    week: date,
    history: Sequence[date],
    now: int,
    before: int,
) -> _Judged:
    ids = tuple(weeks.get(week, ()))
    past = summed({monday: len(flags) for monday, flags in weeks.items()}, history)
    return _Judged(
        cell=cell,
        observed=len(ids),
        expected=past * now / before,
        p_value=upper_tail(len(ids), past, now / (now + before)),
        flag_ids=ids,
    )


def _holm(judged: Sequence[_Judged], rate: float) -> list[tuple[_Judged, float]]:
    """The cells that pass, smallest p-value first, each with the threshold it passed."""
    ordered = sorted(judged, key=lambda one: (one.p_value, str(one.cell)))
    passed = []
    for rank, one in enumerate(ordered):
        threshold = rate / (len(ordered) - rank)
        if one.p_value > threshold:
            break
        if one.observed >= LEAST_OBSERVED:
            passed.append((one, threshold))
    return passed


def _hotspot(
    one: _Judged, threshold: float, week: date, effort: float, detected_at: datetime
) -> Hotspot:
    cell = one.cell
    return Hotspot(
        hotspot_id=content_id(
            "hotspot",
            METHOD,
            week.isoformat(),
            *(part or "*" for part in (cell.destination, cell.category, cell.origin, cell.channel)),
        ),
        cell=cell,
        window_start_on=week,
        window_end_on=week + timedelta(days=6),
        observed=one.observed,
        expected=one.expected,
        relative_risk=one.observed / one.expected if one.expected else math.inf,
        p_value=one.p_value,
        p_threshold=threshold,
        effort=effort,
        method=METHOD,
        flag_ids=one.flag_ids,
        detected_at=detected_at,
    )
