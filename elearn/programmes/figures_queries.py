"""The facts the figures of a run are made of: one row a learner, in a fixed number of reads."""

from datetime import timedelta

from sqlalchemy import and_, bindparam, exists, or_, select

from courses.models import Course, Enrolment, ReleaseStep, StepProgress
from elearn.accounts.countries import table
from elearn.core.clock import now
from elearn.core.database import read
from elearn.programmes import queries
from elearn.programmes.figures import NOT_STATED, Figures, Held, Learner, figures
from elearn.programmes.models import Place, Run, RunCompletion, RunPart
from elearn.programmes.session_models import Attendance

GROUP_CODES = {
    "African States": "african",
    "Asia-Pacific States": "asia-pacific",
    "Eastern European States": "eastern-european",
    "Latin American and Caribbean States": "grulac",
    "Western European and other States": "weog",
}

_opened = (
    exists()
    .where(RunPart.run_id == Place.run_id, Enrolment.course_id == RunPart.course_id)
    .where(Enrolment.person_id == Place.person_id, StepProgress.enrolment_id == Enrolment.id)
)
_attended = exists().where(Attendance.place_id == Place.id, Attendance.minutes > 0)
_lesson = (
    exists()
    .where(RunPart.run_id == Place.run_id, RunPart.required.is_(True))
    .where(Course.id == RunPart.course_id, ReleaseStep.release_id == Course.current_release_id)
    .where(ReleaseStep.required.is_(True), ReleaseStep.kind == "lesson")
)
_read = (
    exists()
    .where(Enrolment.person_id == Place.person_id, Enrolment.course_id == Course.id)
    .where(StepProgress.enrolment_id == Enrolment.id, StepProgress.step_id == ReleaseStep.step_id)
    .where(StepProgress.completed_at.is_not(None))
    .correlate(Place, Course, ReleaseStep)
)
_learners = (
    select(
        Place.country,
        Place.gender,
        or_(_opened, _attended).label("started"),
        and_(_lesson, ~_lesson.where(~_read)).label("lessons"),
        RunCompletion.id.is_not(None).label("completed"),
    )
    .outerjoin(RunCompletion, RunCompletion.place_id == Place.id)
    .where(Place.run_id == bindparam("run_id"), Place.placed_at.is_not(None))
)


def figures_of(run: Run) -> Figures:
    """Return the figures of a run as they stand now."""
    learners = [
        Learner(
            group_of(row.country),
            gender_of(row.gender),
            bool(row.started),
            bool(row.lessons),
            bool(row.completed),
        )
        for row in read(_learners, {"run_id": run.id})
    ]
    return figures(learners, run.plan, held_of(run.id))


def group_of(country: str | None) -> str:
    """Return the code of the country's UN regional group; empty for none or not stated."""
    found = table().get(country or "")
    return GROUP_CODES.get(found.group, "") if found else ""


def gender_of(gender: str | None) -> str:
    """Return the gender as figures count it: who did not answer is not stated."""
    return NOT_STATED if gender in (None, "prefer-not-to-say") else str(gender)


def held_of(run_id: int) -> Held:
    """Return the sessions of a run that are over and were not cancelled."""
    moment = now()
    over = [
        session.minutes
        for session in queries.sessions_of(run_id)
        if session.starts_at
        and not session.cancelled_at
        and session.starts_at + timedelta(minutes=session.minutes) <= moment
    ]
    return Held(len(over), sum(over))
