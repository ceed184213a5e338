"""Text as it is read: a normal form that can always be traced back to what was published.

`normalize` undoes what hides words from a reader of text (invisible characters, look-alike
letters, styled letters, HTML entities) and keeps, for each character of its result, the
span of the original it came from. Method: Unicode 16 annex 15 (NFC) and technical standard
39 (confusables, through `confusable_homoglyphs`). Linear in the length of the text; never
raises on a `str`, lone surrogates included.
"""

import html
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from features.lookalikes import latin_for

ZERO_WIDTH_JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ: part of correct Sinhala and Tamil spelling and of emoji, and never needed to
tell two words apart."""

BIDI_OVERRIDES = "\u202d\u202e"
"""Force a reading direction; no Sinhala, Tamil or English text needs one."""

_ENTITY_CHARACTERS_MAX = 32
"""The longest name in `html.entities.html5` has 31 characters."""

_PASSES_MAX = 4
"""A decoded entity can complete another; honest text is stable after two passes."""

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’](?=\p{L})[\p{L}\p{M}]+)*")
_LETTERS = regex.compile(r"[\p{L}\p{M}]+")
_QUIET = "\u200c\u200d\ufe0f"
_PLAIN = regex.compile(
    r"[\t\n\r\x20-\x25\x27-\x7e\u0b80-\u0bff\u0d80-\u0dff\u2010-\u2027€\p{So}"
    rf"{_QUIET}--[\u2460-\u24ff]]*",
    regex.VERSION1,
)
"""Characters that read as themselves or are dropped without a finding: most adverts."""
_QUIET_IN_LATIN = regex.compile(rf"[0-9A-Za-z][{_QUIET}]+[0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """Normal form of one text, with the way back."""

    text: str
    starts: tuple[int, ...]
    """For each character of `text`, the first original character it stands for."""
    ends: tuple[int, ...]
    """For each character of `text`, one past the last original character it stands for."""
    manipulated: tuple[tuple[int, int], ...]
    """Original spans where something hides or splits a word."""

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Original (start, end) of `text[start:end]`; an empty span stays empty."""
        if end <= start:
            at = self.starts[start] if start < len(self.starts) else self._length
            return at, at
        return self.starts[start], max(self.ends[start:end])

    @property
    def _length(self) -> int:
        return self.ends[-1] if self.ends else 0


@dataclass(slots=True)
class _Letter:
    """One character under way: what it reads as, and where it came from."""

    text: str
    start: int
    end: int


def normalize(text: str) -> NormalizedText:
    """Normal form of `text`: what a person reads, NFC, without invisible characters."""
    if (plain := _normalize_plain(text)) is not None:
        return plain
    letters = [_Letter(character, at, at + 1) for at, character in enumerate(text)]
    manipulated: list[tuple[int, int]] = []
    before = text
    for _ in range(_PASSES_MAX):
        letters = _fold_lookalikes(_compose(_decode(_clean(letters, manipulated))), manipulated)
        after = "".join(letter.text for letter in letters)
        if after == before:
            break
        before = after
    return NormalizedText(
        before,
        tuple(letter.start for letter in letters),
        tuple(letter.end for letter in letters),
        tuple(sorted(set(manipulated))),
    )


def _normalize_plain(text: str) -> NormalizedText | None:
    """The same for a text where only joiners are to be dropped, ten times as fast."""
    if _PLAIN.fullmatch(text) is None or _QUIET_IN_LATIN.search(text) is not None:
        return None
    kept = [at for at, character in enumerate(text) if character not in _QUIET]
    result = text if len(kept) == len(text) else "".join([text[at] for at in kept])
    if not unicodedata.is_normalized("NFC", result):
        return None
    return NormalizedText(result, tuple(kept), tuple([at + 1 for at in kept]), ())


def words(text: str) -> list[str]:
    """Word tokens of all scripts, folded; combining marks stay on their letters."""
    found: list[str] = _WORD.findall(fold(text))
    return found


def fold(text: str) -> str:
    """Form in which texts are compared and indexed: NFC, no ZWJ or ZWNJ, case-folded."""
    bare = text.translate(_WITHOUT_JOINERS)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", bare).casefold())


def lower(text: str) -> str:
    """Lower case of the same length, so that positions stay valid."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


_WITHOUT_JOINERS = {ord(character): None for character in ZERO_WIDTH_JOINERS}


def _clean(letters: list[_Letter], manipulated: list[tuple[int, int]]) -> list[_Letter]:
    """Each character as it reads alone; invisible ones dropped."""
    kept: list[_Letter] = []
    for at, letter in enumerate(letters):
        plain = _read_alone(letter.text)
        if not plain:
            after = letters[at + 1].text if at + 1 < len(letters) else ""
            if _hides_a_word(letter.text, kept[-1].text if kept else "", after):
                manipulated.append((letter.start, letter.end))
        kept.extend(_Letter(character, letter.start, letter.end) for character in plain)
    return kept


@lru_cache(maxsize=8192)
def _read_alone(character: str) -> str:
    """What one character reads as: itself, a plain letter, a space, or nothing."""
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
    if _is_styled(ord(character)):
        return unicodedata.normalize("NFKC", character)
    return unicodedata.normalize("NFC", character)


def _is_drawn_over(character: str) -> bool:
    """Variation selectors, the keycap mark, combining grapheme joiner, Hangul fillers."""
    return character in "\u034f\u115f\u1160\u3164\uffa0\u20e3" or (
        "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    )


def _is_styled(code: int) -> bool:
    """Full-width, mathematical and circled forms of letters and digits."""
    return (
        0xFF01 <= code <= 0xFF5E
        or 0x1D400 <= code <= 0x1D7FF
        or 0x2460 <= code <= 0x2473
        or 0x24B6 <= code <= 0x24E9
    )


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


def _decode(letters: list[_Letter]) -> list[_Letter]:
    """HTML entities decoded, also those that a decoded `&` completes."""
    if not any(letter.text == "&" for letter in letters):
        return letters
    kept: list[_Letter] = []
    for letter in letters:
        kept.append(letter)
        if letter.text == ";":
            _decode_last(kept)
    return kept


def _decode_last(kept: list[_Letter]) -> None:
    """Replace the entity that the last letter closes, if there is one."""
    while kept and kept[-1].text == ";":
        tail = kept[-_ENTITY_CHARACTERS_MAX - 2 :]
        opening = next((i for i in range(len(tail) - 1, -1, -1) if tail[i].text == "&"), None)
        if opening is None:
            return
        written = "".join(letter.text for letter in tail[opening:])
        decoded = html.unescape(written)
        if decoded == written or (decoded.endswith(";") and len(decoded) > 1):
            return
        start, end = tail[opening].start, tail[-1].end
        del kept[-(len(tail) - opening) :]
        kept.extend(_Letter(character, start, end) for character in decoded)


def _compose(letters: list[_Letter]) -> list[_Letter]:
    """NFC across neighbours; a composed letter spans all it was composed of."""
    text = "".join(letter.text for letter in letters)
    if unicodedata.is_normalized("NFC", text):
        return letters
    kept: list[_Letter] = []
    for start, end in _clusters(letters):
        composed = unicodedata.normalize("NFC", text[start:end])
        if composed == text[start:end]:
            kept.extend(letters[start:end])
        else:
            first, last = letters[start].start, max(x.end for x in letters[start:end])
            kept.extend(_Letter(character, first, last) for character in composed)
    return kept


def _clusters(letters: list[_Letter]) -> Iterator[tuple[int, int]]:
    """Stretches that NFC never composes across: a starter and what may join it."""
    start = 0
    for at in range(1, len(letters)):
        if not _may_join(letters[at].text):
            yield start, at
            start = at
    if letters:
        yield start, len(letters)


@lru_cache(maxsize=8192)
def _may_join(character: str) -> bool:
    """Marks, and Hangul vowels and finals, which compose without being marks."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def _fold_lookalikes(letters: list[_Letter], manipulated: list[tuple[int, int]]) -> list[_Letter]:
    """Greek, Cyrillic and other look-alikes as Latin in words that mix them with Latin."""
    text = "".join(letter.text for letter in letters)
    if text.isascii():
        return letters
    for word in _LETTERS.finditer(text):
        changes = latin_for(word.group())
        if not changes:
            continue
        for at, latin in changes.items():
            letter = letters[word.start() + at]
            letters[word.start() + at] = _Letter(latin, letter.start, letter.end)
        stretch = letters[word.start() : word.end()]
        manipulated.append((stretch[0].start, max(letter.end for letter in stretch)))
    return letters
