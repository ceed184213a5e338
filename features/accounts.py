"""Where money is to go: bank accounts, mobile wallets and crypto addresses, and job-order claims.

Crypto addresses count only with a right checksum: Base58Check (Bitcoin, Tron), Bech32 and Bech32m
(BIP 173, BIP 350) and the mixed case of Ethereum addresses (EIP-55). The checks are our own, a few
lines each: no library of the project holds them, and those on PyPI bring a whole wallet along.
Keccak-256, which EIP-55 needs, is not in `hashlib` (its SHA-3 pads differently).

Values are personal data: they are given on and never logged.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from features.checksums import is_base58check, is_bech32, is_eip55

TEXT_MAX = 20_000
"""Characters searched; whole adverts are far shorter."""

_NEAR_CHARACTERS = 80
"""How far a bank's name or the word account may stand from the number."""

_LABEL_CHARACTERS = 24
"""How far before a number of a phone's form the word account makes it one."""

_BANKS = {
    "Bank of Ceylon": r"bank of ceylon|\bboc\b|ලංකා බැංකු|இலங்கை வங்கி",
    "People's Bank": r"peoples?['’]?s? bank|මහජන බැංකු|மக்கள் வங்கி",
    "Commercial Bank": r"commercial bank|\bcom ?bank\b|කොමර්ෂල්|වාණිජ බැංකු|கொமர்ஷல்|வணிக வங்கி",
    "Hatton National Bank": r"hatton national|\bhnb\b|හැටන් නැෂනල්|ஹட்டன் நெஷனல்",
    "Sampath Bank": r"sampath bank|\bsampath\b|සම්පත් බැංකු|சம்பத்",
    "National Savings Bank": r"national savings|\bnsb\b|ජාතික ඉතිරි|தேசிய சேமிப்பு",
    "Nations Trust Bank": r"nations trust|\bntb\b",
    "National Development Bank": r"\bndb\b",
    "DFCC Bank": r"\bdfcc\b",
    "Seylan Bank": r"seylan|සෙලාන්|செலான்",
    "Pan Asia Bank": r"pan asia|\bpabc\b",
    "Amana Bank": r"amana bank|அமானா",
    "Cargills Bank": r"cargills bank",
    "Union Bank": r"union bank",
    "Sanasa Development Bank": r"sanasa|\bsdb\b|සණස",
    "Regional Development Bank": r"regional development bank|\brdb\b|ප්රාදේශීය සංවර්ධන",
}
_WALLETS = {
    "eZ Cash": r"e[sz] ?cash|ඊ ?සී ?කෑෂ්|ඊසි කෑෂ්|ඊ කෑෂ්|ஈஸி ?காஷ்|ஈ ?சி காஷ்",
    "mCash": r"\bm ?cash\b|එම් ?කෑෂ්|எம் ?காஷ்",
    "FriMi": r"\bfrimi\b|ෆ්රිමි",
    "Genie": r"\bgenie\b",
    "iPay": r"\bipay\b",
    "mobile wallet": r"mobile wallet|\bwallet (?:no|number)\b",
}
_BANK = regex.compile("|".join(f"({pattern})" for pattern in _BANKS.values()), regex.IGNORECASE)
_WALLET = regex.compile("|".join(f"({pattern})" for pattern in _WALLETS.values()), regex.IGNORECASE)
_ACCOUNT = regex.compile(
    r"\ba/?c(?:c|cc?t)?\b|accounts?\b|savings? no|ගිණුම|எக்கவுன்ட்|கணக்கு|எக்கவுண்ட்|ginum|kanakku|"
    r"bank ?slip|deposit",
    regex.IGNORECASE,
)
_NUMBER = regex.compile(
    r"(?<![\p{L}\p{N}+./,-])[0-9](?:[ -]?[0-9]){6,17}(?![\p{L}\p{N}]|[,.][0-9])"
)
_MOBILE = regex.compile(r"(?<![\p{L}\p{N}])(?:\+?94|0)[ -]?7[0-9](?:[ -]?[0-9]){7}(?!\p{N})")
_PHONE = regex.compile(r"(?:94|0)(?:[ -]?[1-9])(?:[ -]?[0-9]){8}")
_CRYPTO = regex.compile(
    r"(?<![\p{L}\p{N}])(?:0x[0-9a-fA-F]{40}|bc1[02-9ac-hj-np-z]{11,71}|BC1[02-9AC-HJ-NP-Z]{11,71}|"
    r"[13T][1-9A-HJ-NP-Za-km-z]{25,34})(?![\p{L}\p{N}])"
)
_JOB_ORDER = regex.compile(
    r"(?<![\p{L}\p{M}])(?:job ?order|approval|approved|අනුමැති|රැකියා ඇණවුම්|வேலை கட்டளை|அனுமதி)"
    r"(?:\s?(?:no|number|ref(?:erence)?|අංක(?:ය)?|இல(?:க்கம்)?|il|anka(?:ya)?)\b\.?)"
    r"\s?[:.#-]{0,3}\s?([A-Za-z0-9][A-Za-z0-9/-]{1,23}(?<=[0-9][A-Za-z0-9/-]{0,8}[0-9][A-Za-z/-]{0,8}))",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """One place to send money to, or one claim; `start` and `end` index the searched text."""

    kind: str
    """`bank`, `wallet`, `crypto` or `job_order`."""
    provider: str | None
    """Bank, wallet or chain (`bitcoin`, `tron`, `evm`); `None` where none is named."""
    value: str
    """Digits, E.164 number of a wallet, address as written, or the order's number."""
    start: int
    end: int


def find_accounts(text: str) -> Iterator[FoundAccount]:
    """Accounts and claims in `text` (normalised), by kind and then in order of appearance."""
    text = text[:TEXT_MAX]
    wallets = list(_wallets(text))
    yield from wallets
    yield from _bank_accounts(text, [(wallet.start, wallet.end) for wallet in wallets])
    for address in _CRYPTO.finditer(text):
        if (chain := chain_of(address.group())) is not None:
            yield FoundAccount("crypto", chain, address.group(), *address.span())
    for order in _JOB_ORDER.finditer(text):
        yield FoundAccount("job_order", None, order.group(1).upper(), *order.span())


def chain_of(address: str) -> str | None:
    """`bitcoin`, `tron` or `evm` of an address with a right checksum; `None` otherwise.

    An Ethereum address in one case carries no checksum and is taken as written.
    """
    if address.startswith("0x"):
        return "evm" if is_eip55(address) else None
    if address[:3].lower() == "bc1":
        return "bitcoin" if is_bech32(address) else None
    if address.startswith("T"):
        return "tron" if is_base58check(address, versions=(0x41,)) else None
    return "bitcoin" if is_base58check(address, versions=(0x00, 0x05)) else None


def _wallets(text: str) -> Iterator[FoundAccount]:
    for mobile in _MOBILE.finditer(text):
        name = _nearest(_WALLET, tuple(_WALLETS), text, *mobile.span())
        if name is not None:
            digits = "".join(character for character in mobile.group() if character.isdecimal())
            number = f"+94{digits.removeprefix('94').removeprefix('0')}"
            yield FoundAccount("wallet", name, number, *mobile.span())


def _bank_accounts(text: str, taken: list[tuple[int, int]]) -> Iterator[FoundAccount]:
    for number in _NUMBER.finditer(text):
        if any(start < number.end() and number.start() < end for start, end in taken):
            continue
        digits = "".join(character for character in number.group() if character.isdecimal())
        low, high = max(0, number.start() - _NEAR_CHARACTERS), number.end() + _NEAR_CHARACTERS
        sentence = max(low, *(text.rfind(end, low, number.start()) for end in ("\n", ". ", "! ")))
        if _PHONE.fullmatch(number.group()) and not _ACCOUNT.search(
            text, max(sentence, number.start() - _LABEL_CHARACTERS), number.start()
        ):
            continue  # a phone beside a bank's name
        bank = _nearest(_BANK, tuple(_BANKS), text, *number.span())
        if bank is not None or _ACCOUNT.search(text, low, high):
            yield FoundAccount("bank", bank, digits, *number.span())


def _nearest(
    names: "regex.Pattern[str]", labels: tuple[str, ...], text: str, start: int, end: int
) -> str | None:
    best: tuple[int, str] | None = None
    for found in names.finditer(text, max(0, start - _NEAR_CHARACTERS), end + _NEAR_CHARACTERS):
        gap = max(start - found.end(), found.start() - end)
        if found.lastindex and (best is None or gap < best[0]):
            best = (gap, labels[found.lastindex - 1])
    return best[1] if best else None
