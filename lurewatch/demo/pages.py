"""Builds the demo's three sites: a job board, a public channel and a small news page.

The board has what real boards have: structured data on some adverts and none on others,
pages of a listing, a part that robots.txt closes, a login wall, an empty listing, a broken
page and a page that lies about its charset.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape

from lurewatch.demo.adverts import DemoAdvert
from lurewatch.demo.site import Page

PER_PAGE = 20
CHANNEL_PER_PAGE = 10
CHANNEL = "demo_job_channel"
BOARD_NAV = '<a href="/">Demo Board</a> <a href="/jobs">All jobs</a>'
NEWS_NAV = '<a href="/">Demo News</a>'


def board(adverts: Sequence[DemoAdvert], anchor: date, origin: str) -> dict[str, Page]:
    """The job board: listing pages, advert pages, and the awkward corners."""
    pages = {f"/jobs/{advert.id}": _advert_page(advert, anchor, origin) for advert in adverts}
    chunks = [adverts[i : i + PER_PAGE] for i in range(0, len(adverts), PER_PAGE)]
    for number, chunk in enumerate(chunks, start=1):
        pages[_listing_path(number)] = _listing(chunk, number, len(chunks))
    pages.update(_corners())
    pages.update({"/robots.txt": _robots(), "/": _front(), "/private/pay": _private()})
    return pages


def _listing_path(number: int) -> str:
    return "/jobs" if number == 1 else f"/jobs?page={number}"


def _html(
    title: str, body: str, *, head: str = "", language: str = "en", nav: str = BOARD_NAV
) -> Page:
    return Page(
        body=(
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            f"<title>{escape(title)}</title>{head}</head><body>"
            f"<nav>{nav}</nav>"
            f"{body}<footer>Sample site of the Lurewatch demo</footer></body></html>"
        ).encode()
    )


def _front() -> Page:
    links = [
        "/jobs",
        "/jobs/none",
        "/jobs/torn",
        "/jobs/old-charset",
        "/members/jobs",
        "/private/pay",
    ]
    rows = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return _html("Demo Board", f"<h1>Demo Board</h1><ul>{rows}</ul>")


def _listing(chunk: Sequence[DemoAdvert], number: int, last: int) -> Page:
    rows = "".join(
        f'<li><a href="/jobs/{advert.id}">{escape(advert.title or advert.text[:60])}</a></li>'
        for advert in chunk
    )
    onward = f'<a rel="next" href="{_listing_path(number + 1)}">Next</a>' if number < last else ""
    return _html(f"Jobs, page {number}", f"<h1>Jobs</h1><ul>{rows}</ul>{onward}")


def _advert_page(advert: DemoAdvert, anchor: date, origin: str) -> Page:
    if advert.markup == "json-ld":
        return _json_ld(advert, anchor, origin)
    if advert.markup == "microdata":
        return _microdata(advert, anchor)
    return _plain(advert, anchor)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())


def _json_ld(advert: DemoAdvert, anchor: date, origin: str) -> Page:
    posting: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": advert.title,
        "description": _paragraphs(advert.text),
        "datePosted": advert.posted_on(anchor).isoformat(),
        "url": f"{origin}/jobs/{advert.id}",
    }
    if advert.employer:
        posting["hiringOrganization"] = {"@type": "Organization", "name": advert.employer}
    if advert.location:
        posting["jobLocation"] = {"@type": "Place", "address": advert.location}
    if advert.salary:
        posting["baseSalary"] = advert.salary
    script = json.dumps(posting, ensure_ascii=False).replace("<", "\\u003c")
    return _html(
        advert.title,
        f"<main><h1>{escape(advert.title)}</h1>{_paragraphs(advert.text)}</main>",
        head=f'<script type="application/ld+json">{script}</script>',
        language=advert.language,
    )


def _microdata(advert: DemoAdvert, anchor: date) -> Page:
    organisation = (
        '<p itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">'
        f'<span itemprop="name">{escape(advert.employer)}</span></p>'
    )
    posted = advert.posted_on(anchor).isoformat()
    return _html(
        advert.title,
        '<main itemscope itemtype="https://schema.org/JobPosting">'
        f'<h1 itemprop="title">{escape(advert.title)}</h1>'
        f"{organisation if advert.employer else ''}"
        f'<time itemprop="datePosted" datetime="{posted}">{posted}</time>'
        f'<div itemprop="description">{_paragraphs(advert.text)}</div></main>',
        language=advert.language,
    )


def _plain(advert: DemoAdvert, anchor: date) -> Page:
    posted = advert.posted_on(anchor).isoformat()
    facts = " · ".join(filter(None, (advert.employer, advert.location, advert.salary)))
    return _html(
        advert.title,
        f'<main class="job-advert"><article><h1>{escape(advert.title)}</h1>'
        f'<p>{escape(facts)}</p><p>Job posted on <time datetime="{posted}">{posted}</time></p>'
        f"{_paragraphs(advert.text)}</article></main>",
        language=advert.language,
    )


def _robots() -> Page:
    text = "User-agent: *\nDisallow: /private/\nAllow: /\n"
    return Page(body=text.encode(), content_type="text/plain; charset=utf-8")


def _private() -> Page:
    return _html("Not for robots", "<p>robots.txt closes this part; it must never be fetched.</p>")


def _corners() -> Mapping[str, Page]:
    """A login wall, an empty listing, a broken page, and a page in a wrong charset."""
    login = (
        '<main><h1>Sign in</h1><p>Please log in to see these jobs.</p><form method="post">'
        '<input name="user"><input type="password" name="password"><button>Log in</button>'
        "</form></main>"
    )
    empty = '<main><h1>Jobs</h1><p class="no-results">No jobs found.</p></main>'
    torn = b'\x00\x01<html><head><script type="application/ld+json">{"@type": "JobPosting", "tit'
    old = (
        '<html><head><meta charset="iso-8859-1"><title>පිරිසිදු කිරීමේ සේවක</title>'
        '<script type="application/ld+json">'
        + json.dumps(
            {
                "@type": "JobPosting",
                "title": "කාර්යාල පිරිසිදු කිරීමේ සේවක",
                "description": "මාතලේ කාර්යාලයකට පිරිසිදු කිරීමේ සේවකයෙක් අවශ්‍යයි. "
                "පෙරවරු 8 සිට පස්වරු 5 දක්වා. EPF සහ ETF හිමියි. අයදුම්පත තැපෑලෙන් එවන්න.",
                "hiringOrganization": {"name": "මාතලේ ඩෙමෝ සේවා"},
            },
            ensure_ascii=False,
        )
        + "</script></head><body><h1>කාර්යාල පිරිසිදු කිරීමේ සේවක</h1></body></html>"
    )
    return {
        "/members/jobs": _html("Sign in", login),
        "/jobs/none": _html("Jobs", empty),
        "/jobs/torn": Page(body=torn, status=500),
        "/jobs/old-charset": Page(
            body=old.encode("utf-8"), content_type="text/html; charset=iso-8859-1"
        ),
    }


def channel(adverts: Sequence[DemoAdvert], anchor: date, origin: str) -> dict[str, Page]:
    """A public channel in the form of Telegram's web preview, newest posts first."""
    newest_first = sorted(adverts, key=lambda a: (a.posted_on(anchor), a.id), reverse=True)
    total = len(newest_first)
    numbered = [(total - index, advert) for index, advert in enumerate(newest_first)]
    pages = {"/robots.txt": Page(body=b"User-agent: *\nAllow: /\n", content_type="text/plain")}
    for start in range(0, total, CHANNEL_PER_PAGE):
        chunk = numbered[start : start + CHANNEL_PER_PAGE]
        path = f"/s/{CHANNEL}" + (f"?before={chunk[0][0] + 1}" if start else "")
        older = f"/s/{CHANNEL}?before={chunk[-1][0]}" if start + CHANNEL_PER_PAGE < total else ""
        pages[path] = _channel_page(chunk, anchor, origin, older)
    return pages


def _channel_page(
    chunk: Sequence[tuple[int, DemoAdvert]], anchor: date, origin: str, older: str
) -> Page:
    posts = "".join(_post(number, advert, anchor, origin) for number, advert in reversed(chunk))
    more = f'<a class="tme_messages_more js-messages_more" href="{older}"></a>' if older else ""
    return _html(
        "Demo channel", f'<section class="tgme_channel_history">{more}{posts}</section>', nav=""
    )


def _post(number: int, advert: DemoAdvert, anchor: date, origin: str) -> str:
    text = "<br/>".join(escape(line) for line in "\n".join((advert.title, advert.text)).split("\n"))
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message js-widget_message" data-post="{CHANNEL}/{number}">'
        f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>'
        f'<a class="tgme_widget_message_date" href="{origin}/{CHANNEL}/{number}">'
        f'<time datetime="{advert.posted_on(anchor)}T06:30:00+00:00">06:30</time></a></div></div>'
    )


NEWS = (
    (
        "police-warn-of-false-offers",
        "Police warn of false offers for office work abroad",
        "Officers in Kandy told a public meeting that callers promise typing work in Bangkok with "
        "a free ticket and a large salary, and that people who left on a visit visa were taken "
        "across a border. Anyone who is asked to pay an advance or to hand over a passport should "
        "call the Bureau of Foreign Employment on 1989 before doing anything else.",
    ),
    (
        "families-wait-for-news",
        "Families wait for news from a compound",
        "Relatives of three graduates described how the offer began with a friendly message and a "
        "chat interview. The men later wrote that their phones had been taken. A support group "
        "asks families to keep every message and every receipt.",
    ),
    (
        "bureau-opens-office",
        "Bureau opens a counter in Jaffna",
        "Job seekers in the north can now ask in Tamil whether an agency holds a licence. The "
        "counter is open on weekdays, and officers say that the visit costs nothing.",
    ),
)


def news(anchor: date, origin: str) -> dict[str, Page]:
    """A small news page with a feed: reports about the crime are not adverts."""
    pages = {"/robots.txt": Page(body=b"User-agent: *\nAllow: /\n", content_type="text/plain")}
    for slug, title, text in NEWS:
        pages[f"/news/{slug}"] = _html(
            title,
            f"<main><article><h1>{escape(title)}</h1><p>{escape(text)}</p></article></main>",
            head='<meta property="og:type" content="article">',
            nav=NEWS_NAV,
        )
    links = "".join(f'<li><a href="/news/{slug}">{escape(t)}</a></li>' for slug, t, _ in NEWS)
    feed_link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    pages["/"] = _html(
        "Demo News", f"<h1>Demo News</h1><ul>{links}</ul>", head=feed_link, nav=NEWS_NAV
    )
    pages["/feed.xml"] = _feed(anchor, origin)
    return pages


def _feed(anchor: date, origin: str) -> Page:
    rows = "".join(
        f"<item><title>{escape(title)}</title><link>{origin}/news/{slug}</link>"
        f"<category>News</category><pubDate>{anchor + timedelta(days=day):%a, %d %b %Y} 05:00:00 "
        f"+0000</pubDate><description>{escape(text[:120])}</description></item>"
        for day, (slug, title, text) in enumerate(NEWS)
    )
    xml = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Demo News</title><link>{origin}/</link><description>News</description>{rows}"
        "</channel></rss>"
    )
    return Page(body=xml.encode(), content_type="application/rss+xml; charset=utf-8")
