import multiprocessing
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

import storage.keys
import storage.leases
import storage.robots
import storage.subscriptions
from lurewatch.errors import ConfigurationError, Conflict, InputError, NotFound
from lurewatch.labels import Category, Role
from lurewatch.records import Subscription
from lurewatch.settings import Settings
from storage.ciphers import Cipher
from storage.database import Database
from tests.samples import NOW


def test_a_key_works_until_it_is_revoked_and_is_nowhere_in_clear(database: Database) -> None:
    with database.begin() as session:
        token = storage.keys.create(session, name="cert", role=Role.ANALYST, now=NOW)
        assert storage.keys.authenticate(session, token).role is Role.ANALYST
        rows = session.execute(text("SELECT * FROM api_keys")).all()
        assert token.split("_", 2)[2] not in str(rows)
        storage.keys.revoke(session, "cert", NOW)
        assert storage.keys.authenticate(session, token) is None
        [listed] = storage.keys.listed(session)
    assert listed.revoked_at == NOW


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + "!", lambda t: t[:-1], lambda t: "", str.upper]
)
def test_a_changed_token_is_nobody(database: Database, change) -> None:  # type: ignore[no-untyped-def]
    with database.begin() as session:
        token = storage.keys.create(session, name="cert", role=Role.ADMIN, now=NOW)
        other = storage.keys.create(session, name="two", role=Role.ADMIN, now=NOW)
        mixed = "_".join((*token.split("_")[:2], other.split("_", 2)[2]))
        assert storage.keys.authenticate(session, change(token)) is None
        assert storage.keys.authenticate(session, mixed) is None


def test_names_of_keys_are_unique_and_not_empty(database: Database) -> None:
    with database.begin() as session:
        storage.keys.create(session, name="a", role=Role.ANALYST, now=NOW)
        with pytest.raises(Conflict):
            storage.keys.create(session, name="a", role=Role.ANALYST, now=NOW)
        with pytest.raises(InputError):
            storage.keys.create(session, name=" ", role=Role.ANALYST, now=NOW)
        with pytest.raises(NotFound):
            storage.keys.revoke(session, "nobody", NOW)
        assert len(storage.keys.listed(session)) == 1


def test_a_lease_has_one_holder_and_passes_on_when_it_ends(database: Database) -> None:
    def acquire(holder: str, after: float) -> bool:
        with database.begin() as session:
            now = NOW + timedelta(seconds=after)
            return storage.leases.acquire(session, name="w", holder=holder, now=now, seconds=10)

    assert acquire("a", 0)
    assert not acquire("b", 9)
    assert acquire("a", 9)
    assert not acquire("b", 18)
    assert acquire("b", 20)
    with database.begin() as session:
        storage.leases.release(session, "w", "a")
    assert not acquire("a", 21)


def try_lease(url: str, holder: str) -> bool:
    with Database(url).begin() as session:
        return storage.leases.acquire(session, name="w", holder=holder, now=NOW, seconds=60)


def test_of_processes_that_ask_at_once_one_gets_the_lease(
    database: Database, database_url: str
) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        got = pool.starmap(try_lease, [(database_url, f"h{n}") for n in range(6)])
    assert sum(got) == 1


def test_subscriptions_keep_their_secret_encrypted(database: Database, cipher: Cipher) -> None:
    subscription = Subscription(
        subscription_id="s1",
        url="https://cert.example/hook",
        created_at=NOW,
        owner="cert",
        destinations=("TH",),
        categories=(Category.FORCED_CRIMINALITY,),
    )
    with database.begin() as session:
        storage.subscriptions.create(session, subscription, "whsec_abc", cipher)
        assert storage.subscriptions.active(session) == [subscription]
        assert storage.subscriptions.secret(session, "s1", cipher) == "whsec_abc"
        assert "whsec_abc" not in str(session.execute(text("SELECT * FROM subscriptions")).all())
        with pytest.raises(NotFound):
            storage.subscriptions.remove(session, "s1", owner="somebody else")
        storage.subscriptions.remove(session, "s1", owner="cert")
        assert storage.subscriptions.active(session) == []


def test_what_was_encrypted_with_another_key_is_not_read() -> None:
    token = Cipher("the first key, long").encrypt("x")
    with pytest.raises(ConfigurationError):
        Cipher("the second key, long").decrypt(token)


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path / "var")
    with pytest.raises(ConfigurationError):
        Cipher.from_settings(settings)
    Cipher.create_key_file(settings)
    digest = Cipher.from_settings(settings).digest("x")
    Cipher.create_key_file(settings)
    assert Cipher.from_settings(settings).digest("x") == digest
    [path] = (tmp_path / "var").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        Cipher("short")


def test_the_newest_robots_reading_is_kept_beside_the_older(database: Database) -> None:
    with database.begin() as session:
        for minutes, summary in ((0, "old"), (5, "new")):
            storage.robots.record(
                session,
                origin="https://a.example",
                fetched_at=NOW + timedelta(minutes=minutes),
                status_code=200,
                allowed_summary=summary,
                sha256=None,
            )
        assert storage.robots.latest(session, "https://a.example").allowed_summary == "new"
        assert storage.robots.latest(session, "https://b.example") is None
