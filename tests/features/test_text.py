"""What holds for the normal form of any text: way back, idempotence, time; and honest writing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.text import fold, lower, normalize, words

PIECES = [
    "v i s a", "p.a.s.s.p.o.r.t", "වී.සා", "ව ී ස ා", "ක්\u200dෂ", "ෙ", "ා", "්", "ெ", "ள", "கா",
    " ", ".", "\n", "&amp;", "&#38;", "lt;", "&lt;b&gt;", "<b>", "<!--", "-->", "\u202e", "\u200b",
    "à¶±", "Ã©", "â€™", "1️⃣", "0", "7", "O", "@", "!", "$", "a", "A", "aaa", "visa", "pass", "port",
    "🔥", "🇱🇰", "🇻", "🅰", "🆓", "①", "𝐯", "а", "Е", "é", "e\u0301", "\u0336", "\ud800", "_", "*",
    "5alary", "w@tsapp", "K. M.", "\u20e3", "\ufe0f", "²", "ﷺ", "İ", "\u1100\u1161", "0 7 7 1",
]  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
)
LENGTH = 300_000
NASTY = [
    "visa ", "\u200b", "a\u200b", "v i s a ", "\u202e", "a\u202e", "&", "&amp;", "&lt", "&#38;",
    "1\ufe0f\u20e3", "<", "<b ", "<b>", "<!--", "a.", "v!s@ ", "v!s@", "@", "a🔥", "a", "à¶±",
    "ෙ", "කා", "ක ", "ක ා", "்", "а", "аb", "🇱", "a\n", "pass.port", "1O", "1 ", "a\u0336", "𝐯",
    "\ud800", "🅰",
]  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(ANY_TEXT)
def test_the_way_back_never_runs_backwards_or_out_of_the_text(text: str) -> None:
    found = normalize(text)
    assert len(found.text) == len(found.starts) == len(found.ends)
    assert list(found.starts) == sorted(found.starts)
    assert list(found.ends) == sorted(found.ends)
    for start, end in [*zip(found.starts, found.ends, strict=True), *found.manipulated]:
        assert 0 <= start < end <= len(text)


@settings(deadline=None, max_examples=400)
@given(ANY_TEXT)
def test_a_normal_form_is_its_own_and_hides_nothing(text: str) -> None:
    once = normalize(text)
    again = normalize(once.text)
    assert again.text == once.text
    assert again.manipulated == ()


@settings(deadline=None, max_examples=100)
@given(ANY_TEXT)
def test_words_lead_back_to_what_they_were_written_as(text: str) -> None:
    whole = f"{text}\n\nquillzebra\n\n{text}"
    found = normalize(whole)
    at = found.text.index("quillzebra")
    start, end = found.original_span(at, at + len("quillzebra"))
    assert whole[start:end] == "quillzebra"
    assert found.normal_span(start, end) == (at, at + len("quillzebra"))


def test_what_stands_in_a_comment_of_a_post_is_read() -> None:
    assert "pay 50,000 first" in normalize("Job <!-- pay 50,000 first --> today").text


def test_an_empty_span_stays_empty() -> None:
    found = normalize("v i s a")
    assert found.original_span(1, 1) == (2, 2)
    assert found.original_span(4, 4) == (7, 7)
    assert normalize("").original_span(0, 0) == (0, 0)


@pytest.mark.parametrize("piece", NASTY, ids=ascii)
def test_long_monotonous_texts_are_read(piece: str) -> None:
    """Time that grew with the square of the length would never end; `make bench` measures it."""
    text = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
    found = normalize(text)
    assert len(found.text) == len(found.starts) == len(found.ends)


@pytest.mark.parametrize(
    "text",
    [
        "Cook wanted in Ella. Rs. 65,000 a month, O/L or A/L, NVQ L4, age 25-45, 24x7 duty.",
        "e.g. B.Sc., M.Phil or Ph.D; i.e. a degree, w.e.f. 01.03.2026, 8 a.m. - 5 p.m.",
        "Contact Mr. K. M. Perera or A.B.C. Agency, No. 12/3, Kandy Rd.",
        "Call 077 000 1234, 077-000-1234 or 0770001234; fax (011) 000 1234",
        "Write to john.silva@example.com or see https://jobs.example.lk/visa.now?id=a1b2",
        "B2B and B2C sales, Web3, 5G, 4WD, MP3, 3D, H1B, N4, IT/BPO, 3kin, 10am, 2nd, 1st, 100k",
        "USD 500... and more... Hurry! Call now!! Tax! Job5 Level3 A4 paper, size:XXL, VIII",
        "@lucky_batch6 #hiring_now job_title.docx",
        "Dubai🇦🇪 Job✅Visa✅Ticket 📞call",
        "කාර්යයයි. පෙ.ව. 8 සිට ප.ව. 5 දක්වා. අ.පො.ස. සා.පෙළ. ජී.සී.ඊ. ඒ.බී.සී. පෙරේරා",
        "க.பொ.த. சா.த. மு.ப. 8 – பி.ப. 5. சி.வி. அனுப்பவும்",
        "We pay well.Apply today.Visa ready.Call us",
        "Salary <3 lakhs, R&D; AT&T; age > 20 & < 30",
        "Café, résumé, naïve; 5 m² and 20 °C",
        "Москва и Санкт-Петербург, но не Рим",
    ],
)
def test_honest_writing_stays_as_it_is(text: str) -> None:
    found = normalize(text)
    assert words(found.text) == words(text)
    assert found.manipulated == ()


def test_words_and_folds_ignore_joiners_and_case() -> None:
    assert words("ක්\u200dෂේත්\u200dර VISA's") == ["ක්ෂේත්ර", "visa's"]
    assert fold("STRASSE") == fold("Straße")
    assert len(lower("İstanbul ÀB")) == len("İstanbul ÀB")
