"""Places abroad that are named are not all destinations."""

import pytest

from features.extract import extract
from lurewatch.records import AdvertText


def destinations(text: str) -> tuple[str, ...]:
    return extract(AdvertText(advert_id="t", title="", text=text)).entities.destinations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cooks for Kaunas, call 077 000 1234", ("LT",)),
        ("ස්ලොවැකියාවේ කම්හල් රැකියා, 077 000 1234", ("SK",)),
        ("அயர்லாந்தில் தாதியர் வேலை, 077 000 1234", ("IE",)),
        ("Iraq la camp velai, 077 000 1234", ("IQ",)),
        ("Land in Bangkok and go on to Laos, call 077 000 1234", ("LA",)),
        ("Land in Bangkok, the car takes you on, call 077 000 1234", ("TH",)),
        ("Those in Dubai: office in Vientiane, call 077 000 1234", ("LA",)),
        ("Helpdesk in Colombo 2, our clients in Australia, 011 000 1234", ()),
        ("Beware of agents who offer typing jobs in Thailand. They cheat.", ()),
        ("Waiters for Galle, 091 000 1234", ()),
        ("Those in Dubai or Sharjah: desk work in Chiang Rai, 070 000 1234", ("TH",)),
        ("For workers in Ajman now without a job, call 070 000 1234", ()),
        ("Support desk in Kandy, UK hours, 081 000 1234", ()),
        ("Licensed in Malta, our office in Colombo 3, 011 000 1234", ()),
        ("Pay in US dollars, 50 Singapore dollars a day, 070 000 1234", ()),
        ("Cooks for Romania, stop in Doha one night, 070 000 1234", ("RO",)),
        ("Staff win a Bali trip, a Dubai trip too, 070 000 1234", ()),
        ("🇷🇺 Helpers for stores, through Dubai, 070 000 1234", ("RU",)),
        ("Helper for a house in Oman 🇴🇲, 070 000 1234", ("OM",)),
        ("My son came home from Laos, they beat him. Call 1989 and share this.", ()),
        ("Beach hotel in Bentota for Japanese guests", ()),
        ("துபாய் வழியாக போலந்து வேலை, 070 000 1234", ("PL",)),
        ("ඩුබායි හරහා පෝලන්තයට, 070 000 1234", ("PL",)),
    ],
)
def test_where_the_work_is(text: str, found: tuple[str, ...]) -> None:
    assert destinations(text) == found


def test_a_text_of_nothing_but_names_is_read_in_bounded_time() -> None:
    assert destinations("Dubai. " * 40_000) == ("AE",)
