"""Changing what opens an account: the password and the e-mail address. Both end other sign-ins."""

from sqlalchemy import func, update
from sqlalchemy.exc import IntegrityError

from elearn.accounts import audit, links, operations, sign_in, throttle
from elearn.accounts.errors import AddressIsTaken, LinkIsDead
from elearn.accounts.letters import send_link_later
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.core import mail
from elearn.core.clock import now
from elearn.core.database import db


def reset_password(value: str, password_hash: str) -> links.Link:
    """Set a new password by a mailed link, in the open transaction. Raises LinkIsDead.

    Whoever reads the address has confirmed it, too. All sign-ins end, guesses are forgotten.
    """
    link = links.use(value, "reset")
    public_id = db.session.scalar(
        update(Person)
        .where(Person.id == link.person_id)
        .values(
            password_hash=password_hash,
            email_confirmed_at=func.coalesce(Person.email_confirmed_at, now()),
        )
        .returning(Person.public_id)
    )
    operations.end_sign_ins(link.person_id)
    links.spend_all(link.person_id)
    throttle.forgive(link.person_email)
    mail.send_later(link.person_email, "password-changed", link.language, name=link.name)
    audit.record(link.person_id, "account.reset-password", "person", public_id)
    return link


def change_password(person: SignedIn, password_hash: str, device: str) -> str:
    """Set a new password and end all sign-ins; return the secret of a new one for this device.

    The caller has just checked the current password.
    """
    db.session.execute(
        update(Person).where(Person.id == person.id).values(password_hash=password_hash)
    )
    operations.end_sign_ins(person.id)
    links.spend_all(person.id)
    mail.send_later(person.email, "password-changed", person.language, name=person.name)
    audit.record(person.id, "account.change-password", "person", person.public_id)
    return sign_in.begin(person.id, person.public_id, device)


def ask_for_email_change(person: SignedIn, email: str) -> None:
    """Send a link to the new address; nothing changes until it is used.

    When the address has an account, its owner is told instead; the answer is the same.
    The caller has just checked the password.
    """
    send_link_later(person.id, "change-email", email, person.language)


def change_email(person: SignedIn, value: str) -> None:
    """Change the address of the signed-in person by a link sent to the new one.

    The old address is told. Raises LinkIsDead, also for somebody else's link, AddressIsTaken.
    """
    link = links.use(value, "change-email")
    if link.person_id != person.id:
        raise LinkIsDead
    try:
        with db.session.begin_nested():
            db.session.execute(
                update(Person)
                .where(Person.id == person.id)
                .values(email=link.email, email_confirmed_at=now())
            )
    except IntegrityError as error:
        raise AddressIsTaken from error
    operations.end_sign_ins(person.id, keep=person.sign_in_id)
    links.spend_all(person.id)
    mail.send_later(link.person_email, "address-changed", link.language, name=link.name)
    audit.record(person.id, "account.change-email", "person", person.public_id)
