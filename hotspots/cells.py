"""Weekly counts of flags per cell. Weeks are ISO weeks, named by their Monday."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from lurewatch.records import Cell, Flag

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())


def cells_of(flag: Flag) -> list[Cell]:
    """The cells a flag counts in: each of its destinations with each of its categories.

    A flag without a destination counts where the destination is `None` (at home, or not named).
    A flag without a category over its threshold counts in no cell: there is nothing to name.
    """
    return [
        Cell(destination=destination, category=category)
        for destination in dict.fromkeys(flag.destinations) or [None]
        for category in dict.fromkeys(flag.categories)
    ]


def weekly_flags(flags: Iterable[Flag]) -> dict[Cell, dict[date, list[str]]]:
    """Ids of the flags of each cell and week, in order, each id once."""
    found: dict[Cell, dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
    for flag in {flag.flag_id: flag for flag in flags}.values():
        for cell in cells_of(flag):
            found[cell][monday_of(flag.counted_on)].append(flag.flag_id)
    return {
        cell: {week: sorted(ids) for week, ids in weeks.items()} for cell, weeks in found.items()
    }


def weeks_before(week: date, number: int) -> list[date]:
    """The Mondays of the weeks before one, oldest first. Weeks of a 53-week year need no care."""
    return [week - WEEK * back for back in range(number, 0, -1)]


def summed(counts: dict[date, int], weeks: Iterable[date]) -> int:
    """The sum over weeks; a week that is not there counted nothing."""
    return sum(Counter(counts)[week] for week in weeks)
