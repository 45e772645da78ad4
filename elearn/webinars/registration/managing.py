"""What somebody does with their sign-up: change details, add sessions, cancel, answer an offer.

The same acts stand behind the link of a letter and the pages of an account; `actor` is the person
of an account, None for a link. Call inside `write()`.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.models import WebinarSession
from elearn.webinars.registration import links, signing_up
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.registration_models import LIVE, Registration, SignUp
from elearn.webinars.registration.sign_up_errors import (
    ChooseASession,
    InvitationNeeded,
    RegistrationNotFound,
    TooLateToChange,
)
from elearn.webinars.registration.signing_up import Details
from elearn.webinars.seats import seating


def registration_here(found: SignUp, registration_id: str) -> Registration:
    """Return one registration of the sign-up. Raises RegistrationNotFound."""
    row = db.session.scalars(
        select(Registration).where(
            Registration.sign_up_id == found.id, Registration.public_id == registration_id
        )
    ).one_or_none()
    if row is None:
        raise RegistrationNotFound
    return row


def can_change(rows: Collection[Any]) -> bool:
    """Tell whether details may change: a session one stands for has not started yet."""
    moment = now()
    return any(row.state in LIVE and row.starts_at > moment for row in rows)


def change_details(
    found: SignUp, details: Details, given: Mapping[str, Any], actor: SignedIn | None
) -> None:
    """Change what somebody said at registration, until their last session starts.

    Raises TooLateToChange, and what `signing_up.checked` and forms raise.
    """
    if not can_change(queries.registrations_at(found.id)):
        raise TooLateToChange
    webinar = queries.webinar_of(found)
    signing_up.keep_details(webinar, found, signing_up.checked(details), given)
    _note(found, "webinar.change-sign-up", actor)


def add_sessions(found: SignUp, session_ids: Collection[str], actor: SignedIn | None) -> None:
    """Register for more sessions, at the end of the line. Raises ChooseASession."""
    webinar = queries.webinar_of(found)
    offered = [one for one in queries.open_sessions(webinar.id) if one.public_id in session_ids]
    if not offered or found.confirmed_at is None:
        raise ChooseASession
    email = queries.address_of(found)
    invited = email is not None and queries.is_invited(webinar.id, email)
    if webinar.door == "invitation" and not invited and found.delegation_id is None:
        raise InvitationNeeded
    signing_up.enter(webinar, found, offered, actor, invited=invited)
    _note(found, "webinar.add-sessions", actor)


def cancel(found: SignUp, registration_id: str, actor: SignedIn | None) -> None:
    """Give up a registration: its seat goes to whoever waits longest. Raises TooLateToChange."""
    row = registration_here(found, registration_id)
    session = db.session.get_one(WebinarSession, row.session_id)
    if queries.ends_at(session) <= now():
        raise TooLateToChange
    seating.cancel(row, actor)
    _note(found, "webinar.cancel-registration", actor)


def accept(found: SignUp, registration_id: str, actor: SignedIn | None) -> None:
    """Take a seat that is offered. Raises what `seating.accept` raises."""
    seating.accept(registration_here(found, registration_id), actor)


def turn_down(found: SignUp, registration_id: str, actor: SignedIn | None) -> None:
    """Leave a seat that is offered to the next. Raises what `seating.turn_down` raises."""
    seating.turn_down(registration_here(found, registration_id), actor)


def renew_link(found: SignUp, actor: SignedIn | None) -> None:
    """Let the links of all letters so far open nothing any more."""
    links.renew(found)
    _note(found, "webinar.renew-link", actor)


def _note(found: SignUp, act: str, actor: SignedIn | None) -> None:
    webinar = queries.webinar_of(found)
    record(actor.id if actor else found.person_id, act, "webinar", webinar.public_id)
