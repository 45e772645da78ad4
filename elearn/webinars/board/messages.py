"""What organisers write to the people of a session, chosen by where they stand."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from elearn.accounts.audit import record
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.database import db
from elearn.core.errors import Conflict, Invalid
from elearn.webinars.calendar import letters
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration.registration_models import RegistrantMessage, Registration, SignUp

SEND = "webinars.send_message"
# Nobody is written to before their address is confirmed.
STATES = ("in", "waiting", "offered", "asked", "cancelled", "declined", "lapsed")
LONGEST_SUBJECT = 120
LONGEST_TEXT = 5_000


class NobodyToWriteTo(Invalid):
    """No person stands there."""

    field = "states"

    def __init__(self) -> None:
        super().__init__(_l("Nobody stands there now. Choose other people; your text is kept."))


class OthersStandThere(Conflict):
    """The number of people changed since the letter was looked at."""

    def __init__(self) -> None:
        super().__init__(
            _l("Since you looked, others came or left. Nothing was sent: look at the number again.")
        )


_head = aliased(SignUp)
_kept = SignUp.erased_at.is_(None)


def reach(session_id: int, states: Collection[str]) -> int:
    """Return how many letters a message to people in these states is.

    One for each registration; that of a delegation's member without an address goes to its head.
    """
    statement = (
        select(func.count())
        .select_from(Registration)
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .outerjoin(_head, (_head.delegation_id == SignUp.delegation_id) & _head.leads)
        .where(Registration.session_id == session_id, Registration.state.in_(chosen(states)))
        .where(_kept, or_(SignUp.person_id.is_not(None), _head.person_id.is_not(None)))
    )
    return db.session.scalar(statement) or 0


def chosen(states: Collection[str]) -> tuple[str, ...]:
    """Return those of the states that can be written to, in their order."""
    return tuple(one for one in STATES if one in states)


def send(
    session: WebinarSession,
    states: Collection[str],
    subject: str,
    text: str,
    actor: SignedIn,
    *,
    seen: int | None = None,
) -> RegistrantMessage:
    """Keep a message and let a job queue its letters in pieces, one each.

    `seen` is how many letters were announced. Raises NobodyToWriteTo, OthersStandThere.
    """
    people = reach(session.id, states)
    if not people:
        raise NobodyToWriteTo
    if seen is not None and seen != people:
        raise OthersStandThere
    message = RegistrantMessage(
        session_id=session.id,
        states=" ".join(chosen(states)),
        subject=subject,
        text=text,
        people=people,
        sent_by_id=actor.id,
    )
    db.session.add(message)
    db.session.flush()
    webinar = db.session.get_one(Webinar, session.webinar_id)
    facts = {"session": session.public_id, "message": message.public_id, "people": people}
    record(actor.id, "webinar.message", "webinar", webinar.public_id, **facts)
    outbox.enqueue(SEND, message_id=message.id, after=0)
    return message


def send_some(message_id: int, after: int) -> None:
    """Queue the letters of a message to the next people; queues itself while some are left."""
    message = db.session.get_one(RegistrantMessage, message_id)
    rows = letters.some_of(message.session_id, tuple(message.states.split()), after, _kept)
    for row in rows:
        occasion = f"{row.public_id}:{message.public_id}"
        letters.queue(row, "webinar", "message", occasion, message=message.public_id)
    if len(rows) == letters.PEOPLE_AT_ONCE:
        outbox.enqueue(SEND, message_id=message_id, after=rows[-1].id)


def messages_of(session_id: int) -> Select[*tuple[Any, ...]]:
    """Return the statement for what was written to the people of a session, latest first."""
    return (
        select(
            RegistrantMessage.public_id,
            RegistrantMessage.states,
            RegistrantMessage.subject,
            RegistrantMessage.text,
            RegistrantMessage.people,
            RegistrantMessage.sent_at,
            Person.name.label("sent_by"),
        )
        .outerjoin(Person, Person.id == RegistrantMessage.sent_by_id)
        .where(RegistrantMessage.session_id == session_id)
        .order_by(RegistrantMessage.id.desc())
    )
