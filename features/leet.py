"""Words written with digits and marks for letters ("v!s@", "p4ssport").

A word is undone where a known word comes out of it, and where the text has several of these also
where it can be pronounced. Codes, amounts, grades, addresses and handles stay.
"""

import re
from collections.abc import Iterator
from itertools import islice, product

from features.known_words import known_words
from features.tracing import Edit

_DRAWN_LIKE = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b", "9": "g",
    "@": "a", "!": "il", "$": "s", "€": "e",
}  # fmt: skip
"""What each stands for, likeliest first."""
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9@!$€#/_.])(?=[A-Za-z]*[0-9@!$€])(?=[0-9@!$€]*[A-Za-z])"
    r"[A-Za-z0-9@!$€]{2,30}(?![A-Za-z0-9@$€/_])"
)
_ADDRESS = re.compile(r"://|www\.|@[\w-]+\.\w|\.[a-z]{2,}/")
_ADDRESS_AROUND = 100
_READINGS_MAX = 64
_SHORT_LETTERS = 2
_CONTEXT_MIN = 2
"""Disguised words that make it likely that an unknown one is disguised too."""
_BOTH = re.compile(r"[A-Za-z][0-9@!$€]|[0-9@!$€][A-Za-z]")
_NUMBER_WITH_UNIT = re.compile(
    r"[0-9]{2,}[A-Za-z]+|[A-Za-z]+(?!33$|00$)[0-9]{2,}|[0-9][kK][A-Za-z]*"
)
"""Two alike may be letters, as in "fr33". The last is romanised Sinhala: `3kin`, in three."""
_MEANT = dict.fromkeys(("watsapp", "watsap", "wattsapp", "whatsap", "whtsapp"), "whatsapp")
"""Disguised by its spelling too; all are in use."""


def plain_letters(written: str) -> str:
    """`written` with the likeliest letter for each digit and mark; of the same length."""
    return "".join(
        _in_case(_DRAWN_LIKE.get(character, character)[0], character, written)
        for character in written
    )


def _in_case(letter: str, written: str, word: str) -> str:
    capitals = not any(map(str.islower, word))
    return letter if letter == written or not capitals else letter.upper()


def undisguised(text: str) -> Iterator[Edit]:
    """Words with digits or marks for some of their letters."""
    if _BOTH.search(text) is None:
        return
    tokens = [token for token in _TOKEN.finditer(text) if not is_address(text, token)]
    readings = [_read(token.group()) for token in tokens]
    context = sum(reading is not None for reading in readings) >= _CONTEXT_MIN
    for token, reading in zip(tokens, readings, strict=True):
        if reading is None and context:
            reading = _guess(token.group())
        if reading is not None:
            end = token.start() + len(token.group().rstrip("!"))
            yield Edit(token.start(), end, reading, hides=True)


def is_address(text: str, token: "re.Match[str]") -> bool:
    """Whether the token is part of a link or an e-mail address."""
    low = max(0, token.start() - _ADDRESS_AROUND)
    before = text[low : token.start()].split()
    glued = before[-1] if before and not text[token.start() - 1].isspace() else ""
    after = text[token.end() : token.end() + _ADDRESS_AROUND].split(maxsplit=1)
    rest = after[0] if after and not text[token.end()].isspace() else ""
    return _ADDRESS.search(glued + token.group() + rest) is not None


def _read(token: str) -> str | None:
    """The known word that a token shows, in its case; `None` where it is none."""
    known = known_words()
    word = token.rstrip("!")
    for candidate in (word, word.strip("@!$€")):
        if _is_code(candidate):
            continue
        small = any(map(str.islower, candidate))
        fits = [
            reading
            for each in _readings(candidate)
            if _is_listed(reading := _MEANT.get(each.lower(), each))
            and not (small and known.is_acronym(reading))
        ]
        if fits:
            # Endings make known words without a rank of their own: after all others.
            best = min(fits, key=lambda each: known.rank(each) or 10**6)
            at = word.index(candidate)
            return word[:at] + best + word[at + len(candidate) :]
    return None


def _is_listed(word: str) -> bool:
    known = known_words()
    return known.is_word(word) if len(word) > 4 else known.rank(word) is not None


def _is_code(word: str) -> bool:
    """Not enough letters, a number with its unit, or a known word with something at its edge."""
    letters = sum(character.isalpha() for character in word)
    digits = sum(character.isdecimal() for character in word)
    core = word.strip("0123456789@!$€")
    # No number begins with a zero and goes on with letters.
    numbered = not (word[0] == "0" and word[1:].isalpha())
    return (
        len(word) <= _SHORT_LETTERS
        or letters < digits
        or letters == len(word)
        or _NUMBER_WITH_UNIT.fullmatch(word) is not None
        or (numbered and core != word and core.isalpha() and known_words().is_word(core))
    )


def _readings(word: str) -> Iterator[str]:
    """Ways to read it, the likeliest first."""
    letters = [
        [_in_case(letter, character, word) for letter in _DRAWN_LIKE.get(character, character)]
        for character in word
    ]
    if all(len(each) for each in letters):
        for reading in islice(product(*letters), _READINGS_MAX):
            read = "".join(reading)
            if read.isalpha():
                yield read


def _guess(token: str) -> str | None:
    """A reading of an unknown word, where other words of the text are disguised."""
    word = token.rstrip("!")
    if len(word) == _SHORT_LETTERS and "0" in word:
        read = plain_letters(word)
        return read if read.isalpha() and known_words().rank(read) is not None else None
    known = known_words()
    inside = any(not character.isalpha() for character in word[1:-1])
    # "3ntertain" begins like no word.
    inside = inside or (word[1:].isalpha() and not known.is_pronounceable(word[1:]))
    if _is_code(word) or not inside or word[0] == "@":
        return None
    return next((each for each in _readings(word) if known.is_pronounceable(each)), None)
