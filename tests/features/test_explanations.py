"""Explanations exist, are translated and keep the house's wording rules."""

from collections import Counter
from dataclasses import astuple
from importlib import resources

import pytest
import regex
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from features.explanations import ENGLISH, LANGUAGES, explain
from features.indicators import INDICATORS

SCRIPTS = {"si": r"\p{Sinhala}", "ta": r"\p{Tamil}", "en": r"[A-Za-z]"}
TRANSLATED = [language for language in LANGUAGES if language != "en"]
LINES = {"1989", "1929"}
"""The Bureau's information line and the child line: the only ones that are sure enough to show."""
PERSONS = regex.compile(
    r"\b(?:traffickers?|criminals?|scammers?|fraudsters?|thie(?:f|ves)|gangs?)\b"
    r"|ජාවාරම්කරු|අපරාධකරු|වංචාකරු|හොරු|மோசடிக்காரர|குற்றவாளி|கடத்தல்காரர",
    regex.IGNORECASE,
)
"""Words that call somebody an offender: a sign is about what is written."""


def sentences(language: str) -> list[str]:
    return [sentence for code in INDICATORS for sentence in astuple(explain(code, language))]


def catalogue(language: str) -> Catalog:
    folder = resources.files("features").joinpath("locale", language, "LC_MESSAGES")
    with folder.joinpath("features.po").open("rb") as opened:
        return read_po(opened, locale=language, abort_invalid=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(INDICATORS))
def test_each_indicator_is_explained_in_each_language(code: str, language: str) -> None:
    for sentence in astuple(explain(code, language)):
        letters = regex.findall(r"\p{L}", sentence)
        own = [letter for letter in letters if regex.match(SCRIPTS[language], letter)]
        assert len(own) >= 0.8 * len(letters), sentence
        assert sentence.endswith(".")
        assert len(sentence) < 220


def test_what_is_looked_for_is_explained_in_the_order_of_the_catalogue() -> None:
    assert list(ENGLISH) == list(INDICATORS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_indicators_say_the_same(language: str) -> None:
    said = Counter(sentences(language))
    assert [sentence for sentence, count in said.items() if count > 1] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_every_translation_is_used(language: str) -> None:
    entries = {str(message.id): message for message in catalogue(language) if message.id}
    assert set(entries) == set(sentences("en"))
    untold = [key for key, entry in entries.items() if not entry.string or entry.fuzzy]
    assert untold == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_translation_names_the_indicator_it_belongs_to(language: str) -> None:
    entries = catalogue(language)
    for code, english in ENGLISH.items():
        for sentence in astuple(english):
            assert entries[sentence].auto_comments == [code]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_names_another_telephone_line(language: str) -> None:
    for sentence in sentences(language):
        assert set(regex.findall(r"\d{3,}", sentence)) <= LINES, sentence
        assert not regex.search(r"\d[\s-]\d", sentence), sentence


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_numbers(language: str) -> None:
    for english, own in zip(sentences("en"), sentences(language), strict=True):
        assert regex.findall(r"\d+", own) == regex.findall(r"\d+", english), own


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_calls_a_person_an_offender(language: str) -> None:
    assert [sentence for sentence in sentences(language) if PERSONS.search(sentence)] == []


@pytest.mark.parametrize("code", sorted(INDICATORS))
def test_no_explanation_calls_an_advert_safe(code: str) -> None:
    said = " ".join(astuple(explain(code, "en")))
    assert not regex.search(r"\bsafe\b", said, regex.IGNORECASE)


@pytest.mark.parametrize("code", [c for c, each in INDICATORS.items() if each.strength == "weak"])
def test_a_weak_sign_is_said_to_be_in_honest_adverts_too(code: str) -> None:
    assert "many honest adverts" in explain(code, "en").why


@pytest.mark.parametrize(("code", "language"), [("NO_SUCH_CODE", "en"), ("FEE_UPFRONT", "fr")])
def test_unknown_codes_and_languages_are_refused(code: str, language: str) -> None:
    with pytest.raises(KeyError):
        explain(code, language)
