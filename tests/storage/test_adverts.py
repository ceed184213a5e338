from datetime import date, timedelta

import pytest

import storage.adverts
from lurewatch.entities import Pay
from lurewatch.errors import EvidenceDamaged, NotFound
from storage.adverts import save_adverts, search
from storage.database import Database
from tests.samples import NOW, make_advert


def test_an_advert_comes_back_as_it_was_saved(database: Database) -> None:
    advert = make_advert(
        "සේවක",
        "வேலை 😀",
        hiring_organization="Demo",
        base_salary_raw="1 to 2",
        base_salary=Pay(min=1.0, max=2.0, currency="LKR", period="month", field="base_salary"),
        date_posted_raw="2026-11-20",
        date_posted=date(2026, 11, 20),
        valid_through_raw="0001-01-01",
    )
    with database.begin() as session:
        assert save_adverts(session, [advert]) == 1
    with database.begin() as session:
        assert storage.adverts.get(session, advert.advert_id) == advert


def test_the_same_advert_is_stored_once_and_each_place_is_a_sighting(database: Database) -> None:
    first, second = make_advert(), make_advert(url="https://other.example/9")
    with database.begin() as session:
        assert save_adverts(session, [first, first, second]) == 1
        assert save_adverts(session, [second]) == 0
        assert storage.adverts.count(session) == 1
        places = storage.adverts.sightings_of(session, first.advert_id)
    assert {place.url for place in places} == {first.url, second.url}


def test_a_later_sighting_moves_last_seen(database: Database) -> None:
    later = NOW + timedelta(days=3)
    with database.begin() as session:
        save_adverts(session, [make_advert()])
        save_adverts(session, [make_advert(fetched_at=later)])
        [place] = storage.adverts.sightings_of(session, make_advert().advert_id)
    assert (place.fetched_at, place.last_seen_at) == (NOW, later)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "😀", "x" * 300_000, "' OR 1=1; --"])
def test_hostile_text_is_stored_without_harm(database: Database, text: str) -> None:
    advert = make_advert(text=text)
    with database.begin() as session:
        save_adverts(session, [advert])
    with database.begin() as session:
        stored = storage.adverts.get(session, advert.advert_id).description
    assert stored == text.replace("\x00", "").replace("\ud800", "?")


TEXTS = {
    "si": "ශ්‍රී ලංකාවේ බලපත්‍ර සහිත ආයතනයක සේවකයෙක්",
    "ta": "இலங்கை வேலைவாய்ப்பு பணியகம்",
    "en": "Licensed Agency, Kandy",
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ශ්‍රී", {"si"}),
        ("ශ්රී", {"si"}),
        ("ලංකාවේ බලපත්‍ර", {"si"}),
        ("ලංකාව", set()),
        ("ලංකා", set()),
        ("இலங்கை", {"ta"}),
        ("வேலை", set()),
        ("வேலைவாய்ப்பு", {"ta"}),
        ("agency", {"en"}),
        ("LICENSED kandy", {"en"}),
        ("agen", set()),
        ("", set()),
        ('"', set()),
        ('agency" OR "இலங்கை', set()),
        ("NEAR(agency kandy)", set()),
        ("words:agency*", set()),
        ("\x00", set()),
    ],
)
def test_search_finds_whole_words_and_takes_no_orders(
    database: Database, query: str, found: set[str]
) -> None:
    ids = {}
    with database.begin() as session:
        for name, text in TEXTS.items():
            advert = make_advert(title=name, text=text)
            ids[advert.advert_id] = name
            save_adverts(session, [advert])
    with database.begin() as session:
        assert {ids[advert.advert_id] for advert in search(session, query)} == found


def test_an_unknown_advert_and_one_without_a_page_are_named(database: Database) -> None:
    with database.begin() as session:
        with pytest.raises(NotFound):
            storage.adverts.get(session, "no\x00ne")
        save_adverts(session, [make_advert()])
        with pytest.raises(EvidenceDamaged):
            storage.adverts.evidence_for(session, make_advert().advert_id)
