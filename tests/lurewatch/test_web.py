"""The web process with the real model and the real fetch guard."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import storage.adverts
from lurewatch.pipeline import prepare
from lurewatch.settings import read_settings
from lurewatch.web import build_server

LURE = (
    b"<html><head><title>Typists for Bangkok</title></head><body><main><h1>Typists for Bangkok</h1>"
    b"<p>Job: type and chat for a company in Bangkok, salary USD 900 a month.</p>"
    b"<p>Go on a visit visa, work permit later. Hand over the original passport first.</p>"
    b"<p>Apply on WhatsApp +855 00 000 999 only.</p></main></body></html>"
)


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/advert":
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(LURE)
        else:
            self.send_response(302)
            self.send_header(
                "Location",
                {
                    "/to-metadata": "http://169.254.169.254/latest/meta-data/",
                    "/to-other-port": "http://127.0.0.1:9/advert",
                    "/to-file": "file:///etc/passwd",
                    "/round": "/round",
                }[self.path],
            )
            self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test output clean."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def client_for(var: Path, **settings: object) -> TestClient:
    read = read_settings(var_dir=var, check_rate="1000/minute", **settings)
    return TestClient(build_server(prepare(read)).config.app)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return client_for(tmp_path_factory.mktemp("closed"))


@pytest.fixture(scope="module")
def open_to_site(tmp_path_factory: pytest.TempPathFactory, site: str) -> TestClient:
    return client_for(tmp_path_factory.mktemp("open"), allowed_private_origins=[site])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://100.64.0.1/",
        "http://user:secret@127.0.0.1/",
        "file:///etc/passwd",
        "ftp://jobs.example/",
        "gopher://jobs.example/",
        "javascript:alert(1)",
        "data:text/html,advert",
        "//127.0.0.1/",
    ],
)
def test_check_refuses_what_is_not_a_public_web_page(closed: TestClient, url: str) -> None:
    answer = closed.post("/api/v1/check", json={"url": url})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    page = closed.post("/", data={"url": url})
    assert 400 <= page.status_code < 500


def test_the_demos_own_site_is_refused_unless_it_is_allowed(
    closed: TestClient, open_to_site: TestClient, site: str
) -> None:
    url = f"{site}/advert"
    refused = closed.post("/api/v1/check", json={"url": url})
    assert refused.json()["code"] == "address_refused"
    answer = open_to_site.post("/api/v1/check", json={"url": url})
    assert answer.status_code == 200
    shown = {e["indicator"] for e in answer.json()["evidence"] if e["state"] == "present"}
    assert {"VISA_VISIT_TO_WORK", "CTRL_PASSPORT_HANDOVER", "DEST_SEA_DIGITAL"} <= shown
    assert answer.json()["verdict"] == "high_risk"


@pytest.mark.parametrize("path", ["/to-metadata", "/to-other-port", "/to-file", "/round"])
def test_check_refuses_after_a_redirect_too(open_to_site: TestClient, site: str, path: str) -> None:
    answer = open_to_site.post("/api/v1/check", json={"url": site + path})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_check_stores_nothing(open_to_site: TestClient, site: str) -> None:
    services = open_to_site.app.state.services  # type: ignore[attr-defined]
    open_to_site.post("/api/v1/check", json={"url": f"{site}/advert"})
    with services.database.begin() as session:
        assert storage.adverts.count(session) == 0


def test_readiness_says_whether_model_and_database_are_there(closed: TestClient) -> None:
    assert closed.get("/api/v1/ready").status_code == 200
    assert closed.get("/api/v1/health").status_code == 200
