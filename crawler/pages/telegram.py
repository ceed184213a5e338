"""Public channel pages in the form of Telegram's web preview (t.me/s/CHANNEL)."""

from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.pages.adverts import PageFacts, make_advert, short
from lurewatch.labels import AdvertKind
from lurewatch.records import Advert

_MESSAGE = './/div[contains(concat(" ", @class, " "), " tgme_widget_message ")]'
_TEXT = './/div[contains(concat(" ", @class, " "), " tgme_widget_message_text ")]'
_DATE = './/a[contains(@class, "tgme_widget_message_date")]'
TITLE_CHARACTERS = 120
"""A post has no title; its first line stands for one, up to this length."""


def is_channel(text: str) -> bool:
    """Whether a page holds posts of a public channel."""
    return "tgme_widget_message" in text


def read_channel(tree: HtmlElement, facts: PageFacts) -> tuple[list[Advert], list[str]]:
    """The posts of a channel page, and the link to older ones."""
    adverts = []
    for message in tree.xpath(_MESSAGE):
        advert = _post(message, facts)
        if advert is not None:
            adverts.append(advert)
    older = tree.xpath('.//a[contains(@class, "tme_messages_more")]/@href')
    return adverts, [urljoin(facts.url, link) for link in older[:2]]


def _post(message: HtmlElement, facts: PageFacts) -> Advert | None:
    if "service_message" in (message.get("class") or ""):
        return None
    texts = [text for text in message.xpath(_TEXT) if not _is_reply(text)]
    if not texts:
        return None
    text = "\n".join(_lines(part) for part in texts).strip()
    links = message.xpath(f"{_DATE}/@href")
    times = message.xpath(f"{_DATE}//time/@datetime")
    first = text.split("\n", 1)[0]
    return make_advert(
        facts,
        title="",
        description=text if len(first) else "",
        kind=AdvertKind.SOCIAL_POST,
        url=urljoin(facts.url, links[0]) if links else None,
        date_posted_raw=short(times[0]) if times else None,
    )


def _is_reply(text: HtmlElement) -> bool:
    """The quoted beginning of another post is not this post's text."""
    return any("tgme_widget_message_reply" in (a.get("class") or "") for a in text.iterancestors())


def _lines(text: HtmlElement) -> str:
    for line_break in text.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return str(text.text_content())
