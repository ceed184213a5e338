"""Sample records that several test folders share."""

from datetime import UTC, datetime

from lurewatch.content import content_hash
from lurewatch.labels import AdvertKind
from lurewatch.records import Advert

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def make_advert(
    title: str = "Cook wanted", text: str = "A kitchen in Kandy.", **more: object
) -> Advert:
    digest = content_hash(title=title, description=text)
    fields: dict[str, object] = {
        "advert_id": digest[:32],
        "content_hash": digest,
        "kind": AdvertKind.JOB_POSTING,
        "title": title,
        "description": text,
        "url": "https://jobs.example/1",
        "source": "jobs.example",
        "fetched_at": NOW,
    }
    return Advert(**(fields | more))  # type: ignore[arg-type]
