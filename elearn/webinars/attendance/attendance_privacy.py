"""What attendance holds about a person: a copy of it, and forgetting who lines of reports name.

Minutes stay with the registration, without a name once it is erased, so that no figure moves.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select, update

from elearn.core.database import db
from elearn.webinars.attendance.attendance_models import (
    AttendanceReport,
    ReportLine,
    WebinarAttendance,
)
from elearn.webinars.attendance.attendance_queries import OPEN_LINES
from elearn.webinars.kept.material_models import SessionQuestion
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration.registration_models import Registration, SignUp

# A line without a name can be given to nobody any more.
_NAMELESS = {
    "name": "",
    "email": "",
    "state": case((ReportLine.state.in_(OPEN_LINES), "left-out"), else_=ReportLine.state),
}


def export(person_id: int) -> list[dict[str, Any]]:
    """Return what each source says of the person's time at sessions."""
    rows = db.session.execute(
        select(
            Webinar.slug,
            WebinarSession.starts_at,
            WebinarAttendance.source,
            WebinarAttendance.minutes,
            WebinarAttendance.spans,
            WebinarAttendance.recorded_at,
        )
        .join(Registration, Registration.id == WebinarAttendance.registration_id)
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .join(WebinarSession, WebinarSession.id == Registration.session_id)
        .join(Webinar, Webinar.id == WebinarSession.webinar_id)
        .where(SignUp.person_id == person_id)
        .order_by(WebinarAttendance.id)
    )
    return [dict(row._mapping) for row in rows]


def questions(person_id: int) -> list[dict[str, Any]]:
    """Return what the person asked at sessions."""
    rows = db.session.execute(
        select(Webinar.slug, SessionQuestion.text, SessionQuestion.asked_at)
        .join(Registration, Registration.id == SessionQuestion.registration_id)
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .join(Webinar, Webinar.id == SignUp.webinar_id)
        .where(SignUp.person_id == person_id)
        .order_by(SessionQuestion.id)
    )
    return [dict(row._mapping) for row in rows]


def forget(found: SignUp) -> None:
    """Forget what reports of its webinar call this person, and which questions were theirs.

    Call it before the sign-up is erased.
    """
    own = select(Registration.id).where(Registration.sign_up_id == found.id)
    same: list[ColumnElement[bool]] = [ReportLine.registration_id.in_(own)]
    if found.email:
        same.append(ReportLine.email == found.email)
    if found.name:
        same.append(func.lower(ReportLine.name) == found.name.lower())
    _forget([found.webinar_id], or_(*same))
    db.session.execute(
        update(SessionQuestion)
        .where(SessionQuestion.registration_id.in_(own))
        .values(registration_id=None)
        .execution_options(synchronize_session=False)
    )


def forget_all(webinar_ids: Collection[int]) -> None:
    """Forget whom reports of these webinars name, registered or not."""
    _forget(webinar_ids, or_(ReportLine.name != "", ReportLine.email != ""))


def _forget(webinar_ids: Collection[int], whose: Any) -> None:
    reports = (
        select(AttendanceReport.id)
        .join(WebinarSession, WebinarSession.id == AttendanceReport.session_id)
        .where(WebinarSession.webinar_id.in_(webinar_ids))
    )
    db.session.execute(
        update(ReportLine)
        .where(ReportLine.report_id.in_(reports), whose)
        .values(_NAMELESS)
        .execution_options(synchronize_session=False)
    )
