"""The key of a provider at rest: sealed with a key derived from SECRET_KEY."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"elearn.suggestions key of the provider"
NONCE_BYTES = 12


def seal(key: str, secret_keys: Sequence[str]) -> str:
    """Return the key as it may be stored, sealed with the newest secret."""
    nonce = token_bytes(NONCE_BYTES)
    return b64encode(nonce + _box(secret_keys[0]).encrypt(nonce, key.encode(), PURPOSE)).decode()


def opened(sealed: str, secret_keys: Sequence[str]) -> str | None:
    """Return the key, or None when none of the secrets opens it."""
    content = b64decode(sealed)
    nonce, rest = content[:NONCE_BYTES], content[NONCE_BYTES:]
    for secret in secret_keys:
        try:
            return _box(secret).decrypt(nonce, rest, PURPOSE).decode()
        except InvalidTag:
            continue
    return None


def _box(secret: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode()))
