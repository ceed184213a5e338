"""How names of places are bent and misspelled: case endings, stems and a coarser spelling.

Sinhala and Tamil put case endings on names, also when written in Latin letters. The lists are
closed and were chosen by hand; what they do not hold is not read as an ending.
"""

from functools import lru_cache

import regex

STEM_CHARACTERS_MIN = 4
"""A shorter name or stem takes no ending: it would meet too many other words."""
_LATIN_STEM_CHARACTERS_MIN = 5

_INDIC_STEM_ENDS = ("ය", "ව", "ේ", "ා", "ு", "்", "ம்", "ா", "ை")
_LATIN_STEM_ENDS = ("a", "e")

_SINHALA_ENDING = (
    r"(?:[යව])?(?:ේ|ෙ|ට|ෙන්|ින්|වල|වලට|වලින්|වලදී|වලදි|වලත්|හි|ෙහි|දී|දි|ේදී|ෙදි|ේට|ෙට|ේත්|ත්|න්|ා|ාට|ේම|ම|"
    r"ටත්|ෙනුත්|ාවේ|ාවට|නු|ානු)?"
)
_TAMIL_ENDING = (
    r"(?:ு|்|ம்|வ|ய|ை|ா|ாவ|ைய|த்த|ட்ட|க|ச|ட|ப|ற|ல|ன|ர)?"
    r"(?:ில்|ில|ல|ல்|ல்ல|ிலுள்ள|ில்உள்ள|ிலிருந்து|ிலருந்து|லிருந்து|லருந்து|ிலேர்ந்து|ிலுமுள்ள|ின்|ிற்கு|ிற்கும்|"
    r"ிற்கான|ுக்கு|ுக்கும்|ுக்கான|க்கு|க்கும்|க்கான|ை|ிலே|ிலேயே|ிலும்|லும்|ும்|ையும்|ைச்|ுப்|ுச்|ுக்|ுத்)?"
    r"(?:க்|ச்|த்|ப்)?"
)
_LATIN_ENDING = (
    r"(?:s|wala|walata|walin|waladi|walath|ye|yata|yen|yedi|ta|wata|we|wen|hi|ehi|e|en|ata|edi|"
    r"la|il|ila|yil|yila|le|ku|kku|uku|ukku|ikku|lendu|irunthu|ilirunthu|lirunthu)?"
)
_LOCATIVES = regex.compile(
    r"(?:.*(?:ේ|හි|වල|දී|වලදී|ෙ|ට|ல்|ில|ல|ிலுள்ள|ிருந்து|க்கு|க்கான)|wala|walata|ye|yata|ehi|il|yil|ila|la|"
    r"ku|kku|ukku|ta)"
)

_SOUNDS = str.maketrans(
    {
        **dict(zip("ණළශෂඛඝඡඣඨඪථධඵභඞ", "නලසසකගචජටඩතදපබඩ", strict=True)),
        **dict(zip("ීූේෝෑ", "ිුෙොැ", strict=True)),
        "ං": "න්",
        "ඟ": "න්ග",
        "ඳ": "න්ද",
        "ඬ": "න්ඩ",
        "ඹ": "ම්බ",
        **dict(zip("ணநளழறஸஷஹஜ", "னனலலரசசகச", strict=True)),
        **dict(zip("ீூேோ", "ிுெொ", strict=True)),
        "v": "w",
        "y": "i",
    }
)
_LATIN_SOUNDS = regex.compile(r"([a-z])\1+|([tdkgbp])h")
_TAMIL_DOUBLED = regex.compile(r"([\u0b95-\u0bb9])\u0bcd\1")


@lru_cache(maxsize=16_384)
def coarse(word: str) -> str:
    """A folded word in a spelling without length, doubling and like-sounding letters."""
    plain = word.translate(_SOUNDS)
    if plain.isascii():
        return str(_LATIN_SOUNDS.sub(lambda found: found.group(1) or found.group(2), plain))
    return plain if "\u0bcd" not in plain else str(_TAMIL_DOUBLED.sub(r"\1", plain))


def least_characters(stem: str) -> int:
    """How long a folded last word has to be to take an ending."""
    return _LATIN_STEM_CHARACTERS_MIN if stem.isascii() else STEM_CHARACTERS_MIN


def stems(word: str) -> list[str]:
    """Forms of a folded last word that case endings are put on, itself first."""
    if word.isascii():
        ends: tuple[str, ...] = _LATIN_STEM_ENDS
        least = _LATIN_STEM_CHARACTERS_MIN + 1
    else:
        ends = _INDIC_STEM_ENDS
        least = STEM_CHARACTERS_MIN
    if len(word) <= least or not word.endswith(ends):
        return [word]
    cut = {
        word[: -len(end)] for end in ends if word.endswith(end) and len(word) >= least + len(end)
    }
    return [word, *cut]


@lru_cache(maxsize=16_384)
def may_end(rest: str, ascii_stem: bool, is_coarse: bool) -> bool:
    """Whether what is left of a word behind a name or stem is a case ending."""
    if not rest:
        return True
    if "\u0d80" <= rest[0] <= "\u0dff":
        endings = _SINHALA
    elif "\u0b80" <= rest[0] <= "\u0bff":
        endings = _TAMIL
    elif ascii_stem:
        endings = _LATIN
    else:
        return False
    return endings[is_coarse].fullmatch(rest) is not None


def is_locative(rest: str) -> bool:
    """Whether an ending says where, from where or where to."""
    return _LOCATIVES.fullmatch(rest) is not None


def _both(pattern: str) -> "tuple[regex.Pattern[str], regex.Pattern[str]]":
    """The endings as spelled and in the coarse spelling."""
    return regex.compile(pattern), regex.compile(_endings_coarse(pattern))


def _endings_coarse(pattern: str) -> str:
    return str(regex.sub(r"[^|()?:\[\]]+", lambda part: coarse(part.group()), pattern))


_SINHALA = _both(_SINHALA_ENDING)
_TAMIL = _both(_TAMIL_ENDING)
_LATIN = _both(_LATIN_ENDING)
