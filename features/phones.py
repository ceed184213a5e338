"""Phone numbers, in digits and spelled out in words.

Digits are read by `phonenumbers` (default region Sri Lanka) and given in E.164. Numbers in words
("zero seven seven ...", `bindu hathai hathai`, `பூச்சியம் ஏழு`) are how adverts slip past filters:
runs of number words and digits are put together and count only where they make a whole number with
its leading zero or country code. Linear in the text.
"""

from collections.abc import Iterator

import phonenumbers
import regex

HOME_REGION = "LK"
HOME_CODE = 94

PHONE_TEXT_MAX = 20_000
"""Characters searched for phones. The matcher retries each run of digits in many ways, so a
text of only digits must be cut off; whole adverts are far shorter."""

_WORDS_PER_DIGIT = (
    "zero oh o nil bindu binduwa binduvai binduwai bindui poojiyam poochiyam puchiyam saibar "
    "සයිබර් බින්දු බින්දුව බින්දුවයි බිංදු බිංදුව බිංදුවයි பூச்சியம் பூஜ்யம் பூஜ்ஜியம் பூஜ்ஜியம சைபர்",
    "one eka ekai ekayi ondru onru onnu onu එක එකයි ஒன்று ஒண்டு ஒண்ணு ஒன்னு",
    "two deka dekai dekayi irandu rendu randu දෙක දෙකයි இரண்டு ரெண்டு",
    "three thuna thunai tunai thunayi moondru moonru moonu munu තුන තුනයි மூன்று மூண்டு மூணு",
    "four hathara hatharai hatarai hatara naangu naanku naalu nalu හතර හතරයි நான்கு நாலு",
    "five paha pahai pahayi ainthu aindhu anju anji පහ පහයි ஐந்து அஞ்சு",
    "six haya hayai hayayi aaru aru හය හයයි ஆறு",
    "seven hatha hathai hata hatai hathayi ezhu elu yezhu ealu හත හතයි ஏழு",
    "eight ata atai atayi ettu eddu අට අටයි எட்டு",
    "nine namaya namayai navaya nawaya nawayai onbathu ombathu onbadhu onpathu නමය නමයයි නවය නවයයි "
    "ஒன்பது ஒம்பது",
)
_DIGIT_OF = {
    word: str(digit) for digit, words in enumerate(_WORDS_PER_DIGIT) for word in words.split()
}
_ZEROS = (
    "zero",
    "oh ",
    "bind",
    "jiyam",
    "chiyam",
    "saib",
    "සයිබ",
    "බින්",
    "බිංදු",
    "பூச்சி",
    "பூஜ்",
    "சைபர்",
)
"""Pieces of the words for zero, with which a whole number in words begins."""
_DIGITS_THEN_WORD = regex.compile(
    r"(?<![0-9])\+?(?:0[0-9]{0,8}|94[0-9]{0,8})[ ,.\-]{1,2}(?:"
    + "|".join(map(regex.escape, sorted(_DIGIT_OF, key=len, reverse=True)))
    + r")(?![\p{L}\p{M}])"
)
_REPEATS = {"double": 2, "dabal": 2, "ඩබල්": 2, "டபுள்": 2, "triple": 3, "tripal": 3, "ට්රිපල්": 3}
_TOKEN = regex.compile(r"\+?[0-9]+|[\p{L}\p{M}]+|[0-9oO]+")
_GAP = regex.compile(r"[\s,.;:*_/–\-]{0,3}")
_AT_HOME = regex.compile(r"(?<![\p{L}\p{M}\p{N}+])[0oO](?:[ -]?[0-9oO]){9}(?![\p{L}\p{M}\p{N}])")
"""Ten digits, some of whose zeros may be the letter O."""
_WORDS_MIN = 3
_DIGITS_MAX = 15
"""Of an E.164 number."""


def find_phones(text: str) -> Iterator[tuple[str, int, int]]:
    """(E.164 number, start, end) of each phone in `text`, which is normalised."""
    searched = text[:PHONE_TEXT_MAX]
    last = -1
    found = [*_in_digits(searched), *_written_at_home(searched), *_in_words(searched)]
    # The first of those that begin at one place stands: the sort keeps their order.
    for number, start, end in sorted(found, key=lambda phone: phone[1]):
        if start >= last:
            yield number, start, end
            last = end


def is_mobile(number: str) -> bool:
    """Whether an E.164 number is a mobile by its country's numbering plan."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(parsed) in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )


def region_of(number: str) -> str | None:
    """ISO 3166-1 code of the country of an E.164 number; `None` where its code is of none."""
    region: str | None = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    return region


def _in_digits(text: str) -> Iterator[tuple[str, int, int]]:
    if sum(character.isdigit() for character in text) < 7:
        return
    matcher = phonenumbers.PhoneNumberMatcher(
        text,
        HOME_REGION,
        leniency=phonenumbers.Leniency.POSSIBLE,
        max_tries=200,
    )
    for match in matcher:
        # No number in Sri Lanka begins with two zeros; a bank account may.
        if _looks_dialled(match.raw_string) and not _is_impossible_at_home(match.number):
            number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            yield number, match.start, match.end


def _is_impossible_at_home(number: phonenumbers.PhoneNumber) -> bool:
    return number.country_code == HOME_CODE and (number.national_number or 0) < 10**8


def _looks_dialled(written: str) -> bool:
    """Sri Lankan numbers start with 0 or +94; a bare run of digits may be an amount."""
    digits = [character for character in written if character.isdigit()]
    return len(digits) >= 9 and written.lstrip("(").startswith(("+", "0", "94"))


def _written_at_home(text: str) -> Iterator[tuple[str, int, int]]:
    """Ten digits, also behind an amount that `phonenumbers` runs together with them."""
    for match in _AT_HOME.finditer(text):
        written = match.group().casefold().replace("o", "0")
        number = _whole("".join(character for character in written if character.isdecimal()))
        if number is not None:
            yield number, *match.span()


def _in_words(text: str) -> Iterator[tuple[str, int, int]]:
    lowered = text.lower()
    if not (any(zero in lowered for zero in _ZEROS) or _DIGITS_THEN_WORD.search(lowered)):
        return
    digits, words, repeat, start, end = "", 0, 1, 0, 0
    for token in _TOKEN.finditer(text):
        written = token.group().casefold()
        value = _DIGIT_OF.get(written) or (written if written[-1] in "0123456789" else "")
        times = _REPEATS.get(written, 0)
        if digits and not ((value or times) and _GAP.fullmatch(text, end, token.start())):
            yield from _spoken(digits, words, start, end)
            digits, words, repeat = "", 0, 1
        if times:
            repeat, start = times, start if digits else token.start()
            end = token.end()
        elif value:
            start = start if digits or repeat > 1 else token.start()
            digits += value * repeat
            words += not written[-1].isdecimal()
            repeat, end = 1, token.end()
        else:
            repeat = 1
        if len(digits) > _DIGITS_MAX:
            digits, words = "", 0
    yield from _spoken(digits, words, start, end)


def _spoken(digits: str, words: int, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    if words >= _WORDS_MIN and (number := _whole(digits)) is not None:
        yield number, start, end


def _whole(digits: str) -> str | None:
    """E.164 form of a whole Sri Lankan number or one with a plus; `None` for anything else."""
    if digits.startswith("0") and len(digits) == 10 and digits[1] != "0":
        return f"+{HOME_CODE}{digits[1:]}"
    if digits.startswith(str(HOME_CODE)) and len(digits) == 11:
        return f"+{digits}"
    if digits.startswith("+") and 8 < len(digits) <= _DIGITS_MAX + 1:
        return digits
    return None
