"""Passwords: what is accepted, how they are stored, and how they are checked.

Stored as Argon2id. The cost is the first choice of OWASP's password storage guide (19 MiB, two
passes, one lane): about 20 ms of processor time, so that a class of forty can sign in at once.
Nothing here is called while a write transaction is open.
"""

import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import gettext as _

from elearn.core.config import Settings

SHORTEST = 8
LONGEST = 128
# Composing shortens a text at most to a quarter; anything longer is refused unread.
LONGEST_RAW = 4 * LONGEST
COMMON = Path(__file__).parent / "data" / "common_passwords.txt"


def hash_password(password: str) -> str:
    """Return what is stored of a password. Raises ValueError for one `problem_with` refuses."""
    text = normalised(password)
    if text is None:
        raise ValueError("The password was not checked with problem_with().")
    return _hasher().hash(text)


def verify(stored: str | None, password: str) -> bool:
    """Tell whether the password is the stored one; takes as long when nothing is stored."""
    text = normalised(password)
    hasher = _hasher()
    try:
        matches = hasher.verify(stored or _dummy(hasher), text or "")
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None and text is not None


def outdated(stored: str) -> bool:
    """Tell whether the stored password should be hashed again at today's cost."""
    return _hasher().check_needs_rehash(stored)


def normalised(password: str) -> str | None:
    """Return the password in composed form (NFC), or None when it is far too long."""
    if len(password) > LONGEST_RAW:
        return None
    text = unicodedata.normalize("NFC", password)
    return text if len(text) <= LONGEST and encodable(text) else None


def encodable(text: str) -> bool:
    """Tell whether the text can be written as UTF-8 (a lone surrogate cannot)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def problem_with(password: str, *about: str | None) -> str | None:
    """Return why the password is not accepted, or None. `about` holds the person's name, e-mail."""
    text = normalised(password)
    if text is None:
        return str(_("Use at most %(most)d characters.", most=LONGEST))
    if len(text) < SHORTEST:
        return str(_("Use at least %(least)d characters.", least=SHORTEST))
    folded = text.casefold()
    if len(set(folded)) < 4 or runs_on(folded) or folded in common_passwords():
        return str(_("Many people use this password, so it is tried first. Choose another one."))
    if folded in set(known_words(about)):
        return str(_("This is your name or e-mail address. Choose something others cannot know."))
    return None


def runs_on(text: str) -> bool:
    """Tell whether the characters follow each other in order, as in `abcdefgh` or `98765432`."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})


def known_words(about: tuple[str | None, ...]) -> list[str]:
    """Return what others know of a person, in the forms a password could take."""
    words = []
    for item in about:
        if item:
            folded = unicodedata.normalize("NFC", item).casefold()
            words += [folded, folded.replace(" ", ""), folded.partition("@")[0]]
    return words


@cache
def common_passwords() -> frozenset[str]:
    """Return the passwords that guessing begins with."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _hasher() -> PasswordHasher:
    settings: Settings = current_app.extensions["settings"]
    return _hasher_for(settings.env == "testing")


@cache
def _hasher_for(cheap: bool) -> PasswordHasher:
    if cheap:
        return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _dummy(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")
