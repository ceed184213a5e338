"""The ILO/EC Delphi dimensions (2009), and a plain count of signs by category.

Rule, as a secondary synthesis of the ILO's guidance reports it (domain notes 1.1): a dimension is
positive with two strong indicators; one strong and one other; three medium; or two medium and one
weak. Weights are those for adults. Only indicators that words show are counted: the Delphi items
are about deceit and coercion, and silence shows neither. A positive dimension is a reason to look
closer, never a finding about a person.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from features.indicators import INDICATORS
from lurewatch.labels import IndicatorState
from lurewatch.records import Evidence

DIMENSIONS = (
    "deceptive_recruitment",
    "coercive_recruitment",
    "abuse_of_vulnerability",
    "exploitation",
    "coercion_at_destination",
)
"""Those of the six that the words of an advert can touch."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dimension:
    """One Delphi dimension of one advert."""

    name: str
    positive: bool
    indicators: tuple[str, ...]
    """Codes that count towards it, strongest first."""


def delphi_dimensions(evidence: Iterable[Evidence]) -> tuple[Dimension, ...]:
    """Each of `DIMENSIONS`, with the indicators that are present in words."""
    shown = {
        row.indicator
        for row in evidence
        if row.state == IndicatorState.PRESENT and row.field is not None
    }
    return tuple(_dimension(name, shown) for name in DIMENSIONS)


def _dimension(name: str, shown: Iterable[str]) -> Dimension:
    order = ("strong", "medium", "weak")
    codes = sorted(
        (code for code in shown if INDICATORS[code].dimension == name),
        key=lambda code: (order.index(INDICATORS[code].delphi or "weak"), code),
    )
    weights: Counter[str] = Counter(INDICATORS[code].delphi or "weak" for code in codes)
    return Dimension(name=name, positive=is_positive(weights), indicators=tuple(codes))


def is_positive(weights: Mapping[str, int]) -> bool:
    """The rule. `weights`: how many indicators are strong, medium and weak."""
    strong, medium, weak = (weights.get(each, 0) for each in ("strong", "medium", "weak"))
    return (
        strong >= 2
        or (strong == 1 and medium + weak >= 1)
        or medium >= 3
        or (medium >= 2 and weak >= 1)
    )


def present_by_category(evidence: Iterable[Evidence]) -> Mapping[str, tuple[str, ...]]:
    """Indicators that are present, by the category of the catalogue; `cross_cutting` is one."""
    found: dict[str, list[str]] = {}
    for code in dict.fromkeys(
        row.indicator for row in evidence if row.state == IndicatorState.PRESENT
    ):
        found.setdefault(str(INDICATORS[code].category), []).append(code)
    return {category: tuple(codes) for category, codes in found.items()}
