"""Delegations: one person registers several, each of whom takes a seat.

Members with an address get a letter that says who registered them, with a link of their own;
letters about the others go to whoever leads. Call the writing acts inside `write()`.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, insert, select

from elearn.accounts import guests, letters, profiles
from elearn.accounts import queries as accounts
from elearn.accounts.addresses import normalised_email
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.i18n import offered_languages
from elearn.core.ids import public_id
from elearn.webinars import times
from elearn.webinars.models import Webinar
from elearn.webinars.registration import links, managing, signing_up
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.registration_models import LIVE, Delegation, SignUp
from elearn.webinars.registration.sign_up_errors import (
    ChooseASession,
    DelegationsClosed,
    DelegationUnusable,
    RegistrationNotFound,
)

SEND = "webinars.send_delegation_letter"
MOST_MEMBERS = 50


@dataclass(frozen=True)
class Member:
    """Somebody to register; without an address letters about them go to whoever leads."""

    name: str
    email: str | None = None


@dataclass(frozen=True)
class Added:
    """Who was registered, and whose address is registered already."""

    added: tuple[str, ...]
    already: tuple[str, ...]


def read(text: str) -> list[Member]:
    """Return the members written, one on each line: a name, a separator, an address or none.

    Raises DelegationUnusable, which names every line that cannot be used.
    """
    members: list[Member] = []
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        parts = [part.strip() for part in re.split(r"[;\t,<>]", line) if part.strip()]
        emails = [part for part in parts if "@" in part]
        email = normalised_email(emails[0]) if emails else None
        name = profiles.clean_name(" ".join(part for part in parts if "@" not in part))
        if name is None or len(emails) > 1 or (emails and email is None):
            wrong.append(
                _("Line %(number)s: write a name, then one address or none.", number=number)
            )
        else:
            members.append(Member(name, email))
    return checked(members, wrong)


def checked(members: Sequence[Member], wrong: Sequence[str] = ()) -> list[Member]:
    """Return members that may be registered together. Raises DelegationUnusable."""
    problems = list(wrong)
    if len(members) > MOST_MEMBERS:
        problems.append(_("A delegation has at most %(most)s members.", most=MOST_MEMBERS))
    given = [one.email for one in members if one.email]
    if len(given) > len(set(given)):
        problems.append(_("An address stands twice. Everybody needs their own, or none."))
    if problems or not members:
        raise DelegationUnusable(tuple(problems) or (_("Write at least one name."),))
    return list(members)


def may_lead(webinar: Webinar, head: SignUp) -> bool:
    """Tell whether somebody may register others: confirmed, and nobody's member themselves."""
    own = head.delegation_id is None or head.leads
    return webinar.delegations and head.confirmed_at is not None and own


def register(
    head: SignUp,
    name: str,
    members: Sequence[Member],
    session_ids: Collection[str],
    actor: SignedIn | None,
) -> Added:
    """Register members for sessions; each takes a seat or a number in the line.

    An address that is registered already keeps its own registration. Raises DelegationsClosed,
    DelegationUnusable beyond 50 members, ChooseASession, and what registering raises.
    """
    webinar = queries.webinar_of(head)
    if not may_lead(webinar, head):
        raise DelegationsClosed
    members = checked(members)
    sessions = [one for one in queries.open_sessions(webinar.id) if one.public_id in session_ids]
    if not sessions:
        raise ChooseASession
    delegation_id = _delegation(webinar, head, name)
    if _number_of(delegation_id) + len(members) > MOST_MEMBERS:
        raise DelegationUnusable(
            (_("A delegation has at most %(most)s members.", most=MOST_MEMBERS),)
        )
    added: list[str] = []
    already: list[str] = []
    invited = webinar.door == "invitation"
    for member in members:
        made = _sign_up(webinar, head, delegation_id, member)
        if made is None:
            already.append(member.name)
            continue
        signing_up.enter(webinar, made, sessions, actor, invited=invited)
        added.append(member.name)
        if member.email:
            outbox.enqueue(SEND, sign_up_id=made.id, mark=public_id())
    actor_id = actor.id if actor else head.person_id
    record(actor_id, "webinar.delegation", "webinar", webinar.public_id, people=len(added))
    return Added(tuple(added), tuple(already))


def _delegation(webinar: Webinar, head: SignUp, name: str) -> int:
    if head.delegation_id is not None:
        delegation = db.session.get_one(Delegation, head.delegation_id)
        delegation.name = name
    else:
        delegation = Delegation(webinar_id=webinar.id, name=name)
        db.session.add(delegation)
        db.session.flush()
        head.delegation_id, head.leads = delegation.id, True
    db.session.flush()
    return delegation.id


def _number_of(delegation_id: int) -> int:
    statement = select(func.count()).where(
        SignUp.delegation_id == delegation_id, SignUp.leads.is_(False), SignUp.erased_at.is_(None)
    )
    return db.session.scalar(statement) or 0


def _sign_up(webinar: Webinar, head: SignUp, delegation_id: int, member: Member) -> SignUp | None:
    """Return the member's sign-up, or None when their address has one."""
    shared = {name: getattr(head, name) for name in ("country", "region", "language", "zone")}
    values = shared | {"name": member.name, "affiliation": head.affiliation}
    if member.email is None:
        values |= {"webinar_id": webinar.id, "stakeholder": head.stakeholder}
        values |= {"delegation_id": delegation_id, "confirmed_at": now()}
        made = db.session.execute(insert(SignUp).values(values).returning(SignUp.id)).scalar_one()
        return db.session.get_one(SignUp, made)
    found = signing_up.of_address(webinar, member.email, values)
    if found.confirmed_at is not None:
        return None
    # What the address asked for itself, and never confirmed, is asked for by somebody known now.
    profile = {name: shared[name] for name in ("country", "language")}
    profile |= {"name": member.name, "timezone": head.zone}
    person_id = guests.person_for(member.email, confirmed=False, **profile)
    for name, value in (values | {"stakeholder": head.stakeholder}).items():
        setattr(found, name, value)
    found.person_id, found.delegation_id, found.confirmed_at = person_id, delegation_id, now()
    db.session.flush()
    return found


def cancel_member(head: SignUp, registration_id: str, actor: SignedIn | None) -> None:
    """Give up a member's registration. Raises RegistrationNotFound for anybody else's."""
    rows = queries.members_of(head.delegation_id) if head.leads and head.delegation_id else ()
    for row in rows:
        if row.registration_id == registration_id:
            member = db.session.scalars(
                select(SignUp).where(SignUp.public_id == row.public_id)
            ).one()
            managing.cancel(member, registration_id, actor)
            return
    raise RegistrationNotFound


def send(sign_up_id: int, mark: str) -> None:
    """Tell a member who registered them, with a link of their own, for the worker.

    Raises outbox.GiveUp when there is nobody to write to or the address has had enough letters.
    """
    found = db.session.get(SignUp, sign_up_id, populate_existing=True)
    email = queries.address_of(found) if found and found.erased_at is None else None
    if found is None or email is None or not accounts.may_receive(email):
        raise outbox.GiveUp("There is nobody to write to.")
    letters.refuse_too_many(email)
    head = db.session.scalars(
        select(SignUp).where(SignUp.delegation_id == found.delegation_id, SignUp.leads)
    ).one_or_none()
    delegation = queries.delegation_of(found)
    language = found.language if found.language in offered_languages() else "en"
    rows = [row for row in queries.registrations_at(found.id) if row.state in LIVE]
    with force_locale(language):
        lines = [times.words(row.starts_at, found.zone) for row in rows]
        by = head.name if head and head.name else str(_("Somebody"))
    letters.post(
        email,
        "webinar-delegation",
        language,
        mark,
        title=queries.title_for(queries.webinar_of(found), language),
        head=by,
        delegation=delegation.name if delegation else "",
        sessions=lines,
        link=links.manage_link(found.public_id),
    )
