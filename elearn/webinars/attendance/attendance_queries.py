"""Attendance of a session: reads. No rights."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select

from elearn.core.database import db
from elearn.webinars.attendance.attendance_models import (
    AttendanceReport,
    ReportLine,
    WebinarAttendance,
)
from elearn.webinars.attendance.counting import Attended
from elearn.webinars.attendance.matching import Known
from elearn.webinars.registration.registration_models import LIVE, Registration, SignUp

AnyRow = Row[*tuple[Any, ...]]
OPEN_LINES = ("unsure", "unknown")
COUNTED_LINES = ("matched", "settled")


def said_of(registrations: Sequence[int]) -> Sequence[AnyRow]:
    """Return what every source says of these registrations."""
    return db.session.execute(
        select(
            WebinarAttendance.registration_id,
            WebinarAttendance.source,
            WebinarAttendance.minutes,
            WebinarAttendance.spans,
        ).where(WebinarAttendance.registration_id.in_(registrations))
    ).all()


def ticks_of(session_id: int, public_ids: Sequence[str]) -> Sequence[AnyRow]:
    """Return registrations of a session with the minutes of the host's tick."""
    return db.session.execute(
        select(Registration.id, Registration.public_id, WebinarAttendance.minutes.label("ticked"))
        .outerjoin(WebinarAttendance, _tick)
        .where(Registration.session_id == session_id, Registration.public_id.in_(public_ids))
    ).all()


_tick = and_(
    WebinarAttendance.registration_id == Registration.id, WebinarAttendance.source == "tick"
)


def people_at(session_id: int) -> Select[*tuple[Any, ...]]:
    """Return the statement for everybody on the list of a session, by name.

    Those who are in, and whoever has minutes though they are not.
    """
    return (
        select(
            Registration.id,
            Registration.public_id,
            Registration.number,
            Registration.state,
            SignUp.name,
            SignUp.affiliation,
            Registration.minutes,
            Registration.source,
            Registration.clicked_at,
            Registration.code_word_at,
            Registration.award_public_id,
            WebinarAttendance.minutes.label("ticked"),
        )
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .outerjoin(WebinarAttendance, _tick)
        .where(Registration.session_id == session_id)
        .where(or_(Registration.state == "in", Registration.minutes.is_not(None)))
        .order_by(func.lower(SignUp.name), Registration.number)
    )


def known_at(session_id: int) -> list[Known]:
    """Return whom lines of a report may be: everybody whose registration stands for something."""
    rows = db.session.execute(
        select(Registration.public_id, SignUp.name, SignUp.email)
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .where(Registration.session_id == session_id, Registration.state.in_(LIVE))
        .order_by(Registration.number)
    )
    return [Known(row.public_id, row.name, row.email or "") for row in rows]


def attended_at(session_id: int) -> list[Attended]:
    """Return everybody who is registered for a session as figures count them."""
    rows = db.session.execute(
        select(SignUp.confirmed_at, Registration.minutes, Registration.award_public_id)
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .where(Registration.session_id == session_id, Registration.state.in_(LIVE))
    )
    return [
        Attended(row.confirmed_at is not None, row.minutes, row.award_public_id is not None)
        for row in rows
    ]


_report = (
    select(
        AttendanceReport.id,
        AttendanceReport.public_id,
        AttendanceReport.layout,
        AttendanceReport.file_name,
        AttendanceReport.state,
        AttendanceReport.made_at,
        AttendanceReport.settled_at,
        func.count(ReportLine.id).label("lines"),
        func.count(ReportLine.id).filter(ReportLine.state.in_(COUNTED_LINES)).label("found"),
        func.count(ReportLine.id).filter(ReportLine.state.in_(OPEN_LINES)).label("open"),
    )
    .outerjoin(ReportLine, ReportLine.report_id == AttendanceReport.id)
    .where(AttendanceReport.state != "dropped")
    .group_by(AttendanceReport.id)
    .order_by(AttendanceReport.id)
)


def reports_of(session_id: int) -> Sequence[AnyRow]:
    """Return the reports of a session that were not thrown away, with how many lines wait."""
    return db.session.execute(_report.where(AttendanceReport.session_id == session_id)).all()


def lines_of(report_id: int, states: Sequence[str] = ()) -> Select[*tuple[Any, ...]]:
    """Return the statement for lines of a report in the order of the file, with whose they are."""
    statement = (
        select(
            ReportLine.id,
            ReportLine.public_id,
            ReportLine.position,
            ReportLine.name,
            ReportLine.email,
            ReportLine.minutes,
            ReportLine.state,
            ReportLine.how,
            ReportLine.likeness,
            ReportLine.candidates,
            Registration.public_id.label("registration"),
            SignUp.name.label("found"),
        )
        .outerjoin(Registration, Registration.id == ReportLine.registration_id)
        .outerjoin(SignUp, SignUp.id == Registration.sign_up_id)
        .where(ReportLine.report_id == report_id)
        .order_by(ReportLine.position)
    )
    return statement.where(ReportLine.state.in_(states)) if states else statement


def named(session_id: int, public_ids: Sequence[str]) -> dict[str, AnyRow]:
    """Return registrations of a session by public id, with name and affiliation."""
    rows = db.session.execute(
        select(Registration.public_id, Registration.number, SignUp.name, SignUp.affiliation)
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .where(Registration.session_id == session_id, Registration.public_id.in_(public_ids))
    )
    return {row.public_id: row for row in rows}


def registrations_typed(session_id: int, texts: Sequence[str]) -> dict[str, str]:
    """Return registrations of a session (public ids) by numbers or addresses, as typed, folded."""
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 10]
    rows = db.session.execute(
        select(Registration.public_id, Registration.number, SignUp.email)
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .where(
            Registration.session_id == session_id,
            or_(
                Registration.number.in_(numbers),
                SignUp.email.in_([text.casefold() for text in texts]),
            ),
        )
    )
    found: dict[str, str] = {}
    for row in rows:
        found |= {str(row.number): row.public_id, row.email or "": row.public_id}
    return found


def counted_lines(session_id: int, only: Sequence[int] | None = None) -> Sequence[AnyRow]:
    """Return the lines of settled reports of a session that are somebody's, or of some only."""
    return db.session.execute(
        select(
            ReportLine.report_id,
            ReportLine.registration_id,
            ReportLine.minutes,
            ReportLine.spans,
        )
        .join(AttendanceReport, AttendanceReport.id == ReportLine.report_id)
        .where(
            AttendanceReport.session_id == session_id,
            AttendanceReport.state == "settled",
            ReportLine.state.in_(COUNTED_LINES),
            ReportLine.registration_id.is_not(None)
            if only is None
            else ReportLine.registration_id.in_(only),
        )
    ).all()


def reported_at(
    session_id: int, only: Sequence[int] | None = None
) -> dict[int, tuple[int, list[list[str]]]]:
    """Return what reports said until now: minutes and spans by registration, or of some only."""
    statement = (
        select(
            WebinarAttendance.registration_id, WebinarAttendance.minutes, WebinarAttendance.spans
        )
        .join(Registration, Registration.id == WebinarAttendance.registration_id)
        .where(Registration.session_id == session_id, WebinarAttendance.source == "report")
    )
    if only is not None:
        statement = statement.where(Registration.id.in_(only))
    rows = db.session.execute(statement)
    return {row.registration_id: (row.minutes, row.spans) for row in rows}
