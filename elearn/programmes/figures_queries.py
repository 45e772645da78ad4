"""The facts the figures of a run are made of: one row a learner, in a fixed number of reads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import and_, bindparam, exists, or_, select

from courses.course_forms import people_asked
from courses.enrolment_queries import subject_key
from courses.models import Course, Enrolment, ReleaseStep, StepProgress
from elearn.accounts.countries import group_of
from elearn.core.clock import now
from elearn.core.database import read
from elearn.programmes import learning_figures, queries
from elearn.programmes.completion_queries import run_courses
from elearn.programmes.figures import NOT_STATED, Figures, Held, Learner, figures
from elearn.programmes.learning_figures import Gained, Survey
from elearn.programmes.models import Place, Run, RunCompletion, RunPart
from elearn.programmes.session_models import Attendance
from elearn.surveys.queries import survey_answers
from quizzes.gain_queries import scores_before_and_after

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
        Place.person_id,
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
    rows = read(_learners, {"run_id": run.id}).all()
    learners = [
        Learner(
            group_of(row.country),
            gender_of(row.gender),
            bool(row.started),
            bool(row.lessons),
            bool(row.completed),
        )
        for row in rows
    ]
    subjects = {row.course_id: subject_key(row.public_id) for row in run_courses(run.id)}
    people = [row.person_id for row in rows]
    return replace(
        figures(learners, run.plan, held_of(run.id)),
        gain=gain_of(list(subjects), people),
        survey=survey_of(subjects, people),
    )


def gain_of(course_ids: Sequence[int], people: Sequence[int]) -> Gained:
    """Return what these people gained between the tests of these courses."""
    rows = scores_before_and_after(course_ids, people)
    return learning_figures.gained([(row.person_id, row.before, row.after) for row in rows])


def survey_of(subjects: dict[int, str], people: Sequence[int]) -> Survey:
    """Return what these people thought of the courses; `subjects` are their keys by course."""
    asked = [
        (subjects[row.course_id], row.person_id) for row in people_asked(list(subjects), people)
    ]
    return learning_figures.survey(asked, survey_answers(list(subjects.values()), people))


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
