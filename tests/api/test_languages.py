"""Every string of the pages exists in all three languages."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

import api
from api.languages import country_name, translations

ROOT = Path(api.__file__).parent
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]


@pytest.mark.parametrize("language", ["si", "ta"])
def test_every_string_is_translated(language: str) -> None:
    found = {
        row[2] for row in extract_from_dir(str(ROOT), METHODS, keywords={"_": None, "mark": None})
    }
    catalog = translations(language)  # type: ignore[arg-type]

    missing = {text for text in found if catalog.gettext(text) == text}

    assert len(found) > 80
    assert not missing


def test_country_names() -> None:
    assert country_name("MM", "si") == "මියන්මාරය (බුරුමය)"
    assert country_name("??", "ta") == "??"
