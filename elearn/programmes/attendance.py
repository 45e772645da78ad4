"""Who was at a session, for how long, and where that is known from: writes."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import connection, db
from elearn.programmes import completions
from elearn.programmes.models import Place, Run
from elearn.programmes.session_errors import (
    ImportNotFound,
    NobodyWithThatPlace,
    ReportUnreadable,
    TooManyMinutes,
)
from elearn.programmes.session_models import Attendance, AttendanceImport, ClassSession
from elearn.programmes.session_operations import refuse_reported
from elearn.webinars.attendance import attendance_files as files
from elearn.webinars.attendance.attendance_files import Entry

IMPORTS_KEPT = timedelta(days=1)

_written = insert(Attendance)
_write = _written.on_conflict_do_update(
    index_elements=["session_id", "place_id"],
    set_={
        name: _written.excluded[name]
        for name in ("minutes", "source", "recorded_by_id", "recorded_at")
    },
)


def record_attendance(
    run: Run,
    session: ClassSession,
    minutes: Mapping[int, int | None],
    actor: SignedIn | None,
    *,
    source: str = "list",
) -> int:
    """Write down whole minutes by place id, None for "not known"; return how many changed.

    What is the same already keeps its source. Whoever thereby completes the run completes it now.
    Raises RunIsReported, NobodyWithThatPlace, TooManyMinutes.
    """
    refuse_reported(run)
    _refuse_strangers(run, minutes)
    if any(one is not None and not 0 <= one <= session.minutes for one in minutes.values()):
        raise TooManyMinutes
    known = dict(
        db.session.execute(
            select(Attendance.place_id, Attendance.minutes).where(
                Attendance.session_id == session.id
            )
        ).all()
    )
    changed = {place: one for place, one in minutes.items() if known.get(place) != one}
    if not changed:
        return 0
    _store(session, changed, source, actor)
    detail = {"session": session.public_id, "people": len(changed), "source": source}
    record(_id(actor), "run.record-attendance", "run", run.public_id, **detail)
    completions.complete_places(run.id)
    return len(changed)


def _refuse_strangers(run: Run, minutes: Mapping[int, int | None]) -> None:
    places = set(db.session.scalars(select(Place.id).where(Place.run_id == run.id)))
    if set(minutes) - places:
        raise NobodyWithThatPlace


def _store(
    session: ClassSession,
    changed: Mapping[int, int | None],
    source: str,
    actor: SignedIn | None,
) -> None:
    facts = {"session_id": session.id, "source": source, "recorded_by_id": _id(actor)}
    rows = [
        facts | {"place_id": place, "minutes": one, "recorded_at": now()}
        for place, one in changed.items()
        if one is not None
    ]
    gone = [place for place, one in changed.items() if one is None]
    if rows:
        connection().execute(_write, rows)
    if gone:
        db.session.execute(
            delete(Attendance).where(
                Attendance.session_id == session.id, Attendance.place_id.in_(gone)
            )
        )


def read_report(content: bytes) -> list[dict[str, Any]]:
    """Return the people of a report as they are stored. Call before the transaction.

    Raises ReportUnreadable.
    """
    try:
        return [entry.plain() for entry in files.read(content)]
    except files.FileUnusable as problem:
        raise ReportUnreadable(problem.reason) from problem


def keep_report(
    run: Run,
    session: ClassSession,
    file_name: str,
    entries: list[dict[str, Any]],
    actor: SignedIn | None,
) -> AttendanceImport:
    """Keep what a report says until it is looked at and written; nothing is changed by it.

    Reports nobody wrote within a day are forgotten. Raises RunIsReported.
    """
    refuse_reported(run)
    forget_old_reports()
    kept = AttendanceImport(
        session_id=session.id, file_name=file_name[:200], entries=entries, made_by_id=_id(actor)
    )
    db.session.add(kept)
    db.session.flush()
    detail = {"session": session.public_id, "people": len(entries)}
    record(_id(actor), "run.read-attendance", "run", run.public_id, **detail)
    return kept


def forget_old_reports() -> None:
    """Delete what reports say that nobody wrote within a day, in the open transaction."""
    db.session.execute(
        delete(AttendanceImport).where(
            AttendanceImport.written_at.is_(None), AttendanceImport.made_at < now() - IMPORTS_KEPT
        )
    )


def report_to_write(session: ClassSession, public_id: str) -> AttendanceImport:
    """Return a report of the session that waits to be written. Raises ImportNotFound."""
    kept = db.session.scalars(
        select(AttendanceImport).where(
            AttendanceImport.session_id == session.id,
            AttendanceImport.public_id == public_id,
            AttendanceImport.written_at.is_(None),
            AttendanceImport.made_at >= now() - IMPORTS_KEPT,
        )
    ).one_or_none()
    if kept is None:
        raise ImportNotFound
    return kept


def entries_in(kept: AttendanceImport) -> list[Entry]:
    """Return the people a kept report names."""
    return [
        Entry(**(one | {"spans": [(start, end) for start, end in one["spans"]]}))
        for one in kept.entries or []
    ]


def write_report(
    run: Run,
    session: ClassSession,
    kept: AttendanceImport,
    assigned: Mapping[int, int | None],
    actor: SignedIn | None,
) -> int:
    """Write down what a kept report says, and forget who it names; return how many changed.

    `assigned` gives the place of each entry by its position; None leaves it out. Entries of one
    place are joined. Raises RunIsReported, ImportNotFound when somebody else wrote it meanwhile.
    """
    entries = entries_in(kept)
    taken = db.session.execute(
        update(AttendanceImport)
        .where(AttendanceImport.id == kept.id, AttendanceImport.written_at.is_(None))
        .values(written_at=now(), entries=None)
        .returning(AttendanceImport.id)
    ).scalar_one_or_none()
    if taken is None:
        raise ImportNotFound
    minutes = minutes_by_place(entries, assigned, session.minutes)
    return record_attendance(run, session, minutes, actor, source="import")


def minutes_by_place(
    entries: list[Entry], assigned: Mapping[int, int | None], length: int
) -> dict[int, int]:
    """Return the minutes of each place, its entries joined; those that cannot be read count not."""
    of: dict[int, list[Entry]] = {}
    for position, entry in enumerate(entries):
        place = assigned.get(position)
        if place is not None and entry.usable:
            of.setdefault(place, []).append(entry)
    return {place: files.minutes_of(mine, length) for place, mine in of.items()}


def drop_report(kept: AttendanceImport) -> None:
    """Throw away a report that was not written."""
    db.session.execute(delete(AttendanceImport).where(AttendanceImport.id == kept.id))


def _id(actor: SignedIn | None) -> int | None:
    return actor.id if actor else None
