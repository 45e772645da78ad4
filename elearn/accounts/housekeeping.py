"""How long this room keeps what it needs only for a while. The privacy notice says the same."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError

from elearn.accounts import throttle
from elearn.accounts.mail_models import Letter, MailPreference
from elearn.accounts.models import Consent, MailLink, Person, SignIn, Token
from elearn.core.clock import now
from elearn.core.database import db

SIGN_INS_KEPT = timedelta(days=30)
LINKS_KEPT = timedelta(days=7)
TOKENS_KEPT = timedelta(days=90)
UNCONFIRMED_KEPT = timedelta(days=30)
LETTERS_KEPT = timedelta(days=400)
# Longer than all tries of a job take.
LETTERS_TRIED = timedelta(days=2)
MOST_AT_ONCE = 200
MOST_LETTERS = 2000


def tidy() -> None:
    """Delete, a little at a time, what is old: sign-ins, links, tokens, counts, letters, accounts
    never confirmed.
    """
    moment = now()
    throttle.forget_old()
    _delete(SignIn, SignIn.expires_at < moment - SIGN_INS_KEPT)
    _delete(SignIn, SignIn.ended_at < moment - SIGN_INS_KEPT)
    _delete(MailLink, MailLink.expires_at < moment - LINKS_KEPT)
    _delete(Token, Token.expires_at < moment - TOKENS_KEPT)
    _delete(Token, Token.revoked_at < moment - TOKENS_KEPT)
    tidy_letters(moment)
    forget_unconfirmed()


def tidy_letters(moment: datetime) -> None:
    """Delete old letters; say of those that nobody tries to send any more that they were not."""
    old = select(Letter.id).where(Letter.asked_at < moment - LETTERS_KEPT)
    some = old.order_by(Letter.id).limit(MOST_LETTERS)
    db.session.execute(delete(Letter).where(Letter.id.in_(some)))
    stuck = (Letter.state == "queued", Letter.asked_at < moment - LETTERS_TRIED)
    db.session.execute(update(Letter).where(*stuck).values(state="not-sent"))


def forget_unconfirmed() -> None:
    """Delete accounts whose address was never confirmed: their owners could never sign in."""
    ids = db.session.scalars(
        select(Person.id)
        .where(
            Person.email_confirmed_at.is_(None),
            Person.erased_at.is_(None),
            Person.created_at < now() - UNCONFIRMED_KEPT,
            Person.is_test.is_(False),
        )
        .order_by(Person.id)
        .limit(MOST_AT_ONCE)
    ).all()
    for person_id in ids:
        # Somebody may have put such a person on a list meanwhile: then the account stays.
        with suppress(IntegrityError), db.session.begin_nested():
            for table in (MailLink, Consent, Letter, MailPreference):
                db.session.execute(delete(table).where(table.person_id == person_id))
            db.session.execute(delete(Person).where(Person.id == person_id))


def _delete(table: type[SignIn | MailLink | Token], due: ColumnElement[bool]) -> None:
    ids = select(table.id).where(due).order_by(table.id).limit(MOST_AT_ONCE)
    db.session.execute(delete(table).where(table.id.in_(ids)))
