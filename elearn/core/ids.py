"""Identifiers people see, and secrets nobody but their holder sees."""

import hashlib
import secrets

# Crockford's alphabet: no i, l, o or u, so that an id read aloud or copied by hand survives.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PUBLIC_ID_LENGTH = 12


def public_id() -> str:
    """Return a new identifier (60 random bits) for use in addresses. It is not a secret."""
    # One draw for all letters: every request has an id.
    bits = secrets.randbits(5 * PUBLIC_ID_LENGTH)
    return "".join([ALPHABET[bits >> 5 * place & 31] for place in range(PUBLIC_ID_LENGTH)])


def secret() -> str:
    """Return a new secret of 256 bits for a link, a session or a token."""
    return secrets.token_urlsafe(32)


def hashed(value: str) -> str:
    """Return what is stored of a secret: its SHA-256. Enough, since secrets are random."""
    return hashlib.sha256(value.encode()).hexdigest()
