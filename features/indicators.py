"""The indicators that are looked for: one list, in the order they are reported.

Codes, names, categories, groups and strengths are those of the project's indicator
catalogue. `dimension` is the ILO/EC Delphi dimension (2009) where the catalogue's item has
one: `deceptive_recruitment`, `coercive_recruitment` or `abuse_of_vulnerability`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from lurewatch.labels import Category, Finding

CROSS_CUTTING: Literal["cross_cutting"] = "cross_cutting"


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """One sign in the text of an advert."""

    code: str
    """Stable name, for example `FEE_UPFRONT`."""
    name: str
    """English description for analysts; plain sentences are in `features.explanations`."""
    category: Category | Finding | Literal["cross_cutting"]
    group: str
    """Catalogue group, for example `payment`."""
    strength: Literal["strong", "medium", "weak"]
    """Weight as evidence when combined with others; the catalogue's own proposal."""
    dimension: str | None = None
    """Delphi dimension, `None` where the Delphi lists have no such item."""


_ALL = (
    Indicator(
        code="FEE_UPFRONT",
        name="Money demanded before contract or visa",
        category=Category.RECRUITMENT_FRAUD,
        group="payment",
        strength="strong",
        dimension="deceptive_recruitment",
    ),
    Indicator(
        code="FEE_PERSONAL_ACCOUNT",
        name="Payment to a private person's account, wallet or crypto address",
        category=Category.RECRUITMENT_FRAUD,
        group="payment",
        strength="strong",
    ),
    Indicator(
        code="FEE_FLY_NOW_PAY_LATER",
        name="Job financed by loan, salary deduction or debt to recruiter or employer",
        category=Category.LABOUR_EXPLOITATION,
        group="payment",
        strength="strong",
        dimension="coercive_recruitment",
    ),
    Indicator(
        code="TASK_MICRO_PAY",
        name="Paid per like, subscription, rating, click or screenshot",
        category=Category.RECRUITMENT_FRAUD,
        group="task_scam",
        strength="strong",
    ),
    Indicator(
        code="TASK_DEPOSIT_UNLOCK",
        name="Must top up or prepay to unlock tasks or withdraw earnings",
        category=Category.RECRUITMENT_FRAUD,
        group="task_scam",
        strength="strong",
    ),
    Indicator(
        code="MULE_BANK_ACCOUNT",
        name="Uses or rents your bank account, or has you forward money",
        category=Category.FORCED_CRIMINALITY,
        group="mule",
        strength="strong",
    ),
    Indicator(
        code="LIC_BYPASS_CLAIM",
        name="Says that Bureau registration or licence is not needed",
        category=Finding.UNLICENSED_RECRUITMENT,
        group="licence",
        strength="strong",
        dimension="abuse_of_vulnerability",
    ),
    Indicator(
        code="DEST_SCAM_HUB",
        name="Work site at a place known for scam compounds",
        category=Category.FORCED_CRIMINALITY,
        group="destination",
        strength="strong",
        dimension="deceptive_recruitment",
    ),
    Indicator(
        code="DEST_SEA_DIGITAL",
        name="Digital, chat or sales role in South-East Asia",
        category=Category.FORCED_CRIMINALITY,
        group="destination",
        strength="strong",
    ),
    Indicator(
        code="VISA_VISIT_TO_WORK",
        name="Work on a visit or tourist visa, to be converted later",
        category=CROSS_CUTTING,
        group="visa_route",
        strength="strong",
        dimension="deceptive_recruitment",
    ),
    Indicator(
        code="CTRL_PASSPORT_HANDOVER",
        name="Original passport or identity card must be handed over",
        category=CROSS_CUTTING,
        group="control",
        strength="strong",
        dimension="coercive_recruitment",
    ),
    Indicator(
        code="CTRL_CONFINEMENT",
        name="No leaving the site, or phones held",
        category=Category.FORCED_CRIMINALITY,
        group="control",
        strength="strong",
        dimension="coercive_recruitment",
    ),
    Indicator(
        code="DUTY_CHAT_DATING",
        name="Work is chatting on dating apps or winning over online clients",
        category=Category.FORCED_CRIMINALITY,
        group="duties",
        strength="strong",
        dimension="coercive_recruitment",
    ),
    Indicator(
        code="CONTACT_MSG_ONLY",
        name="Only messengers or links; no address or landline",
        category=CROSS_CUTTING,
        group="contact",
        strength="medium",
    ),
    Indicator(
        code="MINOR_AGE_STATED",
        name="Applicant age below the legal limit",
        category=Finding.MINOR_INVOLVED,
        group="child",
        strength="strong",
    ),
)

INDICATORS: Mapping[str, Indicator] = MappingProxyType({each.code: each for each in _ALL})
"""Every indicator by its code."""
