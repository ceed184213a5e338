"""Ways to reach the advertiser, as written: phones, e-mails, links, chat handles, licences.

Phones are read by `phonenumbers` (default region Sri Lanka) and given in E.164.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import phonenumbers
import regex

HOME_REGION = "LK"
HOME_CODE = 94

PHONE_TEXT_MAX = 20_000
"""Characters searched for phones. The matcher retries each run of digits in many ways, so a
text of only digits must be cut off; whole adverts are far shorter."""

_URL = regex.compile(
    r"(?<![\p{L}\p{N}@.])(?:https?://|www\.|(?:wa\.me|t\.me|telegram\.me|bit\.ly|tinyurl\.com"
    r"|chat\.whatsapp\.com|api\.whatsapp\.com|m\.me)/)[^\s<>\"'“”‘’،]{1,500}",
    regex.IGNORECASE,
)
_EMAIL = regex.compile(
    r"(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@"
    r"(?:[\p{L}\p{N}-]{1,63}\.){1,5}\p{L}[\p{L}\p{M}]{1,23}"
)
_HANDLE = regex.compile(r"(?<![\p{L}\p{N}._%+/-])@([A-Za-z][A-Za-z0-9_]{4,31})(?![\w.@])")
_TELEGRAM_NEAR = regex.compile(r"telegram|t\.me|ටෙලිග්‍?රෑම්|டெலிகிராம்|டெலிகிராமில்", regex.IGNORECASE)
_TELEGRAM_CHARACTERS = 60
_LICENCE = regex.compile(
    r"(?<![\p{L}\p{M}])(?:slbfe|l\.?l\.?|lic(?:en[cs]e)?|labou?r\s?lic(?:en[cs]e)?|බලපත්ර(?:\s?අංකය?)?|உரிம(?:ம்)?)"
    r"(?:\s?(?:reg(?:istration)?|lic(?:en[cs]e)?|no|number|අංකය?|இல|இலக்கம்|எண்)\b\.?)"
    r"{0,3}\s?[:.#-]{0,3}\s?0*(\d{2,4})(?![\d,.-]*\d)",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach the advertiser."""

    kind: str
    """`phone`, `email`, `url`, `handle` or `licence`."""
    value: str
    """E.164, address, link, `network:name` or number without leading zeros."""
    start: int
    """First character in the text that was searched."""
    end: int
    """One past the last character."""


def find_contacts(text: str) -> Iterator[Contact]:
    """Contacts in `text` (normalised), by kind and then in order of appearance."""
    yield from _phones(text)
    for email in _EMAIL.finditer(text):
        yield Contact("email", email.group().casefold(), *email.span())
    for url in _URL.finditer(text):
        written = url.group().rstrip(".,;:!?)]}…")
        span = (url.start(), url.start() + len(written))
        yield Contact("url", written, *span)
        if (handle := _handle_of_link(written)) is not None:
            yield Contact("handle", handle, *span)
    yield from _telegram_names(text)
    for licence in _LICENCE.finditer(text):
        yield Contact("licence", licence.group(1).lstrip("0"), *licence.span())


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


def _phones(text: str) -> Iterator[Contact]:
    if sum(character.isdigit() for character in text[:PHONE_TEXT_MAX]) < 7:
        return
    matcher = phonenumbers.PhoneNumberMatcher(
        text[:PHONE_TEXT_MAX],
        HOME_REGION,
        leniency=phonenumbers.Leniency.POSSIBLE,
        max_tries=200,
    )
    for match in matcher:
        # No number in Sri Lanka begins with two zeros; a bank account may.
        if _looks_dialled(match.raw_string) and not _is_impossible_at_home(match.number):
            number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            yield Contact("phone", number, match.start, match.end)


def _is_impossible_at_home(number: phonenumbers.PhoneNumber) -> bool:
    return number.country_code == HOME_CODE and (number.national_number or 0) < 10**8


def _looks_dialled(written: str) -> bool:
    """Sri Lankan numbers start with 0 or +94; a bare run of digits may be an amount."""
    digits = [character for character in written if character.isdigit()]
    return len(digits) >= 9 and written.lstrip("(").startswith(("+", "0", "94"))


def _handle_of_link(link: str) -> str | None:
    parts = urlsplit(link if "://" in link else f"https://{link}")
    host = parts.netloc.casefold().removeprefix("www.")
    name = parts.path.strip("/").split("/")[0]
    if host in ("t.me", "telegram.me"):
        return f"telegram:{name.casefold()}" if name else None
    if host == "wa.me":
        return _whatsapp(name)
    if host == "api.whatsapp.com":
        return _whatsapp(parse_qs(parts.query).get("phone", [""])[0])
    return None


def _whatsapp(written: str) -> str | None:
    digits = "".join(character for character in written if character.isdecimal())
    return f"whatsapp:+{int(digits)}" if 7 <= len(digits) <= 15 else None


def _telegram_names(text: str) -> Iterator[Contact]:
    for name in _HANDLE.finditer(text):
        near = text[max(0, name.start() - _TELEGRAM_CHARACTERS) : name.end() + _TELEGRAM_CHARACTERS]
        if _TELEGRAM_NEAR.search(near):
            yield Contact("handle", f"telegram:{name.group(1).casefold()}", *name.span())
