"""Shadow mode: a challenger scores what the model in force has assessed, and nobody acts on it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import storage.shadows
from lurewatch.labels import Category, Verdict
from lurewatch.pipeline import ASSESS_BATCH, Workplace, now_utc, text_of
from storage.shadows import ShadowPair

if TYPE_CHECKING:
    from models.assess import Assessor

SHADOW_ADVERTS = 1000
"""Adverts of one run, at most: a new challenger catches up over several runs, so that it never
keeps the model in force from what has just come in."""
SAMPLES = 5
"""Advert ids named per change."""
FLAGS = (Verdict.HIGH_RISK, Verdict.CAUTION)


def shadow_pending(
    workplace: Workplace, challenger: "Assessor", champion_id: str, *, most: int = SHADOW_ADVERTS
) -> int:
    """Store what a challenger says of adverts that the champion has assessed, newest first.

    No flag, contact or assessment is written. It may be killed at any moment and run again.

    Returns:
        How many adverts it has now assessed beside the champion.
    """
    done = 0
    while done < most:
        with workplace.database.begin() as session:
            adverts = storage.shadows.waiting(
                session, champion_id, challenger.model_id, min(ASSESS_BATCH, most - done)
            )
        if not adverts:
            break
        found = list(challenger.assess_many(map(text_of, adverts), assessed_at=now_utc()))
        with workplace.database.begin() as session:
            storage.shadows.save(session, champion_id, found)
        done += len(found)
    return done


@dataclass(kw_only=True, slots=True)
class ShadowReport:
    """What would have changed had the challenger been in force."""

    champion_id: str
    model_id: str
    adverts: int = 0
    since: datetime | None = None
    until: datetime | None = None
    score_moved: float = 0.0
    """Mean absolute difference of the scores."""
    flags_added: int = 0
    flags_dropped: int = 0
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(verdict in force, challenger's verdict) → adverts, where the two differ."""
    by_language: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    by_category: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    """The likeliest category by the model in force."""
    samples: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """First advert ids of each change."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "champion_id": self.champion_id,
            "model_id": self.model_id,
            "adverts": self.adverts,
            "since": self.since,
            "until": self.until,
            "score_moved": self.score_moved,
            "flags_added": self.flags_added,
            "flags_dropped": self.flags_dropped,
            "changed": sum(self.changes.values()),
            "changes": [
                {
                    "from": change[0],
                    "to": change[1],
                    "adverts": count,
                    "languages": dict(self.by_language[change].most_common()),
                    "categories": dict(self.by_category[change].most_common()),
                    "sample": self.samples[change],
                }
                for change, count in self.changes.most_common()
            ],
        }


def shadow_report(champion_id: str, model_id: str, pairs: Iterable[ShadowPair]) -> ShadowReport:
    """Count what would have changed."""
    report = ShadowReport(champion_id=champion_id, model_id=model_id)
    moved = 0.0
    for pair in pairs:
        report.adverts += 1
        report.since = min(report.since or pair.shadow_at, pair.shadow_at)
        report.until = max(report.until or pair.shadow_at, pair.shadow_at)
        moved += abs(pair.score - pair.shadow_score)
        if pair.verdict == pair.shadow_verdict:
            continue
        was, would_be = pair.verdict in FLAGS, pair.shadow_verdict in FLAGS
        report.flags_added += would_be and not was
        report.flags_dropped += was and not would_be
        change = (str(pair.verdict), str(pair.shadow_verdict))
        report.changes[change] += 1
        report.by_language.setdefault(change, Counter())[str(pair.language)] += 1
        likeliest = max(Category, key=lambda category: pair.categories.get(category, 0.0))
        report.by_category.setdefault(change, Counter())[str(likeliest)] += 1
        sample = report.samples.setdefault(change, [])
        if len(sample) < SAMPLES:
            sample.append(pair.advert_id)
    report.score_moved = moved / report.adverts if report.adverts else 0.0
    return report


def shadow_reports(workplace: Workplace) -> list[ShadowReport]:
    """One report per pair of champion and challenger that left results."""
    with workplace.database.begin() as session:
        return [
            shadow_report(champion, model, storage.shadows.pairs(session, champion, model))
            for champion, model in storage.shadows.contests(session)
        ]
