"""Addresses in letters that stop letters of a kind, without signing in (RFC 8058).

An address is signed, for one person and one kind: nobody can make one for somebody else, nothing
about it is stored, and it opens nothing but that choice. It works as long as SECRET_KEY, or the
key that was newest then, stands in the settings.
"""

from flask import current_app
from itsdangerous import BadSignature, Signer

from elearn.accounts.mailing import DIGEST, KINDS
from elearn.core.config import Settings
from elearn.core.urls import absolute


def signer() -> Signer:
    """Return what signs with the newest key and knows the older ones."""
    settings: Settings = current_app.extensions["settings"]
    return Signer(list(reversed(settings.secret_keys)), salt="unsubscribe")


def address(person_public_id: str, kind: str) -> str:
    """Return the full address that stops letters of the kind to the person."""
    value = signer().sign(f"{person_public_id}.{kind}").decode()
    return absolute("unsubscribe.show", value=value)


def read(value: str) -> tuple[str, str] | None:
    """Return the person's public id and the kind an address is for, or None."""
    try:
        said = signer().unsign(value).decode()
    except (BadSignature, UnicodeError):
        return None
    person, _, kind = said.partition(".")
    optional = kind == DIGEST or (kind in KINDS and KINDS[kind].optional)
    return (person, kind) if optional else None


def headers(stop: str) -> dict[str, str]:
    """Return the headers by which mail programs offer a button that stops such letters."""
    return {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
