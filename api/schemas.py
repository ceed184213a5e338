"""What the JSON interface takes and gives; the only Pydantic models beside the settings."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from lurewatch.labels import (
    AdvertKind,
    Category,
    Decision,
    FlagStatus,
    IndicatorState,
    Language,
    Verdict,
)

TEXT_LIMIT = 300_000
"""Characters of one advert, at most."""
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Outgoing(BaseModel):
    """Base of answers, read from records by attribute."""

    model_config = ConfigDict(from_attributes=True)


class Incoming(BaseModel):
    """Base of requests; unknown fields are an error, not ignored."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """An error, as RFC 9457 problem details with a stable `code`."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, str]] | None = Field(
        default=None, description="Which fields are wrong, for code `bad_request`."
    )


class CheckRequest(Incoming):
    """An advert to check: exactly one of `url` and `text`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "oneOf": [
                {"required": [name], "properties": {name: {"type": "string"}}}
                for name in ("url", "text")
            ]
        },
    )

    url: str | None = Field(default=None, min_length=1, max_length=2000)
    text: str | None = Field(default=None, pattern=r"\S", max_length=TEXT_LIMIT)
    title: str = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def _one_of_them(self) -> "CheckRequest":
        if (self.url is None) == (self.text is None):
            raise ValueError("give exactly one of url and text")
        return self


class ExplanationAnswer(Outgoing):
    """An indicator in plain words."""

    meaning: str
    why: str
    ask: str


class EvidenceAnswer(Outgoing):
    """One indicator's state; `start` and `end` index into the field as published."""

    indicator: str
    state: IndicatorState
    field: str | None
    start: int | None
    end: int | None
    text: str | None
    note: str | None
    explanation: ExplanationAnswer | None = None


class PayAnswer(Outgoing):
    """A rate of pay as written; `min` or `max` is null where the advert leaves that end open."""

    min: float | None
    max: float | None
    currency: str | None
    period: str | None


class EntitiesAnswer(Outgoing):
    """What the text names."""

    pay: list[PayAnswer]
    phones: list[str]
    emails: list[str]
    urls: list[str]
    handles: list[str]
    destinations: list[str]
    places: list[str]
    licences: list[str]


class ContactAnswer(Outgoing):
    """Whom to call, how sure we are of the number (H high, M medium), and as of when."""

    name: str
    number: str
    confidence: str
    as_of: date


class MissingAnswer(Outgoing):
    """Something that an honest advert would say and this one does not."""

    code: str
    text: str


class DimensionAnswer(Outgoing):
    """One ILO/EC Delphi dimension (2009); a reason to look closer, never a finding."""

    name: str
    positive: bool
    indicators: list[str]


class AssessmentAnswer(Outgoing):
    """What one model says of an advert. It is never a statement that an offer is genuine."""

    model_id: str
    assessed_at: datetime
    language: Language
    score: float = Field(ge=0, le=1, description="Calibrated probability that it is risky.")
    categories: dict[str, float]
    verdict: Verdict
    evidence: list[EvidenceAnswer]
    entities: EntitiesAnswer
    dimensions: list[DimensionAnswer] = []
    indicators_by_category: dict[str, list[str]] = {}


class CheckAnswer(AssessmentAnswer):
    """The assessment of a submitted advert. Nothing of it is stored."""

    summary: str = Field(description="The verdict in plain words.")
    missing: list[MissingAnswer]
    contacts: list[ContactAnswer]


class AdvertAnswer(Outgoing):
    """A stored advert with its latest assessment."""

    advert_id: str
    content_hash: str
    kind: AdvertKind
    title: str
    text: str = Field(validation_alias="description")
    url: str
    source: str
    fetched_at: datetime
    evidence_id: str | None
    hiring_organization: str | None
    job_location: str | None
    date_posted: date | None
    assessment: AssessmentAnswer | None = None


class FlagAnswer(Outgoing):
    """An advert put before a person."""

    flag_id: str
    advert_id: str
    model_id: str
    score: float
    categories: list[Category]
    destinations: list[str]
    reasons: list[str]
    counted_on: date
    flagged_at: datetime
    status: FlagStatus
    title: str
    language: str
    url: str
    source: str


class FlagList(Outgoing):
    """One page of flags."""

    items: list[FlagAnswer]
    next_cursor: str | None


class DecisionRequest(Incoming):
    """What a person decides, and why."""

    decision: Decision
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class ReviewAnswer(Outgoing):
    """A recorded decision."""

    review_id: str
    flag_id: str
    decision: Decision
    reason: str
    reviewer: str
    reviewed_at: datetime


class CellAnswer(Outgoing):
    """What a hotspot counts; `null` leaves a dimension open."""

    destination: str | None
    category: Category | None
    origin: str | None
    channel: str | None


class HotspotAnswer(Outgoing):
    """More flags in a cell and week than its own history explains."""

    hotspot_id: str
    cell: CellAnswer
    window_start_on: date
    window_end_on: date
    observed: int
    expected: float
    relative_risk: float | None = Field(description="`null` where nothing was expected.")
    p_value: float
    p_threshold: float
    effort: float
    method: str
    flag_ids: list[str]
    detected_at: datetime


class HotspotList(Outgoing):
    """One page of hotspots."""

    items: list[HotspotAnswer]
    next_cursor: str | None


class SubscriptionRequest(Incoming):
    """Where to send alerts, and about what; an empty list means all."""

    url: str = Field(min_length=1, max_length=2000)
    destinations: list[CountryCode] = Field(default_factory=list, max_length=250)
    categories: list[Category] = Field(default_factory=list, max_length=10)


class SubscriptionAnswer(Outgoing):
    """A subscription, without its secret."""

    subscription_id: str
    url: str
    created_at: datetime
    owner: str
    destinations: list[str]
    categories: list[Category]
    active: bool


class NewSubscriptionAnswer(SubscriptionAnswer):
    """A subscription just made, with its signing secret, which is shown this once."""

    secret: str


class SubscriptionList(Outgoing):
    """One page of subscriptions."""

    items: list[SubscriptionAnswer]
    next_cursor: str | None


class HealthAnswer(BaseModel):
    """The process lives, or is ready."""

    status: str
