"""What each indicator means, why it matters and what to ask, in Sinhala, Tamil and English.

One plain sentence each, written for a job seeker. The English sentences of
`data/explanations.toml` are the message ids of the gettext catalogues under `locale/`. The
Sinhala and Tamil have not been reviewed by native annotators yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from babel.support import NullTranslations

from features.tables import toml_table
from lurewatch.catalogues import read_catalogue

LANGUAGES = ("en", "si", "ta")


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """An indicator in plain words."""

    meaning: str
    """What the advert says."""
    why: str
    """Why that is a sign of danger."""
    ask: str
    """What to ask or do before going on."""


def _read() -> dict[str, Explanation]:
    table = toml_table("explanations.toml")
    return {code: Explanation(**sentences) for code, sentences in table.items()}


ENGLISH: Mapping[str, Explanation] = MappingProxyType(_read())
"""English explanations by indicator code."""


def explain(code: str, language: str) -> Explanation:
    """An indicator in plain words.

    Args:
        code: indicator code of `features.indicators.INDICATORS`.
        language: one of `LANGUAGES`.

    Raises:
        KeyError: unknown code or language.
    """
    english = ENGLISH[code]
    translate = _translations(language).gettext
    return Explanation(
        meaning=str(translate(english.meaning)),
        why=str(translate(english.why)),
        ask=str(translate(english.ask)),
    )


@cache
def _translations(language: str) -> NullTranslations:
    if language not in LANGUAGES:
        raise KeyError(language)
    if language == "en":
        return NullTranslations()
    folder = resources.files("features").joinpath("locale", language, "LC_MESSAGES")
    return read_catalogue(folder.joinpath("features.po"), language)
