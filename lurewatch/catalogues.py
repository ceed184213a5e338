"""Gettext catalogues read straight from `.po` files, so that no compiled file can be forgotten."""

from importlib.resources.abc import Traversable
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations


def read_catalogue(file: Traversable, language: str) -> NullTranslations:
    """The translations in a `.po` file; plural rules are those of `language`."""
    with file.open("rb") as opened:
        catalog = read_po(opened, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)
