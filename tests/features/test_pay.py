"""Pay as adverts write it; fees, fines and prices are left out."""

import pytest

from features.pay import find_pay

Rate = tuple[float | None, float | None, str | None, str | None]


def rates(text: str) -> list[Rate]:
    return [(p.min, p.max, p.currency, p.period) for p in find_pay(text)]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("Salary Rs. 85,000/- per month", (85_000, 85_000, "LKR", "month")),
        ("පඩිය මසකට ලක්ෂ 1.5ක්", (150_000, 150_000, "LKR", "month")),
        ("சம்பளம் ரூ. 38,000, மதிய உணவு உண்டு", (38_000, 38_000, "LKR", "month")),
        ("USD 800-1,500 + commission", (800, 1_500, "USD", "month")),
        ("Masekata laksha 2 padiya", (200_000, 200_000, "LKR", "month")),
        ("Cook, Dehiwala. 45k + tips", (45_000, 45_000, "LKR", "month")),
        ("2,200 a day and lunch", (2_200, 2_200, "LKR", "day")),
        ("dawasakata 1500k denawa", (1_500, 1_500, "LKR", "day")),
        ("salary from 90,000", (90_000, None, "LKR", "month")),
        ("වැටුප රු. 98,000 සිට", (98_000, None, "LKR", "month")),
        ("சம்பளம் USD 1,150 வரை", (None, 1_150, "USD", "month")),
        ("earn up to 9,000 daily", (None, 9_000, "LKR", "day")),
        ("paid two lakhs a month", (200_000, 200_000, "LKR", "month")),
        ("KD 120 per month", (120, 120, "KWD", "month")),
        ("£12.60 an hour", (12.6, 12.6, "GBP", "hour")),
        ("Rs 150 per like", (150, 150, "LKR", "piece")),
        ("சம்பளம் 1.5 லட்சம்", (150_000, 150_000, "LKR", "month")),
    ],
)
def test_a_rate_of_pay(text: str, rate: Rate) -> None:
    assert rates(text) == [rate]


@pytest.mark.parametrize(
    "text",
    [
        "Registration fee Rs 75,000",
        "Deposit Rs 2 lakhs for the permit",
        "fine of Rs 6,000 if you leave",
        "Two uniforms at Rs. 9,500",
        "மொத்தக் கட்டணம் 3 லட்சம்",
        "ලියාපදිංචි ගාස්තුව රු. 7,500",
        "Call 077 000 1234 before 12.30",
        "on 12 June 2026, room 45",
        "full package 12 lakhs",
        "",
    ],
)
def test_what_is_no_pay(text: str) -> None:
    assert rates(text) == []


@pytest.mark.parametrize("text", ["9" * 5_000, "1,000," * 5_000, "usd " * 20_000, "- 5 " * 20_000])
def test_monstrous_numbers_are_read_through(text: str) -> None:
    assert all(p.max is None or p.max <= 1e12 for p in find_pay(text))


def test_digits_newer_than_python_are_no_pay() -> None:
    assert list(find_pay("Salary Rs. \U00016130\U00016131 a month")) == []
