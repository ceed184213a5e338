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
    ],
)
def test_where_the_work_is(text: str, found: tuple[str, ...]) -> None:
    assert destinations(text) == found
