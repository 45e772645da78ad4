"""How long this room keeps what it needs only for a while. The privacy notice says the same."""

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.exc import IntegrityError

from elearn.accounts import throttle
from elearn.accounts.models import Consent, MailLink, Person, SignIn, Token
from elearn.core.clock import now
from elearn.core.database import db

SIGN_INS_KEPT = timedelta(days=30)
LINKS_KEPT = timedelta(days=7)
TOKENS_KEPT = timedelta(days=90)
UNCONFIRMED_KEPT = timedelta(days=30)
MOST_AT_ONCE = 200


def tidy() -> None:
    """Delete old sign-ins, links, tokens, counts and accounts never confirmed, in small steps."""
    moment = now()
    throttle.forget_old()
    _delete(SignIn, SignIn.expires_at < moment - SIGN_INS_KEPT)
    _delete(SignIn, SignIn.ended_at < moment - SIGN_INS_KEPT)
    _delete(MailLink, MailLink.expires_at < moment - LINKS_KEPT)
    _delete(Token, Token.expires_at < moment - TOKENS_KEPT)
    _delete(Token, Token.revoked_at < moment - TOKENS_KEPT)
    forget_unconfirmed()


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
            for table in (MailLink, Consent):
                db.session.execute(delete(table).where(table.person_id == person_id))
            db.session.execute(delete(Person).where(Person.id == person_id))


def _delete(table: type[SignIn | MailLink | Token], due: ColumnElement[bool]) -> None:
    ids = select(table.id).where(due).order_by(table.id).limit(MOST_AT_ONCE)
    db.session.execute(delete(table).where(table.id.in_(ids)))
