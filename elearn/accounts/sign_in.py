"""Signing in and out: an attempt is counted, then checked, then settled.

    with write():
        throttle.admit(email, address)
    checked = sign_in.check(email, password)    # slow, no transaction
    with write():
        secret = sign_in.settle(checked, address, device)

Known and unknown addresses take the same steps and the same time.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import insert, update

from elearn.accounts import audit, operations, passwords, queries, throttle
from elearn.accounts.errors import NoSuchThing
from elearn.accounts.letters import send_link_later
from elearn.accounts.models import Person, SignIn
from elearn.accounts.session import SIGN_IN_DAYS, SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.ids import hashed, secret


class State(StrEnum):
    """How an attempt ended. All but WRONG are told only to those who know the password."""

    GOOD = "good"
    WRONG = "wrong"
    UNCONFIRMED = "unconfirmed"
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class Checked:
    """A checked attempt; `fresh_hash` is set when the password is due to be stored anew."""

    state: State
    email: str
    account: queries.Record | None = None
    fresh_hash: str | None = None


def check(email: str, password: str) -> Checked:
    """Check a password. Slow by design: never call it while a write transaction is open."""
    account = queries.person_by_email(email)
    # Nothing is read while the password is checked: do not hold a connection meanwhile.
    db.session.rollback()
    stored = account.password_hash if account else None
    if not passwords.verify(stored, password) or account is None or stored is None:
        return Checked(State.WRONG, email, account)
    if account.suspended_at:
        return Checked(State.SUSPENDED, email, account)
    fresh = passwords.hash_password(password) if passwords.outdated(stored) else None
    state = State.GOOD if account.email_confirmed_at else State.UNCONFIRMED
    return Checked(state, email, account, fresh)


def settle(checked: Checked, address: str | None, device: str) -> str | None:
    """Settle an attempt in the open transaction; return the secret of the new sign-in, or None.

    Somebody with the right password but an unconfirmed address is sent a new link.
    """
    if not accepted(checked, address):
        return None
    if checked.account is None or checked.state == State.SUSPENDED:
        return None
    if checked.state == State.UNCONFIRMED:
        send_link_later(checked.account.id, "confirm", checked.email, checked.account.language)
        return None
    return begin(checked.account.id, checked.account.public_id, device)


def settle_proof(checked: Checked, address: str | None, person: SignedIn) -> bool:
    """Settle the password given again by somebody signed in; note when it was right."""
    if not accepted(checked, address) or checked.state != State.GOOD:
        return False
    db.session.execute(update(SignIn).where(SignIn.id == person.sign_in_id).values(proved_at=now()))
    return True


def accepted(checked: Checked, address: str | None) -> bool:
    """Tell whether the password was right and still is; take the attempt back when it was.

    A wrong attempt stays counted and is recorded, the same way for accounts that do not exist.
    """
    account = checked.account
    right = checked.state != State.WRONG
    if account is not None and right:
        current = queries.account_of(account.id)
        right = current is not None and current.password_hash == account.password_hash
    if not right:
        thing = account.public_id if account else "unknown"
        audit.record(None, "sign-in.fail", "person", thing)
        return False
    throttle.succeeded(checked.email, address)
    if checked.fresh_hash and account is not None:
        db.session.execute(
            update(Person).where(Person.id == account.id).values(password_hash=checked.fresh_hash)
        )
    return True


def begin(person_id: int, public_id: str, device: str) -> str:
    """Begin a sign-in, in the open transaction, and return the secret its cookie will hold."""
    value = secret()
    moment = now()
    db.session.execute(
        insert(SignIn).values(
            token_hash=hashed(value),
            person_id=person_id,
            device=device[:200],
            created_at=moment,
            proved_at=moment,
            expires_at=moment + timedelta(days=SIGN_IN_DAYS),
        )
    )
    audit.record(person_id, "sign-in.begin", "person", public_id)
    return value


def end(person: SignedIn) -> None:
    """End the sign-in of this request; its cookie is worth nothing from now on."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.id == person.sign_in_id, SignIn.ended_at.is_(None))
        .values(ended_at=now())
    )
    audit.record(person.id, "sign-in.end", "person", person.public_id)


def end_one(person: SignedIn, public_id: str) -> None:
    """End one of the person's own sign-ins. Raises NoSuchThing for anybody else's."""
    ended = db.session.scalar(
        update(SignIn)
        .where(
            SignIn.public_id == public_id,
            SignIn.person_id == person.id,
            SignIn.ended_at.is_(None),
        )
        .values(ended_at=now())
        .returning(SignIn.id)
    )
    if ended is None:
        raise NoSuchThing
    audit.record(person.id, "sign-in.end", "person", person.public_id)


def end_everywhere(person: SignedIn) -> None:
    """End all sign-ins of the person, this one too."""
    operations.end_sign_ins(person.id)
    audit.record(person.id, "sign-in.end-all", "person", person.public_id)
