"""What is read of sign-ups and registrations. No writes, no rights."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Integer, Row, bindparam, or_, select

from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db, read
from elearn.surveys import queries as surveys
from elearn.surveys.models import Response
from elearn.webinars.models import Webinar, WebinarSession, WebinarText
from elearn.webinars.registration.registration_models import (
    LIVE,
    Delegation,
    Registration,
    SignUp,
    WebinarInvitation,
)

AnyRow = Row[*tuple[Any, ...]]
# More than anybody registers for; a person's list ends there.
MOST_OWN = 500
_person_id = bindparam("person_id", type_=Integer())


def ends_at(session: Any) -> Any:
    """Return the moment a session ends."""
    return session.starts_at + timedelta(minutes=session.minutes)


def takes_registrations(session: WebinarSession) -> bool:
    """Tell whether one can register for a session now: until it ends, unless it says otherwise."""
    moment = now()
    if session.state != "open" or (session.opens_at and moment < session.opens_at):
        return False
    return bool(moment < (session.closes_at or ends_at(session)))


def open_sessions(webinar_id: int) -> list[WebinarSession]:
    """Return the sessions of a webinar that take registrations now, by their start."""
    rows = db.session.scalars(
        select(WebinarSession)
        .where(WebinarSession.webinar_id == webinar_id, WebinarSession.state == "open")
        .order_by(WebinarSession.starts_at, WebinarSession.id)
    )
    return [one for one in rows if takes_registrations(one)]


def texts_of(webinar_id: int) -> Sequence[WebinarText]:
    """Return the texts of a webinar by language."""
    return db.session.scalars(
        select(WebinarText)
        .where(WebinarText.webinar_id == webinar_id)
        .order_by(WebinarText.language)
    ).all()


def text_for(webinar: Webinar, language: str) -> WebinarText | None:
    """Return what a webinar says in the language, else in its own, else in any."""
    texts = {text.language: text for text in texts_of(webinar.id)}
    for wish in (language, webinar.language):
        if wish in texts:
            return texts[wish]
    return next(iter(texts.values()), None)


def title_for(webinar: Webinar, language: str) -> str:
    """Return the webinar's title as a reader of the language reads it."""
    text = text_for(webinar, language)
    return text.title if text else webinar.slug


def form_for(webinar: Webinar, language: str) -> Any:
    """Return the open registration form in the language, else in that of the webinar, or None."""
    texts = {text.language: text for text in texts_of(webinar.id)}
    for wish in (language, webinar.language):
        text = texts.get(wish)
        if text is not None and text.form_id is not None:
            form = surveys.form_by_id(text.form_id)
            if form.state == "open":
                return form
    return None


def subject_of(webinar: Webinar) -> str:
    """Return what answers at registration are about, as forms keep it."""
    return f"webinar:{webinar.public_id}"


def webinar_of(sign_up: SignUp) -> Webinar:
    """Return the webinar somebody signed up for."""
    return db.session.get_one(Webinar, sign_up.webinar_id)


def address_of(sign_up: SignUp) -> str | None:
    """Return where letters of the sign-up go: to its account, else to the address given."""
    if sign_up.person_id is None:
        return sign_up.email
    return db.session.scalar(select(Person.email).where(Person.id == sign_up.person_id))


_registrations = (
    select(
        Registration.id,
        Registration.public_id,
        Registration.state,
        Registration.number,
        Registration.reason,
        Registration.offer_until,
        Registration.session_id,
        WebinarSession.public_id.label("session_public_id"),
        WebinarSession.title,
        WebinarSession.language,
        WebinarSession.starts_at,
        WebinarSession.minutes,
        WebinarSession.zone,
        WebinarSession.state.label("session_state"),
    )
    .join(WebinarSession, WebinarSession.id == Registration.session_id)
    .order_by(WebinarSession.starts_at, WebinarSession.id)
)


def registrations_at(sign_up_id: int) -> Sequence[AnyRow]:
    """Return the registrations of a sign-up with their sessions, by their start."""
    return db.session.execute(_registrations.where(Registration.sign_up_id == sign_up_id)).all()


_own = (
    _registrations.add_columns(
        SignUp.public_id.label("sign_up_id"),
        SignUp.nonce,
        SignUp.webinar_id,
        Webinar.slug,
        Webinar.language.label("webinar_language"),
    )
    .join(SignUp, SignUp.id == Registration.sign_up_id)
    .join(Webinar, Webinar.id == SignUp.webinar_id)
    .where(SignUp.person_id == _person_id, SignUp.erased_at.is_(None))
    .limit(MOST_OWN)
)


def registrations_of(person_id: int) -> Sequence[AnyRow]:
    """Return what a person registered for, over all webinars, by the start of the session.

    Each row has the registration, its session, and slug and language of the webinar.
    """
    return read(_own, {"person_id": person_id}).all()


def titles(webinar_ids: Sequence[int], language: str) -> dict[int, str]:
    """Return the titles of webinars in the language, else in their own."""
    rows = db.session.execute(
        select(WebinarText.webinar_id, WebinarText.language, WebinarText.title, Webinar.language)
        .join(Webinar, Webinar.id == WebinarText.webinar_id)
        .where(WebinarText.webinar_id.in_(set(webinar_ids)))
        .order_by(WebinarText.id)
    )
    found: dict[int, tuple[int, str]] = {}
    for webinar_id, spoken, title, own in rows:
        rank = 0 if spoken == language else 1 if spoken == own else 2
        if webinar_id not in found or rank < found[webinar_id][0]:
            found[webinar_id] = rank, title
    return {webinar_id: title for webinar_id, (_rank, title) in found.items()}


def live_ids(sign_up_id: int) -> set[int]:
    """Return the ids of the sessions for which a sign-up stands."""
    return set(
        db.session.scalars(
            select(Registration.session_id).where(
                Registration.sign_up_id == sign_up_id, Registration.state.in_(LIVE)
            )
        )
    )


def requests_of(webinar_id: int) -> Any:
    """Return the statement for requests that wait for an answer, oldest first."""
    return (
        select(
            Registration.id,
            Registration.public_id,
            Registration.asked_at,
            SignUp.public_id.label("sign_up_id"),
            SignUp.name,
            SignUp.email,
            SignUp.affiliation,
            SignUp.country,
            SignUp.stakeholder,
            SignUp.response_id,
            Person.email.label("account_email"),
            WebinarSession.title,
            WebinarSession.starts_at,
            WebinarSession.zone,
        )
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .join(WebinarSession, WebinarSession.id == Registration.session_id)
        .outerjoin(Person, Person.id == SignUp.person_id)
        .where(WebinarSession.webinar_id == webinar_id, Registration.state == "asked")
        .order_by(Registration.asked_at, Registration.id)
    )


def invitations_of(webinar_id: int) -> Any:
    """Return the statement for the invitations of a webinar, latest first."""
    return (
        select(
            WebinarInvitation.public_id,
            WebinarInvitation.email,
            WebinarInvitation.invited_at,
            WebinarInvitation.expires_at,
            WebinarInvitation.accepted_at,
            WebinarInvitation.revoked_at,
        )
        .where(WebinarInvitation.webinar_id == webinar_id)
        .order_by(WebinarInvitation.invited_at.desc(), WebinarInvitation.id.desc())
    )


def is_invited(webinar_id: int, email: str) -> bool:
    """Tell whether an invitation to the address stands, accepted or open."""
    statement = select(WebinarInvitation.id).where(
        WebinarInvitation.webinar_id == webinar_id,
        WebinarInvitation.email == email,
        WebinarInvitation.revoked_at.is_(None),
        or_(WebinarInvitation.expires_at > now(), WebinarInvitation.accepted_at.is_not(None)),
    )
    return db.session.scalar(statement) is not None


def members_of(delegation_id: int) -> Sequence[AnyRow]:
    """Return the members of a delegation but its head, with the states of their registrations."""
    return db.session.execute(
        select(
            SignUp.public_id,
            SignUp.name,
            SignUp.email,
            Registration.state,
            Registration.public_id.label("registration_id"),
            WebinarSession.starts_at,
            WebinarSession.zone,
        )
        .join(Registration, Registration.sign_up_id == SignUp.id)
        .join(WebinarSession, WebinarSession.id == Registration.session_id)
        .where(
            SignUp.delegation_id == delegation_id,
            SignUp.leads.is_(False),
            SignUp.erased_at.is_(None),
        )
        .order_by(SignUp.id, WebinarSession.starts_at)
    ).all()


def delegation_of(sign_up: SignUp) -> Delegation | None:
    """Return the delegation a sign-up belongs to."""
    return db.session.get(Delegation, sign_up.delegation_id) if sign_up.delegation_id else None


def form_answered(response_id: int) -> int:
    """Return the id of the form a response answers."""
    return db.session.scalars(select(Response.form_id).where(Response.id == response_id)).one()


def sign_up_by_person(webinar_id: int, person_id: int) -> SignUp | None:
    """Return the person's sign-up for a webinar, or None."""
    return db.session.scalars(
        select(SignUp).where(SignUp.webinar_id == webinar_id, SignUp.person_id == person_id)
    ).one_or_none()


def declined_ids(sign_up_id: int) -> set[int]:
    """Return the ids of the sessions for which the organisers said no."""
    return set(
        db.session.scalars(
            select(Registration.session_id).where(
                Registration.sign_up_id == sign_up_id, Registration.state == "declined"
            )
        )
    )
