"""The three languages of the pages: which one to use, and the translated strings.

Translations are gettext catalogues, read from the `.po` files at start-up.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.support import NullTranslations
from fastapi import Request

from lurewatch.catalogues import read_catalogue

PageLanguage = Literal["en", "si", "ta"]
LANGUAGES: dict[PageLanguage, str] = {"en": "English", "si": "සිංහල", "ta": "தமிழ்"}
LOCALE_DIR = Path(__file__).parent / "locale"


def mark(text: str) -> str:
    """Mark a string for translation where it is defined; it is translated where it is shown."""
    return text


@cache
def translations(language: PageLanguage) -> NullTranslations:
    """The catalogue of a language; English strings are their own translation."""
    if language == "en":
        return NullTranslations()
    return read_catalogue(LOCALE_DIR / language / "LC_MESSAGES" / "messages.po", language)


def translate(text: str, language: PageLanguage) -> str:
    """A marked string in a language."""
    return str(translations(language).gettext(text))


def choose(request: Request) -> PageLanguage:
    """The language asked for by `?lang=`, else the first known one of Accept-Language."""
    asked = [request.query_params.get("lang", ""), *_accepted(request)]
    for tag in asked:
        for language in LANGUAGES:
            if tag.lower().split("-")[0] == language:
                return language
    return "en"


def _accepted(request: Request) -> list[str]:
    """Language tags of the Accept-Language header, most wanted first (RFC 9110 12.5.4)."""
    weighted = []
    for part in request.headers.get("accept-language", "")[:500].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighted.append((-float(weight or 1), tag.strip()))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(weighted, key=lambda row: row[0]) if weight < 0]


def country_name(code: str, language: PageLanguage) -> str:
    """A country's name by ISO 3166-1 alpha-2 code (CLDR); the code where it is unknown."""
    return str(Locale(language).territories.get(code, code))
