"""The letter whose link confirms an address, and what the link does.

Opening the link changes nothing, since mail scanners open links too; acting needs a POST. The
secret is made when the letter is sent, and works for three days, once.
"""

from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from sqlalchemy import delete, exists, select, update

from elearn.accounts import guests, letters, profiles
from elearn.accounts import queries as accounts
from elearn.accounts.audit import record
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.i18n import offered_languages
from elearn.core.ids import hashed
from elearn.core.transaction import write
from elearn.core.urls import absolute
from elearn.surveys import operations as surveys
from elearn.surveys.models import Response
from elearn.webinars import times
from elearn.webinars.registration import links
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.registration_models import LIVE, Registration, SignUp
from elearn.webinars.registration.sign_up_errors import LinkIsOver
from elearn.webinars.seats import seating

LASTS = timedelta(days=3)


def send(sign_up_id: int, language: str, mark: str) -> None:
    """Send the letter that confirms what an address asked for, for the worker.

    Where nothing waits to be confirmed, the letter says what the address is registered for.
    Raises outbox.GiveUp when there is nobody to write to or the address has had enough letters.
    """
    found = db.session.get(SignUp, sign_up_id, populate_existing=True)
    email = queries.address_of(found) if found and found.erased_at is None else None
    if found is None or email is None or not accounts.may_receive(email):
        raise outbox.GiveUp("There is nobody to write to.")
    letters.refuse_too_many(email)
    language = language if language in offered_languages() else "en"
    webinar, rows = queries.webinar_of(found), queries.registrations_at(found.id)
    waiting = [row for row in rows if row.state == "unconfirmed"]
    told = waiting or [row for row in rows if row.state in LIVE]
    with force_locale(language):
        lines = [times.words(row.starts_at, found.zone) for row in told]
    context: dict[str, Any] = {"title": queries.title_for(webinar, language), "sessions": lines}
    if not waiting:
        link = links.manage_link(found.public_id)
        letters.post(email, "webinar-known", language, mark, link=link, **context)
        return
    value = links.new_secret(LASTS)
    with write():
        db.session.execute(
            update(SignUp).where(SignUp.id == found.id).values(token_hash=hashed(value))
        )
    link = absolute("registrations.confirm", value=value)
    letters.post(email, "webinar-confirm", language, mark, link=link, **context)


def find(value: str) -> SignUp:
    """Return the sign-up a confirming link is for, while it works. Raises LinkIsOver."""
    found = db.session.scalars(
        select(SignUp).where(SignUp.token_hash == hashed(value), SignUp.erased_at.is_(None))
    ).one_or_none()
    if found is None or links.is_over(value):
        raise LinkIsOver
    email = queries.address_of(found)
    if email is None or not accounts.may_receive(email):
        raise LinkIsOver
    return found


def confirm(value: str) -> SignUp:
    """Confirm what an address asked for: it belongs to the account of the address, or a guest.

    Its sessions enter the line now. Where the account has signed up itself meanwhile, that sign-up
    is the one that stays, and is returned. Raises LinkIsOver.
    """
    found = find(value)
    found.token_hash = None
    db.session.flush()
    if found.person_id is None:
        found = belong(found)
    seating.confirm(found)
    webinar = queries.webinar_of(found)
    record(found.person_id, "webinar.confirm", "webinar", webinar.public_id)
    return found


def belong(found: SignUp) -> SignUp:
    """Give a sign-up to the person at its address, made as a guest if need be; return theirs."""
    if found.email is None:
        raise LinkIsOver
    profile = {
        "name": profiles.clean_name(found.name) or found.email,
        "language": found.language,
        "timezone": found.zone,
        "country": found.country,
        "gender": found.gender,
        "stakeholder": found.stakeholder,
    }
    person_id = guests.person_for(found.email, confirmed=True, **profile)
    theirs = db.session.scalars(
        select(SignUp).where(
            SignUp.webinar_id == found.webinar_id,
            SignUp.person_id == person_id,
            SignUp.id != found.id,
        )
    ).one_or_none()
    if theirs is not None:
        merge(found, theirs)
        return theirs
    found.person_id, found.confirmed_at = person_id, found.confirmed_at or now()
    if found.response_id is not None:
        db.session.execute(
            update(Response).where(Response.id == found.response_id).values(person_id=person_id)
        )
    db.session.flush()
    return found


def merge(unconfirmed: SignUp, theirs: SignUp) -> None:
    """Put what an unconfirmed sign-up asked for to the person's own, and delete it."""
    kept = select(Registration.session_id).where(Registration.sign_up_id == theirs.id)
    db.session.execute(
        update(Registration)
        .where(
            Registration.sign_up_id == unconfirmed.id,
            Registration.state == "unconfirmed",
            Registration.session_id.not_in(kept),
        )
        .values(sign_up_id=theirs.id)
    )
    forget(unconfirmed)


def forget(found: SignUp) -> None:
    """Delete a sign-up that never held a seat, with its answers."""
    response_id, sign_up_id = found.response_id, found.id
    db.session.execute(delete(Registration).where(Registration.sign_up_id == sign_up_id))
    db.session.execute(delete(SignUp).where(SignUp.id == sign_up_id))
    if response_id is not None:
        surveys.erase_answers([response_id])
        db.session.execute(delete(Response).where(Response.id == response_id))
    db.session.expunge(found)


def tidy(most: int) -> None:
    """Delete sign-ups whose letter was never answered, some at a time, in the open transaction."""
    old = now() - 2 * LASTS
    rows = db.session.scalars(
        select(SignUp)
        .where(SignUp.confirmed_at.is_(None), SignUp.created_at < old)
        .where(~exists().where(Registration.sign_up_id == SignUp.id, Registration.asked_at > old))
        .order_by(SignUp.id)
        .limit(most)
    ).all()
    for found in rows:
        forget(found)
    # What a confirmed sign-up asked for later, and never confirmed.
    some = (
        select(Registration.id)
        .where(Registration.state == "unconfirmed", Registration.asked_at < old)
        .order_by(Registration.id)
        .limit(most)
    )
    db.session.execute(
        update(Registration).where(Registration.id.in_(some)).values(state="lapsed", left_at=now())
    )
