"""Explanations exist, are translated and keep the house's wording rules."""

import pytest
import regex

from features.explanations import ENGLISH, LANGUAGES, explain
from features.indicators import INDICATORS

SCRIPTS = {"si": r"\p{Sinhala}", "ta": r"\p{Tamil}", "en": r"[A-Za-z]"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(INDICATORS))
def test_each_indicator_is_explained_in_each_language(code: str, language: str) -> None:
    found = explain(code, language)
    for sentence in (found.meaning, found.why, found.ask):
        letters = regex.findall(r"\p{L}", sentence)
        own = [letter for letter in letters if regex.match(SCRIPTS[language], letter)]
        assert len(own) >= 0.8 * len(letters), sentence
        assert sentence.endswith(".")
        assert len(sentence) < 220


def test_nothing_is_explained_that_is_not_looked_for() -> None:
    assert set(ENGLISH) == set(INDICATORS)


@pytest.mark.parametrize("code", sorted(INDICATORS))
def test_no_explanation_calls_an_advert_safe(code: str) -> None:
    said = explain(code, "en")
    assert not regex.search(r"\bsafe\b", f"{said.meaning} {said.why} {said.ask}", regex.IGNORECASE)


@pytest.mark.parametrize(("code", "language"), [("NO_SUCH_CODE", "en"), ("FEE_UPFRONT", "fr")])
def test_unknown_codes_and_languages_are_refused(code: str, language: str) -> None:
    with pytest.raises(KeyError):
        explain(code, language)
