"""Signatures: Ed25519 over the canonical JSON of a record. Knows files, but no database.

Canonical means: sorted keys, no spaces, UTF-8, Unicode composed (NFC), integers only. For such
values this is the form of RFC 8785, so that anybody can check an award with standard tools.
"""

import base64
import hashlib
import json
import os
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from certificates.errors import KeyIsMissing, KeyIsUnusable

ALGORITHM = "Ed25519"
Facts = Mapping[str, str | int | None]


def canonical(facts: Facts) -> bytes:
    """Return the one form of the facts that is signed. Raises TypeError for any other value."""
    composed = {name: _composed(value) for name, value in facts.items()}
    return json.dumps(
        composed, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    ).encode()


def _composed(value: str | int | None) -> str | int | None:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or type(value) is int:
        return value
    raise TypeError(f"A record holds texts and integers only, not {type(value).__name__}.")


@dataclass(frozen=True)
class Signer:
    """A private key with the public names it goes by."""

    key: Ed25519PrivateKey
    kid: str
    public_key: str

    def sign(self, facts: Facts) -> str:
        """Return the signature of the facts, base64url without padding."""
        return encoded(self.key.sign(canonical(facts)))


def signer(key: Ed25519PrivateKey) -> Signer:
    """Return the key with its public half and its thumbprint as key id."""
    public = encoded(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    return Signer(key, thumbprint(public), public)


def thumbprint(public_key: str) -> str:
    """Return the key id: the JWK thumbprint of RFC 7638, as RFC 8037 defines it for Ed25519."""
    jwk = json.dumps(public_jwk(public_key), sort_keys=True, separators=(",", ":"))
    return encoded(hashlib.sha256(jwk.encode()).digest())


def public_jwk(public_key: str) -> dict[str, str]:
    """Return the public key as a JSON Web Key."""
    return {"crv": ALGORITHM, "kty": "OKP", "x": public_key}


def verify(public_key: str, facts: Facts, signature: str) -> bool:
    """Tell whether the signature was made over exactly these facts by the key's owner."""
    try:
        message = canonical(facts)
    except (TypeError, ValueError):
        return False
    return _verified(public_key, message, signature)


# The answer depends on these three values alone, so that a repeated check costs nothing.
@lru_cache(maxsize=4096)
def _verified(public_key: str, message: bytes, signature: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(decoded(public_key))
        key.verify(decoded(signature), message)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def envelope(facts: Facts, kid: str, signature: str) -> bytes:
    """Return the signed record as a file: what is attached to the PDF, to be checked offline."""
    body = {"algorithm": ALGORITHM, "kid": kid, "record": dict(facts), "signature": signature}
    return json.dumps(body, sort_keys=True, ensure_ascii=False, indent=1).encode()


def load_or_create(path: Path, *, create: bool) -> Signer:
    """Return the signer of the PEM file; with `create`, make the file when there is none.

    Two processes that start at once end up with the same key. Raises KeyIsMissing when there is
    no file and `create` is false, KeyIsUnusable when the file holds anything but an Ed25519 key.
    """
    if not path.is_file():
        if not create:
            raise KeyIsMissing(f"There is no signing key at {path}.")
        _create(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise KeyIsUnusable(f"{path} holds no unencrypted private key in PEM form.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyIsUnusable(f"{path} holds a key of another kind than Ed25519.")
    return signer(key)


def _create(path: Path) -> None:
    """Write a new key, whole or not at all, readable by its owner only; keep an existing one."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".signing-key-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        os.unlink(draft)


def encoded(value: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bytes of base64url without padding. Raises ValueError for anything else."""
    value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encoded(value) != text:
        raise ValueError("This is not base64url.")
    return value
