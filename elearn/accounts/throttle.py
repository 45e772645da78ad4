"""Guessing is counted in the database, so that restarts and further workers share the count.

An attempt is counted before it is checked, and taken back when it succeeds: many guesses sent
at the same moment cannot all slip in under the limit.
"""

import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select

from elearn.accounts.errors import TooManyAttempts
from elearn.accounts.models import FailedSignIn
from elearn.core.clock import now
from elearn.core.database import db, dialect_name
from elearn.core.ids import hashed

WINDOW = timedelta(minutes=15)
MOST_BY_EMAIL = 10
MOST_BY_ADDRESS = 50
LETTER_WINDOW = timedelta(hours=1)
MOST_LETTERS = 5


def email_key(email: str) -> str:
    """Return the key that counts guesses at one account, whether or not it exists."""
    return f"email:{hashed(email)}"


def address_key(address: str | None) -> str:
    """Return the key that counts guesses from one network address; IPv6 by its /64."""
    text = address or "unknown"
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return f"address:{hashed(text)}"
    if parsed.version == 6:
        text = str(ipaddress.ip_network(f"{text.partition('%')[0]}/64", strict=False))
    return f"address:{hashed(text)}"


def letter_key(email: str) -> str:
    """Return the key that counts letters sent to one address on a visitor's request."""
    return f"letter:{hashed(email)}"


def admit(email: str, address: str | None) -> None:
    """Count an attempt, in the open transaction. Raises TooManyAttempts."""
    by_email, by_address = email_key(email), address_key(address)
    _queue_up(by_email)
    _refuse_if_full(by_email, MOST_BY_EMAIL)
    _refuse_if_full(by_address, MOST_BY_ADDRESS)
    moment = now()
    db.session.execute(
        insert(FailedSignIn), [{"key": by_email, "at": moment}, {"key": by_address, "at": moment}]
    )


def admit_address(address: str | None) -> None:
    """Count an attempt that names no account, such as a guessed link. Raises TooManyAttempts."""
    key = address_key(address)
    _refuse_if_full(key, MOST_BY_ADDRESS)
    db.session.execute(insert(FailedSignIn).values(key=key, at=now()))


def succeeded(email: str, address: str | None) -> None:
    """Take back the attempts at this account and the last one from this address."""
    forgive(email)
    take_back(address)


def take_back(address: str | None) -> None:
    """Take back the last attempt from this address only: a guesser's own account buys nothing."""
    latest = (
        select(func.max(FailedSignIn.id))
        .where(FailedSignIn.key == address_key(address))
        .scalar_subquery()
    )
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.id == latest))


def forgive(email: str) -> None:
    """Forget the attempts at this account: its owner has proved who they are."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.key == email_key(email)))


def may_write_to(email: str) -> bool:
    """Tell whether another letter may go to the address within the hour."""
    return _count(letter_key(email), LETTER_WINDOW)[0] < MOST_LETTERS


def note_letter(email: str) -> None:
    """Count a letter that was sent, in the open transaction."""
    db.session.execute(insert(FailedSignIn).values(key=letter_key(email), at=now()))


def forget_old() -> None:
    """Delete counts that are too old to matter, in the open transaction."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.at < now() - LETTER_WINDOW))


def _refuse_if_full(key: str, most: int) -> None:
    count, oldest = _count(key, WINDOW)
    if count >= most and oldest is not None:
        wait = oldest + WINDOW - now()
        raise TooManyAttempts(max(1, int(wait.total_seconds())))


def _count(key: str, window: timedelta) -> tuple[int, datetime | None]:
    row = db.session.execute(
        select(func.count(), func.min(FailedSignIn.at, type_=FailedSignIn.at.type)).where(
            FailedSignIn.key == key, FailedSignIn.at > now() - window
        )
    ).one()
    return row[0], row[1]


def _queue_up(key: str) -> None:
    # SQLite has one writer anyway; PostgreSQL would let two count the same free place.
    if dialect_name() == "postgresql":
        number = int(key.partition(":")[2][:15], 16)
        db.session.execute(select(func.pg_advisory_xact_lock(number)))
