"""One spelling for what Sinhala and Tamil typists write in several ways.

Method: NFC (Unicode annex 15), then the sequences that look the same but that NFC keeps apart: the
"do not use" tables of the Unicode standard, chapters 12 and 13, and signs typed twice or in the
order of the old typewriter layouts.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import regex

from features.tracing import Edit

_PAIRS = {
    # Sinhala: an independent letter and a sign.
    "අා": "ආ", "අැ": "ඇ", "අෑ": "ඈ", "උෟ": "ඌ", "ඍෘ": "ඎ", "ඔෟ": "ඖ", "එ්": "ඒ", "එෙ": "ඓ",
    "ෙඑ": "ඓ", "ඔ්": "ඕ",
    # Sinhala: parts of one sign, in another order or typed twice.
    "ාෙ": "ො", "්ෙ": "ේ", "ාේ": "ෝ", "ේා": "ෝ", "ොා": "ො", "ෝා": "ෝ", "ෝ්": "ෝ", "ේ්": "ේ",
    "ෙේ": "ේ", "ෙො": "ො", "ෙෝ": "ෝ", "ෙෛ": "ෛ", "ෟෙ": "ෞ", "ෞෟ": "ෞ",
    # Tamil.
    "ாெ": "ொ", "ாே": "ோ", "ொா": "ொ", "ோா": "ோ", "ெொ": "ொ", "ேோ": "ோ", "ஶ்ரீ": "ஸ்ரீ",
}  # fmt: skip
_SPELLINGS = re.compile(
    "|".join(map(re.escape, _PAIRS))
    + r"|(?P<twice>[\u0dca\u0dcf-\u0ddf\u0df2\u0df3\u0bbe-\u0bcd\u0bd7])(?P=twice)+"
    # A kombuva before its consonant, as a typewriter had it.
    + r"|(?<![\u0d80-\u0dff])(?:\u0dd9|\u0ddb)[\u0d9a-\u0dc6]"
    + r"|(?<![\u0b80-\u0bff])[\u0bc6-\u0bc8][\u0b95-\u0bb9]"
    # An anusvara before the vowel sign that it follows.
    + r"|\u0d82[\u0dcf-\u0ddf]"
    # Tamil au: its second half looks like the letter LLA, which has a sign of its own otherwise.
    + r"|(?:\u0bc6|(?<![\u0b80-\u0bff])\u0b92)\u0bb3(?![\u0bbe-\u0bcd\u0bd7])"
)
_SIGNS = "\u0dca\u0dcf-\u0ddf\u0df2\u0df3\u0bbe-\u0bcd\u0bd7"
_LIKELY = re.compile(
    rf"[{_SIGNS}\u0d82][{_SIGNS}]|[අඋඍඔඑ][{_SIGNS}]|(?<![\u0d80-\u0dff])[\u0dd9\u0ddb]"
    r"|(?<![\u0b80-\u0bff])[\u0bc6-\u0bc8]|[\u0bc6\u0b92]\u0bb3|ෙඑ|ஶ"
)
"""Every other spelling holds one of these; most texts none, and they are found fast."""
_CLUSTER = regex.compile(r"(?s)[^\p{M}\u1160-\u11ff][\p{M}\u1160-\u11ff]*|[\p{M}\u1160-\u11ff]+")
"""What NFC may compose: a starter and marks, or Hangul vowels and finals, which are none."""
_OVER_LATIN = re.compile(r"(?<=[0-9A-Za-z])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ef]+")
"""Marks that NFC did not compose: struck through or piled up, never a letter of a language here."""


def compose(text: str) -> Iterator[Edit]:
    """NFC; a composed letter stands for all that it was composed of."""
    if unicodedata.is_normalized("NFC", text):
        return
    for cluster in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", cluster.group())
        if composed != cluster.group():
            yield Edit(cluster.start(), cluster.end(), composed)


def respell(text: str) -> Iterator[Edit]:
    """Sinhala and Tamil spellings that look alike, made one; loose marks over Latin taken off."""
    if text.isascii() or _LIKELY.search(text) is None:
        return
    for match in _SPELLINGS.finditer(text):
        yield Edit(match.start(), match.end(), _spelling(match.group()))


def unpile(text: str) -> Iterator[Edit]:
    """Marks over Latin letters that make no letter."""
    if not text.isascii():
        for match in _OVER_LATIN.finditer(text):
            yield Edit(match.start(), match.end(), "")


def canonical(word: str) -> str:
    """The spelling of one word that `normalize` arrives at, joiners left out."""
    after = unicodedata.normalize("NFC", word.replace("\u200c", "").replace("\u200d", ""))
    before = ""
    while after != before:
        before = after
        after = _SPELLINGS.sub(lambda match: _spelling(match.group()), before)
        after = unicodedata.normalize("NFC", after)
    return after


@lru_cache(maxsize=1024)
def _spelling(written: str) -> str:
    if written in _PAIRS:
        return _PAIRS[written]
    first, second = written[0], written[1]
    if first == second:
        return {"ෙ": "ෛ", "ෘ": "ෲ"}.get(first, first)
    if second == "ள" and first in "ெஒ":
        return "ௌ" if first == "ெ" else "ஔ"
    return second + first
