"""Addresses made from titles."""

import hashlib
import re
import unicodedata

LONGEST = 70


def slug_of(title: str) -> str:
    """Return a readable address part for a title; other scripts than Latin get a short hash."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
    if len(words) >= 3:
        return words
    return "t-" + hashlib.sha256(title.encode()).hexdigest()[:10]
