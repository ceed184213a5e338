"""Names of places in texts: three scripts, endings, spellings, words that are no places."""

import pytest

from features.places import FoundPlace, find_places


def found(text: str) -> list[FoundPlace]:
    return list(find_places(text))


def names(text: str) -> list[str]:
    return [each.place.name for each in found(text)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("shop in Kiribathgoda", "Kiribathgoda"),
        ("අලව්ව කඩේට", "Alawwa"),
        ("வாழைச்சேனை கடைக்கு", "Valaichenai"),
        ("Dubai walata yana", "Dubai"),
        ("Embilipitiye gedarakata", "Embilipitiya"),
        ("තායිලන්තේ වැඩ", "Thailand"),
        ("බැංකොක්වල වැඩ", "Bangkok"),
        ("பாங்காக்கில் வேலை", "Bangkok"),
        ("லாவோஸில வேலை", "Laos"),
        ("ஆஸ்திரேலிய பண்ணை", "Australia"),
        ("ක්‍රොඒෂියානු හෝටලයක්".replace("\u200d", ""), "Croatia"),
        ("Moneragala town", "Monaragala"),
        ("job at O'Smach", "O'Smach"),
        ("Work in hawke's bay", "Hawke'S Bay"),
    ],
)
def test_a_place_is_found_in_each_script_with_its_ending(text: str, place: str) -> None:
    assert names(text) == [place]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("මිරිගම", "Mirigama"),  # a short vowel for a long one
        ("අලූත්ගම", "Alutgama"),  # the other way round
        ("Divulapittiya", "Divulapitiya"),
        ("சம்மாந்துரை", "Samanthurai"),  # the other r
    ],
)
def test_a_coarse_spelling_is_read(written: str, place: str) -> None:
    assert names(written) == [place]


def test_the_longest_name_stands() -> None:
    assert names("China Bay mill") == ["China Bay"]
    assert names("Nuwara Eliya") == ["Nuwara Eliya"]


@pytest.mark.parametrize(
    "text",
    [
        "වතුර බලන අය",
        "காலி இடங்கள்",
        "கடன் பெற்று",
        "ella velaiyum",
        "thai massage by a lady",
        "a constant effort by Albert",
        "welawata enna",
        "adaraneeya mali",
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    ["a hotel in Ella, call us", "ella town hotel", "காலியில் வேலை", "Badulla / ella trip"],
)
def test_a_word_that_may_be_a_place_needs_a_cue(text: str) -> None:
    assert {"Ella", "Galle"} & set(names(text))


def test_a_town_knows_its_district_and_where_it_lies() -> None:
    (town,) = found("Kekirawa")
    assert (town.place.kind, town.place.district) == ("town", "Anuradhapura")
    assert town.place.latitude == pytest.approx(8.04, abs=0.1)
    assert town.place.longitude == pytest.approx(80.6, abs=0.1)


def test_a_name_of_towns_in_several_districts_has_no_district() -> None:
    (town,) = found("Makandura")
    assert town.place.district is None


@pytest.mark.parametrize(
    "text",
    [
        "Myawaddy", "miyawadi walata", "මියාවඩි", "மியாவாடி", "妙瓦底", "KK Park", "kk园区",
        "Sihanoukville", "සිහනුක්විල්", "金三角", "தங்க முக்கோணத்தில்", "Jin Bei", "poi pet",
    ],
)  # fmt: skip
def test_scam_hubs_are_marked_in_each_writing(text: str) -> None:
    assert [each.place.scam_hub for each in found(text)] == [True]


def test_spans_index_the_text() -> None:
    text = "from Kandy, or නුවර එළියට, to Dubai 🇦🇪"
    assert [text[each.start : each.end] for each in found(text)] == [
        "Kandy",
        "නුවර එළියට",
        "Dubai",
        "🇦🇪",
    ]


@pytest.mark.parametrize(
    "text", ["", "\ud800", "Kandy\ud800", "Dubai " * 50_000, "කොළඹ" * 60_000, "\U00016130" * 1000]
)
def test_monstrous_texts_are_searched(text: str) -> None:
    assert len(found(text)) <= 50_000
