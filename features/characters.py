"""Each character as it reads: styled letters plain, emoji letters and digits, invisible ones gone.

Method: NFKC (Unicode annex 15) for styled letters, and the names of the Unicode character database
for those that have no compatibility form. Direction overrides after annex 9.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from features.known_words import known_words
from features.tracing import Edit

ZERO_WIDTH_JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ: part of correct Sinhala and Tamil spelling and of emoji, and never needed to
tell two words apart."""

BIDI_OVERRIDES = "\u202d\u202e"
"""Force a reading direction; no Sinhala, Tamil or English text needs one."""

_ODD = re.compile(
    "[^\t\n\r\x20-\x7e\u0b80-\u0bff\u0d80-\u0dff\u2010-\u2027€"
    "\u2600-\u2775\u2794-\u27bf\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff]+"
)
"""Runs of what may read otherwise than it is written."""
_KEY = re.compile(r"[0-9#*]\ufe0f?\u20e3|\U0001f51f")
_KEYCAPS = re.compile(f"(?:{_KEY.pattern})+")
_DIGITS_HIDDEN_MIN = 3
"""Keys in a row that spell an amount or a number; one or two count the points of a list."""
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]+")
_RAISED_DIGITS = re.compile("[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]{3,}")
"""One or two are a unit or a footnote."""
_OVERRIDDEN = re.compile("\u202e([^\u202c-\u202e\u2066-\u2069\n]{2,})\u202c?")
_WORD_AHEAD = re.compile("[A-Za-z]{3}|[\u0b80-\u0dff]{3}")
_LETTERS = re.compile(r"[^\W\d_]+")

_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
_WORD_EMOJI = {
    "🆎": "AB", "🆑": "CL", "🆒": "COOL", "🆓": "FREE", "🆔": "ID", "🆕": "NEW", "🆖": "NG",
    "🆗": "OK", "🆘": "SOS", "🆙": "UP", "🆚": "VS",
}  # fmt: skip
_SQUARED_FROM = (0x1F110, 0x1F130, 0x1F150, 0x1F170)
"""Where A to Z begin in parentheses, squares, filled circles and filled squares."""


def turned(text: str) -> Iterator[Edit]:
    """Letters that an override shows backwards, in the order in which they are read.

    Only where more known words come out than are written: a stray mark turns nothing on most
    screens. The letters stand for the whole stretch, as the way back never runs backwards.
    """
    if "\u202e" not in text:
        return
    for match in _OVERRIDDEN.finditer(text):
        written = match.group(1)
        if _known_letters(written[::-1]) > _known_letters(written):
            yield Edit(match.start(), match.end(), written[::-1], hides=True)


def _known_letters(text: str) -> int:
    known = known_words()
    return sum(len(word) for word in _LETTERS.findall(text) if known.rank(word) is not None)


def keycaps(text: str) -> Iterator[Edit]:
    """Digits on keys as digits. A list's number is kept off the word it stands before."""
    if "\u20e3" not in text and "\U0001f51f" not in text:
        return
    for run in _KEYCAPS.finditer(text):
        keys = list(_KEY.finditer(text, *run.span()))
        hides = len(keys) >= _DIGITS_HIDDEN_MIN
        in_word = text[run.start() - 1 : run.start()].isalpha()
        for key in keys:
            read = key.group()[0] if key.group() != "\U0001f51f" else "10"
            last = key.end() == run.end()
            if last and not in_word and _WORD_AHEAD.match(text, run.end()):
                read += " "
            yield Edit(key.start(), key.end(), read, hides)


def flag_letters(text: str) -> Iterator[Edit]:
    """Regional indicators that are letters: an odd number of them, or four and more that spell."""
    for run in _FLAG_LETTERS.finditer(text):
        letters = "".join(chr(ord(c) - 0x1F1E6 + ord("A")) for c in run.group())
        spells = len(letters) >= 4 and known_words().rank(letters) is not None
        if len(letters) % 2 or spells:
            yield Edit(run.start(), run.end(), letters, hides=spells)


def raised(text: str) -> Iterator[Edit]:
    """Numbers in superscript or subscript digits."""
    for match in _RAISED_DIGITS.finditer(text):
        yield Edit(match.start(), match.end(), unicodedata.normalize("NFKC", match.group()))


def readable(text: str) -> Iterator[Edit]:
    """Each character as it reads alone; invisible ones dropped."""
    for run in _ODD.finditer(text):
        at, end = run.span()
        while at < end:
            plain = _read_alone(text[at])
            if not plain:
                past = at + 1
                while past < end and not _read_alone(text[past]):
                    past += 1
                before, after = text[at - 1 : at], text[past : past + 1]
                hides = any(_hides_a_word(c, before, after) for c in set(text[at:past]))
                yield Edit(at, past, "", hides)
                at = past
                continue
            if plain != text[at]:
                before, after = text[at - 1 : at], text[at + 1 : at + 2]
                hides = _is_odd_one_out(text[at], plain, before, after)
                yield Edit(at, at + 1, _apart(plain, before, after), hides)
            at += 1


def _apart(plain: str, before: str, after: str) -> str:
    """A word or a number in one character, kept off the words beside it."""
    if len(plain) > 1 and plain.isalpha() and before.isalnum():
        plain = " " + plain
    if (len(plain) > 1 or plain.isdigit()) and after.isalpha() and not before.isalpha():
        plain += " "
    return plain


def _is_odd_one_out(character: str, plain: str, before: str, after: str) -> bool:
    """Whether a styled letter stands in a word of plain ones.

    Small capitals do so honestly: there is none for X.
    """
    if len(plain) > 1 or not plain.isalpha() or character in _SMALL_CAPITALS:
        return False
    return any(c.isascii() and c.isalpha() for c in (before, after))


@lru_cache(maxsize=8192)
def _read_alone(character: str) -> str:
    """What one character reads as: itself, plain letters or digits, a space, or nothing."""
    if character in "\t\n\r":
        return character
    if character in "\u2028\u2029\x85\x0b\x0c":
        return "\n"
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if category == "Zs":
        return " "
    if category in ("Cc", "Cf") or _is_drawn_over(character):
        return ""
    return _unstyled(character, category) or unicodedata.normalize("NFC", character)


def _is_drawn_over(character: str) -> bool:
    """Variation selectors, the keycap mark, combining grapheme joiner, Hangul fillers."""
    return character in "\u034f\u115f\u1160\u3164\uffa0\u20e3" or (
        "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    )


def _unstyled(character: str, category: str) -> str:
    """The letters or the number that a styled form shows; empty for what is none."""
    code = ord(character)
    for first in _SQUARED_FROM:
        if first <= code < first + 26:
            return chr(ord("A") + code - first)
    if character in _WORD_EMOJI:
        return _WORD_EMOJI[character]
    if character in _SMALL_CAPITALS:
        return _SMALL_CAPITALS[character]
    if category == "No" and re.search("CIRCLED|PARENTHESIZED", unicodedata.name(character)):
        return str(int(unicodedata.numeric(character)))
    wide = unicodedata.normalize("NFKC", character)
    if 0x249C <= code <= 0x24B5:
        return wide[1:-1]
    full_width = 0xFF01 <= code <= 0xFF5E or 0x1D400 <= code <= 0x1D7FF or 0x24B6 <= code <= 0x24E9
    # The feminine and masculine ordinals and the information sign are no disguise.
    letter = category[0] == "L" and len(wide) == 1 and wide.isascii() and character not in "ªºℹ"
    return wide if full_width or letter else ""


def _hides_a_word(dropped: str, before: str, after: str) -> bool:
    """Whether an invisible character was put where it splits a word or turns its direction.

    Joiners are counted only between Latin letters or digits: Sinhala and Tamil spell with
    them. A mark beside a number or a space is what a phone's copy function leaves behind.
    """
    if dropped in BIDI_OVERRIDES:
        return True
    if _is_drawn_over(dropped) or dropped == "\u00ad" or not (before and after):
        return False
    if dropped in ZERO_WIDTH_JOINERS:
        return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return _is_of_a_word(before) and _is_of_a_word(after)


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"
