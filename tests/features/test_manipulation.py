"""TEXT_MANIPULATION shows the disguised words of title and text as they were written."""

from features.manipulation import text_manipulation
from features.reading import Reading
from lurewatch.records import AdvertText


def shown(title: str, text: str) -> list[tuple[str, str]]:
    reading = Reading(AdvertText(advert_id="t", title=title, text=text))
    spans = text_manipulation(reading)
    assert all(0 <= start < end <= len(reading.text) for start, end in spans)
    return [(name, words) for span in spans for name, _, _, words in reading.published(*span)]


def test_words_of_both_fields_are_shown_as_written() -> None:
    assert shown("Free v!s@ now", "Send p.a.s.s.p.o.r.t by w@tsapp") == [
        ("title", "v!s@"),
        ("text", "p.a.s.s.p.o.r.t"),
        ("text", "w@tsapp"),
    ]


def test_sinhala_and_tamil_words_are_shown() -> None:
    assert shown("", "වී.සා නොමිලේ, வி.சா இலவசம்") == [("text", "වී.සා"), ("text", "வி.சா")]


def test_plain_writing_shows_nothing() -> None:
    assert shown("W A N T E D", "ශ්\u200dරී ලංකාවේ වැඩ. 🔥 Call 077 000 1234, e.g. K. M. Perera") == []


def test_a_mark_without_words_shows_nothing() -> None:
    assert shown("\u202e", "\u202d") == []
