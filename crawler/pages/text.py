"""Bytes to text, and markup to text."""

import re
from html import unescape

import html_text
from w3lib.encoding import html_to_unicode

from lurewatch.errors import NotReadable

MOST_CHARACTERS = 300_000
"""Characters of one advert that are kept. The longest real advert seen has under 20,000."""
_TAG = re.compile(r"<[a-zA-Z/!][^>]{0,2000}>")
_BLANK_LINES = re.compile(r"\n\s*\n\s*")


def decode(body: bytes, content_type: str) -> str:
    """A page's text, without NUL.

    A body that is UTF-8 is read as UTF-8, whatever its headers claim: other text is almost
    never valid UTF-8 by accident, and wrong claims are common. Otherwise the claims are tried,
    and what does not fit is replaced.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        _, text = html_to_unicode(content_type, body, default_encoding="utf-8")
    return text.replace("\x00", "")


def plain_text(markup: str) -> str:
    """Markup to lines of text; text without markup only has its character references read."""
    if not _TAG.search(markup):
        return tidy(unescape(markup))
    try:
        return tidy(html_text.extract_text(markup))
    except (ValueError, RecursionError) as error:
        raise NotReadable(f"markup that cannot be read ({type(error).__name__})") from None


def tidy(text: str) -> str:
    """Lines without blanks at their ends and no runs of empty lines, cut at the limit."""
    lines = (" ".join(line.split()) for line in text.replace("\x00", "").split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()[:MOST_CHARACTERS]
