"""The records that flow from a crawled page to a delivered alert, one per stage.

All are frozen, keyword-only and slotted. A later record points back to an earlier one by
id and never edits it. Times are timezone-aware UTC `datetime`, named `_at`; calendar days
are `date`, named `_on`. `*_raw` is what the source wrote, beside what was read from it.
Field names of an advert are those of schema.org JobPosting, in snake_case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from lurewatch.entities import Entities, Pay
from lurewatch.labels import (
    AdvertKind,
    AlertStatus,
    Category,
    Certainty,
    Decision,
    DeliveryState,
    FetchOutcome,
    FlagStatus,
    IndicatorState,
    Language,
    Severity,
    TrafficLight,
    Urgency,
    Verdict,
)

NAME_CHARACTERS = 120
"""Of the opening line of an untitled advert: a line of a list on a wide screen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchivedResponse:
    """One HTTP response as it lies in the evidence archive (ISO 28500 WARC)."""

    evidence_id: str
    """WARC-Record-ID of the response, without `<urn:uuid:` and `>`."""
    url: str
    """The URL that answered, after redirects."""
    fetched_at: datetime
    """When the response was complete, UTC."""
    sha256: str
    """SHA-256 of the stored payload (the body after transfer and content decoding), hex."""
    warc_file: str
    """Name of the WARC file inside the archive folder."""
    warc_offset: int
    """Offset of the response record in the file, bytes."""
    status_code: int
    """HTTP status."""


def name_of(title: str, text: str) -> str:
    """What to call an advert in a list: its title, or the opening line of its text."""
    return title.strip() or text.strip().partition("\n")[0][:NAME_CHARACTERS]


@dataclass(frozen=True, kw_only=True, slots=True)
class Advert:
    """A job advert or social post, read from one archived page."""

    advert_id: str
    """Content address: the first 32 hex digits of `content_hash`."""
    content_hash: str
    """SHA-256 over what a reader reads (see `lurewatch.content.content_hash`), hex."""
    kind: AdvertKind
    title: str
    """As published, markup removed."""
    description: str
    """The advert's text as published, markup removed; called `text` in interfaces."""
    url: str
    """Where it was read, or the advert's own link on a listing."""
    source: str
    """Name of the source in the sources file, or the host of a one-off crawl."""
    fetched_at: datetime
    """When it was first read, UTC."""
    evidence_id: str | None = None
    """The archived response it was read from; `None` only for text that was handed in."""
    hiring_organization: str | None = None
    job_location: str | None = None
    employment_type: str | None = None
    base_salary_raw: str | None = None
    base_salary: Pay | None = None
    date_posted_raw: str | None = None
    date_posted: date | None = None
    """`None` where the source gives none or one that cannot be (year 1, the far future)."""
    valid_through_raw: str | None = None
    valid_through: date | None = None

    @property
    def name(self) -> str:
        """The title, or the opening line of the text where it has none."""
        return name_of(self.title, self.description)


@dataclass(frozen=True, kw_only=True, slots=True)
class PageResult:
    """What one fetch led to: the unit that the crawler stores, all or nothing."""

    crawl_id: str
    source: str
    url: str
    """The URL that was asked for (the frontier's key)."""
    depth: int
    """Links followed from the start, 0 for a start URL."""
    outcome: FetchOutcome
    detail: str = ""
    """One plain sentence on why, for the source's page; never page content."""
    fetched_at: datetime
    response: ArchivedResponse | None = None
    """`None` where nothing was fetched (robots, refused address, no connection)."""
    etag: str | None = None
    last_modified: str | None = None
    adverts: tuple[Advert, ...] = ()
    links: tuple[tuple[str, int], ...] = ()
    """(URL, depth) still to visit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AdvertText:
    """The part of an advert that is assessed; what `lurewatch assess` reads."""

    advert_id: str
    title: str
    text: str
    kind: AdvertKind = AdvertKind.JOB_POSTING
    url: str | None = None
    source: str | None = None
    posted_on: date | None = None
    fields: tuple[tuple[str, str], ...] = ()
    """Structured fields of the source, by name; empty values tell that the source left them out."""


BY_WORDING = "wording"
"""Note of evidence that no written pattern has found."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One indicator's state in one advert, with the words that show it."""

    indicator: str
    """Indicator code, for example `FEE_UPFRONT`."""
    state: IndicatorState
    field: str | None = None
    """`title` or `text`; `None` where no words show the state."""
    start: int | None = None
    """First character, an index into the original field as published."""
    end: int | None = None
    """One past the last character."""
    text: str | None = None
    """`field[start:end]`, the words themselves."""
    note: str | None = None
    """Why a match was not raised (`negated`, `quoted`, `warning`); `wording` where it was found by
    learned wording and not by a written pattern; `None` otherwise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Features:
    """All that is read from an advert before a model sees it."""

    features_version: str
    language: Language
    normalized_title: str
    normalized_text: str
    evidence: tuple[Evidence, ...]
    entities: Entities


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessment:
    """What one model says of one advert. A model assesses; a person decides."""

    advert_id: str
    model_id: str
    features_version: str
    assessed_at: datetime
    language: Language
    score: float
    """Calibrated probability that the advert is risky, 0 to 1."""
    categories: Mapping[str, float]
    """Calibrated probability per category, 0 to 1; they need not add up to 1."""
    verdict: Verdict
    threshold_name: str
    """Name of the threshold set that turned the score into the verdict."""
    evidence: tuple[Evidence, ...]
    entities: Entities


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """An advert put before a person."""

    flag_id: str
    advert_id: str
    model_id: str
    """The model whose assessment raised it."""
    score: float
    categories: tuple[Category, ...]
    """Categories at or over their threshold, highest probability first."""
    destinations: tuple[str, ...]
    """ISO 3166-1 alpha-2; empty where the advert names none."""
    reasons: tuple[str, ...]
    """Indicator codes that are present."""
    counted_on: date
    """The day the advert counts for in hotspots: posted, or first fetched."""
    flagged_at: datetime
    status: FlagStatus = FlagStatus.OPEN


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """One person's decision on one flag; append-only."""

    review_id: str
    flag_id: str
    decision: Decision
    reason: str
    reviewer: str
    """Name of the API key that decided."""
    reviewed_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """What a hotspot counts. `None` leaves a dimension open."""

    destination: str | None = None
    """ISO 3166-1 alpha-2."""
    category: Category | None = None
    origin: str | None = None
    """Sri Lankan district, English gazetteer name."""
    channel: str | None = None
    """Source name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hotspot:
    """More flags in a cell and week than its own history explains."""

    hotspot_id: str
    """Content address of cell, window and method: detecting twice gives the same id."""
    cell: Cell
    window_start_on: date
    """Monday of the ISO week."""
    window_end_on: date
    """Sunday of the ISO week."""
    observed: int
    expected: float
    relative_risk: float
    """observed / expected; infinite where nothing was expected."""
    p_value: float
    """Exact upper tail."""
    p_threshold: float
    """The p-value had to be at or under this, after sharing out the false-alarm rate."""
    effort: float
    """Adverts collected in the window over the history's weekly mean: the correction used."""
    method: str
    flag_ids: tuple[str, ...]
    detected_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """Who wants to be told about which hotspots."""

    subscription_id: str
    url: str
    """Webhook endpoint."""
    created_at: datetime
    owner: str
    """Name of the API key that made it."""
    destinations: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2; empty means all."""
    categories: tuple[Category, ...] = ()
    """Empty means all."""
    active: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """A message about one hotspot, in terms of OASIS CAP 1.2 and FIRST TLP 2.0."""

    alert_id: str
    """Content address of the hotspot id: composing twice gives the same id."""
    hotspot_id: str
    created_at: datetime
    status: AlertStatus
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    marking: TrafficLight
    headline: str
    description: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One alert on its way to one subscription: a row of the outbox."""

    delivery_id: str
    """Content address of alert and subscription; sent as `webhook-id`, the same on each attempt."""
    alert_id: str
    subscription_id: str
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    next_attempt_at: datetime
    last_attempt_at: datetime | None = None
    last_outcome: str = ""
    """HTTP status or a short reason; never the receiver's answer."""
    delivered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HotspotReport:
    """What one detection run found, and what it could not say."""

    week_start_on: date
    hotspots: tuple[Hotspot, ...]
    refusals: tuple[str, ...] = field(default_factory=tuple)
    """Plain sentences: which cells could not be judged, and why."""
    cells_tested: int = 0
