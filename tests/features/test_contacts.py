"""Phones in digits and words, links, handles of networks, licences."""

import pytest

from features.contacts import find_contacts
from features.text import normalize


def values(kind: str, text: str) -> list[str]:
    return [found.value for found in find_contacts(normalize(text).text) if found.kind == kind]


@pytest.mark.parametrize(
    "text",
    [
        "070 000 1234",
        "0700001234",
        "070-000-1234",
        "+94 70 000 1234",
        "0094 70 000 1234",
        "0 7 0 0 0 0 1 2 3 4",
        "0️⃣7️⃣0️⃣ 0️⃣0️⃣0️⃣ 1️⃣2️⃣3️⃣4️⃣",
        "07O OOO 1234",
        "pay 40,000/-. 070 000 1234",
        "zero seven zero, zero zero zero, one two three four",
        "oh seven oh triple zero one two three four",
        "07 zero triple zero one two 34",
        "bindu hathai bindui bindui bindui bindui ekai dekai thunai hatharai",
        "බින්දුවයි හතයි බින්දුවයි බින්දුවයි බින්දුවයි බින්දුවයි එකයි දෙකයි තුනයි හතරයි",
        "பூச்சியம் ஏழு பூச்சியம் பூச்சியம் பூச்சியம் பூச்சியம் ஒன்று இரண்டு மூன்று நான்கு",
    ],
)
def test_a_phone_is_read_however_it_is_written(text: str) -> None:
    assert values("phone", text) == ["+94700001234"]


@pytest.mark.parametrize(
    "text",
    [
        "one two three four five six seven eight nine ten",
        "zero fees, two posts, one year",
        "account 000012345678",
        "Rs 700,001,234",
    ],
)
def test_other_numbers_are_no_phones(text: str) -> None:
    assert values("phone", text) == []


def test_a_chat_link_is_a_handle_and_not_a_phone_too() -> None:
    text = "wa.me/94700001234"
    assert values("handle", text) == ["whatsapp:+94700001234"]
    assert values("phone", text) == []


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("t.me/Example_HR", "telegram:example_hr"),
        ("Telegram: @Example_HR", "telegram:example_hr"),
        ("ටෙලිග්‍රෑම් එකෙන් @example_hr", "telegram:example_hr"),
        ("LINE ID: example_jobs7", "line:example_jobs7"),
        ("imo: example_77", "imo:example_77"),
        ("Viber id example9", "viber:example9"),
        ("only @example_desk", "unknown:example_desk"),
    ],
)
def test_a_handle_has_its_network(text: str, handle: str) -> None:
    assert values("handle", text) == [handle]


def test_an_address_is_no_handle() -> None:
    assert values("handle", "telegram, jobs@example.com, see example.com/@example_hr") == []


@pytest.mark.parametrize(
    "text",
    [
        "LL No. 0912", "SLBFE licence 912", "Labour Licence No. 0912", "බලපත්‍ර අංක 0912",
        "SLBFE බල. අංක 0912", "உரிம இல. 0912", "urimam il. 0912",
        "Merchant Shipping approval 0912",
    ],
)  # fmt: skip
def test_a_licence_stands_behind_its_label(text: str) -> None:
    assert values("licence", text) == ["912"]


def test_a_broken_link_is_read_over() -> None:
    assert values("handle", "https://[t.me/x") == []


@pytest.mark.parametrize(
    "text",
    [
        "0" * 10_000,
        "07 " * 5_000,
        "zero " * 60_000,
        "double " * 40_000,
        "@a" * 100_000,
        "\ud800@\ud800",
        "wa.me/" + "9" * 400,
        "licence no " * 20_000,
        "1\U00016130" * 5_000,
    ],
)
def test_monstrous_texts_are_read(text: str) -> None:
    assert len(list(find_contacts(text))) < 10_000
