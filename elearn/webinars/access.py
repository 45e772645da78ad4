"""Who may read, see and manage webinars.

A webinar is managed by people who hold the partner's role for its organisation, and by admins.
People who hold it for an organisation that takes part with the role `delivery` see its desk: the
people of its sessions, too. Everybody reads what is published. Having made one gives no right to
it: who leaves an organisation leaves its webinars.
"""

from typing import Literal

from sqlalchemy import ColumnElement, exists, false, or_, select

from elearn.accounts.access import is_admin
from elearn.accounts.models import Organisation
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.webinars.errors import NotYoursToRun, SessionNotFound, WebinarNotFound
from elearn.webinars.models import Webinar, WebinarPartner, WebinarSession

Purpose = Literal["read", "see", "manage"]
PUBLIC_STATES = ("published", "archived")


def organisations_of(person: SignedIn | None) -> list[int]:
    """Return the ids of the organisations whose webinars the person runs."""
    held = person.memberships if person else frozenset()
    return sorted(id_ for name, kind, id_ in held if name == "partner" and kind == "organisation")


def organisations_for(person: SignedIn) -> ColumnElement[bool]:
    """Return the condition on Organisation for those the person may make webinars for."""
    if is_admin(person):
        return Organisation.id.is_not(None)
    return Organisation.id.in_(organisations_of(person))


def may_run_for(person: SignedIn, organisation_id: int | None) -> bool:
    """Tell whether the person may make a webinar of that organisation; admins also of none."""
    return is_admin(person) or organisation_id in organisations_of(person)


def manages(person: SignedIn | None, webinar: Webinar) -> bool:
    """Tell whether the person manages the webinar."""
    return is_admin(person) or webinar.organisation_id in organisations_of(person)


def delivers(person: SignedIn | None, webinar_id: int) -> bool:
    """Tell whether the person is of an organisation that delivers the webinar with its owner."""
    organisations = organisations_of(person)
    asked = exists().where(
        WebinarPartner.webinar_id == webinar_id,
        WebinarPartner.role == "delivery",
        WebinarPartner.organisation_id.in_(organisations),
    )
    return bool(organisations) and bool(db.session.scalar(select(asked)))


def open_webinar(slug: str, person: SignedIn | None, to: Purpose = "read") -> Webinar:
    """Return the webinar for a person and a purpose.

    `read` is its public page; `see` its desk, with the names of those who registered; `manage`
    changing it. Raises WebinarNotFound for what the person may not know of, NotYoursToRun for what
    they see but may not change.
    """
    statement = select(Webinar).where(Webinar.slug == slug)
    webinar = db.session.scalars(statement).one_or_none()
    if webinar is None:
        raise WebinarNotFound
    if to == "read" and webinar.state in PUBLIC_STATES:
        return webinar
    if manages(person, webinar):
        return webinar
    if not delivers(person, webinar.id):
        raise WebinarNotFound
    if to == "manage":
        raise NotYoursToRun
    return webinar


def open_session(
    slug: str, session_id: str, person: SignedIn | None, to: Purpose = "read"
) -> tuple[Webinar, WebinarSession]:
    """Return a webinar and one of its sessions. Drafts of sessions are for who `see` the desk.

    Raises what `open_webinar` raises, and SessionNotFound.
    """
    webinar = open_webinar(slug, person, to)
    statement = select(WebinarSession).where(
        WebinarSession.webinar_id == webinar.id, WebinarSession.public_id == session_id
    )
    session = db.session.scalars(statement).one_or_none()
    if session is None:
        raise SessionNotFound
    if to == "read" and session.state == "draft" and not sees(person, webinar):
        raise SessionNotFound
    return webinar, session


def sees(person: SignedIn | None, webinar: Webinar) -> bool:
    """Tell whether the person sees the desk of the webinar."""
    return manages(person, webinar) or delivers(person, webinar.id)


def webinars_seen_by(person: SignedIn | None) -> ColumnElement[bool]:
    """Return the condition on Webinar that holds for what `open_webinar(to="see")` opens."""
    if person is None:
        return false()
    if is_admin(person):
        return Webinar.id.is_not(None)
    organisations = organisations_of(person)
    delivered = select(WebinarPartner.webinar_id).where(
        WebinarPartner.role == "delivery", WebinarPartner.organisation_id.in_(organisations)
    )
    return or_(Webinar.organisation_id.in_(organisations), Webinar.id.in_(delivered))
