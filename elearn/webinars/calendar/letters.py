"""Letters about registrations and sessions: what they tell is read when they are sent."""

from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from elearn.accounts import mailing
from elearn.accounts.mailing import Drawn, Recipient
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db, execute, flush
from elearn.core.mail import Attachment
from elearn.webinars import times
from elearn.webinars.calendar import addresses, ical, session_facts
from elearn.webinars.calendar.session_facts import AnyRow
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration.registration_models import (
    LIVE,
    RegistrantMessage,
    Registration,
    SignUp,
)

CALENDAR_FILE = "webinar.ics"
TELL_CHANGED = "webinars.tell_changed"
PEOPLE_AT_ONCE = 25
# Of a registration in which states a letter is still true. Others do not hang on its state.
TRUE_IN = {
    "registered": ("in",),
    "waiting": ("waiting",),
    "asked": ("asked",),
    "offered": ("offered",),
    "lapsed": ("lapsed",),
    "declined": ("declined",),
    "cancelled": ("cancelled",),
    "moved": LIVE,
    "session-cancelled": LIVE,
    "reminder": ("in",),
    "after": ("in",),
}
# Each tells of one place in the line: who asked anew meanwhile was told anew.
OF_ONE_ASKING = (
    *("registered", "waiting", "asked", "offered"),
    *("lapsed", "declined", "cancelled"),
)
# Letters that put a session into the reader's calendar, and that take it out again.
PUT_IN = ("registered", "moved")
TAKE_OUT = ("cancelled", "declined", "lapsed", "session-cancelled")


class Told(NamedTuple):
    """What queueing a letter about a registration takes."""

    public_id: str
    number: int
    sequence: int
    slug: str
    person_id: int | None
    head_id: int | None


_head = aliased(SignUp)
_about = (
    select(
        Registration.id,
        Registration.public_id,
        Registration.number,
        WebinarSession.sequence,
        Webinar.slug,
        SignUp.person_id,
        _head.person_id.label("head_id"),
    )
    .join(SignUp, SignUp.id == Registration.sign_up_id)
    .join(WebinarSession, WebinarSession.id == Registration.session_id)
    .join(Webinar, Webinar.id == WebinarSession.webinar_id)
    .outerjoin(_head, (_head.delegation_id == SignUp.delegation_id) & _head.leads)
)
_about_one = _about.where(Registration.id == bindparam("registration"))
_ahead = aliased(Registration)
_position = (
    select(func.count())
    .where(
        _ahead.session_id == Registration.session_id,
        _ahead.state == "waiting",
        _ahead.number <= Registration.number,
    )
    .correlate(Registration)
    .scalar_subquery()
)
_facts = (
    session_facts.sessions.join(Registration, Registration.session_id == WebinarSession.id)
    .join(SignUp, SignUp.id == Registration.sign_up_id)
    .add_columns(
        *addresses.OWN_PAGE,
        Registration.number,
        Registration.state,
        Registration.reason,
        Registration.placed_at,
        Registration.offer_until,
        _position.label("position"),
        SignUp.person_id,
        SignUp.name.label("registered_name"),
        SignUp.zone.label("registered_zone"),
    )
)


def tell(registration_id: int, what: str, **more: Any) -> None:
    """Queue the letter `webinar-<what>` about a registration, in the open transaction.

    It goes to its person; for a member of a delegation without an address, to whoever leads it.
    The same letter goes once for each place in the line (`number`) and each state of the session's
    calendar entry (`sequence`). Nobody is told before their address is confirmed.
    `message` is the public id of what the organisers wrote, for the letter "message".
    """
    flush()
    tell_of(execute(_about_one, {"registration": registration_id}).one(), what, **more)


def tell_of(row: AnyRow | Told, what: str, **more: Any) -> None:
    """Queue the letter as `tell` does, for whoever has read what that takes."""
    occasion = more.get("message") or f"{row.number}:{row.sequence}"
    queue(row, "webinar", what, f"{row.public_id}:{occasion}", **more)


def queue(row: AnyRow | Told, kind: str, what: str, occasion: str, **more: Any) -> None:
    """Queue a letter about the registration of a row of `_about`, once for each occasion."""
    person_id = row.person_id or row.head_id
    if person_id is None:
        return
    mailing.tell(
        person_id,
        kind,
        mark=f"webinar-{what}:{occasion}",
        template=f"webinar-{what}",
        registration=row.public_id,
        number=row.number,
        link=addresses.page_of(row.slug),
        **more,
    )


def session_changed(session: WebinarSession, what: str) -> None:
    """Let a job tell everybody live that the session was "moved" or "cancelled", once each."""
    outbox.enqueue(TELL_CHANGED, session_id=session.id, what=what, after=0)


def tell_some(session_id: int, what: str, after: int) -> None:
    """Tell the next people of a session; queues itself again while some are left."""
    letter = "session-cancelled" if what == "cancelled" else what
    rows = some_of(session_id, LIVE, after)
    for row in rows:
        queue(row, "webinar", letter, f"{row.public_id}:{row.number}:{row.sequence}")
    if len(rows) == PEOPLE_AT_ONCE:
        outbox.enqueue(TELL_CHANGED, session_id=session_id, what=what, after=rows[-1].id)


def some_of(session_id: int, states: tuple[str, ...], after: int, *more: Any) -> list[AnyRow]:
    """Return the next registrations of a session in these states, to queue letters about."""
    statement = (
        _about.where(Registration.session_id == session_id, Registration.state.in_(states), *more)
        .where(Registration.id > after)
        .order_by(Registration.id)
        .limit(PEOPLE_AT_ONCE)
    )
    return list(db.session.execute(statement).all())


def drawn(template: str, context: dict[str, Any], to: Recipient) -> Drawn | None:
    """Return what a letter tells now; None when it is no longer true (`accounts.mailing`)."""
    what = template.removeprefix("webinar-")
    statement = _facts.where(Registration.public_id == context["registration"])
    row = db.session.execute(statement).one_or_none()
    if row is None or not still_true(what, row, context["number"]):
        return None
    titles = session_facts.titles_of([row.webinar_id])
    title = titles.of(row, to.language)
    zone = to.timezone if times.known_zone(to.timezone) != "UTC" else row.registered_zone
    said = told(row, title, zone, to)
    if "message" in context:
        said |= message_of(context["message"])
    return Drawn(context | said, calendar_file(what, row, title, zone, to))


def still_true(what: str, row: AnyRow, number: int) -> bool:
    """Tell whether a letter about the registration says what is so at this moment."""
    if what == "message":
        return True
    if row.state not in TRUE_IN[what]:
        return False
    if what in OF_ONE_ASKING and row.number != number:
        return False
    if what in TAKE_OUT:
        return what != "session-cancelled" or row.session_state == "cancelled"
    if row.session_state == "cancelled":
        return False
    ended = row.starts_at + timedelta(minutes=row.minutes) <= now()
    if what == "reminder":
        return bool(row.starts_at > now())
    if what == "offered":
        return bool(row.offer_until > now()) and not ended
    return what == "after" or not ended


def told(row: AnyRow, title: str, zone: str, to: Recipient) -> dict[str, Any]:
    """Return what the templates of letters say of a registration and its session."""
    own_clock = zone if times.known_zone(zone) != "UTC" else row.zone
    return {
        "title": title,
        "own_page": addresses.own_page(row),
        "feedback_page": addresses.feedback_page(row) if row.person_id else "",
        "clocks": times.both(row.starts_at, row.zone, zone),
        "starts": times.words(row.starts_at, own_clock),
        "moved_from": times.words(row.moved_from, own_clock) if row.moved_from else "",
        "offer_until": times.words(row.offer_until, own_clock) if row.offer_until else "",
        "minutes": row.minutes,
        "language": session_facts.language_name(row.session_language),
        "opens_minutes": row.join_opens_minutes,
        "organiser": row.organiser,
        "position": row.position,
        "reason": row.reason,
        "cancel_reason": row.cancel_reason,
        "state": row.state,
        # Whom it is about, where that is not who reads it.
        "about": row.registered_name if row.person_id != to.id else "",
    }


def message_of(public_id: str) -> dict[str, str]:
    """Return what the organisers wrote."""
    columns = (RegistrantMessage.subject, RegistrantMessage.text)
    statement = select(*columns).where(RegistrantMessage.public_id == public_id)
    row = db.session.execute(statement).one()
    return {"subject": ical.line(row.subject), "message": row.text}


def calendar_file(
    what: str, row: AnyRow, title: str, zone: str, to: Recipient
) -> tuple[Attachment, ...]:
    """Return the part of a letter that a calendar takes in: for who is in, or was before.

    REQUEST and CANCEL go to one person, whose calendar changes without a click; files to download
    and feeds are published. A letter is stamped when it is sent: of two, the later one holds.
    """
    put_in = what in PUT_IN and row.state == "in"
    take_out = what in TAKE_OUT and row.placed_at is not None
    if not put_in and not take_out:
        return ()
    entry = session_facts.entry(
        row,
        title,
        addresses.own_page(row),
        viewer_zone=zone,
        registered=True,
        gone=take_out,
        stamp=now(),
        to=to,
    )
    method: ical.Method = "CANCEL" if take_out else "REQUEST"
    text = ical.calendar([entry], method)
    return (Attachment(CALENDAR_FILE, "calendar", text, {"method": method}),)
