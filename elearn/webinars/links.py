"""Links of letters about registrations: signed, they open one sign-up until its nonce changes."""

from flask import current_app
from itsdangerous import BadSignature, Signer
from sqlalchemy import select

from elearn.core.config import Settings
from elearn.core.database import db
from elearn.webinars.attendance_errors import RegistrationNotFound
from elearn.webinars.registration_models import SignUp


def signer() -> Signer:
    """Return what signs with the newest key and knows the older ones."""
    settings: Settings = current_app.extensions["settings"]
    return Signer(list(reversed(settings.secret_keys)), salt="webinar-registration")


def value_of(sign_up: SignUp) -> str:
    """Return the part of addresses that opens the sign-up without signing in."""
    return signer().sign(f"{sign_up.public_id}.{sign_up.nonce}").decode()


def sign_up_of(value: str) -> SignUp:
    """Return the sign-up of a link that works. Raises RegistrationNotFound for any other."""
    try:
        said = signer().unsign(value).decode()
    except (BadSignature, UnicodeError):
        raise RegistrationNotFound from None
    sign_up_id, _, nonce = said.partition(".")
    found = db.session.scalars(select(SignUp).where(SignUp.public_id == sign_up_id)).one_or_none()
    if found is None or found.nonce != nonce or found.erased_at is not None:
        raise RegistrationNotFound
    return found
