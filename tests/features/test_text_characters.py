"""Characters, spellings and remains of machines, brought to the form that is read."""

import pytest

from features.text import normalize


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ｐａｓｓｐｏｒｔ", "passport"),
        ("𝗙𝗿𝗲𝗲 𝒗𝒊𝒔𝒂", "Free visa"),
        ("ⓥⓘⓢⓐ ⒱⒤⒮⒜ 🆅🅸🆂🅰 🄵🅁🄴🄴", "visa visa VISA FREE"),
        ("ᵛⁱˢᵃ ᴠɪꜱᴀ", "visa visa"),
        ("🇻 🇮 🇸 🇦 and 🇻🇮🇸🇦", "VISA and VISA"),
        ("Job in 🇱🇰 or 🇦🇪🇸🇦", "Job in 🇱🇰 or 🇦🇪🇸🇦"),
        ("0️⃣7️⃣7️⃣ 🔟", "077 10"),
        ("1️⃣Apply ②Pay", "1 Apply 2 Pay"),
        ("🅿️assport 🆓visa", "Passport FREE visa"),
        ("⁰⁷⁷⁰⁰⁰ m²", "077000 m²"),
        ("v̶i̶s̶a̶", "visa"),
        ("\u202easiv\u202c free", "visa free"),
        ("vi\u200bsa pass\u2060port\ufeff", "visa passport"),
    ],
)
def test_characters_read_as_they_look(written: str, read: str) -> None:
    assert normalize(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("pаsspоrt", "passport"),
        ("Раѕѕроrt", "Passport"),
        ("ΝІС card of Kоrеа", "NIC card of Korea"),
        ("USԀ, ОТΡ", "USD, OTP"),
    ],
)
def test_lookalikes_are_folded_and_reported(written: str, read: str) -> None:
    found = normalize(written)
    assert found.text == read
    assert found.manipulated


def test_greek_or_russian_prose_is_left() -> None:
    for text in ("Это не от нас, но со мной", "ΙΚΑ coverage"):
        assert normalize(text).text == text
        assert normalize(text).manipulated == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ක\u0dd9\u0dcf", "කො"),
        ("ක\u0dcf\u0dd9", "කො"),
        ("ක\u0dd9\u0dcf\u0dca", "කෝ"),
        ("ක\u0dd9\u0dd9", "කෛ"),
        ("\u0dd9ක\u0dcf", "කො"),
        ("අ\u0dcf", "ආ"),
        ("වී\u0dd3සා\u0dcf", "වීසා"),
        ("ක\u0d82\u0dd2", "කිං"),
        ("ක්\u200dෂ", "ක්ෂ"),
        ("க\u0bc6\u0bbe", "கொ"),
        ("க\u0bbe\u0bc6", "கொ"),
        ("க\u0bc6\u0bd7", "கௌ"),
        ("கெளரவம்", "கௌரவம்"),
        ("ஒளவை", "ஔவை"),
        ("விசா\u0bbe வேண்டும்\u0bcd", "விசா வேண்டும்"),
    ],
)
def test_spellings_that_look_alike_become_one(one: str, other: str) -> None:
    assert normalize(one).text == normalize(other).text == other
    assert normalize(one).manipulated == ()


def test_a_letter_that_only_looks_like_a_sign_stays() -> None:
    assert normalize("வெளிநாடு வெள்ளை ஒளி").text == "வெளிநாடு வெள்ளை ஒளி"


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
@pytest.mark.parametrize(
    "text", ["වීසා නොමිලේ", "ඉච්ඡා", "விசா இலவசம்", "Visa’s – “free”", "Café 🔥", "€1,400"]
)
def test_mojibake_is_repaired_with_its_way_back(codec: str, text: str) -> None:
    broken = "".join(
        bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode("utf-8")
    )
    found = normalize(f"Job: {broken}!")
    assert found.text == f"Job: {text}!"
    assert found.manipulated == ()
    start, end = found.original_span(len("Job: "), len(f"Job: {text}"))
    assert f"Job: {broken}!"[start:end] == broken


def test_mojibake_whose_no_break_space_was_made_plain_is_repaired() -> None:
    broken = "පච".encode().decode("latin-1").replace("\xa0", " ")
    assert normalize(broken).text == "පච"


def test_accents_of_languages_are_no_mojibake() -> None:
    text = "São Paulo, Ärzte, Müller & Söhne, à la carte, Ça va"
    assert normalize(text).text == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Pay <b>Rs</b> 500<br>now", "Pay Rs 500\nnow"),
        ("pass<!-- x -->port", "passport"),
        ("pass<b></b>port", "passport"),
        ("R&amp;amp;D &lt;b&gt;visa&lt;/b&gt;", "R&D visa"),
        ("v&#105;sa&nbsp;free", "visa free"),
        ("age <30 and >18, <name>", "age <30 and >18, <name>"),
    ],
)
def test_remains_of_a_page_are_taken_out(written: str, read: str) -> None:
    assert normalize(written).text == read


def test_markup_is_reported_only_where_it_hides_a_word() -> None:
    assert normalize("<b>V</b>isa &amp; <i>free</i><br/>job").manipulated == ()
    assert normalize("pass<!-- x -->port").manipulated == ((0, 18),)
    assert normalize("v&#105;sa").manipulated == ((0, 9),)
