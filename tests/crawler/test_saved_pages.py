"""Real pages that others saved; read where they lie, never committed. Skipped where absent."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.pages import PageReading, read_page
from lurewatch.labels import AdvertKind, FetchOutcome

SHARED = Path(os.environ.get("LUREWATCH_SHARED_DIR", Path(__file__).parents[3] / "shared"))
PAGES = SHARED / "pages"

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="the saved pages are not here")


def read(name: str) -> PageReading:
    path = PAGES / name
    return read_page(
        url=f"https://site.example/{name}",
        body=path.read_bytes(),
        content_type="text/html" if path.suffix == ".html" else "",
        source="site.example",
        fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
        evidence_id=None,
    )


def test_every_saved_page_is_read_to_an_outcome() -> None:
    names = [str(path.relative_to(PAGES)) for path in PAGES.rglob("*") if path.is_file()]
    outcomes = {name: read(name).outcome for name in names}
    assert len(outcomes) > 30
    assert FetchOutcome.ADVERTS in outcomes.values()


@pytest.mark.parametrize(
    "name",
    ["text_message_multiline", "forwarded_text_message", "unsigned_text_message", "emoji_message"],
)
def test_telegram_posts_are_read(name: str) -> None:
    reading = read(f"telegram/{name}.html")
    [post] = reading.adverts
    assert post.kind is AdvertKind.SOCIAL_POST
    assert post.description
    assert post.date_posted is not None


@pytest.mark.parametrize("name", ["service_message_pinned", "sticker_message", "no_posts_found"])
def test_posts_without_words_are_no_adverts(name: str) -> None:
    assert read(f"telegram/{name}.html").adverts == ()


def test_a_linkedin_job_page_is_one_advert_with_its_employer() -> None:
    reading = read("job_boards/linkedin_job_ok.html")
    [advert] = reading.adverts
    assert advert.title
    assert advert.hiring_organization == "IBM"
    # Its own date is only "3 days ago"; every full date on the page is another advert's.
    assert advert.date_posted is None


def test_an_empty_listing_has_no_adverts() -> None:
    assert read("job_boards/jobscz_listing_empty_cs.html").adverts == ()


def test_the_saved_feeds_and_sitemap_are_lists() -> None:
    for name in ("generic/feed2.rss", "generic/rss_taranis.xml", "generic/sitemap.xml"):
        assert read(name).outcome is FetchOutcome.LISTING


def test_a_page_with_null_json_ld_is_read() -> None:
    assert read("structured_data/null_ld_mock.html").outcome in FetchOutcome
    assert read("structured_data/jsonld_empty_item_test.html").adverts == ()
