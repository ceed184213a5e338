"""Deliveries against a receiver that verifies with the `standardwebhooks` library."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

import storage.deliveries
import storage.hotspots
import storage.subscriptions
from alerts.compose import compose
from alerts.deliver import DeliverySummary, deliver_due, plan
from lurewatch.errors import FetchTimeout
from lurewatch.labels import Category, DeliveryState
from lurewatch.records import Cell, Delivery, Hotspot, Subscription
from lurewatch.settings import Settings
from storage.ciphers import Cipher
from storage.database import Database

NOW = datetime.now(UTC).replace(microsecond=0)
SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"


class Receiver(BaseHTTPRequestHandler):
    answers: list[int]
    received: list[tuple[dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append(({name.lower(): v for name, v in self.headers.items()}, body))
        self.send_response(self.answers.pop(0) if self.answers else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def origin() -> Iterator[str]:
    Receiver.answers, Receiver.received = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings(origin: str, tmp_path: Path) -> Settings:
    return Settings(
        var_dir=tmp_path,
        allowed_private_origins=(origin,),
        delivery_attempts=3,
        delivery_backoff_seconds=60,
        secret_key="a key for tests only",  # type: ignore[arg-type]
    )


@pytest.fixture
def cipher(settings: Settings) -> Cipher:
    return Cipher.from_settings(settings)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database)
    database.upgrade()
    yield database
    database.dispose()


@pytest.fixture
def delivery(database: Database, cipher: Cipher, origin: str) -> Delivery:
    """One alert in the outbox for one subscription."""
    hotspot = Hotspot(
        hotspot_id="hot",
        cell=Cell(destination="TH", category=Category.FORCED_CRIMINALITY),
        window_start_on=NOW.date(),
        window_end_on=NOW.date(),
        observed=9,
        expected=1.0,
        relative_risk=9.0,
        p_value=0.001,
        p_threshold=0.05,
        effort=1.0,
        method="m",
        flag_ids=("f1",),
        detected_at=NOW,
    )
    subscription = Subscription(
        subscription_id="sub", url=f"{origin}/hook", created_at=NOW, owner="cert"
    )
    alert = compose(hotspot, created_at=NOW)
    [planned] = plan(alert, hotspot, [subscription], NOW)
    with database.begin() as session:
        storage.subscriptions.create(session, subscription, SECRET, cipher)
        storage.hotspots.save(session, [hotspot], [alert], [planned])
    return planned


@pytest.fixture
def run(database: Database, settings: Settings, cipher: Cipher):  # type: ignore[no-untyped-def]
    def run_at(now: datetime, **changes: object) -> DeliverySummary:
        return deliver_due(
            database=database,
            settings=settings.model_copy(update=changes),
            cipher=cipher,
            now=now,
        )

    return run_at


def stored(database: Database) -> Delivery:
    with database.begin() as session:
        [row] = storage.deliveries.page(session)
    return row


def test_a_delivery_verifies_with_the_library_and_is_sent_once(run, database, delivery) -> None:  # type: ignore[no-untyped-def]
    assert run(NOW).delivered == 1
    assert run(NOW + timedelta(days=1)) == DeliverySummary()
    [(headers, body)] = Receiver.received
    verified = Webhook(SECRET).verify(body, headers)
    assert verified["data"]["hotspot"]["destination"] == "TH"
    assert headers["webhook-id"] == delivery.delivery_id
    assert stored(database).state is DeliveryState.DELIVERED


def test_a_changed_body_or_another_secret_does_not_verify(run, delivery) -> None:  # type: ignore[no-untyped-def]
    run(NOW)
    [(headers, body)] = Receiver.received
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"TH", b"KH"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 32).verify(body, headers)


def test_a_failure_is_tried_again_later_with_the_same_id(run, database, delivery) -> None:  # type: ignore[no-untyped-def]
    Receiver.answers = [503, 204]
    assert run(NOW).failed == 1
    waiting = stored(database)
    assert (waiting.state, waiting.attempts, waiting.last_outcome) == ("pending", 1, "503")
    assert waiting.next_attempt_at == NOW + timedelta(seconds=60)
    assert run(NOW + timedelta(seconds=59)) == DeliverySummary()
    assert run(NOW + timedelta(seconds=60)).delivered == 1
    (first, _), (second, _) = Receiver.received
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-timestamp"] != second["webhook-timestamp"]


def test_the_wait_doubles_and_the_last_failure_puts_it_aside(run, database, delivery) -> None:  # type: ignore[no-untyped-def]
    Receiver.answers = [500, 302, 500]
    run(NOW)
    second = NOW + timedelta(seconds=60)
    run(second)
    assert stored(database).next_attempt_at == second + timedelta(seconds=120)
    assert run(second + timedelta(seconds=120)).dead == 1
    assert stored(database).state is DeliveryState.DEAD
    assert run(NOW + timedelta(days=3)) == DeliverySummary()


def test_a_dead_delivery_can_be_sent_again_by_hand(run, database, delivery) -> None:  # type: ignore[no-untyped-def]
    Receiver.answers = [410]
    assert run(NOW).dead == 1
    with database.begin() as session:
        storage.deliveries.retry(session, delivery.delivery_id, NOW)
    assert run(NOW).delivered == 1


def test_a_private_address_is_never_called(run, database, delivery) -> None:  # type: ignore[no-untyped-def]
    assert run(NOW, allowed_private_origins=()).dead == 1
    assert Receiver.received == []
    assert "refused" in stored(database).last_outcome


def test_an_ended_subscription_gets_nothing(run, database, delivery) -> None:  # type: ignore[no-untyped-def]
    with database.begin() as session:
        storage.subscriptions.remove(session, "sub")
    assert run(NOW).dead == 1
    assert Receiver.received == []


def test_a_claimed_delivery_is_not_taken_by_a_second_worker(database, delivery) -> None:  # type: ignore[no-untyped-def]
    with database.begin() as session:
        assert len(storage.deliveries.claim_due(session, NOW, 10, 60)) == 1
    with database.begin() as session:
        assert storage.deliveries.claim_due(session, NOW, 10, 60) == []
        later = NOW + timedelta(seconds=61)
        assert len(storage.deliveries.claim_due(session, later, 10, 60)) == 1


def test_a_worker_that_dies_after_sending_sends_the_same_id_again(  # type: ignore[no-untyped-def]
    run, database, settings, cipher, delivery
) -> None:
    class Killed(BaseException):
        pass

    def die(url: str, body: bytes, headers: object) -> int:
        raise Killed

    with pytest.raises(Killed):
        deliver_due(database=database, settings=settings, cipher=cipher, now=NOW, send=die)
    assert run(NOW + timedelta(hours=1)).delivered == 1
    assert Receiver.received[0][0]["webhook-id"] == delivery.delivery_id


def test_a_time_out_is_tried_again(database, settings, cipher, delivery) -> None:  # type: ignore[no-untyped-def]
    def slow(url: str, body: bytes, headers: object) -> int:
        raise FetchTimeout("slow")

    summary = deliver_due(database=database, settings=settings, cipher=cipher, now=NOW, send=slow)
    assert summary.failed == 1
    assert stored(database).last_outcome == "fetch_timeout"
