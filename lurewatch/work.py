"""`lurewatch work`: the scheduled jobs of one installation, run by one leader.

APScheduler keeps the times; a lease in the database keeps a second worker idle until the
first is gone. Every job is idempotent, so a lease that runs out during a job costs time,
not correctness.
"""

import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

import storage.leases
from crawler.sources import load
from lurewatch.errors import LurewatchError, ModelError
from lurewatch.pipeline import (
    Workplace,
    assess_pending,
    crawl_apart,
    deliver,
    detect_hotspots,
    now_utc,
)
from lurewatch.shadow import shadow_pending
from models import registry
from models.assess import Assessor

LEASE = "worker"
LEASE_SECONDS = 90
"""Time after which another worker takes over from one that was killed."""
RENEW_SECONDS = 20
"""A live worker renews often enough to miss three times in a row."""
JITTER_SECONDS = 15
"""Keeps crawls of many installations from starting in the same second."""

log = structlog.get_logger("lurewatch.work")


class Worker:
    """Runs the jobs while it holds the lease."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.stopping = threading.Event()
        self._assessor: Assessor | None = None
        self._challenger: Assessor | None = None

    @property
    def jobs(self) -> dict[str, tuple[Callable[[], object], int]]:
        """Name → (job, minutes between runs), in the order of the flow."""
        settings = self.workplace.settings
        return {
            "crawl": (self.crawl_sources, settings.crawl_every_minutes),
            "assess": (self.assess, settings.assess_every_minutes),
            "detect": (lambda: detect_hotspots(self.workplace), settings.detect_every_minutes),
            "deliver": (lambda: deliver(self.workplace), settings.deliver_every_minutes),
        }

    def crawl_sources(self) -> None:
        """Crawl each enabled source in a process of its own; one that fails stops no other."""
        for source in load(self.workplace.settings.sources_file).values():
            if source.enabled and not self.stopping.is_set():
                status = crawl_apart(source.name, dict(os.environ))
                log.info("crawled", source=source.name, status=status)

    def assess(self) -> None:
        """Assess what is new."""
        settings = self.workplace.settings
        # Asked anew each time: a promotion or a rollback holds from the next run on.
        if self._assessor is None or not settings.model_id:
            current = registry.get(settings, settings.model_id or None)
            if self._assessor is None or self._assessor.model_id != current.model_id:
                self._assessor = Assessor.load(settings, settings.model_id or None)
        summary = assess_pending(self.workplace, self._assessor)
        log.info("assessed", adverts=summary.assessed, flagged=summary.flagged)
        self._shadow(self._assessor.model_id)

    def _shadow(self, champion_id: str) -> None:
        """Let the challenger score beside it. One that cannot is logged and stops nothing."""
        wanted = self.workplace.settings.shadow_model_id
        if not wanted or wanted == champion_id:
            return
        try:
            if self._challenger is None:
                self._challenger = Assessor.by_id(self.workplace.settings, wanted)
            done = shadow_pending(self.workplace, self._challenger, champion_id)
        except ModelError as error:
            log.error("no shadow scores", model=wanted, code=error.code, reason=str(error))
        else:
            log.info("assessed in shadow", adverts=done, model=wanted)

    def leads(self) -> bool:
        """Take or renew the lease."""
        with self.workplace.database.begin() as session:
            return storage.leases.acquire(
                session, name=LEASE, holder=self.holder, now=now_utc(), seconds=LEASE_SECONDS
            )

    def run_job(self, name: str) -> None:
        """Run one job if this worker leads; an expected error is logged, not fatal."""
        if self.stopping.is_set() or not self.leads():
            return
        try:
            self.jobs[name][0]()
        except LurewatchError as error:
            log.error("job failed", job=name, code=error.code, reason=str(error))

    def run_once(self) -> None:
        """Run every job once, in the order of the flow."""
        for name in self.jobs:
            self.run_job(name)
        self._release()

    def run_until_stopped(self) -> None:
        """Run on schedule until SIGINT or SIGTERM; the job under way is finished first."""
        scheduler = BackgroundScheduler(timezone="UTC")
        for name, (_, minutes) in self.jobs.items():
            scheduler.add_job(
                self.run_job,
                "interval",
                args=[name],
                id=name,
                minutes=minutes,
                jitter=JITTER_SECONDS,
                next_run_time=now_utc(),
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        scheduler.add_job(self.leads, "interval", seconds=RENEW_SECONDS, id="lease")
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, lambda *_: self.stopping.set())
        scheduler.start()
        log.info("working", holder=self.holder, leads=self.leads())
        self.stopping.wait()
        scheduler.shutdown(wait=True)
        self._release()

    def _release(self) -> None:
        with self.workplace.database.begin() as session:
            storage.leases.release(session, LEASE, self.holder)
