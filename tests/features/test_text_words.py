"""Words that were disguised or pulled apart, undone; and what of it is reported."""

import pytest

from features.text import normalize


def hidden(text: str) -> list[str]:
    return [text[start:end] for start, end in normalize(text).manipulated]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("v i s a free", "visa free"),
        ("p.a.s.s.p.o.r.t", "passport"),
        ("w_h_a_t_s_a_p_p", "whatsapp"),
        ("send v-i-s-a and p*a*s*s*p*o*r*t", "send visa and passport"),
        ("U S D 500", "USD 500"),
        ("s a l a r y p a i d", "salary paid"),
        ("M.A.L.T.A job, O.M.A.N too", "MALTA job, OMAN too"),
        ("K u a l a L u m p u r", "Kuala Lumpur"),
        ("C U 5 T 0 M 3 R  C 4 R 3", "CUSTOMER  CARE"),
        ("ව ී ස ා", "වීසා"),
        ("වී.සා", "වීසා"),
        ("ක ස් ට ම ර්", "කස්ටමර්"),
        ("සං චා ර ක වී සා", "සංචාරක වීසා"),
        ("வி.சா இலவசம்", "விசா இலவசம்"),
        ("பா.ஸ்.போ.ட்", "பாஸ்போட்"),
        ("வீ ட் டு வே லை க்கு ஒரு", "வீட்டு வேலைக்கு ஒரு"),
    ],
)
def test_letters_that_stand_alone_are_put_together(written: str, read: str) -> None:
    assert normalize(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("v!s@", "visa"),
        ("5alary", "salary"),
        ("p4ssport", "passport"),
        ("fr33 t1cket, 0nline j0b", "free ticket, online job"),
        ("M@n!la c@s1no", "Manila casino"),
        ("B@NK @CC0UNT", "BANK ACCOUNT"),
        ("v!s@ and p@ssport with D1nesh", "visa and passport with Dinesh"),
        ("w@tsapp", "whatsapp"),
        ("25,OOO a month", "25,000 a month"),
    ],
)
def test_digits_and_marks_for_letters_are_read(written: str, read: str) -> None:
    assert normalize(written).text == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("pass🔥port", "passport"),
        ("Ph📞ne", "Phone"),
        ("gu💂rds", "guards"),
        ("ho🏨tel", "hotel"),
        ("Malay🇲🇾sia", "Malaysia"),
        ("வி✈️சா", "விசா"),
        ("රු🪙පියල්", "රුපියල්"),
        ("con.tract", "contract"),
        ("Pass.port, tic.ket", "Passport, ticket"),
        ("pass\nport copy", "passport copy"),
    ],
)
def test_what_stands_inside_a_word_is_taken_out(written: str, read: str) -> None:
    assert normalize(written).text == read
    assert hidden(written)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("freeeee", "free"),
        ("vissaaaa", "visa"),
        ("pleaseee callll", "please call"),
        ("zobaaaanu", "zobaanu"),
        ("www.example.com XXXX VIII", "www.example.com XXXX VIII"),
        ("වීසාාාා", "වීසා"),
    ],
)
def test_stretched_words_are_shortened_and_not_reported(written: str, read: str) -> None:
    found = normalize(written)
    assert (found.text, found.manipulated) == (read, ())


@pytest.mark.parametrize("trick", ["v i s a", "v.i.s.a", "v!sa", "vi\u200bsa", "vіsa", "v&#105;sa"])
def test_the_whole_disguised_word_is_reported(trick: str) -> None:
    assert hidden(f"Free {trick} for all") == [trick]


@pytest.mark.parametrize(
    "text",
    [
        "W A N T E D\nCooks for Ella",
        "U A E and U.A.E jobs, N.I.C. copy",
        "ක්‍රෑ ශ්‍රී ලංකා, ක්රෑ ශ්රී",
        "Sri Lanka 077 000 1234",
        "🔥🔥 Free visa 🔥🔥",
        "1️⃣ Apply 2️⃣ Pay",
        "𝗙𝗿𝗲𝗲 visa",
        "\ufeffVisa\u200b",
    ],
)
def test_style_and_habit_are_not_reported(text: str) -> None:
    assert hidden(text) == []


def test_a_wide_heading_is_read_and_not_reported() -> None:
    found = normalize("J O B\nW A N T E D\nCooks")
    assert found.text == "JOB\nWANTED\nCooks"
    assert found.manipulated == ()


def test_numbers_dialled_digit_by_digit_are_joined_and_reported() -> None:
    found = normalize("call 0-7-7 0 0 0 1 2 3 4 now, rooms 1 2 3")
    assert found.text == "call 0770001234 now, rooms 1 2 3"
    assert hidden("call 0-7-7 0 0 0 1 2 3 4 now") == ["0-7-7 0 0 0 1 2 3 4"]


def test_a_span_of_the_normal_form_shows_the_disguise() -> None:
    text = "Bring the p.a.s.s.p.o.r.t today"
    found = normalize(text)
    at = found.text.index("passport")
    start, end = found.original_span(at, at + len("passport"))
    assert text[start:end] == "p.a.s.s.p.o.r.t"
