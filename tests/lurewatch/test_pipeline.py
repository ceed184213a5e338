"""The line from stored adverts to delivered alerts; each step run twice, and killed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql

import storage.adverts
import storage.flags
import storage.hotspots
from lurewatch.content import content_hash
from lurewatch.demo.adverts import demo_adverts
from lurewatch.errors import InputError
from lurewatch.labels import AdvertKind
from lurewatch.pipeline import (
    Workplace,
    assess_pending,
    detect_hotspots,
    last_full_week,
    source_for,
)
from lurewatch.records import Advert
from lurewatch.settings import read_settings
from models.assess import Assessor
from tests.samples import NOW

Run = Callable[..., int]
WEEK = date(2026, 11, 16)


def stored_adverts(workplace: Workplace, copies: int = 1) -> int:
    """Store the demo's adverts, as if they were fetched in the weeks that they name."""
    adverts = []
    for copy in range(copies):
        for demo in demo_adverts():
            title, body = demo.title, f"{demo.text}\nNo {copy}." if copy else demo.text
            digest = content_hash(title=title, description=body)
            adverts.append(
                Advert(
                    advert_id=digest[:32],
                    content_hash=digest,
                    kind=AdvertKind.JOB_POSTING,
                    title=title,
                    description=body,
                    url=f"https://jobs.example/{demo.id}/{copy}",
                    source="jobs.example",
                    fetched_at=NOW,
                    date_posted=demo.posted_on(WEEK),
                )
            )
    with workplace.database.begin() as session:
        storage.adverts.save_adverts(session, adverts)
    return len(adverts)


def counts(workplace: Workplace) -> dict[str, int]:
    tables = ("adverts", "assessments", "flags", "hotspots", "alerts")
    with workplace.database.begin() as session:
        return {
            table: session.execute(sql(f"select count(*) from {table}")).scalar_one()
            for table in tables
        }


def test_each_step_run_again_changes_nothing(workplace: Workplace) -> None:
    stored = stored_adverts(workplace)
    assessor = Assessor.load(workplace.settings)
    first = assess_pending(workplace, assessor)
    assert first.assessed == stored
    assert 30 <= first.flagged < stored
    report = detect_hotspots(workplace, week_start_on=WEEK)
    once = counts(workplace)
    again = assess_pending(workplace, assessor)
    assert (again.assessed, again.flagged) == (0, 0)
    assert [h.cell for h in detect_hotspots(workplace, week_start_on=WEEK).hotspots] == [
        h.cell for h in report.hotspots
    ]
    assert counts(workplace) == once
    assert once["hotspots"] == len(report.hotspots)


def test_the_hotspots_that_are_in_the_demo_are_found(workplace: Workplace) -> None:
    stored_adverts(workplace)
    assess_pending(workplace, Assessor.load(workplace.settings))
    found = detect_hotspots(workplace, week_start_on=WEEK).hotspots
    assert {(h.cell.destination, h.cell.category) for h in found} == {
        ("TH", "forced_criminality"),
        ("KH", "forced_criminality"),
    }
    assert detect_hotspots(workplace, week_start_on=WEEK - timedelta(weeks=1)).hotspots == ()


def test_last_full_week() -> None:
    assert last_full_week(date(2026, 11, 23)) == date(2026, 11, 16)
    assert last_full_week(date(2026, 11, 22)) == date(2026, 11, 9)


def test_a_target_is_a_url_or_a_known_source(var_dir: Path) -> None:
    assert source_for("https://jobs.example/x", read_settings()).name == "jobs.example"
    with pytest.raises(InputError, match="neither a URL nor a configured source"):
        source_for("no-such-source", read_settings())


def scoring_run(var: Path) -> "subprocess.Popen[bytes]":
    code = (
        "import lurewatch.pipeline as p; from lurewatch.settings import read_settings;"
        "from models.assess import Assessor; p.ASSESS_BATCH = 5;"
        "s = read_settings(); w = p.prepare(s); a = Assessor.load(s);"
        "print('ready', flush=True); p.assess_pending(w, a); print('done', flush=True)"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"LUREWATCH_VAR_DIR": str(var)},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def test_a_scoring_run_killed_at_random_points_loses_and_doubles_nothing(
    workplace: Workplace, var_dir: Path, tmp_path: Path
) -> None:
    stored = stored_adverts(workplace, copies=4)
    chance = random.Random(20261123)
    cut_short = 0
    for _ in range(5):
        running = scoring_run(var_dir)
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.0, 0.8))
        os.killpg(running.pid, signal.SIGKILL)
        cut_short += b"done" not in running.stdout.read()
        running.wait()
        running.stdout.close()
    assert cut_short > 0
    assess_pending(workplace, Assessor.load(workplace.settings))
    found = counts(workplace)
    assert found["assessments"] == stored
    with workplace.database.begin() as session:
        rows = session.execute(
            sql("select advert_id, score, language from assessments order by advert_id")
        ).all()
        flagged = session.execute(sql("select advert_id from flags order by advert_id")).all()
    assert len({row.advert_id for row in rows}) == stored
    assert len(set(flagged)) == len(flagged) == found["flags"]
    assert (rows, flagged) == uninterrupted(tmp_path / "other")


def uninterrupted(var: Path) -> tuple[object, object]:
    from lurewatch.pipeline import prepare

    other = prepare(read_settings(var_dir=var))
    stored_adverts(other, copies=4)
    assess_pending(other, Assessor.load(other.settings))
    with other.database.begin() as session:
        rows = session.execute(
            sql("select advert_id, score, language from assessments order by advert_id")
        ).all()
        flagged = session.execute(sql("select advert_id from flags order by advert_id")).all()
    other.database.dispose()
    return rows, flagged
