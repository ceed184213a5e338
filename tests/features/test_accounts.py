"""Bank accounts, wallets, crypto addresses with right checksums, job orders."""

import pytest

from features.accounts import chain_of, find_accounts
from features.checksums import keccak_256

# The addresses are the examples of BIP 173, EIP-55 and the reference documents.
BECH32 = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
BECH32M = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
EIP55 = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
BASE58 = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
TRON = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"


def found(text: str) -> list[tuple[str, str | None, str]]:
    return [(each.kind, each.provider, each.value) for each in find_accounts(text)]


@pytest.mark.parametrize(
    ("address", "chain"),
    [
        (BASE58, "bitcoin"),
        (BECH32, "bitcoin"),
        (BECH32.upper(), "bitcoin"),
        (BECH32M, "bitcoin"),
        (TRON, "tron"),
        (EIP55, "evm"),
        (EIP55.lower(), "evm"),
        (BASE58[:-1] + "3", None),
        (BECH32[:-1] + "5", None),
        (BECH32[:-1] + "T", None),
        (TRON[:-1] + "u", None),
        (EIP55[:-1] + "D", None),
    ],
)
def test_an_address_counts_with_a_right_checksum(address: str, chain: str | None) -> None:
    assert chain_of(address) == chain
    expected = [("crypto", chain, address)] if chain else []
    assert found(f"send USDT to {address} today") == expected


def test_keccak_is_that_of_ethereum() -> None:
    assert keccak_256(b"").hex().startswith("c5d2460186f7233c927e7db2dcc703c0")
    assert keccak_256(b"a" * 300) != keccak_256(b"a" * 301)


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Bank of Ceylon, acc no 0000123456", ("bank", "Bank of Ceylon", "0000123456")),
        ("සම්පත් බැංකු ගිණුම 0000 1234 5678", ("bank", "Sampath Bank", "000012345678")),
        ("மக்கள் வங்கி கணக்கு 0000123456789", ("bank", "People's Bank", "0000123456789")),
        ("my account 0000123456", ("bank", None, "0000123456")),
        ("eZ Cash 070 000 1234", ("wallet", "eZ Cash", "+94700001234")),
        ("mCash karanna 0700001234", ("wallet", "mCash", "+94700001234")),
        ("ඊසි කෑෂ් 0700001234", ("wallet", "eZ Cash", "+94700001234")),
        ("Job order no: JO/2026/1234", ("job_order", None, "JO/2026/1234")),
        ("Approval No. 12345", ("job_order", None, "12345")),
    ],
)
def test_where_money_goes(text: str, account: tuple[str, str | None, str]) -> None:
    assert found(text) == [account]


@pytest.mark.parametrize(
    "text",
    [
        "call 070 000 1234",
        "pay goes to your account. Call 070 000 1234",
        "no approval needed, N4 is enough",
        "salary Rs 1,250,000",
    ],
)
def test_other_numbers_are_no_accounts(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    ["1" * 10_000, "acc " + "1 " * 50_000, "0x" + "a" * 300_000, "T" * 100_000, "\ud800acc 1"],
)
def test_monstrous_texts_are_read(text: str) -> None:
    assert len(list(find_accounts(text))) < 5_000
