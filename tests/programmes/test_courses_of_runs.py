"""A run and the courses it needs: their terms, their places, leaving, what was done before."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select, update

from certificates.models import Award
from courses import enrolment_queries, learning
from courses.entry import operations as entering
from courses.entry import queries as entry_queries
from courses.models import Completion, Course, Enrolment
from elearn.core.clock import machine_now
from elearn.core.database import db
from elearn.core.outbox import Job
from elearn.core.transaction import write
from elearn.programmes import attendance, operations, queries
from elearn.programmes.models import Place, Run, RunCompletion
from elearn.programmes.session_models import ClassSession
from tests.factories.courses import enrolled, published_course
from tests.factories.programmes import people, running_run
from tests.factories.rules import keep_rules
from tests.programmes.test_waiting_list import finish

FULL = "All places on the course “Small room” of this training are taken. Nothing was changed."


def small_room(**said: Any) -> Any:
    """Make a course with one place."""
    course = published_course(title="Small room")
    entering.set_terms(course.id, entering.Terms(places=1, **said), None)
    return course


def states(run_id: int) -> list[str]:
    rows = db.session.scalars(select(Place.state).where(Place.run_id == run_id).order_by(Place.id))
    return list(rows)


def on(course: Any) -> list[int]:
    """Return who is on the course, in the order of enrolment."""
    statement = select(Enrolment.person_id).where(
        Enrolment.course_id == course.id, Enrolment.left_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(Enrolment.id)))


@pytest.fixture
def an_hour_later(writing: Any, run_jobs: Any) -> Callable[[], None]:
    """Return a function that lets an hour pass for the jobs that wait, and runs them."""

    def wait() -> None:
        with writing():
            due = machine_now() - timedelta(seconds=1)
            db.session.execute(update(Job).where(Job.done_at.is_(None)).values(due_at=due))
        run_jobs()

    return wait


# -- terms and conditions -------------------------------------------------------------------------


def test_a_place_opens_a_closed_course_and_one_that_waits_for_another(writing: Any):
    with writing():
        before, course = published_course(title="Before"), published_course(title="Closed one")
        entering.set_terms(course.id, entering.Terms(door="closed"), None)
        keep_rules(course, entry={"course": before.public_id})
        run = running_run(courses=[course.id])
        (person_id,) = people(1)
        assert operations.ask(run.id, person_id, None).state == "in"
        assert on(course) == [person_id]
        assert entry_queries.terms_of(course.id).taken == 1


def test_a_full_course_refuses_the_learner_with_the_reason_and_changes_nothing(
    signed_in: Any, cast: Any, writing: Any
):
    with writing():
        course = small_room()
        enrolled(cast.second_learner.id, course.id)
        entering.set_terms(course.id, entering.Terms(places=1), None)
        run = running_run(courses=[course.id])
        run_id, slug = run.id, run.slug
    pages = signed_in(cast.learner)
    answer = pages.submit(pages.get(f"/trainings/{slug}/"), "Take a place", status=409)
    assert FULL in answer.main
    answer = pages.json("PUT", f"/api/v1/runs/{slug}/place", {}, status=409)
    assert FULL in str(answer.json)
    with writing():
        assert states(run_id) == []
        assert db.session.get_one(Run, run_id).taken == 0


def test_a_full_course_is_named_beside_the_address_a_trainer_adds(
    signed_in: Any, cast: Any, writing: Any
):
    with writing():
        run = running_run(courses=[small_room().id], door="closed", made_by=cast.trainer.id)
        run_id, slug = run.id, run.slug
    pages = signed_in(cast.trainer)
    page = pages.get(f"/desk/runs/{slug}/places/")
    typed = f"{cast.learner.email}\n{cast.second_learner.email}"
    answer = pages.submit(page, "Add these people", status=200, addresses=typed)
    told = [row.text_content().strip() for row in answer.all("//tbody/tr/td")]
    assert told == ["Has a place", "A course of this training is full: nothing was done"]
    with writing():
        assert states(run_id) == ["in"]
        assert db.session.get_one(Run, run_id).taken == 1


def test_who_waits_moves_up_once_the_course_has_a_place_and_nobody_is_kept_from_leaving(
    writing: Any, an_hour_later: Any
):
    with writing():
        course = small_room()
        run = running_run(courses=[course.id], places=1)
        run_id = run.id
        first, second, stranger = people(3)
        operations.ask(run_id, first, None)
        operations.ask(run_id, second, None)
        finish(first, course)
        # A completed course is not left, so its one place stays taken.
        operations.withdraw(run_id, first, None)
        operations.fill(run_id, None)
        assert states(run_id) == ["withdrawn", "waiting"]
        assert db.session.get_one(Run, run_id).taken == 0
        waiting = select(Job.id).where(Job.task == "programmes.fill", Job.done_at.is_(None))
        assert len(db.session.scalars(waiting).all()) == 1
        assert operations.ask(run_id, stranger, None).state == "waiting"
    an_hour_later()
    with writing():
        assert states(run_id) == ["withdrawn", "waiting", "waiting"]
        entering.set_terms(course.id, entering.Terms(places=2), None)
    an_hour_later()
    with writing():
        assert states(run_id) == ["withdrawn", "in", "waiting"]
        assert on(course) == [first, second]


def test_a_full_next_course_takes_no_completion_away_and_opens_later(
    writing: Any, an_hour_later: Any
):
    with writing():
        first, second = published_course(title="First one"), small_room()
        run = running_run(courses=[first.id, second.id])
        ida, omar = people(2)
        learning.enrol(omar, second.id, None)
        operations.ask(run.id, ida, None)
        finish(ida, first)
        assert len(db.session.scalars(select(Completion)).all()) == 1
        assert on(second) == [omar]
    an_hour_later()
    with writing():
        assert on(second) == [omar]
        learning.leave(omar, second.id, None)
    an_hour_later()
    with writing():
        assert on(second) == [ida]


# -- leaving, coming back, before the run ---------------------------------------------------------


def test_who_enrolled_before_by_themselves_stays_when_the_place_goes(writing: Any):
    with writing():
        course = published_course()
        run = running_run(courses=[course.id])
        (person_id,) = people(1)
        learning.enrol(person_id, course.id, None)
        operations.ask(run.id, person_id, None)
        operations.withdraw(run.id, person_id, None)
        assert on(course) == [person_id]


def test_who_had_left_and_comes_back_by_a_run_is_the_runs_until_it_ends(writing: Any):
    with writing():
        course = published_course()
        run = running_run(courses=[course.id], awards="after-the-run")
        (person_id,) = people(1)
        learning.enrol(person_id, course.id, None)
        learning.leave(person_id, course.id, None)
        operations.ask(run.id, person_id, None)
        now_on = select(Enrolment.way, Enrolment.held)
        assert db.session.execute(now_on).one() == ("run", True)
        # Leaving and returning alone does not get a certificate out before the report.
        learning.leave(person_id, course.id, None)
        learning.enrol(person_id, course.id, None)
        assert db.session.execute(now_on).one() == ("run", True)
        finish(person_id, course)
        assert db.session.scalars(select(Award.id)).all() == []


def test_who_leaves_a_course_of_the_run_keeps_the_place_and_completes_after_returning(
    writing: Any,
):
    with writing():
        learning.also_when_completed(operations.course_completed)
        course = published_course()
        run = running_run(courses=[course.id])
        (person_id,) = people(1)
        operations.ask(run.id, person_id, None)
        learning.leave(person_id, course.id, None)
        assert states(run.id) == ["in"]
        assert db.session.scalars(select(RunCompletion.id)).all() == []
        learning.enrol(person_id, course.id, None)
        finish(person_id, course)
        assert len(db.session.scalars(select(RunCompletion.id)).all()) == 1


def test_a_course_completed_before_counts_and_its_certificate_stays_as_it_was(writing: Any):
    with writing():
        course = published_course()
        (person_id,) = people(1)
        learning.enrol(person_id, course.id, None)
        finish(person_id, course)
        before = db.session.scalars(select(Completion.completed_at)).one()
        serial = db.session.scalars(select(Award.public_id)).one()
        run = running_run(courses=[course.id], awards="after-the-run")
        operations.ask(run.id, person_id, None)
        assert len(db.session.scalars(select(RunCompletion.id)).all()) == 1
        assert db.session.execute(select(Enrolment.way, Enrolment.held)).one() == ("open", False)
        operations.release_awards(run, None)
        operations.release_awards(run, None)
        kinds = db.session.scalars(select(Award.kind).order_by(Award.id)).all()
        assert kinds == ["course", "programme"]
        assert queries.award_of(run, person_id)
        key = enrolment_queries.subject_key(db.session.get_one(Course, course.id).public_id)
        same = select(Award.public_id).where(Award.subject_key == key)
        assert db.session.scalars(same).all() == [serial]
        assert db.session.scalars(select(Completion.completed_at)).one() == before


def test_a_held_certificate_is_let_go_once(writing: Any):
    with writing():
        learning.also_when_completed(operations.course_completed)
        course = published_course()
        run = running_run(courses=[course.id], awards="after-the-run")
        (person_id,) = people(1)
        operations.ask(run.id, person_id, None)
        finish(person_id, course)
        assert db.session.scalars(select(Award.id)).all() == []
        for _time in range(2):
            operations.release_awards(run, None)
        kinds = db.session.scalars(select(Award.kind).order_by(Award.id)).all()
        assert kinds == ["course", "programme"]


# -- at once --------------------------------------------------------------------------------------


def test_attendance_and_the_last_course_at_the_same_moment_complete_the_run(app: Any, writing: Any):
    """Attendance is entered between the last step and its commit; neither sees the other."""
    with writing():
        learning.also_when_completed(operations.course_completed)
        course = published_course()
        # With certificates held back nothing else lets one transaction wait for the other.
        held = {"awards": "after-the-run", "attendance_percent": 50}
        run = running_run(courses=[course.id], **held)
        run_id, session_id = run.id, db.session.scalars(select(ClassSession.id)).one()
        (person_id,) = people(1)
        place_id = operations.ask(run_id, person_id, None).id
    finished, attended = Event(), Event()

    def enter_attendance() -> None:
        finished.wait(10)
        with app.app_context(), write():
            session = db.session.get_one(ClassSession, session_id)
            run = db.session.get_one(Run, run_id)
            attendance.record_attendance(run, session, {place_id: 60}, None)
        attended.set()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(enter_attendance)
        with writing():
            finish(person_id, course)
            finished.set()
            # Whoever enters it waits for us; where they do not, they are done by now.
            attended.wait(0.3)
        other.result()
    with app.app_context():
        assert db.session.scalars(select(RunCompletion.place_id)).all() == [place_id]
