"""Pay as adverts write it; fees, fines and prices are left out."""

from time import process_time

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
        ("Package Rs. 1,50,000", (150_000, 150_000, "LKR", "month")),
        ("salary 1.2L", (120_000, 120_000, "LKR", "month")),
        ("wages 3,2 lakhs", (320_000, 320_000, "LKR", "month")),
        ("pay 14 to 16 US dollars hundred", (1_400, 1_600, "USD", "month")),
        ("salary fifteen hundred dollars", (1_500, 1_500, "USD", "month")),
        ("Pay: 1k2 $ and a room", (1_200, 1_200, "USD", "month")),
        ("salary two lakhs and fifty thousand", (250_000, 250_000, "LKR", "month")),
        ("වැටුප ලක්ෂ 2.2–3.1", (220_000, 310_000, "LKR", "month")),
        ("මාසෙට දෙලක්ෂයක් හම්බවෙනවා", (200_000, 200_000, "LKR", "month")),
        ("පඩිය හැටදාහක්", (60_000, 60_000, "LKR", "month")),
        ("පඩිය ඩොලර් දහසයි", (1_000, 1_000, "USD", "month")),
        ("සතියට ලක්ෂයකට වැඩි", (100_000, None, "LKR", "week")),
        ("මාසෙට ලක්ෂ එකහමාරයි", (150_000, 150_000, "LKR", "month")),
        ("சம்பளம் இருபத்தைந்தாயிரம் ரூபா", (25_000, 25_000, "LKR", "month")),
        ("மாதம் ஒரு லட்சம்", (100_000, 100_000, "LKR", "month")),
        ("சம்பளம் ஆயிரத்து ஐநூறு டொலர்", (1_500, 1_500, "USD", "month")),
        ("சம்பளம் ரூ. 90,000 தொடக்கம் 120,000 வரை", (90_000, 120_000, "LKR", "month")),
        ("Padiya laksha ekahamarak", (150_000, 150_000, "LKR", "month")),
        ("sambalam 2 latcham 20 aayiram", (220_000, 220_000, "LKR", "month")),
        ("padiya pahalos dahak", (15_000, 15_000, "LKR", "month")),
        ("Bahrain kitchen, salary 160 dinars", (160, 160, "BHD", "month")),
        ("Kuwait and Bahrain, salary KD 110", (110, 110, "KWD", "month")),
        ("Welder, Doha: 2,100 riyals a month", (2_100, 2_100, "QAR", "month")),
        ("OMR 130 a month", (130, 130, "OMR", "month")),
        ("Rs. 4,800/trip", (4_800, 4_800, "LKR", "piece")),
        ("ගෝනියකට රු. 65", (65, 65, "LKR", "piece")),
        ("ஒரு மூட்டைக்கு 75 ரூபா", (75, 75, "LKR", "piece")),
        ("1 parcel Rs 90", (90, 90, "LKR", "piece")),
        ("4,200/2,600 per day", (2_600, 4_200, "LKR", "day")),
        ("Basic 55 + commission", (55_000, 55_000, "LKR", "month")),
        ("two nights off a week, Rs 68,000", (68_000, 68_000, "LKR", "month")),
        ("நாள் 1,850 + சாப்பாடு", (1_850, 1_850, "LKR", "day")),
    ],
)
def test_a_rate_of_pay(text: str, rate: Rate) -> None:
    assert rates(text) == [rate]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("mason 5,200, helper 3,100 daily", [5_200, 3_100]),
        ("Rs. 44,000 / 51,000 / 60,000", [44_000, 51_000, 60_000]),
        ("Salary 72,000, site allowance 4,500", [72_000]),
        ("2,100 a day + 150 for every card", [2_100]),
        ("YEN 190,000 a month (about 3.7 lakhs)", [190_000]),
        ("salary 45,000 bonus 5,000", [45_000]),
        ("Fee 4,000. Salary 61,000. Call 071 000 4455", [61_000]),
        ("USD 3,000 on signing, monthly 2,400", [2_400]),
    ],
)
def test_which_of_several_amounts_are_pay(text: str, amounts: list[float]) -> None:
    assert [pay.max for pay in find_pay(text)] == amounts


def test_a_foreign_currency_holds_for_the_next_amount() -> None:
    assert rates("USD 3,000 on signing, monthly 2,400") == [(2_400, 2_400, "USD", "month")]


def test_k_is_an_article_in_romanised_sinhala() -> None:
    assert rates("Kade wadata lamai 40k gannawa, dawasata 1700k denawa") == [
        (1_700, 1_700, "LKR", "day")
    ]


def test_spans_cover_currency_number_and_unit() -> None:
    text = "Driver\nSalary Rs. 1.4 lakhs, food"
    (pay,) = find_pay(text, "title")
    assert (text[pay.start : pay.end], pay.field) == ("Rs. 1.4 lakhs", "title")


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
        "stage B Rs 3 lakhs after the permit",
        "bring one friend and earn 120 USD",
        "recharge 5,000 get 7,200",
        "Rs 40,000 to be paid if you go early",
        "salary minus uniform 8,500",
        "25 posts, ages 18 to 35, 8 hours",
        "about 300 parcels a day",
        "bonus of Rs 20,000",
        "Office hours 8.30 am to 5 pm",
        "Pay 5 percent",
        "නම වෙන් කිරීම රු. 60,000",
        "මෙඩිකල් රු. 18,000යි",
        "முன்பதிவாக ரூ. 50,000 செலுத்தவும்",
        "visa ekata laksha 3k kalin danna",
        "lakhs of people",
        "",
    ],
)
def test_what_is_no_pay(text: str) -> None:
    assert rates(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "9" * 10_000,
        "1,000," * 5_000,
        "usd " * 20_000,
        "- 5 " * 20_000,
        "one hundred " * 10_000,
        "dinar 150 " * 10_000,
        "lamai 20k " * 10_000,
        "+5 " * 20_000,
        "\ud800 Rs 50,000 \udfff",
        "1e5 ² ½ 5\u0000",
    ],
)
def test_monstrous_text_is_read_through(text: str) -> None:
    assert all(p.max is None or p.max <= 1e12 for p in find_pay(text))


def test_a_long_text_takes_time_in_proportion() -> None:
    def seconds(copies: int) -> float:
        start = process_time()
        list(find_pay("Cook 5,000, monthly 90,000 (USD 300) +20 dinar " * copies))
        return process_time() - start

    seconds(10)
    assert seconds(4_000) < 12 * seconds(1_000) + 0.1


def test_digits_newer_than_python_are_no_pay() -> None:
    assert list(find_pay("Salary Rs. \U00016130\U00016131 a month")) == []
