import json
import math
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from alerts.compose import compose, payload
from alerts.deliver import plan
from alerts.subscriptions import matches
from lurewatch.labels import AlertStatus, Category, Severity, TrafficLight
from lurewatch.records import Cell, Hotspot, Subscription

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
HOTSPOT = Hotspot(
    hotspot_id="h" * 32,
    cell=Cell(destination="TH", category=Category.FORCED_CRIMINALITY),
    window_start_on=date(2026, 11, 16),
    window_end_on=date(2026, 11, 22),
    observed=12,
    expected=0.4,
    relative_risk=30.0,
    p_value=1e-7,
    p_threshold=0.01,
    effort=1.2,
    method="m",
    flag_ids=tuple(f"{n:032}" for n in range(500)),
    detected_at=NOW,
)
SUBSCRIPTION = Subscription(
    subscription_id="s1", url="https://cert.example/hook", created_at=NOW, owner="cert"
)


def test_an_alert_says_what_is_known_and_that_it_is_no_proof() -> None:
    alert = compose(HOTSPOT, created_at=NOW)
    assert "forced criminality" in alert.headline
    assert "not proof" in alert.description
    assert alert.severity is Severity.SEVERE
    assert alert.marking is TrafficLight.AMBER
    assert alert.expires_at > NOW


def test_composing_twice_gives_one_alert_and_an_exercise_is_another() -> None:
    assert compose(HOTSPOT, created_at=NOW) == compose(HOTSPOT, created_at=NOW)
    exercise = compose(HOTSPOT, created_at=NOW, status=AlertStatus.EXERCISE)
    assert exercise.alert_id != compose(HOTSPOT, created_at=NOW).alert_id


@pytest.mark.parametrize("category", list(Category))
def test_every_category_has_a_headline(category: Category) -> None:
    spot = replace(HOTSPOT, cell=Cell(destination=None, category=category))
    assert category.replace("_", " ") in compose(spot, created_at=NOW).headline


def test_the_payload_is_small_valid_json_whatever_the_hotspot() -> None:
    endless = replace(HOTSPOT, expected=0.0, relative_risk=math.inf)
    for spot in (HOTSPOT, endless):
        sent = json.dumps(payload(compose(spot, created_at=NOW), spot), allow_nan=False)
        assert len(sent) < 20_000
    assert json.loads(sent)["data"]["hotspot"]["relative_risk"] is None
    assert json.loads(sent)["data"]["hotspot"]["flag_count"] == 500


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"destinations": ("TH", "KH")}, True),
        ({"destinations": ("KH",)}, False),
        ({"categories": (Category.FORCED_CRIMINALITY,)}, True),
        ({"categories": (Category.RECRUITMENT_FRAUD,)}, False),
        ({"active": False}, False),
    ],
)
def test_filters(changes: dict[str, object], expected: bool) -> None:
    assert matches(replace(SUBSCRIPTION, **changes), HOTSPOT) is expected  # type: ignore[arg-type]


def test_each_matching_subscription_gets_one_delivery_with_a_lasting_id() -> None:
    alert = compose(HOTSPOT, created_at=NOW)
    other = replace(SUBSCRIPTION, subscription_id="s2", destinations=("KH",))
    [first] = plan(alert, HOTSPOT, [SUBSCRIPTION, other], NOW)
    [again] = plan(alert, HOTSPOT, [SUBSCRIPTION], NOW)
    assert first == again
    assert first.next_attempt_at == NOW
