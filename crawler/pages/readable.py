"""Advert pages without structured data: plain HTML that reads like one advert.

Cautious on purpose: a page that is missed is found again when its site is given a reader of
its own, but a news report or a menu taken for an advert would put harmless text before a
reviewer.
"""

import regex
import trafilatura
from lxml.html import HtmlElement

from crawler.pages.adverts import PageFacts, make_advert, short
from lurewatch.records import Advert

LEAST_WORDS = 12
LEAST_SIGNS = 3
"""Kinds of advert words (below) that a page must have."""
MOST_LINKED = 0.5
"""Share of a page's words inside links from which on it is a list, not a text."""
_SIGNS = tuple(
    regex.compile(words, regex.IGNORECASE)
    for words in (
        r"\bjobs?\b|vacanc|position|opening|hiring|රැකියා|ඇබෑර්තු|வேலை|வெற்றிடம்|rakiya|velai",
        r"\bapply\b|\bapplication|contact|inbox|whatsapp|telegram|\bcall\b|send (?:your|a) cv|"
        r"අයදුම්|අමතන්න|විමස|පැමිණෙන්න|விண்ணப்ப|தொடர்பு|அழைக்க",
        r"salary|\bpay\b|wage|per month|allowance|\bLKR\b|\bRs\.?\s?\d|\bUSD\b|වැටුප|පඩිය|රු\.|"
        r"சம்பள|ஊதிய|ரூ\.",
        r"experience|qualif|required|looking for|needed|wanted|must (?:have|be)|අවශ්‍ය|අවශ්ය|"
        r"පළපුරුද්ද|தேவை|அனுபவ",
        r"full[ -]time|part[ -]time|shift|contract|overtime|EPF|ETF|hours|පැය|මුර|மணி நேர",
        r"visa|ticket|lodging|accommodation|food|වීසා|නවාතැන්|විසා|விசா|தங்குமிட",
    )
)
_OWN_TIME = ".//time[@datetime][not(ancestor::a or ancestor::li or ancestor::aside)]"
"""A date inside a link or a list belongs to another advert that this page points to."""
_EMPLOYER = (
    './/main//*[contains(@class, "org-name") or contains(@class, "company-name")'
    ' or contains(@class, "employer-name")][not(ancestor::li or ancestor::aside)]'
)
_NEWS = (
    './/meta[@property="og:type"][@content="article"]',
    './/*[contains(@itemtype, "NewsArticle")]',
    './/*[contains(@itemtype, "BlogPosting")]',
)


def read_readable(tree: HtmlElement, markup: str, words: str, facts: PageFacts) -> Advert | None:
    """The advert of a page without structured data, or `None` where it does not read like one."""
    if _is_news(tree, markup) or _is_list(tree, words):
        return None
    if len(words.split()) < LEAST_WORDS or sum(bool(s.search(words)) for s in _SIGNS) < LEAST_SIGNS:
        return None
    text = trafilatura.extract(
        tree, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False
    )
    heading = tree.xpath("string(.//h1)") or tree.xpath("string(.//title)")
    times = tree.xpath(f"{_OWN_TIME}/@datetime")
    employers = [short(str(name.text_content())) for name in tree.xpath(_EMPLOYER)[:5]]
    return make_advert(
        facts,
        title=short(str(heading)) or "",
        description=text or words,
        hiring_organization=next(filter(None, employers), None),
        date_posted_raw=short(str(times[0])) if times else None,
    )


def _is_news(tree: HtmlElement, markup: str) -> bool:
    return '"NewsArticle"' in markup or any(tree.xpath(path) for path in _NEWS)


def _is_list(tree: HtmlElement, words: str) -> bool:
    linked = sum(len(str(link.text_content()).split()) for link in tree.iter("a"))
    return linked > MOST_LINKED * max(len(words.split()), 1)
