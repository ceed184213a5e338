"""The closed vocabularies of Lurewatch: every value that is stored, sent or shown.

Each is a `StrEnum`, so that the stored value is the word itself and a database, a JSON
document and a page all say the same thing. Values are never renamed once released.
"""

from enum import StrEnum


class Category(StrEnum):
    """Risk categories; an advert can be in several."""

    RECRUITMENT_FRAUD = "recruitment_fraud"
    FORCED_CRIMINALITY = "forced_criminality"
    LABOUR_EXPLOITATION = "labour_exploitation"
    SEXUAL_EXPLOITATION = "sexual_exploitation"


class Finding(StrEnum):
    """Findings that cut across the categories."""

    UNLICENSED_RECRUITMENT = "unlicensed_recruitment"
    MINOR_INVOLVED = "minor_involved"


class AdvertKind(StrEnum):
    """What kind of text an advert record was read from."""

    JOB_POSTING = "job_posting"
    SOCIAL_POST = "social_post"


class Language(StrEnum):
    """Language of an advert: BCP 47 tags; `-Latn` marks romanised text, `mul` a mix, `und` none."""

    ENGLISH = "en"
    SINHALA = "si"
    TAMIL = "ta"
    SINHALA_ROMANISED = "si-Latn"
    TAMIL_ROMANISED = "ta-Latn"
    MIXED = "mul"
    UNDETERMINED = "und"


class IndicatorState(StrEnum):
    """Missing information is `unknown`, never `absent` (Volodko, Cockbain and Kleinberg 2020)."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What an assessment says. There is deliberately no value that means "safe"."""

    HIGH_RISK = "high_risk"
    CAUTION = "caution"
    NO_SIGNS_FOUND = "no_signs_found"
    NOT_ENOUGH_INFORMATION = "not_enough_information"


class FlagStatus(StrEnum):
    """Where a flag is in review."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    ESCALATED = "escalated"


class Decision(StrEnum):
    """What a person decides about a flag."""

    UPHOLD = "uphold"
    DISMISS = "dismiss"
    ESCALATE = "escalate"

    @property
    def status(self) -> FlagStatus:
        """The flag status this decision leads to."""
        return _STATUS_AFTER[self]


_STATUS_AFTER = {
    Decision.UPHOLD: FlagStatus.UPHELD,
    Decision.DISMISS: FlagStatus.DISMISSED,
    Decision.ESCALATE: FlagStatus.ESCALATED,
}


class FetchOutcome(StrEnum):
    """What became of one fetched URL. Every fetch ends in exactly one of these."""

    ADVERTS = "adverts"
    """At least one advert was read."""
    LISTING = "listing"
    """No advert on it, but links to follow."""
    EMPTY = "empty"
    """Readable, and it says that there is nothing."""
    UNCHANGED = "unchanged"
    """The server answered 304, or the same bytes as the last time."""
    BLOCKED = "blocked"
    """Login wall, captcha, consent page, 401, 403 or 429."""
    BROKEN = "broken"
    """Could not be read: an unparsable page, an error status, a broken connection."""
    GONE = "gone"
    """404 or 410."""
    TOO_LARGE = "too_large"
    """Over the size limit, before or after decompression."""
    NOT_TEXT = "not_text"
    """A content type that holds no advert."""
    ROBOTS_REFUSED = "robots_refused"
    """robots.txt does not allow it, or could not be read."""
    ADDRESS_REFUSED = "address_refused"
    """The URL or a redirect led to an address or scheme that is never fetched."""
    REDIRECT_LOOP = "redirect_loop"
    """More redirects than the limit."""
    TIMEOUT = "timeout"
    """No full answer within the time limit."""


class CrawlState(StrEnum):
    """Life of one crawl."""

    RUNNING = "running"
    FINISHED = "finished"


class DeliveryState(StrEnum):
    """Life of one delivery in the outbox."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class AlertStatus(StrEnum):
    """CAP 1.2 `status`, the three values that Lurewatch sends."""

    ACTUAL = "actual"
    EXERCISE = "exercise"
    TEST = "test"


class Severity(StrEnum):
    """CAP 1.2 `severity`."""

    EXTREME = "extreme"
    SEVERE = "severe"
    MODERATE = "moderate"
    MINOR = "minor"


class Urgency(StrEnum):
    """CAP 1.2 `urgency`."""

    IMMEDIATE = "immediate"
    EXPECTED = "expected"
    FUTURE = "future"
    PAST = "past"


class Certainty(StrEnum):
    """CAP 1.2 `certainty`."""

    OBSERVED = "observed"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"


class TrafficLight(StrEnum):
    """FIRST TLP 2.0 marking."""

    RED = "TLP:RED"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    AMBER = "TLP:AMBER"
    GREEN = "TLP:GREEN"
    CLEAR = "TLP:CLEAR"


class Role(StrEnum):
    """What an API key may do; a role includes those before it."""

    SUBSCRIBER = "subscriber"
    ANALYST = "analyst"
    ADMIN = "admin"
