"""Invitations: a letter with a link goes to an address, with or without an account.

The link's secret is made when the letter is sent (the database keeps its hash). It opens the
course to whoever signs in with that address; a link passed on opens nothing to others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert

from courses import learning
from courses.entry import operations, queries
from courses.entry.deciding import Facts, refusal_of
from courses.entry.errors import (
    EntryRefused,
    InvitationIsDead,
    InvitationNotFound,
    InvitedSomebodyElse,
    NoPlaceLeft,
    TooManyAddresses,
)
from courses.entry.models import EntryInvitation
from courses.models import Course
from courses.queries import AnyRow
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

LASTS = timedelta(days=30)
MOST_AT_ONCE = 200
TASK = "entry.send_invitation"


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


def invite(course: Course, addresses: Iterable[str], actor: SignedIn | None) -> Sent:
    """Invite addresses. Raises TooManyAddresses beyond 200 at once."""
    typed = list(addresses)
    if len(typed) > MOST_AT_ONCE:
        raise TooManyAddresses
    invited: list[str] = []
    already: list[str] = []
    wrong: list[str] = []
    for text in typed:
        email = normalised_email(text)
        if email is None:
            wrong.append(text)
        else:
            (invited if invite_one(course.id, email, actor) else already).append(email)
    if invited:
        actor_id, count = actor.id if actor else None, len(invited)
        record(actor_id, "course.invite", "course", course.public_id, people=count)
    return Sent(tuple(dict.fromkeys(invited)), tuple(already), tuple(wrong))


def invite_one(
    course_id: int, email: str, actor: SignedIn | None, due_at: datetime | None = None
) -> bool:
    """Invite an address, unless an invitation is open or was accepted; return whether it was sent.

    One that was revoked or has expired is opened again.
    """
    moment = now()
    values = {
        "invited_by_id": actor.id if actor else None,
        "invited_at": moment,
        "expires_at": moment + LASTS,
        "due_at": due_at,
        "revoked_at": None,
        "token_hash": None,
    }
    dead = or_(EntryInvitation.revoked_at.is_not(None), EntryInvitation.expires_at <= moment)
    made = db.session.execute(
        insert(EntryInvitation)
        .values(course_id=course_id, email=email, **values)
        .on_conflict_do_update(
            index_elements=["course_id", "email"],
            set_=values,
            where=EntryInvitation.accepted_at.is_(None) & dead,
        )
        .returning(EntryInvitation.id)
    ).scalar()
    if made is None:
        return False
    outbox.enqueue(TASK, invitation_id=made, mark=public_id())
    return True


def resend(course: Course, invitation_id: str, actor: SignedIn) -> None:
    """Send the letter again with a new link that works for 30 days from now."""
    _change(course, invitation_id, expires_at=now() + LASTS, revoked_at=None)
    record(actor.id, "course.resend-invitation", "course", course.public_id)
    outbox.enqueue(TASK, invitation_id=_id_of(course, invitation_id), mark=public_id())


def revoke(course: Course, invitation_id: str, actor: SignedIn) -> None:
    """Let an invitation open nothing any more."""
    _change(course, invitation_id, revoked_at=now(), token_hash=None)
    record(actor.id, "course.revoke-invitation", "course", course.public_id)


def _change(course: Course, invitation_id: str, **values: Any) -> None:
    done = db.session.execute(
        update(EntryInvitation)
        .where(
            EntryInvitation.course_id == course.id,
            EntryInvitation.public_id == invitation_id,
            EntryInvitation.accepted_at.is_(None),
        )
        .values(**values)
        .returning(EntryInvitation.id)
    ).scalar()
    if done is None:
        _id_of(course, invitation_id)
        raise InvitationIsDead


def _id_of(course: Course, invitation_id: str) -> int:
    found = db.session.scalar(
        select(EntryInvitation.id).where(
            EntryInvitation.course_id == course.id, EntryInvitation.public_id == invitation_id
        )
    )
    if found is None:
        raise InvitationNotFound
    return found


def send(invitation_id: int, mark: str) -> None:
    """Make the link of an invitation and send it, for the worker.

    Raises outbox.GiveUp when there is nothing to send or the address has had enough letters.
    """
    found = db.session.get(EntryInvitation, invitation_id, populate_existing=True)
    if found is None or found.accepted_at or found.revoked_at or found.expires_at <= now():
        raise outbox.GiveUp("The invitation is not open.")
    if not accounts.may_receive(found.email):
        raise outbox.GiveUp("The person may no longer receive mail.")
    letters.refuse_too_many(found.email)
    course, language = queries.named(found.course_id), _language_for(found)
    value, email = secret(), found.email
    with write():
        db.session.execute(
            update(EntryInvitation)
            .where(EntryInvitation.id == invitation_id)
            .values(token_hash=hashed(value))
        )
    context = {
        "title": course.title,
        "inviter": _name_of(found.invited_by_id, language),
        "link": absolute("entry.invitation", value=value),
    }
    letters.post(email, "entry-invitation", language, mark, **context)


def _language_for(found: EntryInvitation) -> str:
    account = accounts.person_by_email(found.email)
    course = db.session.get_one(Course, found.course_id).language
    language = account.language if account else course
    return language if language in offered_languages() else "en"


def _name_of(person_id: int | None, language: str) -> str:
    account = accounts.account_of(person_id) if person_id else None
    with force_locale(language):
        return account.name if account else str(_("A trainer"))


_open = select(
    EntryInvitation.id,
    EntryInvitation.public_id,
    EntryInvitation.course_id,
    EntryInvitation.email,
    EntryInvitation.due_at,
    EntryInvitation.accepted_by_id,
    Course.public_id.label("course_public_id"),
    Course.slug,
    Course.title,
    Course.state,
).join(Course, Course.id == EntryInvitation.course_id)


def find(value: str, person: SignedIn | None) -> AnyRow:
    """Return an open invitation by the secret of its link, or by its id for its own address.

    Raises InvitationIsDead.
    """
    known = EntryInvitation.token_hash == hashed(value)
    if person is not None:
        own = (EntryInvitation.public_id == value) & (EntryInvitation.email == person.email)
        known = or_(known, own)
    statement = _open.where(
        known,
        EntryInvitation.revoked_at.is_(None),
        EntryInvitation.expires_at > now(),
        Course.state == "published",
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise InvitationIsDead
    return found


def accept(value: str, person: SignedIn) -> str:
    """Enrol the person whose address was invited and return the course's slug.

    Raises InvitationIsDead, InvitedSomebodyElse, or EntryRefused when no place is left.
    """
    found = find(value, person)
    if found.email != person.email:
        raise InvitedSomebodyElse
    row = queries.standing(found.course_id, person.id)
    if row.enrolment_id is None:
        try:
            learning.enrol(
                person.id, found.course_id, person, way="invitation", due_at=found.due_at
            )
        except NoPlaceLeft as error:
            raise EntryRefused(refusal_of("full", Facts(found.slug))) from error
        operations.settle_request(found.course_id, person.id)
    db.session.execute(
        update(EntryInvitation)
        .where(EntryInvitation.id == found.id, EntryInvitation.accepted_at.is_(None))
        .values(accepted_at=now(), accepted_by_id=person.id)
    )
    record(person.id, "course.accept-invitation", "course", found.course_public_id)
    return str(found.slug)
