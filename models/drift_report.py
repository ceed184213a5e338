"""What is compared of adverts, and what a comparison tells: records of `models.drift`."""

from dataclasses import asdict, dataclass
from typing import Any

from lurewatch.records import AdvertText

NOT_NAMED = "not named"


@dataclass(frozen=True, kw_only=True, slots=True)
class Observed:
    """An advert with what is compared of it."""

    advert: AdvertText
    language: str
    destinations: str
    """ISO 3166-1 alpha-2 codes, joined; `NOT_NAMED` for none."""
    pay: float | None
    """Natural logarithm of the monthly pay in rupees, the most that the advert names."""
    score: float | None
    """`None` where it says nothing, as of an advert that the model has learned from."""

    @property
    def text(self) -> str:
        """Title and text."""
        return f"{self.advert.title} {self.advert.text}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """An advert that shows a shift."""

    id: str
    name: str
    """Its title or opening words: written by a stranger."""
    shows: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """One thing that was compared."""

    name: str
    effect_name: str
    statistic: float
    effect: float
    """0 to 1: the statistic less what chance alone gives. Shifts are ordered by it."""
    p_value: float
    p_adjusted: float
    """By Holm, over everything that was compared."""
    drifted: bool
    told: str
    """What changed most."""
    samples: tuple[Sample, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DriftReport:
    """How the later adverts differ from the earlier ones."""

    before: int
    after: int
    causes: tuple[Shift, ...]
    """Those that drifted first, the largest first."""
    scores: Shift | None
    """The consequence for the model; `None` where scores cannot be compared."""
    stability_index: float | None
    """Population stability index of the scores."""
    stability_by_chance: float | None
    """What it is on average between sets of this size that do not differ."""
    notes: tuple[str, ...]
    """What could not be compared, and why."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)
