"""Who was at a session, as each source says, and the minutes that count: writes.

Call inside `transaction.write()`. A source says something of a registration once; saying it again
replaces it. After every change the minutes that count are worked out anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.attendance import attendance_queries as queries
from elearn.webinars.attendance.attendance_errors import (
    CodeWordIsWrong,
    NobodyRegistered,
    NotOpenForCodeWord,
    TooManyMinutes,
)
from elearn.webinars.attendance.attendance_models import WebinarAttendance
from elearn.webinars.attendance.counting import Said, counted
from elearn.webinars.attendance.windows import may_give_code_word, normal_word
from elearn.webinars.models import WebinarSession
from elearn.webinars.registration.registration_models import Registration

_written = insert(WebinarAttendance)
_write = _written.on_conflict_do_update(
    index_elements=["registration_id", "source"],
    set_={
        name: _written.excluded[name]
        for name in ("minutes", "spans", "report_id", "recorded_by_id", "recorded_at")
    },
)
_count = (
    update(Registration)
    .where(Registration.id == bindparam("of"))
    .values(minutes=bindparam("that"), source=bindparam("whence"))
)


def say(
    session: WebinarSession,
    said: Mapping[int, Said],
    actor: SignedIn | None,
    *,
    report_id: int | None = None,
) -> None:
    """Write down what a source says of some registrations, by their ids, and count anew."""
    facts = {
        "report_id": report_id,
        "recorded_by_id": actor.id if actor else None,
        "recorded_at": now(),
    }
    rows = [
        facts
        | {
            "registration_id": id_,
            "source": one.source,
            "minutes": one.minutes,
            "spans": [[start.isoformat(), end.isoformat()] for start, end in one.spans],
        }
        for id_, one in said.items()
    ]
    if rows:
        db.session.connection().execute(_write, rows)
        recount(session, said)


def unsay(session: WebinarSession, source: str, registrations: Iterable[int]) -> None:
    """Take back what a source said of some registrations, and count anew."""
    ids = list(registrations)
    if ids:
        db.session.execute(
            delete(WebinarAttendance).where(
                WebinarAttendance.source == source, WebinarAttendance.registration_id.in_(ids)
            )
        )
        recount(session, ids)


def recount(session: WebinarSession, registrations: Iterable[int]) -> None:
    """Work out the minutes that count of some registrations of a session."""
    ids = list(registrations)
    said: dict[int, list[Said]] = {id_: [] for id_ in ids}
    for row in queries.said_of(ids):
        said[row.registration_id].append(Said(row.source, row.minutes, spans_in(row.spans)))
    values = []
    for id_, ones in said.items():
        minutes, source = counted(ones, session.minutes) or (None, None)
        values.append({"of": id_, "that": minutes, "whence": source})
    if values:
        db.session.connection().execute(_count, values)
        for one in db.session:
            if isinstance(one, Registration):
                db.session.expire(one, ["minutes", "source"])


def spans_in(kept: Sequence[Sequence[str]]) -> list[tuple[datetime, datetime]]:
    """Return spans as they are stored."""
    return [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in kept]


def tick(session: WebinarSession, minutes: Mapping[str, int | None], actor: SignedIn | None) -> int:
    """Write down the host's list: minutes by registration (public id), None for no tick.

    All minutes of the session are a tick for the whole of it. Returns how many changed; what is
    the same leaves no trace. Raises NobodyRegistered, TooManyMinutes.
    """
    if any(one is not None and not 1 <= one <= session.minutes for one in minutes.values()):
        raise TooManyMinutes
    people = {row.public_id: row for row in queries.ticks_of(session.id, list(minutes))}
    if set(minutes) - people.keys():
        raise NobodyRegistered
    changed = {people[key].id: one for key, one in minutes.items() if people[key].ticked != one}
    present = {id_: Said("tick", one) for id_, one in changed.items() if one is not None}
    say(session, present, actor)
    unsay(session, "tick", [id_ for id_, one in changed.items() if one is None])
    if changed:
        note(session, actor, "webinar.tick", people=len(changed))
    return len(changed)


def click(session: WebinarSession, registration: Registration, actor: SignedIn | None) -> None:
    """Write down that the personal link was followed in its window, the first time."""
    if registration.clicked_at is None:
        registration.clicked_at = now()
        db.session.flush()
        say(session, {registration.id: Said("click", 0)}, actor)


def give_code_word(
    session: WebinarSession, registration: Registration, word: str, actor: SignedIn | None
) -> None:
    """Write down that a registered person knows the session's code word; a repeat changes nothing.

    Raises NotOpenForCodeWord outside its window, CodeWordIsWrong.
    """
    if not may_give_code_word(session, registration, now()):
        raise NotOpenForCodeWord
    if normal_word(word) != normal_word(session.code_word):
        raise CodeWordIsWrong
    if registration.code_word_at is None:
        registration.code_word_at = now()
        db.session.flush()
        say(session, {registration.id: Said("code-word", 0)}, actor)


def note(session: WebinarSession, actor: SignedIn | None, action: str, **more: Any) -> None:
    """Keep in the audit log what was done to a session."""
    record(actor.id if actor else None, action, "webinar-session", session.public_id, **more)


def registration_of(session_id: int, public_id: str) -> Registration:
    """Return a registration for a session. Raises NobodyRegistered."""
    found = db.session.scalars(
        select(Registration).where(
            Registration.session_id == session_id, Registration.public_id == public_id
        )
    ).one_or_none()
    if found is None:
        raise NobodyRegistered
    return found
