"""Signing up for a webinar: with an account, or by an address that a letter confirms.

One person is one sign-up: unique keys decide, and asking again is no error. What an address that
nobody has proved asks for waits, "unconfirmed", and holds no seat. Call inside `write()`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import insert, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from elearn.accounts import profiles
from elearn.accounts import queries as accounts
from elearn.accounts.audit import record
from elearn.accounts.countries import group_of
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.i18n import offered_languages
from elearn.core.ids import public_id
from elearn.surveys import operations as surveys
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.registration_models import Registration, SignUp
from elearn.webinars.registration.sign_up_errors import (
    AccountNeeded,
    ChooseASession,
    InvitationNeeded,
    SessionsAreClosed,
)
from elearn.webinars.seats import seating

SEND = "webinars.send_confirmation"
LONGEST_AFFILIATION = 200


@dataclass(frozen=True)
class Details:
    """What people say of themselves. Country ISO 3166 alpha-2; codes as in their account."""

    name: str
    affiliation: str = ""
    country: str | None = None
    gender: str | None = None
    stakeholder: str | None = None
    language: str = "en"
    zone: str = "UTC"

    def as_profile(self) -> dict[str, Any]:
        """Return the part an account has, too, under its names."""
        names = ("name", "country", "gender", "stakeholder", "language")
        return {name: getattr(self, name) for name in names} | {"timezone": self.zone}


def checked(details: Details) -> dict[str, Any]:
    """Return the details as they are kept, with the region. Raises NotAnswered."""
    clean = profiles.checked(details.as_profile(), offered_languages())
    clean["zone"] = clean.pop("timezone")
    affiliation = " ".join(details.affiliation.split())[:LONGEST_AFFILIATION]
    return clean | {"affiliation": affiliation, "region": group_of(clean["country"])}


def wanted(webinar: Webinar, session_ids: Collection[str]) -> list[WebinarSession]:
    """Return the sessions chosen; of a series with one sign-up all that take registrations.

    Raises SessionsAreClosed, ChooseASession.
    """
    offered = queries.open_sessions(webinar.id)
    if not offered:
        raise SessionsAreClosed
    if webinar.sign_up == "all":
        return offered
    chosen = [one for one in offered if one.public_id in session_ids]
    if not chosen or len(chosen) < len(set(session_ids)):
        raise ChooseASession
    return chosen


def sign_up(
    webinar: Webinar,
    person: SignedIn,
    details: Details,
    session_ids: Collection[str],
    given: Mapping[str, Any],
) -> SignUp:
    """Register a signed-in person; what they say of themselves now counts.

    Raises InvitationNeeded, and what `wanted`, `checked` and forms raise.
    """
    invited = queries.is_invited(webinar.id, person.email)
    if webinar.door == "invitation" and not invited:
        raise InvitationNeeded
    sessions, clean = wanted(webinar, session_ids), checked(details)
    found = of_person(webinar, person.id, person.email, clean)
    keep_details(webinar, found, clean, given)
    enter(webinar, found, sessions, person, invited=invited)
    record(person.id, "webinar.sign-up", "webinar", webinar.public_id)
    return found


def enter(
    webinar: Webinar,
    found: SignUp,
    sessions: Collection[WebinarSession],
    actor: SignedIn | None,
    *,
    invited: bool,
) -> None:
    """Register a confirmed sign-up for sessions. Whom the organisers invited they do not judge.

    Of several sessions, those for which the organisers said no are left out.
    """
    declined = queries.declined_ids(found.id)
    chosen = [one for one in sessions if one.id not in declined] or list(sessions)
    seating.lock_all([one.id for one in chosen])
    for session in chosen:
        seating.register(session, found, actor, door="open" if invited else webinar.door)


def of_person(webinar: Webinar, person_id: int, email: str, clean: dict[str, Any]) -> SignUp:
    """Return the person's sign-up: theirs, or the one their address asked for, or a new one."""
    found = queries.sign_up_by_person(webinar.id, person_id)
    if found is None:
        mine = SignUp.webinar_id == webinar.id, SignUp.email == email, SignUp.person_id.is_(None)
        found = db.session.scalars(select(SignUp).where(*mine)).one_or_none()
    values = {"person_id": person_id, "confirmed_at": now()}
    if found is None:
        # An address that another account had when it signed up stays there.
        taken = select(SignUp.id).where(SignUp.webinar_id == webinar.id, SignUp.email == email)
        own = {"email": None if db.session.scalar(taken) else email}
        return _insert(webinar, clean | values | own) or _again(webinar, person_id, email)
    if found.confirmed_at is None:
        found.confirmed_at = now()
    found.person_id = person_id
    found.token_hash = None
    db.session.flush()
    return found


def of_address(webinar: Webinar, email: str, clean: dict[str, Any]) -> SignUp:
    """Return the sign-up of an address: that of its account, or the one it asked for, or a new."""
    account = accounts.person_by_email(email)
    found = queries.sign_up_by_person(webinar.id, account.id) if account else None
    return found or _insert(webinar, clean | {"email": email}) or _again(webinar, None, email)


def _insert(webinar: Webinar, values: dict[str, Any]) -> SignUp | None:
    """Return a new sign-up, or None when its person or address has one by now."""
    try:
        with db.session.begin_nested():
            made = db.session.execute(
                insert(SignUp).values(webinar_id=webinar.id, **values).returning(SignUp.id)
            ).scalar_one()
    except IntegrityError:
        return None
    return db.session.get_one(SignUp, made)


def _again(webinar: Webinar, person_id: int | None, email: str) -> SignUp:
    statement = select(SignUp).where(
        SignUp.webinar_id == webinar.id,
        or_(SignUp.person_id == person_id, SignUp.email == email),
    )
    return db.session.scalars(statement.order_by(SignUp.person_id.is_(None))).first() or _lost()


def _lost() -> SignUp:
    raise LookupError("The address is taken by a sign-up that cannot be read.")


def keep_details(
    webinar: Webinar, found: SignUp, clean: dict[str, Any], given: Mapping[str, Any]
) -> None:
    """Keep what somebody says of themselves, and their answers. Raises AnswersRefused."""
    for name, value in clean.items():
        setattr(found, name, value)
    form = queries.form_for(webinar, found.language)
    if found.response_id is not None:
        form_id = queries.form_answered(found.response_id)
    elif form is not None:
        form_id = form.id
    else:
        db.session.flush()
        return
    found.response_id = surveys.replace_answers(
        found.response_id, form_id, queries.subject_of(webinar), given, found.person_id
    )
    db.session.flush()


def ask(
    webinar: Webinar,
    email: str,
    details: Details,
    session_ids: Collection[str],
    given: Mapping[str, Any],
) -> None:
    """Keep what an address asks for until a letter's link confirms it; then it enters the line.

    What happens does not tell whether the address is known. Of an address that was confirmed
    before, nothing changes but the sessions it asks for.
    Raises AccountNeeded, InvitationNeeded, and what `wanted`, `checked` and forms raise.
    """
    if webinar.door == "invitation":
        raise InvitationNeeded
    if not webinar.guests:
        raise AccountNeeded
    sessions, clean = wanted(webinar, session_ids), checked(details)
    found = of_address(webinar, email, clean)
    if found.confirmed_at is None:
        keep_details(webinar, found, clean, given)
        found.consented_at = now()
    for session in sessions:
        wait_for_letter(session.id, found.id)
    record(None, "webinar.ask", "webinar", webinar.public_id)
    outbox.enqueue(SEND, sign_up_id=found.id, language=details.language, mark=public_id())


def wait_for_letter(session_id: int, sign_up_id: int) -> None:
    """Let a registration wait for its letter, unless it stands for something already."""
    values = {"state": "unconfirmed", "asked_at": now()}
    made = upsert(Registration).values(
        session_id=session_id, sign_up_id=sign_up_id, number=0, public_id=public_id(), **values
    )
    made = made.on_conflict_do_update(
        index_elements=["session_id", "sign_up_id"],
        set_=values,
        where=Registration.state.in_(("cancelled", "lapsed")),
    )
    db.session.execute(made)


def as_details(found: SignUp) -> Details:
    """Return what a sign-up says of its person."""
    return Details(**{one.name: getattr(found, one.name) for one in fields(Details)})
