"""Registering: the answer is the same for a known and an unknown address; the letter decides."""

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from elearn.accounts import audit, links, queries
from elearn.accounts.letters import send_link_later, send_notice_later
from elearn.accounts.models import Consent, Person
from elearn.core.clock import now
from elearn.core.database import db

# The version of the privacy notice in templates/accounts/privacy.html. Raise it with the text.
PRIVACY_VERSION = "2026-11-28"


def register(
    *, email: str, name: str, password_hash: str, language: str, onward: str | None = None
) -> None:
    """Open an account that waits for its address to be confirmed, in the open transaction.

    `onward` is the page here that the person wanted to go to; the link of the letter leads there.

    For an address that has an account already, nothing changes but a letter that says so.
    For one that waits, the latest name and password count: whoever confirms must know them.
    A guest, who has no password yet, gets a link to choose one.
    """
    try:
        with db.session.begin_nested():
            person_id, public_id = _insert_person(email, name, password_hash, language)
    except IntegrityError:
        _register_again(email, name, password_hash, language, onward)
        return
    record_consent(person_id)
    audit.record(None, "account.register", "person", public_id)
    send_link_later(person_id, "confirm", email, language, onward)


def _insert_person(email: str, name: str, password_hash: str, language: str) -> tuple[int, str]:
    row = db.session.execute(
        insert(Person)
        .values(email=email, name=name, password_hash=password_hash, language=language)
        .returning(Person.id, Person.public_id)
    ).one()
    return row.id, row.public_id


def _register_again(
    email: str, name: str, password_hash: str, language: str, onward: str | None
) -> None:
    account = queries.person_by_email(email)
    if account is None:
        raise LookupError("The address is taken by an account that cannot be read.")
    audit.record(None, "account.register", "person", account.public_id, again=True)
    if account.password_hash is None and account.email_confirmed_at and not account.suspended_at:
        # A guest: the link proves the address, and lets them choose a password.
        send_link_later(account.id, "reset", email, language, onward)
        return
    if account.email_confirmed_at or account.suspended_at:
        send_notice_later(account.id, "already-registered")
        return
    values = {"name": name, "password_hash": password_hash, "language": language}
    db.session.execute(update(Person).where(Person.id == account.id).values(values))
    send_link_later(account.id, "confirm", email, language, onward)


def record_consent(person_id: int) -> None:
    """Note that the person agreed to the privacy notice as it stands."""
    db.session.execute(
        insert(Consent).values(
            person_id=person_id, kind="privacy", version=PRIVACY_VERSION, given_at=now()
        )
    )


def confirm(value: str) -> links.Link:
    """Confirm the address the link was sent to, in the open transaction. Raises LinkIsDead.

    The caller has checked the password: whoever registered somebody else's address and waits
    for them to confirm it gains nothing.
    """
    link = links.use(value, "confirm")
    public_id = db.session.scalar(
        update(Person)
        .where(Person.id == link.person_id)
        .values(email_confirmed_at=now())
        .returning(Person.public_id)
    )
    audit.record(link.person_id, "account.confirm", "person", public_id)
    return link
