"""What a place in a run does in its courses: enrol, go on to the next, leave.

In order, the first course that is not completed is open, and the next as soon as it is completed.
"""

from collections.abc import Sequence

from sqlalchemy import exists, select, update

from courses import learning
from courses.entry.errors import NoPlaceLeft
from courses.models import Completion, Enrolment
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.database import db
from elearn.programmes import completion_queries, completions
from elearn.programmes.errors import CourseIsFull
from elearn.programmes.models import Place, Run, RunPart
from elearn.programmes.run_edits import end_of_day

# Seconds after which somebody for whom a course was full is tried again.
TRY_AGAIN = 3600


def open_courses(run: Run, person_id: int) -> list[completion_queries.AnyRow]:
    """Return the courses that are the person's turn now and that they have not completed."""
    facts = completion_queries.facts_of(run.id, [person_id])
    left = [
        course
        for course in facts.courses
        if course.state == "published" and (person_id, course.course_id) not in facts.completed
    ]
    return left[:1] if run.order == "in-order" else left


def enrol(run: Run, person_id: int, actor: SignedIn | None) -> None:
    """Enrol the person on the courses of the run that are their turn.

    The run decides who takes part: neither the terms nor the conditions of a course are asked,
    but its places are counted. Raises CourseIsFull.
    """
    for course in open_courses(run, person_id):
        try:
            learning.enrol(
                person_id,
                course.course_id,
                actor,
                way="run",
                due_at=end_of_day(run.ends_on, run.zone),
                held=run.awards == "after-the-run",
            )
        except NoPlaceLeft as full:
            raise CourseIsFull(course.title) from full


def go_on(run_id: int, person_id: int) -> None:
    """Enrol somebody who holds a place on the course whose turn it is now.

    While it is full, what they did is kept and a job tries again every hour.
    """
    run = db.session.get_one(Run, run_id)
    if run.state not in completions.COMPLETED_IN or not _takes_part(run_id, person_id):
        return
    try:
        with db.session.begin_nested():
            enrol(run, person_id, None)
    except CourseIsFull:
        args = {"run_id": run_id, "person_id": person_id}
        outbox.enqueue("programmes.go_on", delay_seconds=TRY_AGAIN, **args)


def _takes_part(run_id: int, person_id: int) -> bool:
    held = exists().where(Place.run_id == run_id, Place.person_id == person_id, Place.state == "in")
    return bool(db.session.scalar(select(held)))


def leave(run: Run, person_id: int, actor: SignedIn | None) -> None:
    """Leave the unfinished courses on which the run enrolled the person; progress is kept.

    A course of another run in which they hold a place is not left.
    """
    for enrolment_id, course_id in _unfinished(run.id, person_id):
        learning.leave(person_id, course_id, actor)
        # Who comes back to the course alone waits for no report.
        learning.let_go(enrolment_id, actor)


def _unfinished(run_id: int, person_id: int) -> Sequence[tuple[int, int]]:
    elsewhere = (
        exists()
        .where(Place.run_id == RunPart.run_id, RunPart.course_id == Enrolment.course_id)
        .where(Place.person_id == person_id, Place.state == "in", Place.run_id != run_id)
    )
    completed = exists().where(Completion.enrolment_id == Enrolment.id)
    courses = select(RunPart.course_id).where(RunPart.run_id == run_id)
    statement = (
        select(Enrolment.id, Enrolment.course_id)
        .where(Enrolment.person_id == person_id, Enrolment.course_id.in_(courses))
        .where(Enrolment.way == "run", Enrolment.left_at.is_(None), ~completed, ~elsewhere)
    )
    return [(row.id, row.course_id) for row in db.session.execute(statement)]


def move_due(run: Run) -> None:
    """Let the unfinished courses of the run be due at its last day, after it was moved."""
    people = select(Place.person_id).where(Place.run_id == run.id, Place.state == "in")
    courses = select(RunPart.course_id).where(RunPart.run_id == run.id)
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.way == "run", Enrolment.left_at.is_(None))
        .where(Enrolment.person_id.in_(people), Enrolment.course_id.in_(courses))
        .values(due_at=end_of_day(run.ends_on, run.zone))
    )


def course_completed(enrolment_id: int, person_id: int, course_id: int) -> None:
    """Go on in every run of the person that has this course: the next course, the completion.

    The roof registers it with `courses.learning.also_when_completed`.
    """
    runs = completion_queries.runs_with_course(person_id, course_id)
    for run in runs:
        if run.order == "in-order":
            go_on(run.id, person_id)
    # After all enrolments: completing locks the person, and enrolling must not wait for that.
    for run in runs:
        completions.complete_places(run.id, person_id)
