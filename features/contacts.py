"""Ways to reach the advertiser, as written: phones, e-mails, links, chat handles, licences."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import regex

from features.phones import find_phones

_URL = regex.compile(
    r"(?<![\p{L}\p{N}@.])(?:https?://|www\.|(?:wa\.me|t\.me|telegram\.me|bit\.ly|tinyurl\.com"
    r"|chat\.whatsapp\.com|api\.whatsapp\.com|m\.me|line\.me|invite\.viber\.com)/)"
    r"[^\s<>\"'“”‘’،]{1,500}",
    regex.IGNORECASE,
)
_EMAIL = regex.compile(
    r"(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@"
    r"(?:[\p{L}\p{N}-]{1,63}\.){1,5}\p{L}[\p{L}\p{M}]{1,23}"
)
_HANDLE = regex.compile(
    r"(?<![\p{L}\p{N}._%+/@-])@([A-Za-z][A-Za-z0-9_]{3,31})(?![\w@]|\.[A-Za-z])"
)
_NETWORKS = {
    "telegram": r"telegram|\btg\b|t\.me|ටෙලිග්‍?රෑම්|டெலிகிராம|டெலிகிராம்",
    "instagram": r"instagram|\binsta\b|\big\b|ඉන්ස්ටා|இன்ஸ்டா",
    "tiktok": r"tik ?tok|ටික් ?ටොක්|டிக் ?டாக்",
    "imo": r"\bimo\b|ඉමෝ|ஐஎம்ஓ|இமோ",
    "viber": r"\bviber\b|වයිබර්|வைபர்",
    "line": r"\bline (?:id|app)\b|line\.me",
    "wechat": r"\bwe ?chat\b",
    "signal": r"\bsignal\b|සිග්නල්|சிக்னல்",
    "whatsapp": r"whats ?app|වට්ස් ?ඇප්|வாட்ஸ் ?அப்",
}
_NETWORK = regex.compile(
    "|".join(f"(?P<{name}>{pattern})" for name, pattern in _NETWORKS.items()), regex.IGNORECASE
)
_NEAR_CHARACTERS = 60
UNKNOWN_NETWORK = "unknown"
"""Of a name with @ and no network named near it."""
_NAMED_ID = regex.compile(
    r"(?<![\p{L}\p{M}])(?P<network>telegram|imo|viber|line|signal|we ?chat|instagram)"
    r"(?: (?:id|user ?name|user|acc(?:ount)?)\s?[:\-]?\s?|\s?:\s?)@?"
    r"(?P<name>[A-Za-z](?=[A-Za-z._]*[0-9_])[A-Za-z0-9_.]{3,31})(?![\w@])",
    regex.IGNORECASE,
)
_LICENCE_WORD = r"lic(?:en[cs]e)?|බලපත්ර|බල\.|உரிம(?:ம்)?|urimam|urimai|balapathra(?:ya)?"
_LICENCE = regex.compile(
    rf"(?<![\p{{L}}\p{{M}}])(?:slbfe|l\.?l\.?|merchant shipping approval|"
    rf"(?:(?:labou?r|foreign employment|merchant shipping)\s)?(?:{_LICENCE_WORD}))"
    rf"(?:\s?(?:reg(?:istration)?\b|(?:{_LICENCE_WORD})|(?:no|number|anka(?:ya)?|il|en)\b|"
    r"අංකය?|இலக்கம்|இல|எண்)\.?){0,3}\s?[:.#-]{0,3}\s?0*([0-9]{2,4})(?![\d,.-]*\d)(?!\s?[%/])",
    regex.IGNORECASE,
)
_LINKED_NUMBER = ("wa.me/", "api.whatsapp.com/")


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
    urls = list(_links(text))
    chats = [url for url in urls if any(host in url.value.casefold() for host in _LINKED_NUMBER)]
    for number, start, end in find_phones(text):
        # The number of a chat link is given as its handle.
        if not any(chat.start <= start < chat.end for chat in chats):
            yield Contact("phone", number, start, end)
    for email in _EMAIL.finditer(text):
        yield Contact("email", email.group().casefold(), *email.span())
    for url in urls:
        yield url
        if (handle := _handle_of_link(url.value)) is not None:
            yield Contact("handle", handle, url.start, url.end)
    yield from _names(text)
    for licence in _LICENCE.finditer(text):
        yield Contact("licence", licence.group(1).lstrip("0"), *licence.span())


def _links(text: str) -> Iterator[Contact]:
    for url in _URL.finditer(text):
        written = url.group().rstrip(".,;:!?)]}…")
        yield Contact("url", written, url.start(), url.start() + len(written))


def _handle_of_link(link: str) -> str | None:
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
    except ValueError:  # brackets that are no IPv6 address
        return None
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


def _names(text: str) -> Iterator[Contact]:
    """Names with @, and names behind the word of their network."""
    found: dict[tuple[int, int], str] = {}
    for name in _HANDLE.finditer(text):
        value = f"{_network_near(text, *name.span())}:{name.group(1).casefold()}"
        found[name.span()] = value
    for name in _NAMED_ID.finditer(text):
        network = name.group("network").casefold().replace(" ", "")
        if not any(start < name.end() and name.start("name") < end for start, end in found):
            found[name.span("name")] = f"{network}:{name.group('name').casefold()}"
    for (start, end), value in sorted(found.items()):
        yield Contact("handle", value, start, end)


def _network_near(text: str, start: int, end: int) -> str:
    """The network named last before a name, or else first behind it."""
    before = list(_NETWORK.finditer(text, max(0, start - _NEAR_CHARACTERS), start))
    named = before[-1] if before else _NETWORK.search(text, end, end + _NEAR_CHARACTERS)
    return named.lastgroup or UNKNOWN_NETWORK if named else UNKNOWN_NETWORK
