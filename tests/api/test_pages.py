"""The pages, as HTML."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from lurewatch.labels import Role
from lurewatch.records import Flag, Hotspot
from storage import keys
from storage.database import Database


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [("", "ta-LK,en;q=0.5", "ta"), ("?lang=si", "ta", "si"), ("", "fr", "en")],
)
def test_language(client: TestClient, query: str, accept: str, expected: str) -> None:
    page = client.get(f"/{query}", headers={"Accept-Language": accept})

    assert f'<html lang="{expected}">' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_result_escapes_and_marks_the_advert(client: TestClient) -> None:
    page = client.post("/", data={"url": "https://jobs.example/1"})

    assert "<mark>Pay 50,000</mark>" in page.text
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "\u202e" not in page.text


def test_no_signs_is_no_proof(client: TestClient) -> None:
    page = client.post("/", data={"text": "Clerk wanted."})

    assert "That proves nothing" in page.text


def test_the_longest_text_fits_the_form(client: TestClient) -> None:
    assert client.post("/", data={"text": "ක" * 300_000}).status_code == 200
    assert client.post("/", data={"text": "ක" * 300_001}).status_code == 422


def test_failed_check_keeps_what_was_typed(client: TestClient) -> None:
    page = client.post("/", data={"url": "https://jobs.example/unreadable"})

    assert page.status_code == 422
    assert 'value="https://jobs.example/unreadable"' in page.text
    assert "secret detail" not in page.text


def test_missing_page_is_a_page(client: TestClient) -> None:
    page = client.get("/nothing", headers={"Accept": "text/html"})

    assert page.status_code == 404
    assert "There is nothing here." in page.text


def _sign_in(client: TestClient, header: dict[str, str]) -> None:
    token = header["Authorization"].removeprefix("Bearer ")
    answer = client.post("/sign-in", data={"key": token}, follow_redirects=False)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


Keys = Callable[..., dict[str, str]]


def test_review_from_sign_in_to_decision(client: TestClient, key: Keys, flag: Flag) -> None:
    assert client.get("/queue", follow_redirects=False).status_code == 303
    assert "lw_demo" in client.get("/queue").text
    _sign_in(client, key(Role.ANALYST))
    assert f"/queue/{flag.flag_id}" in client.get("/queue").text
    page = client.get(f"/queue/{flag.flag_id}").text
    token = re.findall(r'name="form_token" value="(\w+)"', page)[0]
    url = f"/queue/{flag.flag_id}"
    decision = {"decision": "uphold", "reason": "asks for money"}

    assert client.post(url, data=decision).status_code == 403
    assert client.post(url, data={"form_token": token, "decision": "uphold"}).status_code == 422
    done = client.post(url, data={**decision, "form_token": token})

    assert "asks for money" in done.text
    assert url not in client.get("/queue").text  # what is decided is no longer to be done
    assert url in client.get("/queue?every=1").text
    assert url in client.get("/queue?status=upheld").text
    assert client.post(url, data={**decision, "form_token": token}).status_code == 409


def test_revoked_key_ends_the_session(client: TestClient, key: Keys, database: Database) -> None:
    _sign_in(client, key(Role.ANALYST))
    assert client.get("/queue", follow_redirects=False).status_code == 200
    with database.begin() as session:
        keys.revoke(session, "analyst", datetime.now(UTC))

    assert client.get("/queue", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("cookie", ["x", "WyJhbmFseXN0IiwgOTk5OTk5OTk5OV0=.0", "é.é"])
def test_forged_cookie_is_no_session(client: TestClient, key: Keys, cookie: str) -> None:
    key(Role.ANALYST)
    headers = {"Cookie": f"lurewatch_session={cookie}".encode()}

    answer = client.get("/queue", headers=headers, follow_redirects=False)  # type: ignore[arg-type]

    assert answer.status_code == 303


def test_subscriber_sees_hotspots_but_not_the_queue(
    client: TestClient, key: Keys, hotspot: Hotspot
) -> None:
    _sign_in(client, key(Role.SUBSCRIBER))

    page = client.get("/hotspots").text

    assert "Myanmar" in page
    assert "about once in 2000 weeks" in page
    assert client.get("/queue").status_code == 403
