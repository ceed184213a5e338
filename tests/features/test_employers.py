"""Names of employers in Latin script: what names somebody, and what only looks like a name."""

import pytest

from features.employers import find_employer
from features.places import find_places
from features.reading import Reading
from lurewatch.records import AdvertText


def named(text: str, title: str = "") -> str | None:
    reading = Reading(AdvertText(advert_id="t", title=title, text=text))
    reading.places = list(find_places(reading.text))
    span = find_employer(reading)
    return reading.text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Employer: Blue Reef, Galle\nCooks", "Blue Reef"),
        ("Samagama: Kiri Ganga\nLamai 4k", "Kiri Ganga"),
        ("Drivers for Oruwala Cement (Pvt) Ltd, Kandy", "Oruwala Cement (Pvt) Ltd"),
        ("Menike Fabrics, Matara, needs two tailors.", "Menike Fabrics"),
        ("MENIKE FABRICS, 12 EXAMPLE ROAD\nTAILORS", "MENIKE FABRICS"),
        ("We want a stylist at Senu Touch, upstairs.", "Senu Touch"),
        ("Orvantis Quenna is hiring ten typists.", "Orvantis Quenna"),
        ("GALLE HOSPITAL: ward clerk", "GALLE HOSPITAL"),
        ("Galle base hospital needs a ward clerk.", "Galle base hospital"),
        ("The Pradeshiya Sabha takes two labourers.", "Pradeshiya Sabha"),
        ("Kamala Nila hotel ekata cook kenek.", "Kamala Nila"),
        ("Send a CV to people@blue-reef.example", "blue-reef"),
        ("Apply through careers.bluereef.example now", "bluereef"),
    ],
)
def test_names_are_found(text: str, name: str) -> None:
    assert named(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "GARMENT WORKSHOP Hanwella, girls wanted",
        "PACK PENS AT HOME\nNO NEED TO TELL AT HOME",
        "Galle textile shop needs a clerk.",
        "Night. Food, room. Call Kamal.",
        "Ayurveda clinic Beruwala: therapist",
        "Company: confidential",
        "Leading Hotel in Colombo",
        "Client Success Associates, Bangkok",
        "A leading private company hires.",
        "Meet Kamal near Galle church.",
        "Office at Galle Road. Call Mr. Sunil Perera.",
        "Mail your CV to jobs.box@gmail.com",
        "Limited places. Ask on t.me/example_tasks",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert named(text) is None
