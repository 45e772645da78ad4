"""Links of letters about registrations.

The link that *manages* a sign-up is signed with the site's key and holds the sign-up's nonce: it
works until the nonce changes. The link that *confirms* an address, or carries an invitation, is a
secret made when its letter is sent; the database keeps its hash, and it says itself when it ends.
"""

from datetime import UTC, datetime, timedelta

from flask import current_app, url_for
from itsdangerous import BadSignature, Signer
from sqlalchemy import select

from elearn.core.clock import now
from elearn.core.config import Settings
from elearn.core.database import db
from elearn.core.ids import public_id, secret
from elearn.core.urls import absolute
from elearn.webinars.registration.registration_models import SignUp
from elearn.webinars.registration.sign_up_errors import SignUpNotFound


def signer() -> Signer:
    """Return what signs with the newest key and knows the older ones."""
    settings: Settings = current_app.extensions["settings"]
    return Signer(list(reversed(settings.secret_keys)), salt="webinar-registration")


def value_of(sign_up: SignUp) -> str:
    """Return the part of addresses that opens the sign-up without signing in."""
    return signed_value(sign_up.public_id, sign_up.nonce)


def signed_value(sign_up_id: str, nonce: str) -> str:
    """Return the same, of a row."""
    return signer().sign(f"{sign_up_id}.{nonce}").decode()


def path_of(sign_up: SignUp) -> str:
    """Return the path of the page on which the sign-up is changed."""
    return url_for("registrations.show", value=value_of(sign_up))


def manage_link(sign_up_public_id: str) -> str:
    """Return the full address at which the sign-up is changed. Raises SignUpNotFound."""
    found = _by_public_id(sign_up_public_id)
    if found is None:
        raise SignUpNotFound
    return absolute("registrations.show", value=value_of(found))


def sign_up_of(value: str) -> SignUp:
    """Return the sign-up of a link that works. Raises SignUpNotFound for any other."""
    try:
        said = signer().unsign(value).decode()
    except (BadSignature, UnicodeError):
        raise SignUpNotFound from None
    sign_up_id, _, nonce = said.partition(".")
    found = _by_public_id(sign_up_id)
    if found is None or found.nonce != nonce or found.erased_at is not None:
        raise SignUpNotFound
    return found


def renew(sign_up: SignUp) -> None:
    """Let all links that were sent so far open nothing any more."""
    sign_up.nonce = public_id()
    db.session.flush()


def _by_public_id(sign_up_id: str) -> SignUp | None:
    return db.session.scalars(select(SignUp).where(SignUp.public_id == sign_up_id)).one_or_none()


def new_secret(lasts: timedelta) -> str:
    """Return the secret of a new link; its last part is when it ends, in seconds since 1970."""
    return f"{secret()}.{int((now() + lasts).timestamp()):x}"


def is_over(value: str) -> bool:
    """Tell whether a secret of `new_secret` has ended, or was never one."""
    try:
        ends = datetime.fromtimestamp(int(value.rpartition(".")[2], 16), UTC)
    except (ValueError, OverflowError, OSError):
        return True
    return ends <= now()
