"""Spans, streaming and hostile input of the whole extraction."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.extract import extract, extract_many, read_docs
from lurewatch.labels import IndicatorState
from lurewatch.records import BY_WORDING, AdvertText, Features

PIECES = [
    "Pay Rs 75,000 advance to reserve your place.",
    "විසිට් වීසා එකෙන් ගිහින් වැඩ වීසා",
    "அசல் கடவுச்சீட்டை ஒப்படைக்க வேண்டும்",
    "WhatsApp witharai 070 000 1234",
    "Bangkok",
    "ක්\u200dරි",
    "\u202e",
    "\u200b",
    "\x00",
    "ｐａｓｓｐｏｒｔ",
    "t.me/example_hr_lk",
    "😀👍🏽",
    "\ud800",
    "\n",
    " ",
    "e\u0301",
]


def advert(text: str, title: str = "") -> AdvertText:
    return AdvertText(advert_id="t", title=title, text=text)


def check_spans(source: AdvertText, found: Features) -> None:
    for each in found.evidence:
        if each.text is None:
            assert (each.field, each.start, each.end) == (None, None, None)
            continue
        published = source.title if each.field == "title" else source.text
        assert each.start is not None
        assert each.end is not None
        assert 0 <= each.start < each.end <= len(published)
        assert published[each.start : each.end] == each.text
    for pay in found.entities.pay:
        published = source.title if pay.field == "title" else source.text
        assert any(character.isnumeric() for character in published[pay.start : pay.end])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=8), st.lists(st.sampled_from(PIECES), max_size=3))
def test_every_span_indexes_the_text_as_published(text: list[str], title: list[str]) -> None:
    source = advert(" ".join(text), " ".join(title))
    check_spans(source, extract(source))


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    source = advert(text)
    check_spans(source, extract(source))


def test_a_batch_gives_what_single_adverts_give() -> None:
    sources = [advert(piece, "Job in Bangkok") for piece in PIECES] * 6
    assert list(extract_many(sources)) == [extract(source) for source in sources]


def test_extraction_streams() -> None:
    taken = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal taken
        while True:
            taken += 1
            yield advert("Typists for Bangkok")

    next(iter(extract_many(endless())))
    assert taken <= 64


def test_evidence_stands_on_the_spacy_doc() -> None:
    (doc,) = read_docs([advert("Go on a visit visa, it becomes a work visa later.")])
    assert doc.spans["indicators"][0].label_ == "VISA_VISIT_TO_WORK"
    assert "visit visa" in doc.spans["indicators"][0].text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😀" * 50,
        "\x00" * 1000,
        "1" * 100_000,
        "passport " * 30_000,
        "rs 75,000 " * 20_000,
        "\u0dca" * 50_000,
        "a\u0301" * 100_000,
        "(" * 100_000,
        "+94" * 30_000,
        "." * 100_000,
        '"' * 100_000,
    ],
)
def test_monstrous_texts_are_read(text: str) -> None:
    found = extract(advert(text))
    assert len(found.evidence) >= 15
    check_spans(advert(text), found)


def test_a_match_over_title_and_text_is_not_made() -> None:
    """A line break stands between them, and no pattern reaches across lines."""
    found = extract(advert("the original passport first", "Hand over"))
    present = {
        e.indicator
        for e in found.evidence
        if e.state is IndicatorState.PRESENT and e.note != BY_WORDING
    }
    assert present <= {"EMP_UNNAMED"}


def test_entities_of_a_whole_advert() -> None:
    found = extract(
        advert(
            "Typists for Bangkok, Thailand. Salary USD 800-1,500 a month. Registration: Kandy.\n"
            "WhatsApp 070 000 1234, hr@example.com, https://jobs.example.com/a, t.me/Example_HR.\n"
            "SLBFE licence no 0912"
        )
    ).entities
    assert found.destinations == ("TH",)
    assert {"Bangkok", "Kandy"} <= set(found.places)
    assert [(p.min, p.max, p.currency, p.period) for p in found.pay] == [
        (800.0, 1500.0, "USD", "month")
    ]
    assert found.phones == ("+94700001234",)
    assert found.emails == ("hr@example.com",)
    assert "https://jobs.example.com/a" in found.urls
    assert found.handles == ("telegram:example_hr",)
    assert found.licences == ("912",)


def test_demo_lures_show_evidence_and_demo_notices_do_not() -> None:
    demo = Path(__file__).parents[2] / "lurewatch" / "demo" / "adverts.jsonl"
    rows = {row["id"]: row for row in map(json.loads, demo.read_text("utf-8").splitlines())}

    def present(number: str) -> set[str]:
        row = rows[number]
        found = extract(advert(row["text"], row["title"]))
        return {e.indicator for e in found.evidence if e.state is IndicatorState.PRESENT}

    assert {"VISA_VISIT_TO_WORK", "CTRL_PASSPORT_HANDOVER", "DEST_SEA_DIGITAL"} <= present(
        "demo-005"
    )
    assert present("demo-026") == set()  # a warning about this very crime
    assert present("demo-056") <= {"EMP_UNNAMED"}  # a bank that pays salaries to bank accounts


def test_an_age_in_digits_newer_than_python_is_read_over() -> None:
    found = extract(
        AdvertText(advert_id="a", title="", text="Girls wanted, age: 1\U00016130 years.")
    )
    assert found.language == "en"
