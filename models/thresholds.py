"""From probabilities and evidence to a verdict.

The numbers are chosen on out-of-fold scores of the training split (`choose`), stored with the
model, and named, so that a verdict can be traced to them.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from features.indicators import INDICATORS
from features.text import words
from lurewatch.entities import Entities
from lurewatch.labels import Category, IndicatorState, Verdict
from lurewatch.records import BY_WORDING, AdvertText, Evidence
from models.experiments import ThresholdPolicy

LEAST_WORDS = 8
"""Under this an advert names no duty and no terms; the shortest labelled one has more."""
THIN_WORDS = 20
"""Under this an advert is thin: it must at least name pay, a contact or a place to be judged."""
REVIEW_RECALL = 0.97
"""Of risky adverts at or over `review`, out of fold: where misses are looked for."""
ALONE_AT = 0.93
"""Score from which wording alone, with no sign to show, asks for caution. Chosen on 300 real,
harmless adverts of another kind (EMSCAD): 38 % were flagged without it, 16 % with it."""
COMMON_SIGNS = frozenset(
    {
        "CONTACT_MSG_ONLY",
        "DEST_VAGUE",
        "DUTY_VAGUE",
        "EMP_UNNAMED",
        "LIC_ABSENT",
        "PAY_OFF_BOOK",
        "URGENCY_SCARCITY",
    }
)
"""Signs that many honest adverts show: they explain a verdict and never make one."""
CATEGORY_AT = 0.5
"""A category more likely than not is named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Thresholds:
    """Scores from which on a verdict holds."""

    name: str
    caution: float
    high_risk: float
    provenance: str
    review: float = 0.0
    """Between this and `caution` lies the review band: not flagged, but most misses are there."""

    def to_dict(self) -> dict[str, Any]:
        """For the model's metadata."""
        return asdict(self)


def choose(
    probabilities: NDArray[np.float64],
    truth: NDArray[np.bool_],
    policy: ThresholdPolicy | None = None,
) -> Thresholds:
    """Thresholds by a policy, on scores that the model had not seen.

    `caution` is the highest score that keeps the wanted recall; or the lowest whose flags people
    can read in a day; or that with the least cost of misses and false alarms at the prevalence
    assumed (Elkan 2001, "The foundations of cost-sensitive learning").
    """
    policy = policy or ThresholdPolicy()
    grid = np.unique(np.floor(probabilities * 1000) / 1000)[::-1]
    hits = np.array([(probabilities[truth] >= at).mean() for at in grid])
    alarms = np.array([(probabilities[~truth] >= at).mean() for at in grid])
    common = 1 - policy.prevalence
    if policy.by == "capacity":
        flagged = policy.adverts_per_day * (policy.prevalence * hits + common * alarms)
        able = np.flatnonzero(flagged <= policy.capacity_per_day)
        at = int(able[-1]) if len(able) else 0
        name = f"capacity{policy.capacity_per_day}-of-{policy.adverts_per_day}"
        why = (
            f"{policy.capacity_per_day} readings a day of {policy.adverts_per_day} adverts, "
            f"{policy.prevalence:.0%} of them risky (assumed)"
        )
    elif policy.by == "cost":
        cost = policy.prevalence * (1 - hits) * policy.miss_cost + common * alarms
        at = int(cost.argmin())
        name = f"cost{policy.miss_cost:g}"
        why = (
            f"a miss costs {policy.miss_cost:g} false alarms, {policy.prevalence:.0%} of adverts "
            f"are risky (assumed)"
        )
    elif policy.by == "f1":
        flagged = np.array([(probabilities >= at).sum() for at in grid])
        f1 = 2 * hits * truth.sum() / (flagged + truth.sum())
        at = int(f1.argmax())
        name, why = "f1", "the greatest F1"
    else:
        at = _first(hits >= policy.recall)
        name = f"recall{policy.recall:.2f}"
        why = f"{policy.recall:.0%} of risky adverts are at or over caution"
    caution = float(grid[at])
    precise = [
        one for one in grid[: at + 1] if truth[probabilities >= one].mean() >= policy.precision
    ]
    return Thresholds(
        name=f"{name}-precision{policy.precision:.2f}",
        caution=caution,
        high_risk=float(min(precise)) if precise else 1.0,
        review=min(float(grid[_first(hits >= REVIEW_RECALL)]), caution),
        provenance=f"out-of-fold scores of the training adverts, group folds: {why}",
    )


def _first(holds: NDArray[np.bool_]) -> int:
    """Place of the first that holds, the last place where none does."""
    return int(holds.argmax()) if holds.any() else len(holds) - 1


def verdict_for(
    advert: AdvertText,
    score: float,
    evidence: Sequence[Evidence],
    entities: Entities,
    thresholds: Thresholds,
) -> Verdict:
    """The verdict. Words that can be shown weigh more than a score that cannot be explained.

    A strong indicator is never outvoted by a low score, only by a person; one that only learned
    wording has found is (docs/decisions/0010). Wording alone, with
    no indicator, can ask for caution but never says high risk (docs/decisions/0006).
    """
    telling = {
        one.indicator
        for one in evidence
        if one.state == IndicatorState.PRESENT
        and INDICATORS[one.indicator].strength != "weak"
        and one.indicator not in COMMON_SIGNS
    }
    written = {one.indicator for one in evidence if one.note != BY_WORDING}
    strong = any(INDICATORS[code].strength == "strong" for code in telling & written)
    if strong:
        return Verdict.HIGH_RISK if score >= thresholds.caution else Verdict.CAUTION
    if says_too_little(advert, entities):
        return Verdict.NOT_ENOUGH_INFORMATION
    if score >= thresholds.high_risk and telling:
        return Verdict.HIGH_RISK
    if score >= max(thresholds.high_risk, ALONE_AT):
        return Verdict.CAUTION
    return Verdict.CAUTION if telling and score >= thresholds.caution else Verdict.NO_SIGNS_FOUND


def says_too_little(advert: AdvertText, entities: Entities) -> bool:
    """Whether what is missing leaves nothing to judge."""
    said = len(words(f"{advert.title} {advert.text}"))
    if said < LEAST_WORDS:
        return True
    named = (
        entities.pay,
        entities.phones,
        entities.emails,
        entities.urls,
        entities.handles,
        entities.destinations,
        entities.places,
    )
    return said < THIN_WORDS and not any(named)


def named_categories(categories: dict[str, float]) -> tuple[Category, ...]:
    """Categories to name, most likely first; the likeliest where none is over the bound."""
    ranked = sorted(Category, key=lambda category: -categories[category])
    likely = tuple(category for category in ranked if categories[category] >= CATEGORY_AT)
    return likely or (ranked[0],)
