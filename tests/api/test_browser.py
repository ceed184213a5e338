"""The front page in a browser without JavaScript, narrow and wide, in three languages."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        if os.environ.get("LUREWATCH_TEST_REQUIRE_SYSTEM") == "1":
            pytest.fail("chromium is required and missing")
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def origin(client: TestClient) -> Iterator[str]:
    config = uvicorn.Config(client.app, port=0, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "si", "ta"])
def test_check_page(browser: Browser, origin: str, language: str, width: int) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{origin}/?lang={language}")
    shots = os.environ.get("LUREWATCH_TEST_SHOTS")

    for name in ("form", "result"):
        if name == "result":
            page.fill("#text", "Pay 50,000 now and fly tomorrow. " + "x" * 200)
            page.click("form.check button")
            assert page.locator("mark").first.inner_text() == "Pay 50,000"
        assert page.locator("html").get_attribute("lang") == language
        box = page.locator("body").bounding_box()
        assert box is not None
        assert box["width"] <= width
        for element in page.locator("body *:not(.skip)").all():
            inner = element.bounding_box()
            assert inner is None or inner["x"] + inner["width"] <= width + 0.5
        if shots:
            page.screenshot(path=f"{shots}/{name}-{language}-{width}.png", full_page=True)

    assert all(url.startswith(origin) for url in asked)
    assert any(url.endswith(".css") for url in asked)
    context.close()
