"""The run of the worked example: 25 places, 31 requests, two who give theirs back."""

from typing import Any

from sqlalchemy import select

from courses import learning
from courses.models import Enrolment
from elearn.accounts.mail_models import Letter
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.programmes import figures_queries, operations, queries
from elearn.programmes.models import Place, Run
from elearn.programmes.operations import RunDetails
from tests.factories.courses import MadeCourse, published_course
from tests.factories.programmes import people, running_run

PLAN = {"learners": 25, "women": 12, "sessions": 1, "minutes": 60, "groups": {"african": 25}}
WANTED, PLACES, FINISH = 31, 25, 19


def finish(person_id: int, course: MadeCourse) -> None:
    enrolment_id = db.session.scalars(
        select(Enrolment.id).where(
            Enrolment.person_id == person_id, Enrolment.course_id == course.id
        )
    ).one()
    for step in course.steps:
        learning.complete_step(enrolment_id, step.id, release_id=course.release_id, score=9000)


def letters_queued(template: str) -> list[str]:
    told = select(Person.email).join(Letter, Letter.person_id == Person.id)
    return list(db.session.scalars(told.where(Letter.template == template).order_by(Letter.id)))


def assert_counted(made: Any) -> None:
    """See that 25 were planned, 27 ever took part and 19 completed, by group and gender."""
    total = made.total
    assert (total.planned, total.enrolled, total.completed) == (25, 27, 19)
    assert {row.code: (row.planned, row.enrolled, row.completed) for row in made.groups} == {
        "african": (25, 27, 19)
    }
    assert {row.code: (row.enrolled, row.completed) for row in made.genders} == {
        "female": (14, 10),
        "male": (13, 9),
    }


def test_25_places_and_31_requests(writing: Any):
    with writing():
        course = published_course()
        learning.also_when_completed(operations.course_completed)
        run = running_run(courses=[course.id], places=PLACES, plan=PLAN)
        ids = people(WANTED)
        for person_id in ids:
            operations.ask(run.id, person_id, None)
        rows = db.session.execute(queries.places_of(run.id)).all()
        assert [row.state for row in rows] == ["in"] * PLACES + ["waiting"] * 6
        assert [row.person_id for row in rows] == ids
        assert [row.number for row in rows] == list(range(1, WANTED + 1))
        assert len(letters_queued("place-given")) == PLACES
        assert len(letters_queued("place-waiting")) == 6

    with writing():
        for person_id in ids[:2]:
            operations.withdraw(run.id, person_id, None)
        operations.withdraw(run.id, ids[0], None)
        promoted = db.session.scalars(
            select(Place).where(Place.promoted_at.is_not(None)).order_by(Place.number)
        ).all()
        assert [place.person_id for place in promoted] == ids[25:27]
        assert all(place.state == "in" and place.told_at for place in promoted)
        told = [f"person-{number}@example.org" for number in (26, 27)]
        assert letters_queued("place-from-waiting-list") == told

    with writing():
        for person_id in ids[2 : 2 + FINISH]:
            finish(person_id, course)

    with writing():
        operations.close(run.id, None, confirmed=True)
        run = db.session.get_one(Run, run.id)
        assert_counted(figures_queries.figures_of(run))
        assert run.taken == PLACES
        assert run.cumulative == 27


def test_who_gives_the_place_back_leaves_unfinished_courses_and_keeps_the_rest(writing: Any):
    with writing():
        done, open_one = published_course(title="Done"), published_course(title="Open")
        run = running_run(courses=[done.id, open_one.id], places=1, order="any-order")
        (person_id,) = people(1)
        operations.ask(run.id, person_id, None)
        finish(person_id, done)
        operations.withdraw(run.id, person_id, None)
        left = {
            row.course_id: row.left_at is not None for row in db.session.scalars(select(Enrolment))
        }
        assert left == {done.id: False, open_one.id: True}


def test_in_order_the_next_course_opens_when_the_one_before_is_completed(writing: Any):
    with writing():
        learning.also_when_completed(operations.course_completed)
        first, second = published_course(title="First one"), published_course(title="Second one")
        run = running_run(courses=[first.id, second.id], places=1, awards="after-the-run")
        (person_id,) = people(1)
        operations.ask(run.id, person_id, None)
        taken = select(Enrolment.course_id, Enrolment.way, Enrolment.held).order_by(Enrolment.id)
        assert db.session.execute(taken).all() == [(first.id, "run", True)]
        finish(person_id, first)
        assert len(db.session.execute(taken).all()) == 2
        finish(person_id, second)
        place = queries.place_of(run.id, person_id)
        completed = queries.completion_of(place.id) if place else None
        assert completed
        assert [item["met"] for item in completed.trace] == [True, True]
        assert queries.award_of(run, person_id) is None
        assert operations.release_awards(run, None) is False
        assert queries.award_of(run, person_id)
        held = select(Enrolment.held)
        assert db.session.scalars(held).all() == [False, False]


def test_a_long_list_of_awards_is_let_go_by_jobs(writing: Any, run_jobs: Any, app: Any):
    with writing():
        learning.also_when_completed(operations.course_completed)
        course = published_course()
        run = running_run(courses=[course.id], places=12, awards="after-the-run")
        ids = people(12)
        for person_id in ids:
            operations.ask(run.id, person_id, None)
            finish(person_id, course)
    with writing():
        assert operations.release_awards(db.session.get_one(Run, run.id), None)
    run_jobs()
    with app.app_context():
        made = db.session.get_one(Run, run.id)
        assert all(queries.award_of(made, person_id) for person_id in ids)


def test_many_new_places_are_given_by_jobs_and_nobody_is_overtaken(
    writing: Any, run_jobs: Any, app: Any
):
    with writing():
        run = running_run(places=1)
        ids = people(12)
        for person_id in ids[:11]:
            operations.ask(run.id, person_id, None)
        names = list(RunDetails.__dataclass_fields__)
        said = {name: getattr(run, name) for name in names} | {"places": 11, "code": ""}
        operations.change_run(run.id, RunDetails(**said), None)
        assert queries.places_by_state(run.id) == {"in": 6, "waiting": 5}
        assert operations.ask(run.id, ids[11], None).state == "waiting"
    run_jobs()
    with app.app_context():
        waiting = db.session.execute(queries.places_of(run.id, "waiting")).all()
        assert [row.person_id for row in waiting] == ids[11:]


def test_somebody_suspended_is_passed_over(writing: Any):
    with writing():
        run = running_run(places=1)
        ids = people(3)
        for person_id in ids:
            operations.ask(run.id, person_id, None)
        person = db.session.get_one(Person, ids[1])
        person.suspended_at = person.created_at
        operations.withdraw(run.id, ids[0], None)
        states = [row.state for row in db.session.execute(queries.places_of(run.id))]
        assert states == ["withdrawn", "waiting", "in"]
