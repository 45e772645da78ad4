"""Invitations: a letter with a link goes to an address, which registers that address only.

The secret of the link is made when the letter is sent (the database keeps its hash). Whoever opens
it reads the address, so nothing else need be confirmed. Call the writing acts inside `write()`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from elearn.accounts import letters
from elearn.accounts import queries as accounts
from elearn.accounts.addresses import normalised_email
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.i18n import offered_languages
from elearn.core.ids import hashed, public_id, secret
from elearn.core.transaction import write
from elearn.core.urls import absolute
from elearn.webinars.models import Webinar
from elearn.webinars.registration import confirming, signing_up
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.registration_models import SignUp, WebinarInvitation
from elearn.webinars.registration.sign_up_errors import (
    InvitationIsOver,
    InvitationNotFound,
    LinkIsOver,
    TooManyAtOnce,
)
from elearn.webinars.registration.signing_up import Details

SEND = "webinars.send_invitation"
LASTS = timedelta(days=30)
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Sent:
    """What became of pasted addresses."""

    invited: tuple[str, ...]
    already: tuple[str, ...]
    wrong: tuple[str, ...]


def split(text: str) -> list[str]:
    """Return the addresses pasted, one on each line, or between commas and semicolons."""
    lines = text.replace(",", "\n").replace(";", "\n").splitlines()
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


def invite(webinar: Webinar, addresses: Iterable[str], actor: SignedIn) -> Sent:
    """Invite addresses. Raises TooManyAtOnce beyond 200."""
    typed = list(addresses)
    if len(typed) > MOST_AT_ONCE:
        raise TooManyAtOnce(MOST_AT_ONCE)
    invited: list[str] = []
    already: list[str] = []
    wrong: list[str] = []
    for text in typed:
        email = normalised_email(text)
        if email is None:
            wrong.append(text)
        else:
            (invited if _invite(webinar.id, email, actor) else already).append(email)
    if invited:
        record(actor.id, "webinar.invite", "webinar", webinar.public_id, people=len(invited))
    return Sent(tuple(dict.fromkeys(invited)), tuple(dict.fromkeys(already)), tuple(wrong))


def _invite(webinar_id: int, email: str, actor: SignedIn) -> bool:
    """Invite an address, unless an invitation is open or was accepted; return whether it was."""
    moment = now()
    values = {
        "invited_by_id": actor.id,
        "invited_at": moment,
        "expires_at": moment + LASTS,
        "revoked_at": None,
        "token_hash": None,
    }
    dead = or_(WebinarInvitation.revoked_at.is_not(None), WebinarInvitation.expires_at <= moment)
    made = db.session.execute(
        upsert(WebinarInvitation)
        .values(webinar_id=webinar_id, email=email, public_id=public_id(), **values)
        .on_conflict_do_update(
            index_elements=["webinar_id", "email"],
            set_=values,
            where=WebinarInvitation.accepted_at.is_(None) & dead,
        )
        .returning(WebinarInvitation.id)
    ).scalar()
    if made is None:
        return False
    outbox.enqueue(SEND, invitation_id=made, mark=public_id())
    return True


def resend(webinar: Webinar, invitation_id: str, actor: SignedIn) -> None:
    """Send the letter again with a new link that works for 30 days from now."""
    changed = _change(webinar, invitation_id, expires_at=now() + LASTS, revoked_at=None)
    record(actor.id, "webinar.resend-invitation", "webinar", webinar.public_id)
    outbox.enqueue(SEND, invitation_id=changed, mark=public_id())


def revoke(webinar: Webinar, invitation_id: str, actor: SignedIn) -> None:
    """Let an invitation open nothing any more."""
    _change(webinar, invitation_id, revoked_at=now(), token_hash=None)
    record(actor.id, "webinar.revoke-invitation", "webinar", webinar.public_id)


def _change(webinar: Webinar, invitation_id: str, **values: Any) -> int:
    mine = (
        WebinarInvitation.webinar_id == webinar.id,
        WebinarInvitation.public_id == invitation_id,
    )
    done = db.session.execute(
        update(WebinarInvitation)
        .where(*mine, WebinarInvitation.accepted_at.is_(None))
        .values(**values)
        .returning(WebinarInvitation.id)
    ).scalar()
    if done is not None:
        return int(done)
    if db.session.scalar(select(WebinarInvitation.id).where(*mine)) is None:
        raise InvitationNotFound
    raise InvitationIsOver


def send(invitation_id: int, mark: str) -> None:
    """Make the link of an invitation and send it, for the worker.

    Raises outbox.GiveUp when there is nothing to send or the address has had enough letters.
    """
    found = db.session.get(WebinarInvitation, invitation_id, populate_existing=True)
    if found is None or found.accepted_at or found.revoked_at or found.expires_at <= now():
        raise outbox.GiveUp("The invitation is not open.")
    if not accounts.may_receive(found.email):
        raise outbox.GiveUp("The person may no longer receive mail.")
    letters.refuse_too_many(found.email)
    webinar = db.session.get_one(Webinar, found.webinar_id)
    account = accounts.person_by_email(found.email)
    language = account.language if account else webinar.language
    language = language if language in offered_languages() else "en"
    value, email = secret(), found.email
    inviter = accounts.account_of(found.invited_by_id) if found.invited_by_id else None
    with force_locale(language):
        by = inviter.name if inviter else str(_("The organisers"))
    title = queries.title_for(webinar, language)
    with write():
        db.session.execute(
            update(WebinarInvitation)
            .where(WebinarInvitation.id == invitation_id)
            .values(token_hash=hashed(value))
        )
    link = absolute("webinar_sign_up.invitation", value=value)
    letters.post(email, "webinar-invitation", language, mark, title=title, inviter=by, link=link)


def find(value: str) -> tuple[WebinarInvitation, Webinar]:
    """Return an open invitation and its webinar, by the secret of its link. Raises LinkIsOver."""
    row = db.session.execute(
        select(WebinarInvitation, Webinar)
        .join(Webinar, Webinar.id == WebinarInvitation.webinar_id)
        .where(
            WebinarInvitation.token_hash == hashed(value),
            WebinarInvitation.revoked_at.is_(None),
            WebinarInvitation.expires_at > now(),
            Webinar.state == "published",
        )
    ).one_or_none()
    if row is None or not accounts.may_receive(row[0].email):
        raise LinkIsOver
    return row[0], row[1]


def accept(
    value: str, details: Details, session_ids: Collection[str], given: Mapping[str, Any]
) -> SignUp:
    """Register the invited address: for its account, or as a guest. Asking again is no error.

    Raises LinkIsOver, and what registering raises.
    """
    found, webinar = find(value)
    sessions, clean = signing_up.wanted(webinar, session_ids), signing_up.checked(details)
    signed = signing_up.of_address(webinar, found.email, clean)
    signing_up.keep_details(webinar, signed, clean, given)
    signed = confirming.belong(signed) if signed.person_id is None else signed
    signing_up.enter(webinar, signed, sessions, None, invited=True)
    found.accepted_at = found.accepted_at or now()
    db.session.flush()
    record(signed.person_id, "webinar.accept-invitation", "webinar", webinar.public_id)
    return signed
