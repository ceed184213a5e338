"""Keyed hashing for linking, encryption for disclosure with a purpose (decision 0005)."""

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lurewatch.errors import ConfigurationError
from lurewatch.settings import Settings

LEAST_KEY = 16
"""Characters of a key; a made one has 43 (256 bits)."""


class Cipher:
    """Two keys derived from one secret by HKDF (RFC 5869): one to hash, one to encrypt."""

    def __init__(self, secret: str) -> None:
        """Derive the keys.

        Raises:
            ConfigurationError: the secret is too short to be one.
        """
        if len(secret) < LEAST_KEY:
            raise ConfigurationError(f"LUREWATCH_SECRET_KEY needs {LEAST_KEY} characters or more")
        self._hash_key = _derive(secret, b"lurewatch digest 1")
        self._fernet = Fernet(urlsafe_b64encode(_derive(secret, b"lurewatch encryption 1")))

    @classmethod
    def from_settings(cls, settings: Settings) -> "Cipher":
        """The cipher of this installation.

        Raises:
            ConfigurationError: there is no key yet.
        """
        if settings.secret_key is not None:
            return cls(settings.secret_key.get_secret_value())
        try:
            return cls(_key_file(settings).read_text("ascii").strip())
        except OSError:
            raise ConfigurationError(
                "there is no key: run `lurewatch db upgrade` or set LUREWATCH_SECRET_KEY"
            ) from None

    @staticmethod
    def create_key_file(settings: Settings) -> None:
        """Make the key file, readable by its owner alone, unless there is a key."""
        if settings.secret_key is not None:
            return
        path = _key_file(settings)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            return
        # Written whole beside the place and linked into it, so that of two processes one wins
        # and no reader ever sees half a key.
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(32), "ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        finally:
            draft.unlink()

    def digest(self, value: str) -> str:
        """HMAC-SHA256 (RFC 2104) of a value, hex: equal values can be linked, not read."""
        return hmac.new(self._hash_key, value.encode(), hashlib.sha256).hexdigest()

    def encrypt(self, value: str) -> str:
        """Fernet token of a value."""
        return self._fernet.encrypt(value.encode()).decode()

    def decrypt(self, token: str) -> str:
        """The value of a token.

        Raises:
            ConfigurationError: it was encrypted with another key.
        """
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            raise ConfigurationError("a stored secret was encrypted with another key") from None


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def _key_file(settings: Settings) -> Path:
    return settings.var_dir / "secret.key"
