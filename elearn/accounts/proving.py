"""Giving one's password again before a grave act. Opens short transactions of its own."""

from elearn.accounts import sign_in, throttle
from elearn.accounts.errors import WrongPassword
from elearn.accounts.session import SignedIn
from elearn.core.transaction import write


def attempt(email: str, password: str, address: str | None) -> sign_in.Checked:
    """Count an attempt, then check the password. Raises TooManyAttempts."""
    with write():
        throttle.admit(email, address)
    return sign_in.check(email, password)


def prove(person: SignedIn, password: str, address: str | None) -> None:
    """Note that the signed-in person gave their password. Raises WrongPassword, TooManyAttempts."""
    checked = attempt(person.email, password, address)
    with write():
        right = sign_in.settle_proof(checked, address, person)
    if not right:
        raise WrongPassword
