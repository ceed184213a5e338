"""Pages that stand before the content: log-in walls, captchas, consent pages.

An interstitial must never become an advert, so this is asked before a page is read as one.
A page that has structured adverts is not blocked, whatever else is on it.
"""

import regex
from lxml.html import HtmlElement

MOST_WORDS = 250
"""A page with more text than this has content beside the form."""
_CAPTCHA = regex.compile(
    r"g-recaptcha|h-captcha|cf-challenge|cf-turnstile|captcha-delivery|px-captcha|"
    r"challenge-platform|/cdn-cgi/challenge",
    regex.IGNORECASE,
)
_LOGIN = regex.compile(
    r"(?:please )?(?:log ?in|sign ?in|sign up) to (?:see|view|continue|access|apply)|"
    r"you must (?:be logged in|log ?in|sign ?in)|members only|authwall|"
    r"පිවිසෙන්න|ඇතුල් වන්න|உள்நுழைய",
    regex.IGNORECASE,
)
_CONSENT = regex.compile(
    r"before you continue|accept (?:all )?cookies to continue|"
    r"verify (?:that )?you are (?:a )?human|"
    r"checking your browser|enable javascript and cookies to continue|access denied",
    regex.IGNORECASE,
)


def why_blocked(tree: HtmlElement, markup: str, words: str) -> str:
    """One sentence on what stands before the content, or nothing.

    Args:
        markup: the page as it came.
        words: its visible text.
    """
    if len(words.split()) > MOST_WORDS:
        return ""
    if _CAPTCHA.search(markup):
        return "a captcha stands before the page"
    if tree.xpath('.//input[@type="password"]') or _LOGIN.search(words):
        return "the page asks to log in"
    if _CONSENT.search(words):
        return "a consent or browser check stands before the page"
    return ""
