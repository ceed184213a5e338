import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lurewatch.errors import InputError
from lurewatch.interchange import LINE_BYTES, advert_text, read_lines
from lurewatch.labels import AdvertKind


def lines_of(*rows: bytes) -> list[object]:
    return list(read_lines(io.BytesIO(b"\n".join(rows) + b"\n")))


def test_a_full_line_is_read() -> None:
    row = {
        "id": 7,
        "title": "ගුදම් සේවක",
        "text": "வேலை",
        "posted_at": "2026-11-02T08:00:00+05:30",
        "kind": "social_post",
        "source": "board",
        "url": "https://jobs.example/7",
    }
    [line] = lines_of(json.dumps(row).encode())
    assert line.echo_id == 7
    assert line.advert.kind is AdvertKind.SOCIAL_POST
    assert line.advert.title == "ගුදම් සේවක"
    assert line.advert.posted_on.isoformat() == "2026-11-02"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"{", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b'{"id": "a"}', "neither `title` nor `text`"),
        (b'{"id": "a", "text": "  "}', "neither"),
        (b'{"id": "a", "text": 5}', "`text` is not a string"),
        (b'{"id": [1], "text": "x"}', "`id`"),
        (b'{"id": true, "text": "x"}', "`id`"),
        (b'{"text": "x", "kind": "letter"}', "`kind`"),
        (b'{"text": "x", "posted_at": "yesterday"}', "posted_at"),
        (b'{"text": ' + b"[" * 100_000, "not usable JSON"),
        (b'{"text": "' + b"x" * LINE_BYTES + b'"}', "longer than"),
    ],
)
def test_a_bad_line_says_why_and_loses_no_other(raw: bytes, words: str) -> None:
    before, bad, after = lines_of(b'{"id": 1, "text": "a"}', raw, b'{"id": 3, "text": "c"}')
    assert bad.advert is None
    assert words in bad.error
    assert bad.number == 2
    assert (before.advert.text, after.advert.text) == ("a", "c")


def test_empty_lines_and_a_byte_order_mark_are_passed_over() -> None:
    assert [
        line.echo_id for line in lines_of(b'\xef\xbb\xbf{"id": 1, "text": "a"}', b"", b" ")
    ] == [1]


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_raise(raw: bytes) -> None:
    for line in read_lines(io.BytesIO(raw)):
        assert (line.advert is None) != (line.error is None)


def test_a_missing_text_is_an_input_error() -> None:
    with pytest.raises(InputError):
        advert_text({"id": "x"})
