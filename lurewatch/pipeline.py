"""Joins the packages: crawl, assess, detect, deliver, check. No logic of its own.

Every step is idempotent and commits in small transactions, so that each may be killed at
any moment and run again.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

import storage.adverts
import storage.assessments
import storage.crawls
import storage.flags
import storage.hotspots
import storage.subscriptions
from alerts.compose import compose
from alerts.deliver import DeliverySummary, deliver_due, plan
from crawler.pages import read_page
from crawler.sources import Source, load
from features.delphi import delphi_dimensions
from hotspots.detection import detect
from lurewatch.content import content_id
from lurewatch.errors import InputError, NotReadable
from lurewatch.guarded_http import fetch
from lurewatch.interchange import InputLine, assessment_json, error_json
from lurewatch.labels import FetchOutcome
from lurewatch.records import Advert, AdvertText, Assessment, Flag, HotspotReport
from lurewatch.settings import Settings
from storage.ciphers import Cipher
from storage.database import Database
from storage.evidence import Archive

if TYPE_CHECKING:
    # Loading scikit-learn takes seconds; commands that score nothing need not wait for it.
    from models.assess import Assessor

ASSESS_BATCH = 200
"""Adverts per transaction: small enough to lose little, large enough that commits cost little."""

STOP_SECONDS = 20
"""For a crawl to end by itself after Ctrl-C; a second Ctrl-C ends it at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Workplace:
    """The opened resources of one process."""

    settings: Settings
    database: Database
    cipher: Cipher

    def archive(self) -> Archive:
        """The evidence archive, for reading and for one writer."""
        return Archive(self.settings.archive_dir, self.settings.warc_bytes)


@dataclass(frozen=True, kw_only=True, slots=True)
class AssessSummary:
    """What one scoring run did."""

    assessed: int
    flagged: int
    model_id: str


def now_utc() -> datetime:
    """The current time, UTC."""
    return datetime.now(UTC)


def prepare(settings: Settings) -> Workplace:
    """Make folders, the key and an up-to-date database, and open them."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    settings.archive_dir.mkdir(parents=True, exist_ok=True)
    Cipher.create_key_file(settings)
    database = Database(settings.database)
    database.upgrade()
    return Workplace(settings=settings, database=database, cipher=Cipher.from_settings(settings))


def source_for(target: str, settings: Settings) -> Source:
    """The configured source of this name, or a one-off source for a URL.

    Raises:
        InputError: neither a URL nor the name of a configured source.
    """
    if "://" in target:
        return Source(name=urlsplit(target).netloc or target, start_urls=(target,))
    sources = load(settings.sources_file)
    if target not in sources:
        known = ", ".join(sorted(sources)) or "none"
        raise InputError(f"{target!r} is neither a URL nor a configured source (known: {known})")
    return sources[target]


def last_crawls(workplace: Workplace, names: Sequence[str]) -> dict[str, str | None]:
    """When each source was last crawled and what the pages were, or `None`."""
    with workplace.database.begin() as session:
        return {name: _last_crawl(session, name) for name in names}


def _last_crawl(session: Session, name: str) -> str | None:
    crawl = storage.crawls.latest(session, name)
    if crawl is None:
        return None
    counts = storage.crawls.outcome_counts(session, crawl.crawl_id)
    pages = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
    return f"{crawl.started_at:%Y-%m-%d %H:%M} {crawl.state}: {pages or 'no pages'}"


def crawl_apart(target: str, environment: dict[str, str]) -> int:
    """Crawl in a process of its own, because a Twisted reactor cannot be started twice.

    Returns:
        The exit status of `lurewatch crawl`.
    """
    command = [sys.executable, "-m", "lurewatch", "crawl", target, "--quiet"]
    with subprocess.Popen(command, env=environment) as crawl:  # noqa: S603
        try:
            return crawl.wait()
        except KeyboardInterrupt:
            # It got the same Ctrl-C and is writing down where it stopped.
            _wait_or_kill(crawl)
            raise


def _wait_or_kill(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(STOP_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.wait()


def assess_pending(
    workplace: Workplace,
    assessor: "Assessor",
    *,
    on_batch: Callable[[list[tuple[Advert, Assessment, Flag | None]]], None] | None = None,
) -> AssessSummary:
    """Assess every stored advert that this model has not assessed, and flag the risky ones."""
    assessed = flagged = 0
    while True:
        with workplace.database.begin() as session:
            adverts = storage.adverts.unassessed(session, assessor.model_id, ASSESS_BATCH)
        if not adverts:
            return AssessSummary(assessed=assessed, flagged=flagged, model_id=assessor.model_id)
        now = now_utc()
        assessments = list(assessor.assess_many(map(text_of, adverts), assessed_at=now))
        pairs = list(zip(adverts, assessments, strict=True))
        rows = [(a, s, flag_for(a, s, assessor, now)) for a, s in pairs]
        with workplace.database.begin() as session:
            saved = storage.assessments.save(
                session,
                assessments,
                [flag for _, _, flag in rows if flag],
                cipher=workplace.cipher,
            )
        assessed += saved.assessments
        flagged += saved.flags
        if on_batch:
            on_batch(rows)


def text_of(advert: Advert) -> AdvertText:
    """The part of a stored advert that is assessed."""
    return AdvertText(
        advert_id=advert.advert_id,
        title=advert.title,
        text=advert.description,
        kind=advert.kind,
        url=advert.url,
        source=advert.source,
        posted_on=advert.date_posted,
    )


def flag_for(
    advert: Advert, assessment: Assessment, assessor: "Assessor", now: datetime
) -> Flag | None:
    """The flag an assessment raises, if any. Its id depends on the advert alone."""
    if not assessor.flagged(assessment):
        return None
    return Flag(
        flag_id=content_id("flag", advert.advert_id),
        advert_id=advert.advert_id,
        model_id=assessment.model_id,
        score=assessment.score,
        categories=assessor.flag_categories(assessment),
        destinations=assessment.entities.destinations,
        reasons=tuple(
            dict.fromkeys(e.indicator for e in assessment.evidence if e.state == "present")
        ),
        counted_on=advert.date_posted or advert.fetched_at.date(),
        flagged_at=now,
    )


def last_full_week(today: date) -> date:
    """Monday of the last ISO week that is over."""
    return today - timedelta(days=today.weekday() + 7)


def detect_hotspots(workplace: Workplace, *, week_start_on: date | None = None) -> HotspotReport:
    """Judge one week, and put an alert per new hotspot and subscription into the outbox."""
    settings, now = workplace.settings, now_utc()
    week = week_start_on or last_full_week(now.date())
    first = week - timedelta(weeks=settings.hotspot_history_weeks + 1)
    last = week + timedelta(days=6)
    with workplace.database.begin() as session:
        flags = storage.flags.counted_between(session, first, last)
        effort = storage.assessments.effort(session, first, last)
        subscriptions = storage.subscriptions.active(session)
    report = detect(
        flags,
        effort,
        week_start_on=week,
        false_alarm_rate=settings.hotspot_false_alarm_rate,
        history_weeks=settings.hotspot_history_weeks,
        detected_at=now,
    )
    alerts = [compose(hotspot, created_at=now) for hotspot in report.hotspots]
    deliveries = [
        delivery
        for hotspot, alert in zip(report.hotspots, alerts, strict=True)
        for delivery in plan(alert, hotspot, subscriptions, now)
    ]
    with workplace.database.begin() as session:
        storage.hotspots.save(session, report.hotspots, alerts, deliveries)
    return report


def deliver(workplace: Workplace) -> DeliverySummary:
    """Send what is due in the outbox."""
    return deliver_due(
        database=workplace.database,
        settings=workplace.settings,
        cipher=workplace.cipher,
        now=now_utc(),
    )


def read_url(url: str, settings: Settings) -> AdvertText:
    """Fetch one page through the guard and read the advert on it. Nothing is stored.

    Raises:
        FetchError: the page could not be fetched.
        NotReadable: it holds no advert, or several.
    """
    answer = fetch(url, settings=settings)
    reading = read_page(
        url=answer.url,
        body=answer.body,
        content_type=answer.content_type,
        source=urlsplit(answer.url).netloc,
        fetched_at=now_utc(),
        evidence_id=None,
    )
    if answer.status_code >= 400 or reading.outcome == FetchOutcome.BLOCKED:
        raise NotReadable("the site does not show this page without signing in, or it is gone")
    if not reading.adverts:
        raise NotReadable("no advert could be read on this page; paste its text instead")
    if len(reading.adverts) > 1:
        raise NotReadable("the page lists several adverts; give the link of one of them")
    return text_of(reading.adverts[0])


def assess_text(assessor: "Assessor", advert: AdvertText) -> Assessment:
    """Assess one text at once."""
    return next(iter(assessor.assess_many([advert], assessed_at=now_utc())))


def assess_lines(assessor: "Assessor", lines: Iterable[InputLine]) -> Iterator[dict[str, object]]:
    """Assess lines in their order; a bad line yields an object with `error` at its place."""
    rest = iter(lines)
    while batch := list(islice(rest, ASSESS_BATCH)):
        adverts = [line.advert for line in batch if line.advert]
        assessments = iter(assessor.assess_many(adverts, assessed_at=now_utc()))
        for line in batch:
            if line.advert:
                assessment = next(assessments)
                row = assessment_json(assessment, line.echo_id)
                yield row | {"dimensions": dimensions_json(assessment)}
            else:
                yield error_json(line)


def dimensions_json(assessment: Assessment) -> list[dict[str, object]]:
    """The ILO/EC Delphi dimensions of the evidence (`features.delphi`)."""
    return [
        {"name": each.name, "positive": each.positive, "indicators": list(each.indicators)}
        for each in delphi_dimensions(assessment.evidence)
    ]


def evidence_bytes(workplace: Workplace, advert_id: str) -> tuple[dict[str, str], bytes]:
    """What an advert was read from: a few facts about the archived record, and its bytes.

    Raises:
        NotFound: no such advert.
        EvidenceDamaged: the archive does not hold the bytes that were seen.
    """
    with workplace.database.begin() as session:
        response = storage.adverts.evidence_for(session, advert_id)
    found = workplace.archive().read(response)
    facts = {
        "advert": advert_id,
        "record": f"urn:uuid:{response.evidence_id}",
        "url": response.url,
        "fetched_at": response.fetched_at.isoformat(),
        "sha256": response.sha256,
        "archive": f"{Path(response.warc_file).name}@{response.warc_offset}",
        "status": found.status_line,
    }
    return facts, found.body
