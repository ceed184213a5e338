"""The tables. SQLAlchemy Core, because every row is made from a record and turned back into one.

Text columns hold whatever an advert held, minus what no database can hold (`clean`).
Times are stored as UTC; both databases give timezone-aware values back.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def clean(text: str) -> str:
    """Text without NUL and without lone surrogates, which PostgreSQL and UTF-8 cannot hold."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


class CleanText(TypeDecorator[str]):
    """Text of any origin."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Drop what cannot be stored."""
        return None if value is None else clean(value)


class UtcTime(TypeDecorator[datetime]):
    """A timezone-aware time, stored as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: it would be a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must have a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        if value is None:
            return None
        aware: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC)


Id = String(64)

crawls = Table(
    "crawls",
    metadata,
    Column("crawl_id", Id, primary_key=True),
    Column("source", CleanText, nullable=False),
    Column("start_key", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Index(None, "start_key", "state"),
)

frontier = Table(
    "frontier",
    metadata,
    Column("crawl_id", Id, ForeignKey("crawls.crawl_id"), primary_key=True),
    Column("url_key", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("url", CleanText, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("outcome", String(24)),
    Column("detail", CleanText, nullable=False, default=""),
    Column("fetched_at", UtcTime),
    Column("evidence_id", Id),
    Index(None, "crawl_id", "outcome", "position"),
)

validators = Table(
    "validators",
    metadata,
    Column("url_key", String(64), primary_key=True),
    Column("url", CleanText, nullable=False),
    Column("etag", CleanText),
    Column("last_modified", CleanText),
    Column("sha256", String(64), nullable=False),
    Column("evidence_id", Id, ForeignKey("evidence.evidence_id"), nullable=False),
    Column("fetched_at", UtcTime, nullable=False),
)

robots = Table(
    "robots",
    metadata,
    Column("robots_id", Integer, primary_key=True, autoincrement=True),
    Column("origin", CleanText, nullable=False),
    Column("fetched_at", UtcTime, nullable=False),
    Column("status_code", Integer),
    Column("allowed_summary", CleanText, nullable=False),
    Column("sha256", String(64)),
    Index(None, "origin", "fetched_at"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("evidence_id", Id, primary_key=True),
    Column("url", CleanText, nullable=False),
    Column("fetched_at", UtcTime, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("warc_file", String(255), nullable=False),
    Column("warc_offset", Integer, nullable=False),
    Column("status_code", Integer, nullable=False),
)

adverts = Table(
    "adverts",
    metadata,
    Column("advert_id", Id, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", CleanText, nullable=False),
    Column("description", CleanText, nullable=False),
    Column("url", CleanText, nullable=False),
    Column("source", CleanText, nullable=False),
    Column("fetched_at", UtcTime, nullable=False),
    Column("evidence_id", Id, ForeignKey("evidence.evidence_id")),
    Column("hiring_organization", CleanText),
    Column("job_location", CleanText),
    Column("employment_type", CleanText),
    Column("base_salary_raw", CleanText),
    Column("base_salary", JSON(none_as_null=True)),
    Column("date_posted_raw", CleanText),
    Column("date_posted", Date),
    Column("valid_through_raw", CleanText),
    Column("valid_through", Date),
    Column("counted_on", Date, nullable=False),
    Index(None, "counted_on"),
    Index(None, "fetched_at", "advert_id"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("advert_id", Id, ForeignKey("adverts.advert_id"), primary_key=True),
    Column("url_key", String(64), primary_key=True),
    Column("url", CleanText, nullable=False),
    Column("evidence_id", Id),
    Column("fetched_at", UtcTime, nullable=False),
    Column("last_seen_at", UtcTime, nullable=False),
)

assessments = Table(
    "assessments",
    metadata,
    Column("advert_id", Id, ForeignKey("adverts.advert_id"), primary_key=True),
    Column("model_id", String(80), primary_key=True),
    Column("features_version", String(32), nullable=False),
    Column("assessed_at", UtcTime, nullable=False),
    Column("language", String(16), nullable=False),
    Column("score", Float, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("verdict", String(32), nullable=False),
    Column("threshold_name", String(80), nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("entities", JSON, nullable=False),
    Index(None, "model_id"),
)

shadows = Table(
    "shadows",
    metadata,
    Column("advert_id", Id, primary_key=True),
    Column("champion_id", String(80), primary_key=True),
    Column("model_id", String(80), primary_key=True),
    Column("features_version", String(32), nullable=False),
    Column("assessed_at", UtcTime, nullable=False),
    Column("score", Float, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("verdict", String(32), nullable=False),
    Column("threshold_name", String(80), nullable=False),
    ForeignKeyConstraint(
        ["advert_id", "champion_id"], ["assessments.advert_id", "assessments.model_id"]
    ),
    Index(None, "champion_id", "model_id"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("advert_id", Id, ForeignKey("adverts.advert_id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("ciphertext", Text, nullable=False),
    Index(None, "kind", "digest"),
)

flags = Table(
    "flags",
    metadata,
    Column("flag_id", Id, primary_key=True),
    Column("advert_id", Id, ForeignKey("adverts.advert_id"), nullable=False),
    Column("model_id", String(80), nullable=False),
    Column("score", Float, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("destinations", JSON, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("counted_on", Date, nullable=False),
    Column("flagged_at", UtcTime, nullable=False),
    Column("status", String(16), nullable=False),
    UniqueConstraint("advert_id"),
    Index(None, "status", "score", "flag_id"),
    Index(None, "counted_on"),
)

flag_labels = Table(
    "flag_labels",
    metadata,
    Column("flag_id", Id, ForeignKey("flags.flag_id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("value", String(64), primary_key=True),
    Index(None, "kind", "value"),
)
"""Categories and destinations of flags, one a row, so that they can be filtered by index."""

reviews = Table(
    "reviews",
    metadata,
    Column("review_id", Id, primary_key=True),
    Column("flag_id", Id, ForeignKey("flags.flag_id"), nullable=False),
    Column("decision", String(16), nullable=False),
    Column("reason", CleanText, nullable=False),
    Column("reviewer", CleanText, nullable=False),
    Column("reviewed_at", UtcTime, nullable=False),
    Index(None, "flag_id", "reviewed_at"),
)

hotspots = Table(
    "hotspots",
    metadata,
    Column("hotspot_id", Id, primary_key=True),
    Column("destination", String(8)),
    Column("category", String(32)),
    Column("origin", CleanText),
    Column("channel", CleanText),
    Column("window_start_on", Date, nullable=False),
    Column("window_end_on", Date, nullable=False),
    Column("observed", Integer, nullable=False),
    Column("expected", Float, nullable=False),
    Column("relative_risk", Float),
    Column("p_value", Float, nullable=False),
    Column("p_threshold", Float, nullable=False),
    Column("effort", Float, nullable=False),
    Column("method", String(80), nullable=False),
    Column("flag_ids", JSON, nullable=False),
    Column("detected_at", UtcTime, nullable=False),
    Index(None, "window_start_on", "hotspot_id"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("alert_id", Id, primary_key=True),
    Column("hotspot_id", Id, ForeignKey("hotspots.hotspot_id"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("status", String(16), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("urgency", String(16), nullable=False),
    Column("certainty", String(16), nullable=False),
    Column("marking", String(24), nullable=False),
    Column("headline", CleanText, nullable=False),
    Column("description", CleanText, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("subscription_id", Id, primary_key=True),
    Column("url", CleanText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("owner", CleanText, nullable=False),
    Column("destinations", JSON, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("secret_ciphertext", Text, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("delivery_id", Id, primary_key=True),
    Column("alert_id", Id, ForeignKey("alerts.alert_id"), nullable=False),
    Column("subscription_id", Id, ForeignKey("subscriptions.subscription_id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", UtcTime, nullable=False),
    Column("last_attempt_at", UtcTime),
    Column("last_outcome", CleanText, nullable=False),
    Column("delivered_at", UtcTime),
    Index(None, "state", "next_attempt_at"),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_id", String(16), primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("role", String(16), nullable=False),
    Column("secret_sha256", String(64), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    UniqueConstraint("name"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(255), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)
