"""Checksums of crypto addresses: Base58Check, Bech32 (BIP 173), Bech32m (BIP 350) and EIP-55.

Written from the specifications. Keccak-256 follows the Keccak reference (rate 1088 bits, padding
byte 0x01), as `hashlib.sha3_256` pads with 0x06 and gives another digest.
"""

import hashlib

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_CONSTANTS = (1, 0x2BC830A3)
"""What the remainder is for Bech32 and Bech32m."""
_ADDRESS_BYTES = 25
"""Version, 20 bytes of hash, 4 bytes of checksum."""
_LANES = 25
_RATE_BYTES = 136
_MASK = (1 << 64) - 1


def is_base58check(address: str, *, versions: tuple[int, ...]) -> bool:
    """Whether `address` is 25 bytes in Base58 with a right checksum and one of the versions."""
    number = 0
    for character in address:
        digit = _BASE58.find(character)
        if digit < 0:
            return False
        number = number * 58 + digit
    if number.bit_length() > 8 * _ADDRESS_BYTES:
        return False
    data = number.to_bytes(_ADDRESS_BYTES, "big")
    checksum = hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4]
    # Each leading zero byte is written as one 1.
    zeros = len(data) - len(data.lstrip(b"\0"))
    ones = len(address) - len(address.lstrip("1"))
    return data[0] in versions and checksum == data[-4:] and zeros == ones


def is_bech32(address: str) -> bool:
    """Whether `address` has a right Bech32 or Bech32m checksum; mixed case has not."""
    if address not in (address.lower(), address.upper()):
        return False
    prefix, _, data = address.lower().rpartition("1")
    values = [_BECH32.find(character) for character in data]
    if not prefix or len(values) < 6 or min(values) < 0:
        return False
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    return _polymod([*expanded, *values]) in _BECH32_CONSTANTS


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for at, generator in enumerate(_BECH32_GENERATOR):
            check ^= generator if top >> at & 1 else 0
    return check


def is_eip55(address: str) -> bool:
    """Whether the case of `0x` and 40 hexadecimal digits is right; one case carries no check."""
    digits = address.removeprefix("0x")
    if digits in (digits.lower(), digits.upper()):
        return True
    digest = keccak_256(digits.lower().encode("ascii")).hex()
    return all(
        character.isdecimal() or character.isupper() == (int(nibble, 16) >= 8)
        for character, nibble in zip(digits, digest, strict=False)
    )


def keccak_256(data: bytes) -> bytes:
    """Keccak-256 as Ethereum uses it, 32 bytes."""
    padded = bytearray(data)
    padded += b"\x01" + b"\0" * (-(len(data) + 1) % _RATE_BYTES)
    padded[-1] |= 0x80
    state = [0] * _LANES
    for block in range(0, len(padded), _RATE_BYTES):
        for lane in range(_RATE_BYTES // 8):
            at = block + 8 * lane
            state[lane] ^= int.from_bytes(padded[at : at + 8], "little")
        state = _permute(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])


def _permute(state: list[int]) -> list[int]:
    """Keccak-f[1600]: 24 rounds over 25 lanes, lane x, y at x + 5 y."""
    feedback = 1
    for _ in range(24):
        columns = [
            state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20]
            for x in range(5)
        ]
        mixed = [columns[(x + 4) % 5] ^ _turn(columns[(x + 1) % 5], 1) for x in range(5)]
        state = [lane ^ mixed[at % 5] for at, lane in enumerate(state)]
        x, y, moving = 1, 0, state[1]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            at = x + 5 * y
            moving, state[at] = state[at], _turn(moving, (step + 1) * (step + 2) // 2 % 64)
        for row in range(0, 25, 5):
            lanes = state[row : row + 5]
            for x in range(5):
                state[row + x] = lanes[x] ^ (~lanes[(x + 1) % 5] & _MASK & lanes[(x + 2) % 5])
        for bit in range(7):
            if feedback & 1:
                state[0] ^= 1 << ((1 << bit) - 1)
            feedback = feedback << 1 ^ (0x171 if feedback & 0x80 else 0)
    return state


def _turn(lane: int, by: int) -> int:
    return (lane << by | lane >> (64 - by)) & _MASK if by else lane
