"""Content addressing: the same advert read twice, or from two pages, has one id.

The hash covers what a reader reads and nothing that changes by itself: no URL, no dates,
no markup, no white space. It is an identity, not a similarity; reposts with other words
are joined by campaigns, not here.
"""

import hashlib
import unicodedata

_DROPPED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def _canonical(value: str | None) -> str:
    """NFC, without zero-width characters (pages drop ZWJ from Sinhala), white space folded."""
    return " ".join(unicodedata.normalize("NFC", (value or "").translate(_DROPPED)).split())


def content_hash(
    *,
    title: str,
    description: str,
    hiring_organization: str | None = None,
    job_location: str | None = None,
    base_salary_raw: str | None = None,
) -> str:
    """SHA-256 (hex) of an advert's content."""
    parts = (title, description, hiring_organization, job_location, base_salary_raw)
    return hashlib.sha256(
        "\x1f".join(map(_canonical, parts)).encode("utf-8", "surrogatepass")
    ).hexdigest()


def content_id(*parts: str) -> str:
    """32 hex digits that address a derived record (hotspot, alert, delivery, flag)."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
