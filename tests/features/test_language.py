"""Languages of whole adverts and of their sentences."""

import pytest

from features.language import identify, segments
from lurewatch.labels import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Machine operators wanted for our factory in Gampaha", Language.ENGLISH),
        ("ගම්පහ කර්මාන්ත ශාලාවට පුහුණු ක්‍රියාකරුවන් අවශ්‍යයි", Language.SINHALA),
        ("ගම්පහ office එකට staff ඕනේ, salary හොඳයි, කෑම අපි දෙනවා", Language.SINHALA),
        ("யாழ்ப்பாணத்தில் உள்ள கடைக்கு உதவியாளர் தேவை", Language.TAMIL),
        ("kade ekata lamayek one, salary 45000k denawa", Language.SINHALA_ROMANISED),
        ("kadeta lamayek oni, padiya 45k dakwa dennam", Language.SINHALA_ROMANISED),
        ("kadeta lamayek onee, padiya 45k dakva dennam", Language.SINHALA_ROMANISED),
        ("Jaffna kadai ku oru paiyan venum, sampalam tharuvom", Language.TAMIL_ROMANISED),
        ("kadaikku oru aal wenum, sambalam 40k tharuvam", Language.TAMIL_ROMANISED),
        ("සේල්ස් කෙනෙක් one showroom sales assistant ඕන basic salary", Language.MIXED),
        ("😀😀 12345", Language.UNDETERMINED),
        ("", Language.UNDETERMINED),
        ("ü ñ ø", Language.ENGLISH),
    ],
)
def test_languages(text: str, language: Language) -> None:
    assert identify(text) is language


def test_each_sentence_has_its_language_and_its_place() -> None:
    text = "Driver wanted in Kandy today\nලොරියක් එලවන්න දන්න කෙනෙක් ඕන. 077 000 1234"
    found = list(segments(text))
    assert [each.language for each in found] == [Language.ENGLISH, Language.SINHALA]
    assert text[found[1].start : found[1].end].startswith("ලොරියක්")


@pytest.mark.parametrize("text", ["a" * 300_000, "ක" * 300_000, ". " * 150_000])
def test_monstrous_texts_have_a_language(text: str) -> None:
    assert identify(text) in Language
    assert all(each.start < each.end for each in segments(text))
