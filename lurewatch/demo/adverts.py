"""The adverts of the demo: our own wording, invented names, example domains."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoAdvert:
    """One sample advert."""

    id: str
    title: str
    text: str
    language: str
    markup: str
    """`json-ld`, `microdata` or `plain` page of the job board, or `channel` post."""
    weeks_ago: int
    """0 is the last full ISO week before the demo was first started."""
    weekday: int
    """0 is Monday."""
    employer: str = ""
    location: str = ""
    salary: str = ""

    def posted_on(self, anchor: date) -> date:
        """The day it was posted, counted from the Monday of the last full week."""
        return anchor - timedelta(weeks=self.weeks_ago) + timedelta(days=self.weekday)


def demo_adverts() -> list[DemoAdvert]:
    """All sample adverts, in the order of their ids."""
    lines = files("lurewatch.demo").joinpath("adverts.jsonl").read_text("utf-8").splitlines()
    return [DemoAdvert(**json.loads(line)) for line in lines if line.strip()]
