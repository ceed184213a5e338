"""A running app on a real database, with the model and the fetching replaced."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from lurewatch.content import content_hash
from lurewatch.entities import Entities
from lurewatch.errors import NotReadable
from lurewatch.labels import AdvertKind, Category, IndicatorState, Language, Role, Verdict
from lurewatch.records import Advert, AdvertText, Assessment, Cell, Evidence, Flag, Hotspot
from lurewatch.settings import Settings, read_settings
from storage import adverts, assessments, hotspots, keys
from storage.ciphers import Cipher
from storage.database import Database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LURE = "Pay 50,000 now <script>alert(1)</script> and fly \u202etomorrow."


def assess(advert: AdvertText) -> Assessment:
    """Finds one indicator: the word "Pay"."""
    at = advert.text.find("Pay")
    found = at >= 0
    evidence = Evidence(
        indicator="FEE_UPFRONT",
        state=IndicatorState.PRESENT,
        field="text",
        start=at,
        end=at + 10,
        text=advert.text[at : at + 10],
    )
    return Assessment(
        advert_id=advert.advert_id,
        model_id="fake-1",
        features_version="1",
        assessed_at=NOW,
        language=Language.ENGLISH,
        score=0.9 if found else 0.1,
        categories={Category.RECRUITMENT_FRAUD: 0.9 if found else 0.1},
        verdict=Verdict.HIGH_RISK if found else Verdict.NO_SIGNS_FOUND,
        threshold_name="fake",
        evidence=(evidence,) if found else (),
        entities=Entities(destinations=("MM",)),
    )


def read(url: str) -> AdvertText:
    """Reads one page, whatever the URL, unless it says otherwise."""
    if "unreadable" in url:
        raise NotReadable("secret detail of the failure")
    return AdvertText(advert_id="a" * 32, title="Clerk", text=LURE, url=url)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(
        var_dir=tmp_path,
        secret_key="a key for tests only, long enough",
        check_rate="1000/minute",
        allowed_private_origins="http://127.0.0.1:9999",
        trusted_proxies="testclient",
    )


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database)
    database.upgrade()
    yield database
    database.dispose()


@pytest.fixture
def client(settings: Settings, database: Database) -> Iterator[TestClient]:
    app = create_app(
        settings=settings,
        database=database,
        cipher=Cipher.from_settings(settings),
        assess_text=assess,
        read_url=read,
        demo_key_hint="lw_demo",
    )
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def key(database: Database) -> Callable[[Role, str], dict[str, str]]:
    """Makes a key; gives the header that sends it."""

    def make(role: Role, name: str = "") -> dict[str, str]:
        with database.begin() as session:
            token = keys.create(session, name=name or role, role=role, now=NOW)
        return {"Authorization": f"Bearer {token}"}

    return make


@pytest.fixture
def flag(database: Database, settings: Settings) -> Flag:
    """A stored advert with its assessment and flag."""
    digest = content_hash(title="Clerk", description=LURE)
    advert = Advert(
        advert_id=digest[:32],
        content_hash=digest,
        kind=AdvertKind.JOB_POSTING,
        title="Clerk",
        description=LURE,
        url="https://jobs.example/1",
        source="jobs.example",
        fetched_at=NOW,
    )
    flag = Flag(
        flag_id="f" * 32,
        advert_id=advert.advert_id,
        model_id="fake-1",
        score=0.9,
        categories=(Category.RECRUITMENT_FRAUD,),
        destinations=("MM",),
        reasons=("FEE_UPFRONT",),
        counted_on=date(2026, 11, 23),
        flagged_at=NOW,
    )
    text = AdvertText(advert_id=advert.advert_id, title="Clerk", text=LURE)
    with database.begin() as session:
        adverts.save_adverts(session, [advert])
        assessments.save(session, [assess(text)], [flag], cipher=Cipher.from_settings(settings))
    return flag


@pytest.fixture
def hotspot(database: Database) -> Hotspot:
    """A stored hotspot."""
    spot = Hotspot(
        hotspot_id="b" * 32,
        cell=Cell(destination="MM", category=Category.RECRUITMENT_FRAUD),
        window_start_on=date(2026, 11, 16),
        window_end_on=date(2026, 11, 22),
        observed=9,
        expected=0.0,
        relative_risk=float("inf"),
        p_value=0.0005,
        p_threshold=0.001,
        effort=1.0,
        method="test",
        flag_ids=("f" * 32,),
        detected_at=NOW,
    )
    with database.begin() as session:
        hotspots.save(session, [spot], [], [])
    return spot
