"""Pages in, readings out: no network. Sample pages are our own."""

import gzip
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pages import PageReading, read_page
from lurewatch.entities import Pay
from lurewatch.labels import AdvertKind, FetchOutcome
from lurewatch.records import Advert

URL = "https://jobs.example/board/1"
HTML = "text/html; charset=utf-8"


def read(body: str | bytes, content_type: str = HTML, url: str = URL) -> PageReading:
    return read_page(
        url=url,
        body=body.encode() if isinstance(body, str) else body,
        content_type=content_type,
        source="jobs.example",
        fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
        evidence_id="e1",
    )


def page(content: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>T</title>{head}</head><body>{content}</body></html>"


def json_ld(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return page("<p>x</p>", f'<script type="application/ld+json">{text}</script>')


POSTING = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "ගුදම් සේවක",
    "description": "<p>Load &amp; count.</p><ul><li>Six days</li></ul>",
    "datePosted": "2026-11-20T08:00:00+05:30",
    "validThrough": "2026-12-31",
    "employmentType": ["FULL_TIME", "CONTRACTOR"],
    "hiringOrganization": {"@type": "Organization", "name": "Demo Stores"},
    "jobLocation": [
        {
            "@type": "Place",
            "address": {"addressLocality": "Kandy", "addressCountry": {"name": "Sri Lanka"}},
        }
    ],
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "LKR",
        "value": {"minValue": "45,000", "maxValue": 60000, "unitText": "MONTH"},
    },
}


def only(reading: PageReading) -> Advert:
    assert reading.outcome is FetchOutcome.ADVERTS
    [advert] = reading.adverts
    return advert


def test_a_posting_is_read_whole_raw_beside_parsed() -> None:
    advert = only(read(json_ld(POSTING)))
    assert advert.title == "ගුදම් සේවක"
    assert advert.description.split("\n")[0] == "Load & count."
    assert advert.hiring_organization == "Demo Stores"
    assert advert.job_location == "Kandy, Sri Lanka"
    assert advert.employment_type == "FULL_TIME, CONTRACTOR"
    assert advert.base_salary == Pay(
        min=45000.0, max=60000.0, currency="LKR", period="month", field="base_salary"
    )
    assert advert.base_salary_raw == "LKR 45,000 60000 month"
    assert (advert.date_posted, advert.valid_through) == (date(2026, 11, 20), date(2026, 12, 31))
    assert advert.date_posted_raw == "2026-11-20T08:00:00+05:30"
    assert (advert.url, advert.evidence_id) == (URL, "e1")


@pytest.mark.parametrize(
    "wrapped",
    [
        [POSTING],
        {"@graph": [{"@type": "WebPage"}, POSTING]},
        {"@type": "ItemList", "itemListElement": [{"item": POSTING}]},
        [None, 1, "x", [[POSTING]]],
        POSTING | {"@type": ["Thing", "http://schema.org/JobPosting"]},
    ],
    ids=["list", "graph", "item list", "odd list", "several types"],
)
def test_a_posting_is_found_wherever_it_lies(wrapped: object) -> None:
    assert only(read(json_ld(wrapped))).title == "ගුදම් සේවක"


@pytest.mark.parametrize(
    "broken", ["", "null", "[]", "{", '{"@type": "JobPosting", "tit', "[" * 1_000 + "]" * 1_000]
)
def test_broken_structured_data_costs_nothing_else(broken: str) -> None:
    scripts = "".join(
        f'<script type="application/ld+json">{text}</script>'
        for text in (broken, json.dumps(POSTING))
    )
    assert only(read(page("<p>x</p>", scripts))).title == "ගුදම් සේවක"


@pytest.mark.parametrize(
    ("field", "value", "read_as"),
    [
        ("datePosted", "0001-01-01", ("date_posted", None)),
        ("datePosted", "9999-12-31", ("date_posted", None)),
        ("datePosted", "31/31/2026", ("date_posted", None)),
        ("datePosted", 20261120, ("date_posted", None)),
        ("baseSalary", "1e309", ("base_salary", None)),
        ("baseSalary", {"value": 1e308 * 10}, ("base_salary", None)),
        ("baseSalary", {"currency": "LKR", "value": {"value": -5}}, ("base_salary", None)),
        ("baseSalary", None, ("base_salary_raw", None)),
        ("hiringOrganization", ["A", "B"], ("hiring_organization", "A")),
        ("hiringOrganization", 7, ("hiring_organization", "7")),
        ("hiringOrganization", {"name": {"a": 1}}, ("hiring_organization", None)),
        ("jobLocation", "Remote", ("job_location", "Remote")),
        ("jobLocation", {"address": ["Galle"]}, ("job_location", "Galle")),
        ("title", ["Cook"], ("title", "Cook")),
        ("title", True, ("title", "True")),
        ("description", None, ("description", "")),
    ],
)
def test_values_that_cannot_be_keep_their_raw_form(
    field: str, value: object, read_as: tuple[str, object]
) -> None:
    advert = only(read(json_ld(POSTING | {field: value})))
    assert getattr(advert, read_as[0]) == read_as[1]


def test_microdata_is_read_too() -> None:
    content = (
        '<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Cook</h1>'
        '<span itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">'
        '<b itemprop="name">Demo Inn</b></span><time itemprop="datePosted" datetime="2026-11-01">'
        '</time><div itemprop="description">Curry <i>and</i> rice.</div></div>'
    )
    advert = only(read(page(content)))
    assert (advert.title, advert.hiring_organization) == ("Cook", "Demo Inn")
    assert advert.date_posted == date(2026, 11, 1)
    assert "Curry" in advert.description


PLAIN = """<nav><a href="/jobs">All</a></nav><main><h1>Driver wanted in Matara</h1>
<p>We are looking for a driver with three years of experience for our bakery van.</p>
<p>Salary Rs. 65,000 per month with EPF. Shift work, food provided.</p>
<p>Apply at the shop or call 011 000 4567.</p></main>"""


def test_a_plain_advert_page_is_read_without_its_menu() -> None:
    advert = only(read(page(PLAIN)))
    assert advert.title == "Driver wanted in Matara"
    assert "bakery van" in advert.description
    assert "All" not in advert.description.split()


def test_a_plain_advert_keeps_its_own_employer_and_date_not_those_of_similar_ones() -> None:
    own = '<span class="job__company-name"> Demo Bakery </span><time datetime="2026-11-19">x</time>'
    other = (
        '<ul><li><time datetime="2026-10-01">x</time><b class="company-name">Other</b></li></ul>'
    )
    advert = only(read(page(PLAIN.replace("<main>", f"<main>{other}{own}"))))
    assert (advert.hiring_organization, advert.date_posted) == ("Demo Bakery", date(2026, 11, 19))


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:type" content="article">',
        '<script type="application/ld+json">{"@type": "NewsArticle"}</script>',
    ],
)
def test_a_news_report_is_not_an_advert(head: str) -> None:
    assert read(page(PLAIN, head)).adverts == ()


@pytest.mark.parametrize(
    "content",
    [
        '<form><input name="u"><input type="password"></form><p>Please sign in to see jobs</p>',
        '<div class="g-recaptcha"></div><p>One more step</p>',
        "<h1>Access denied</h1><p>Checking your browser before you continue</p>",
    ],
    ids=["login", "captcha", "browser check"],
)
def test_what_stands_before_the_content_is_blocked_and_never_an_advert(content: str) -> None:
    reading = read(page(content))
    assert (reading.outcome, reading.adverts) == (FetchOutcome.BLOCKED, ())


def test_a_listing_gives_clean_links_adverts_first() -> None:
    content = """<a href="/about">About</a><a href="job/2;jsessionid=AB12?utm_source=x#top">2</a>
    <a href="javascript:alert(1)">x</a><a href="data:text/html,x">x</a><a href="mailto:a@b">x</a>
    <a href="/logo.png">x</a><a href="http://[bad">x</a><a href="/jobs?page=2&sid=9">next</a>"""
    reading = read(page(content))
    assert reading.outcome is FetchOutcome.LISTING
    assert list(reading.links) == [
        "https://jobs.example/board/job/2",
        "https://jobs.example/jobs?page=2",
        "https://jobs.example/about",
    ]


def test_a_hundred_thousand_links_are_bounded() -> None:
    content = "".join(f'<a href="/jobs/{n}">{n}</a>' for n in range(100_000))
    assert len(read(page(content)).links) == 1_000


@pytest.mark.parametrize("content", ["<p>No jobs found.</p><a href='/'>Home</a>", "<p></p>"])
def test_a_page_that_says_there_is_nothing_is_empty(content: str) -> None:
    assert read(page(content)).outcome is FetchOutcome.EMPTY


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://jobs.example/jobs/1</loc></url><url><loc> /jobs/2 </loc></url></urlset>"""
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>J</title>
<item><title>Cook</title><link>/jobs/1</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>J</title><entry><title>Cook</title>
<link href="https://jobs.example/jobs/1"/></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"url": "https://jobs.example/jobs/1"}, {"id": 2}, None],
    }
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (SITEMAP.encode(), "application/xml"),
        (gzip.compress(SITEMAP.encode()), "application/gzip"),
        (RSS.encode(), "application/rss+xml"),
        (ATOM.encode(), "text/plain"),
        (JSON_FEED.encode(), "application/feed+json"),
    ],
    ids=["sitemap", "gzip sitemap", "rss", "atom", "json feed"],
)
def test_feeds_and_sitemaps_are_lists_of_links(body: bytes, content_type: str) -> None:
    reading = read(body, content_type)
    assert reading.outcome is FetchOutcome.LISTING
    assert reading.links[0] == "https://jobs.example/jobs/1"


def test_a_channel_gives_its_posts_and_the_way_to_older_ones() -> None:
    content = """<a class="tme_messages_more" href="/s/demo?before=7"></a>
    <div class="tgme_widget_message js-widget_message" data-post="demo/8">
    <a class="tgme_widget_message_reply"><div class="tgme_widget_message_text">old</div></a>
    <div class="tgme_widget_message_text">රැකියා 🔥<br/>අමතන්න 070 000 1234</div>
    <a class="tgme_widget_message_date" href="https://t.me/demo/8">
    <time datetime="2026-11-20T06:00:00+00:00"></time></a></div>
    <div class="tgme_widget_message"><p>a photo without text</p></div>"""
    reading = read(page(content), url="https://t.me/s/demo")
    [post] = reading.adverts
    assert post.kind is AdvertKind.SOCIAL_POST
    assert post.description == "රැකියා 🔥\nඅමතන්න 070 000 1234"
    assert (post.url, post.date_posted) == ("https://t.me/demo/8", date(2026, 11, 20))
    assert reading.links == ("https://t.me/s/demo?before=7",)


SINHALA = json_ld(POSTING | {"description": "කඩේ වැඩ"})


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (SINHALA.encode(), "text/html; charset=iso-8859-1"),
        (SINHALA.encode(), "text/html"),
        (b"\xef\xbb\xbf" + SINHALA.encode(), "text/html; charset=windows-1252"),
        (SINHALA.encode("utf-16"), "text/html; charset=utf-16"),
    ],
)
def test_a_wrong_charset_does_not_garble_the_text(body: bytes, content_type: str) -> None:
    assert only(read(body, content_type)).description == "කඩේ වැඩ"


def test_invalid_utf8_costs_only_the_bytes_that_are_wrong() -> None:
    advert = only(read(json_ld(POSTING).encode().replace(b"Six", b"S\xffx")))
    assert advert.title == "ගුදම් සේවක"
    assert "count" in advert.description


def test_nul_bytes_emoji_and_very_long_texts_are_read() -> None:
    assert only(read(json_ld(POSTING | {"title": "a\x00b"}))).title == "ab"
    assert only(read(json_ld(POSTING | {"title": "🔥🔥", "description": "🔥"}))).title == "🔥🔥"
    long = only(read(json_ld(POSTING | {"description": "x " * 150_000})))
    assert len(long.description) >= 299_999
    longer = only(read(json_ld(POSTING | {"description": "x " * 400_000})))
    assert len(longer.description) <= 300_000


@pytest.mark.parametrize(
    ("body", "content_type", "outcome"),
    [
        (b"", HTML, FetchOutcome.BROKEN),
        (b"\x00\x01\x02", HTML, FetchOutcome.BROKEN),
        (b"just words", HTML, FetchOutcome.BROKEN),
        (b"%PDF-1.7", "application/pdf", FetchOutcome.NOT_TEXT),
        (b"\x89PNG", "image/png", FetchOutcome.NOT_TEXT),
        (b'{"a": 1}', "application/json", FetchOutcome.NOT_TEXT),
        (b"[" * 100_000, "application/json", FetchOutcome.BROKEN),
        (b"\x1f\x8bnot gzip", "application/gzip", FetchOutcome.BROKEN),
        (gzip.compress(b"\0" * 60_000_000), "application/gzip", FetchOutcome.TOO_LARGE),
        (b"<urlset><url", "application/xml", FetchOutcome.EMPTY),
    ],
)
def test_what_cannot_be_read_says_so(body: bytes, content_type: str, outcome: FetchOutcome) -> None:
    assert read(body, content_type).outcome is outcome


@given(st.binary(max_size=400), st.sampled_from([HTML, "application/json", "text/xml", "", "\x00"]))
def test_no_bytes_make_reading_raise(body: bytes, content_type: str) -> None:
    for start in (b"", b"<html><script type='application/ld+json'>", b"<rss>", b"<urlset>", b"{"):
        assert read(start + body, content_type).outcome in FetchOutcome


def test_the_same_advert_on_two_pages_has_one_id() -> None:
    first = only(read(json_ld(POSTING)))
    second = only(read(json_ld(POSTING | {"datePosted": "2026-11-22"}), url=URL + "?again"))
    assert first.advert_id == second.advert_id
