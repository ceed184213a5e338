"""Crawls, their frontier, and the one function that stores what a crawl found.

A page's outcome, its adverts and its links are stored in one transaction that also marks
its URL done (docs/decisions/0002). Storing the same result twice changes nothing.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from lurewatch.labels import CrawlState, FetchOutcome
from lurewatch.records import ArchivedResponse, PageResult
from storage import evidence_rows
from storage.adverts import save_adverts
from storage.inserting import insert, insert_new
from storage.tables import crawls, frontier, validators

_READ_WELL = {FetchOutcome.ADVERTS, FetchOutcome.LISTING, FetchOutcome.EMPTY}


@dataclass(frozen=True, kw_only=True, slots=True)
class Crawl:
    """A crawl that was started or taken up again."""

    crawl_id: str
    source: str
    resumed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedCounts:
    """What a batch of results added."""

    pages: int
    new_adverts: int
    known_adverts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """The last good answer of a URL."""

    etag: str | None
    last_modified: str | None
    sha256: str
    response: ArchivedResponse


@dataclass(frozen=True, kw_only=True, slots=True)
class PageRow:
    """One URL of a crawl and what became of it; `outcome` is `None` while it is pending."""

    url: str
    depth: int
    outcome: FetchOutcome | None
    detail: str
    fetched_at: datetime | None
    evidence_id: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CrawlRow:
    """One crawl."""

    crawl_id: str
    source: str
    state: CrawlState
    started_at: datetime
    finished_at: datetime | None


def url_key(url: str) -> str:
    """SHA-256 of a URL: a key of fixed size, because URLs are as long as a hostile site likes."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


def start_or_resume(
    session: Session, *, source: str, start_urls: Sequence[str], now: datetime
) -> Crawl:
    """Take up the unfinished crawl of this source and start URLs, or start one."""
    key = hashlib.sha256("\n".join((source, *start_urls)).encode()).hexdigest()
    unfinished = session.execute(
        select(crawls.c.crawl_id)
        .where(crawls.c.start_key == key, crawls.c.state == CrawlState.RUNNING)
        .order_by(crawls.c.started_at.desc())
        .limit(1)
    ).scalar()
    if unfinished:
        return Crawl(crawl_id=unfinished, source=source, resumed=True)
    crawl_id = secrets.token_hex(8)
    session.execute(
        crawls.insert().values(
            crawl_id=crawl_id,
            source=source,
            start_key=key,
            state=CrawlState.RUNNING,
            started_at=now,
        )
    )
    _add_links(session, crawl_id, [(url, 0) for url in start_urls])
    return Crawl(crawl_id=crawl_id, source=source, resumed=False)


def pending(session: Session, crawl_id: str, limit: int | None = None) -> list[tuple[str, int]]:
    """URLs still to fetch with their depth, in the order they were found."""
    rows = session.execute(
        select(frontier.c.url, frontier.c.depth)
        .where(frontier.c.crawl_id == crawl_id, frontier.c.outcome.is_(None))
        .order_by(frontier.c.position)
        .limit(limit)
    )
    return [(row.url, row.depth) for row in rows]


def save_results(session: Session, results: Sequence[PageResult]) -> SavedCounts:
    """Store what a batch of fetches led to. All of it becomes visible at once, or none."""
    evidence_rows.save_responses(
        session, [result.response for result in results if result.response]
    )
    new = known = 0
    for result in results:
        fresh = save_adverts(session, result.adverts)
        new += fresh
        known += len(result.adverts) - fresh
        _add_links(session, result.crawl_id, [(result.url, result.depth), *result.links])
        _mark_done(session, result)
        _save_validators(session, result)
    return SavedCounts(pages=len(results), new_adverts=new, known_adverts=known)


def _add_links(session: Session, crawl_id: str, links: Sequence[tuple[str, int]]) -> None:
    start = session.execute(
        select(func.coalesce(func.max(frontier.c.position), 0)).where(
            frontier.c.crawl_id == crawl_id
        )
    ).scalar_one()
    rows = [
        {
            "crawl_id": crawl_id,
            "url_key": url_key(url),
            "position": start + offset,
            "url": url,
            "depth": depth,
            "detail": "",
        }
        for offset, (url, depth) in enumerate(links, start=1)
    ]
    insert_new(session, frontier, rows)


def _mark_done(session: Session, result: PageResult) -> None:
    session.execute(
        update(frontier)
        .where(
            frontier.c.crawl_id == result.crawl_id,
            frontier.c.url_key == url_key(result.url),
            frontier.c.outcome.is_(None),
        )
        .values(
            outcome=result.outcome,
            detail=result.detail,
            fetched_at=result.fetched_at,
            evidence_id=result.response.evidence_id if result.response else None,
        )
    )


def _save_validators(session: Session, result: PageResult) -> None:
    """Remember the validators of a page that was read well; a bad answer must not silence it."""
    if result.response is None or result.outcome not in _READ_WELL:
        return
    values = {
        "url": result.url,
        "etag": result.etag,
        "last_modified": result.last_modified,
        "sha256": result.response.sha256,
        "evidence_id": result.response.evidence_id,
        "fetched_at": result.fetched_at,
    }
    session.execute(
        insert(session, validators)
        .values(url_key=url_key(result.url), **values)
        .on_conflict_do_update(index_elements=["url_key"], set_=values)
    )


def validators_for(session: Session, url: str) -> Known | None:
    """What is known of the last good answer of a URL."""
    row = session.execute(
        select(validators).where(validators.c.url_key == url_key(url))
    ).one_or_none()
    if row is None:
        return None
    return Known(
        etag=row.etag,
        last_modified=row.last_modified,
        sha256=row.sha256,
        response=evidence_rows.get(session, row.evidence_id),
    )


def finish(session: Session, crawl_id: str, now: datetime) -> None:
    """Close a crawl that has nothing left to fetch."""
    session.execute(
        update(crawls)
        .where(crawls.c.crawl_id == crawl_id)
        .values(state=CrawlState.FINISHED, finished_at=now)
    )


def outcomes(session: Session, crawl_id: str) -> list[PageRow]:
    """All URLs of a crawl, in the order they were found."""
    rows = session.execute(
        select(frontier).where(frontier.c.crawl_id == crawl_id).order_by(frontier.c.position)
    )
    return [
        PageRow(
            url=row.url,
            depth=row.depth,
            outcome=FetchOutcome(row.outcome) if row.outcome else None,
            detail=row.detail,
            fetched_at=row.fetched_at,
            evidence_id=row.evidence_id,
        )
        for row in rows
    ]


def outcome_counts(session: Session, crawl_id: str) -> dict[FetchOutcome, int]:
    """How many URLs of a crawl ended in which way."""
    rows = session.execute(
        select(frontier.c.outcome, func.count())
        .where(frontier.c.crawl_id == crawl_id, frontier.c.outcome.is_not(None))
        .group_by(frontier.c.outcome)
    )
    return {FetchOutcome(outcome): count for outcome, count in rows}


def latest(session: Session, source: str) -> CrawlRow | None:
    """The newest crawl of a source."""
    query = select(crawls).where(crawls.c.source == source).order_by(crawls.c.started_at.desc())
    row = session.execute(query.limit(1)).first()
    return _crawl_row(row) if row else None


def recent(session: Session, limit: int = 20) -> list[CrawlRow]:
    """The newest crawls first."""
    rows = session.execute(select(crawls).order_by(crawls.c.started_at.desc()).limit(limit))
    return [_crawl_row(row) for row in rows]


def _crawl_row(row: Row[Any]) -> CrawlRow:
    return CrawlRow(
        crawl_id=row.crawl_id,
        source=row.source,
        state=CrawlState(row.state),
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
