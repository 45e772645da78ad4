"""Attendance reports of conferencing systems: kept, settled line by line, counted: writes.

Call inside `transaction.write()`, except `read`. What a report says counts once it is settled;
lines that are nobody's yet stay in its queue, and count as soon as somebody says whose they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.webinars.attendance import attendance, attendance_reading
from elearn.webinars.attendance import attendance_queries as queries
from elearn.webinars.attendance.attendance_errors import (
    LineNotFound,
    ReportNotFound,
    ReportUnreadable,
)
from elearn.webinars.attendance.attendance_files import (
    Entry,
    FileUnusable,
    Moment,
    covered,
    minutes_of,
)
from elearn.webinars.attendance.attendance_models import AttendanceReport, ReportLine
from elearn.webinars.attendance.counting import LineMinutes, Said, of_lines
from elearn.webinars.attendance.matching import Match, Seen, matched
from elearn.webinars.models import WebinarSession
from elearn.webinars.times import zone_of


@dataclass(frozen=True)
class Read:
    """A report and whose each of its lines is thought to be."""

    report: attendance_reading.Report
    matches: list[Match]


def read(session: WebinarSession, content: bytes) -> Read:
    """Read a report and find whose its lines are. Call it before the transaction: it is slow.

    Raises ReportUnreadable.
    """
    try:
        report = attendance_reading.read(content, Moment(session.starts_at, zone_of(session.zone)))
    except FileUnusable as problem:
        raise ReportUnreadable(problem.reason) from problem
    seen = [Seen(entry.name, entry.email, entry.mark) for entry in report.people]
    return Read(report, matched(seen, queries.known_at(session.id)))


def keep(
    session: WebinarSession, file_name: str, read: Read, actor: SignedIn | None
) -> AttendanceReport:
    """Keep what a report says until somebody settles it; nothing is counted yet.

    A long one is kept in pieces (`report_pieces`).
    """
    report = begin(session, file_name, read, actor)
    add_lines(session, report, read, slice(None))
    show(session, report, read, actor)
    return report


def begin(
    session: WebinarSession, file_name: str, read: Read, actor: SignedIn | None
) -> AttendanceReport:
    """Begin to keep a report. Until `show` it is as if it were thrown away."""
    report = AttendanceReport(
        session_id=session.id,
        layout=read.report.layout,
        file_name=file_name[:200],
        state="dropped",
        made_by_id=actor.id if actor else None,
    )
    db.session.add(report)
    db.session.flush()
    return report


def add_lines(session: WebinarSession, report: AttendanceReport, read: Read, part: slice) -> None:
    """Keep a part of the lines of a report that was begun."""
    matches, people = read.matches[part], read.report.people[part]
    ids = {key: id_ for id_, key in registered(session, matches)}
    rows = [
        line_of(report.id, position, entry, match, ids, session.minutes)
        for position, (entry, match) in enumerate(
            zip(people, matches, strict=True), part.start or 0
        )
    ]
    if rows:
        db.session.execute(insert(ReportLine), rows)


def show(
    session: WebinarSession, report: AttendanceReport, read: Read, actor: SignedIn | None
) -> None:
    """Say that all lines of a report are kept: it stands in the queue."""
    report.state = "queue"
    db.session.flush()
    people = len(read.report.people)
    attendance.note(session, actor, "webinar.read-report", people=people, layout=report.layout)


def registered(session: WebinarSession, matches: list[Match]) -> list[tuple[int, str]]:
    """Return id and public id of the registrations that were found."""
    keys = {match.key for match in matches if match.key}
    rows = queries.ticks_of(session.id, list(keys))
    return [(row.id, row.public_id) for row in rows]


def line_of(
    report_id: int, position: int, entry: Entry, match: Match, ids: Mapping[str, int], length: int
) -> dict[str, object]:
    """Return one line as it is stored. What cannot be used is kept, left out, with the reason."""
    state, how = match.state, match.how
    left_out: str = entry.problem if not entry.usable else ""
    if match.state != "matched" and entry.part:
        left_out = left_out or entry.part
    registration = ids.get(match.key or "")
    if match.state == "matched" and registration is None:
        # Their registration ended since the file was read.
        state, how = "unknown", ""
    # What the system counted is believed where it is less than its spans cover: they are first
    # and last moments then, and say nothing of what lies between.
    moment = attendance_reading.moment
    told = entry.seconds is None or entry.seconds + 60 >= covered(entry.spans)
    return {
        "report_id": report_id,
        "position": position,
        "name": entry.name[:200],
        "email": entry.email[:254],
        "minutes": minutes_of([entry], length) if entry.usable else 0,
        "spans": [
            [moment(start).isoformat(), moment(end).isoformat()] for start, end in entry.spans
        ]
        if told
        else [],
        "registration_id": None if left_out else registration,
        "how": left_out or how,
        "likeness": match.likeness,
        "candidates": list(match.candidates),
        "state": "left-out" if left_out else state,
    }


def report_of(session: WebinarSession, public_id: str) -> AttendanceReport:
    """Return a report of the session that was not thrown away. Raises ReportNotFound."""
    found = db.session.scalars(
        select(AttendanceReport).where(
            AttendanceReport.session_id == session.id,
            AttendanceReport.public_id == public_id,
            AttendanceReport.state != "dropped",
        )
    ).one_or_none()
    if found is None:
        raise ReportNotFound
    return found


def assign(
    session: WebinarSession,
    report: AttendanceReport,
    whose: Mapping[str, str | None],
    actor: SignedIn | None,
) -> int:
    """Say whose lines are, by public ids: a registration, or None to leave the line out.

    Returns how many changed. In a settled report it counts at once.
    Raises LineNotFound, NobodyRegistered.
    """
    lines = {
        line.public_id: line
        for line in db.session.scalars(
            select(ReportLine).where(
                ReportLine.report_id == report.id, ReportLine.public_id.in_(list(whose))
            )
        )
    }
    if set(whose) - lines.keys():
        raise LineNotFound
    touched = {line.registration_id for line in lines.values()}
    for public_id, key in whose.items():
        line = lines[public_id]
        line.registration_id = attendance.registration_of(session.id, key).id if key else None
        line.state, line.how = ("settled", "hand") if key else ("left-out", "hand")
        touched.add(line.registration_id)
    db.session.flush()
    if whose:
        attendance.note(session, actor, "webinar.assign-lines", lines=len(whose))
    if report.state == "settled":
        count(session, actor, sorted(id_ for id_ in touched if id_ is not None))
    return len(whose)


def settle(session: WebinarSession, report: AttendanceReport, actor: SignedIn | None) -> int:
    """Count what a report says; return for how many registrations something changed.

    Lines that are nobody's yet stay in the queue. A repeat changes nothing. A long report is
    counted in pieces (`report_pieces`).
    """
    mark_settled(session, report, actor)
    return count(session, actor)


def mark_settled(session: WebinarSession, report: AttendanceReport, actor: SignedIn | None) -> None:
    """Say that a report counts, without counting it yet."""
    if report.state == "queue":
        report.state, report.settled_at = "settled", now()
        db.session.flush()
        attendance.note(session, actor, "webinar.settle-report", report=report.public_id)


def drop(session: WebinarSession, report: AttendanceReport, actor: SignedIn | None) -> None:
    """Throw a report away, with its lines; what it said counts no more."""
    mark_dropped(session, report, actor)
    count(session, actor)


def mark_dropped(session: WebinarSession, report: AttendanceReport, actor: SignedIn | None) -> None:
    """Throw a report away, without counting anew yet."""
    db.session.execute(delete(ReportLine).where(ReportLine.report_id == report.id))
    report.state = "dropped"
    db.session.flush()
    attendance.note(session, actor, "webinar.drop-report", report=report.public_id)


def count(
    session: WebinarSession, actor: SignedIn | None, only: Sequence[int] | None = None
) -> int:
    """Write down what all settled reports say together; return how many registrations changed.

    `only` narrows it to some registrations.
    """
    changed, gone = differences(session, only)
    attendance.say(session, changed, actor)
    attendance.unsay(session, "report", gone)
    return len(changed) + len(gone)


def differences(
    session: WebinarSession, only: Sequence[int] | None = None
) -> tuple[dict[int, Said], set[int]]:
    """Return what reports say of registrations and was not written down, and of whom no more."""
    lines: dict[int, list[LineMinutes]] = {}
    for row in queries.counted_lines(session.id, only):
        spans = attendance.spans_in(row.spans)
        lines.setdefault(row.registration_id, []).append(
            LineMinutes(row.report_id, row.minutes, spans)
        )
    said = {id_: of_lines(ones, session.minutes) for id_, ones in lines.items()}
    before = queries.reported_at(session.id, only)
    changed = {id_: one for id_, one in said.items() if before.get(id_) != _kept(one)}
    return changed, before.keys() - said.keys()


def _kept(said: Said) -> tuple[int, list[list[str]]]:
    return said.minutes, [[start.isoformat(), end.isoformat()] for start, end in said.spans]
