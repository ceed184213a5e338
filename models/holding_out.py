"""What is held out of a labelled set: its newest part, one of its sources, or nothing (folds)."""

import math
from collections.abc import Sequence
from datetime import date

from lurewatch.errors import InputError
from models.experiments import Evaluation
from models.grouping import check_leaks, near_duplicate_groups
from models.labelled_sets import Sample

NEWEST_SHARE = 0.2


def hold_out(
    samples: Sequence[Sample], evaluation: Evaluation
) -> tuple[list[Sample], list[Sample]]:
    """(to learn from, held out); nothing is held out where figures come from group folds.

    Groups of near-duplicates stay whole. One that has an older advert, or one of another source,
    is learned from: a lure that was seen before is no test of what will come.

    Raises:
        InputError: an advert has no date, or no advert has the source.
        LeakingSplit: a pair belongs together and stands on both sides.
    """
    groups = near_duplicate_groups([sample.example for sample in samples])
    if evaluation.hold_out_source is not None:
        held = _of_source(samples, groups, evaluation.hold_out_source)
    elif evaluation.split == "time":
        held = _newest(samples, groups)
    else:
        return list(samples), []
    learn = [s for s, group in zip(samples, groups, strict=True) if group not in held]
    test = [s for s, group in zip(samples, groups, strict=True) if group in held]
    check_leaks({"train": [s.example for s in learn], "test": [s.example for s in test]})
    return learn, test


def _of_source(samples: Sequence[Sample], groups: Sequence[str], source: str) -> set[str]:
    inside = {g for s, g in zip(samples, groups, strict=True) if s.source == source}
    outside = {g for s, g in zip(samples, groups, strict=True) if s.source != source}
    if not inside - outside or not outside:
        known = ", ".join(sorted({sample.source for sample in samples}))
        raise InputError(f"cannot hold out source {source!r}; sources: {known}")
    return inside - outside


def _newest(samples: Sequence[Sample], groups: Sequence[str]) -> set[str]:
    first: dict[str, date] = {}
    for sample, group in zip(samples, groups, strict=True):
        if sample.day is None:
            raise InputError(f"{sample.example.id} has no date: a split by time needs one for each")
        first[group] = min(first.get(group, sample.day), sample.day)
    newest = sorted(first, key=lambda group: (first[group], group))
    wanted = math.ceil(NEWEST_SHARE * len(samples))
    sizes = {group: groups.count(group) for group in first}
    held: set[str] = set()
    while newest and sum(sizes[group] for group in held) < wanted:
        held.add(newest.pop())
    return held
