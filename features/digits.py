"""Numbers that are disguised: dialled digit by digit, or with the letter O for a zero."""

import re
from collections.abc import Iterator

from features.tracing import Edit

_TWO_DIGITS_APART = re.compile(r"[0-9][ .·_*-]{1,3}[0-9][ .·_*-]")
_DIGITS_APART = re.compile(
    r"(?<![0-9.,])\+?[0-9](?:[ .·_*-]{1,3}[0-9](?![0-9])){2,}(?:[ .·_*-]{1,3}[0-9]+)*"
)
_DIGIT_GAP = re.compile(r"(?<![0-9][0-9])(?<=[0-9])[ .·_*-]{1,3}(?=[0-9](?![0-9]))")
_PHONE_DIGITS = range(9, 13)
"""A number of the region with or without its country code (ITU-T E.164)."""
_ZEROS = re.compile(r"(?<![\w.,+])(?=[\d,.]*O)\d[\dO,.]*[\dO](?=[kKlLmM]?(?![\w@]))")


def dialled(text: str) -> Iterator[Edit]:
    """Phone numbers written digit by digit. Groups of digits are usual and stay."""
    if _TWO_DIGITS_APART.search(text) is None:
        return
    for match in _DIGITS_APART.finditer(text):
        digits = sum(character.isdecimal() for character in match.group())
        if digits in _PHONE_DIGITS and match.group().startswith(("0", "+", "9")):
            for gap in _DIGIT_GAP.finditer(text, *match.span()):
                yield Edit(gap.start(), gap.end(), "", hides=True)


def zeros(text: str) -> Iterator[Edit]:
    """The letter O for a zero in numbers that begin with a digit; one alone may be a slip."""
    if "O" not in text:
        return
    for match in _ZEROS.finditer(text):
        written = match.group()
        yield Edit(*match.span(), written.replace("O", "0"), hides=written.count("O") > 1)
