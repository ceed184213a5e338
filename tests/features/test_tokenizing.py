"""Tokens give back the very text, keep marks on letters, and cost time linear in the text."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from features.tokenizing import WordTokenizer

tokenize = WordTokenizer(spacy.blank("xx").vocab)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_the_text_is_given_back(text: str) -> None:
    assert tokenize(text).text == text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Rs. 50,000/-", ["Rs", ".", "50", ",", "000", "/-"]),
        ("රු.5000 වැටුප", ["රු", ".", "5000", "වැටුප"]),
        ("சம்பளம் உண்டு", ["சம்பளம்", "உண்டு"]),
        ("\nCall  me", ["\n", "Call", " ", "me"]),
    ],
)
def test_words_keep_their_marks(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == tokens


def test_a_long_run_of_marks_is_one_token() -> None:
    assert len(tokenize("(" * 300_000)) == 1
