"""What machines leave in a text: mojibake, HTML entities, tags.

Method: UTF-8 that was read as Latin-1 or Windows-1252 is found byte by byte (RFC 3629) and
judged by `ftfy`; entities are those of the HTML standard, through `html.unescape`.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache

from features.tracing import Edit


@lru_cache(maxsize=1)
def _bytes_read_as() -> dict[str, int]:
    """Character → the byte that Latin-1 or Windows-1252, as browsers read it, shows so."""
    import ftfy.bad_codecs  # noqa: F401  (registers the codec)

    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        table[bytes([byte]).decode("sloppy-windows-1252")] = byte
    return table


_LATER = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""Bytes 80 to BF as they are shown: the later bytes of a character in UTF-8."""
_FIRST = re.compile("[\xc2-\xf4]")
_SHOWN = re.compile(
    rf"(?:[\xc2-\xdf][{_LATER}]|à[¶·®¯][ {_LATER}]|[\xe0-\xef][{_LATER}]{{2}}"
    rf"|[\xf0-\xf4][{_LATER}]{{3}})+"
)
"""Sinhala and Tamil letters begin E0 B6, E0 B7, E0 AE, E0 AF. Their third byte may be A0, a
no-break space, which copying turns into a plain one."""
_EXPECTED = re.compile(
    "[\u0b80-\u0bff\u0d80-\u0dff\u2010-\u203a\u20a0-\u20bf\u2122\U0001f000-\U0001ffff]"
)
"""What adverts are full of: script, typographic marks, currencies, emoji."""

_ENTITY = re.compile(
    r"&((?:amp;|AMP;|#0{0,5}38;|#[xX]0{0,5}26;)*)"
    r"(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)"
)
"""An entity, and the `amp;` that escaping it again and again puts before it."""

_BREAKING = "p|br|div|li|ul|ol|tr|table|tbody|thead|h[1-6]|hr|section|article|header|footer"
_INLINE = (
    "a|b|i|u|s|em|strong|span|font|small|big|sup|sub|mark|center|img|td|th|strike|del|ins|code"
    "|pre|blockquote|nobr|wbr|label|o:p|tt|abbr|cite"
)
_TAG = re.compile(
    r"(?<=\w)<!--[^<>\n]{0,40}-->(?=\w)|<!--|-->|"
    rf"</?(?:(?P<breaks>{_BREAKING})|{_INLINE})(?:\s[\w:-]{{1,40}}\s?=[^<>]{{0,2000}}|\s)?/?>",
    re.IGNORECASE,
)
"""Only known names: "<3 years" and "<name>" stay. No `<` inside, so the time is linear.

Of a longer comment only its marks go: in a post that is not HTML a person reads what is in it."""
_EMPTY_PAIR = re.compile(r"<(\w+)[^<>]*></\1>", re.IGNORECASE)


def mojibake(text: str) -> Iterator[Edit]:
    """Characters of UTF-8 that were read as Windows-1252, each from its two to four."""
    if text.isascii() or _FIRST.search(text) is None:
        return
    for run in _SHOWN.finditer(text):
        shown = run.group()
        data = bytes(0xA0 if c == " " else _bytes_read_as()[c] for c in shown)
        try:
            meant = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if not _is_mojibake(shown, meant):
            continue
        start = run.start()
        for character in meant:
            end = start + len(character.encode("utf-8"))
            yield Edit(start, end, character)
            start = end


def _is_mojibake(shown: str, meant: str) -> bool:
    if len(shown) > len(meant) * 2 and _EXPECTED.search(meant):
        return True
    from ftfy.badness import is_bad

    return bool(is_bad(shown))


def entities(text: str) -> Iterator[Edit]:
    """HTML entities decoded, however often they were escaped."""
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        written = "&" + match.group(2)
        decoded = html.unescape(written)
        if decoded == written or (decoded.endswith(";") and len(decoded) > 1):
            # No entity of HTML, or one that only begins like it: what escaped it goes.
            decoded = written
        if decoded != match.group():
            # Nobody writes a plain letter as a number, except to hide it.
            hides = decoded.isascii() and decoded.isalnum()
            yield Edit(match.start(), match.end(), decoded, hides)


def tags(text: str) -> Iterator[Edit]:
    """Tags and comments taken out; those that start a line on a page become a line break.

    A comment or an empty element inside a word hides it; other markup is only a remainder.
    """
    if "<" not in text:
        return
    for tag in _TAG.finditer(text):
        before = text[tag.start() - 1 : tag.start()]
        after = text[tag.end() : tag.end() + 1]
        empty = _EMPTY_PAIR.match(text, tag.start()) if before.isalpha() else None
        hides = (
            before.isalpha()
            and after.isalpha()
            and len(tag.group()) > len("<!--")
            and tag.group().startswith("<!")
        ) or (empty is not None and text[empty.end() : empty.end() + 1].isalpha())
        yield Edit(tag.start(), tag.end(), "\n" if tag["breaks"] else "", hides)
