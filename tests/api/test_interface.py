"""The JSON interface, by requests."""

import json

import pytest
from starlette.testclient import TestClient

from lurewatch.labels import Role
from lurewatch.records import Flag, Hotspot

API = "/api/v1"


def test_check_explains_and_names_whom_to_call(client: TestClient) -> None:
    answer = client.post(f"{API}/check?lang=ta", json={"text": "Pay 50,000 now"}).json()

    assert answer["verdict"] == "high_risk"
    assert answer["evidence"][0]["text"] == "Pay 50,000"
    assert answer["evidence"][0]["explanation"]["ask"]
    assert {row["code"] for row in answer["missing"]} == {"pay", "licences", "contact"}
    assert "1989" in {row["number"] for row in answer["contacts"]}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "a", "url": "https://jobs.example/1"},
        {"text": "  "},
        {"text": "x" * 300_001},
        {"text": "a", "other": 1},
        {"text": "a\ud800"},
    ],
)
def test_check_refuses_what_is_not_one_advert(client: TestClient, body: dict[str, str]) -> None:
    answer = client.post(f"{API}/check", content=json.dumps(body))

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_check_refuses_private_addresses(client: TestClient) -> None:
    answer = client.post(f"{API}/check", json={"url": "http://169.254.169.254/latest"})

    assert (answer.status_code, answer.json()["code"]) == (422, "address_refused")


def test_errors_never_show_exception_text(client: TestClient) -> None:
    answer = client.post(f"{API}/check", json={"url": "https://jobs.example/unreadable"})

    assert (answer.status_code, answer.json()["code"]) == (422, "not_readable")
    assert "secret detail" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("PUT", "/check", 405)]
)
def test_every_error_is_a_problem(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, API + path)

    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_large_body_is_refused(client: TestClient) -> None:
    answer = client.post(f"{API}/check", content=b" " * 4_000_001)

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_rate_is_limited_by_client_behind_a_trusted_proxy(client: TestClient) -> None:
    import limits

    services = client.app.state.services  # type: ignore[attr-defined]
    object.__setattr__(services, "check_rate", limits.parse("1/hour"))

    def check(address: str) -> int:
        headers = {"X-Forwarded-For": f"198.51.100.9, {address}"}
        answer = client.post(f"{API}/check", json={"text": "a"}, headers=headers)
        assert answer.status_code != 429 or int(answer.headers["retry-after"]) > 0
        return answer.status_code

    assert [check("192.0.2.1"), check("192.0.2.1"), check("192.0.2.2")] == [200, 429, 200]


def test_roles(client: TestClient, key, flag: Flag) -> None:  # type: ignore[no-untyped-def]
    assert client.get(f"{API}/flags").status_code == 401
    assert client.get(f"{API}/flags", headers=key(Role.SUBSCRIBER)).status_code == 403
    assert client.get(f"{API}/flags", headers=key(Role.ADMIN)).status_code == 200


def test_a_decision_is_recorded_once(client: TestClient, key, flag: Flag) -> None:  # type: ignore[no-untyped-def]
    headers = key(Role.ANALYST)
    url = f"{API}/flags/{flag.flag_id}/decision"
    body = {"decision": "uphold", "reason": "asks for money"}

    assert client.post(url, json={**body, "reason": " "}, headers=headers).status_code == 422
    assert client.post(url, json=body, headers=headers).json()["reviewer"] == "analyst"
    assert client.post(url, json=body, headers=headers).status_code == 409
    rows = client.get(f"{API}/flags?status=upheld&destination=MM", headers=headers).json()
    assert [row["flag_id"] for row in rows["items"]] == [flag.flag_id]


def test_advert_and_hotspots(client: TestClient, key, flag: Flag, hotspot: Hotspot) -> None:  # type: ignore[no-untyped-def]
    headers = key(Role.ANALYST)

    advert = client.get(f"{API}/adverts/{flag.advert_id}", headers=headers).json()
    spots = client.get(f"{API}/hotspots", headers=headers).json()["items"]

    assert advert["assessment"]["evidence"][0]["indicator"] == "FEE_UPFRONT"
    assert spots[0]["relative_risk"] is None
    assert client.get(f"{API}/hotspots?cursor=x", headers=headers).json()["code"] == "bad_input"


def test_subscriptions_are_their_owners(client: TestClient, key) -> None:  # type: ignore[no-untyped-def]
    mine, other = key(Role.SUBSCRIBER, "mine"), key(Role.SUBSCRIBER, "other")
    made = client.post(
        f"{API}/subscriptions", json={"url": "https://receiver.example/"}, headers=mine
    ).json()
    url = f"{API}/subscriptions/{made['subscription_id']}"

    assert made["secret"].startswith("whsec_")
    assert "secret" not in client.get(f"{API}/subscriptions", headers=mine).text
    assert client.get(f"{API}/subscriptions", headers=other).json()["items"] == []
    assert client.delete(url, headers=other).status_code == 404
    assert client.delete(url, headers=mine).status_code == 204


def test_subscriptions_page_by_cursor(client: TestClient, key) -> None:  # type: ignore[no-untyped-def]
    headers = key(Role.SUBSCRIBER)
    for number in range(3):
        body = {"url": f"https://receiver.example/{number}"}
        client.post(f"{API}/subscriptions", json=body, headers=headers)

    first = client.get(f"{API}/subscriptions?limit=2", headers=headers).json()
    second = client.get(
        f"{API}/subscriptions?cursor={first['next_cursor']}", headers=headers
    ).json()

    urls = [row["url"][-1] for row in first["items"] + second["items"]]
    assert (urls, second["next_cursor"]) == (["0", "1", "2"], None)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("http://receiver.example/", 422),
        ("https://10.0.0.1/", 422),
        ("file:///etc/passwd", 422),
        ("http://127.0.0.1:9999/hook", 201),
    ],
)
def test_webhook_targets(client: TestClient, key, url: str, status: int) -> None:  # type: ignore[no-untyped-def]
    answer = client.post(f"{API}/subscriptions", json={"url": url}, headers=key(Role.SUBSCRIBER))

    assert answer.status_code == status


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get(f"{API}/health").json() == {"status": "live"}
    assert client.get(f"{API}/ready").json() == {"status": "ready"}
