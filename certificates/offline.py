"""Checking a certificate without this site: the signed record inside the PDF, and a public key."""

import json
import re
import zlib
from typing import Any

from certificates.signing import thumbprint, verify

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
LARGEST = 20_000_000
LARGEST_RECORD = 1_000_000


class NotACertificate(Exception):
    """The file holds no signed record."""


def signed_record(content: bytes) -> dict[str, Any]:
    """Return the signed record of a PDF of ours, or of the JSON file attached to it.

    Raises NotACertificate.
    """
    if len(content) > LARGEST:
        raise NotACertificate("The file is larger than any certificate.")
    for candidate in _candidates(content):
        try:
            found = json.loads(candidate)
        except ValueError:
            continue
        if isinstance(found, dict) and {"record", "kid", "signature"} <= found.keys():
            return found
    raise NotACertificate("The file holds no signed record.")


def is_authentic(found: dict[str, Any], public_key: str) -> bool:
    """Tell whether the record was signed by this key, and is unaltered since."""
    record, signature = found["record"], found["signature"]
    if not isinstance(record, dict) or not isinstance(signature, str):
        return False
    return found["kid"] == thumbprint(public_key) and verify(public_key, record, signature)


def _candidates(content: bytes) -> list[bytes]:
    if not content.startswith(b"%PDF-"):
        return [content]
    return [_unpacked(match.group(1)) for match in STREAM.finditer(content)]


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, LARGEST_RECORD)
    except zlib.error:
        return stream
