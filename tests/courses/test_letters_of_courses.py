"""Letters to learners: what is due soon, and that a course is completed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from courses import due, learning
from courses.models import Enrolment
from elearn.accounts.mail_models import Letter
from elearn.accounts.models import Person
from elearn.core import clock, outbox
from elearn.core.database import db
from elearn.core.transaction import write
from tests.factories.courses import MadeCourse, published_course

# The 12th is over in Nairobi, and not in UTC.
DUE = datetime(2026, 12, 12, 22, 0, tzinfo=UTC)


@pytest.fixture
def course(writing) -> MadeCourse:
    with writing():
        return published_course()


@pytest.fixture
def enrol(course, writing):
    """Return a function that enrols a member, with facts about the enrolment."""

    def act(member, **facts) -> int:
        with writing():
            enrolment_id = learning.enrol(member.id, course.id, None)
            values = {"held": False} | facts
            found = update(Enrolment).where(Enrolment.id == enrolment_id)
            db.session.execute(found.values(values))
        return enrolment_id

    return act


def finish(app, enrolment_id: int, course: MadeCourse) -> None:
    for name in ("why", "law", "quiz", "work"):
        with app.app_context(), write():
            step = course.lesson(name)
            score = 9000 if step.kind == "quiz" else None
            learning.complete_step(enrolment_id, step.id, release_id=course.release_id, score=score)


def look(app, before: timedelta) -> int:
    with app.app_context(), clock.at(DUE - before):
        return due.tell_all()


def test_learners_are_told_a_week_before_and_once(app, cast, course, enrol, run_jobs, letters):
    enrol(cast.learner, due_at=DUE)
    with app.app_context(), write():
        nairobi = update(Person).where(Person.id == cast.learner.id)
        db.session.execute(nairobi.values(timezone="Africa/Nairobi"))
    assert look(app, timedelta(days=7, seconds=1)) == 0
    for days in (7, 6, 5, 1):
        assert look(app, timedelta(days=days)) == 1
        run_jobs()
    [letter] = letters()
    assert letter["To"] == "lina@example.org"
    assert letter["Subject"] == f"Due on December 13, 2026: {course.title}"
    text = letter.get_body(("plain",)).get_content()
    assert f"/courses/{course.slug}/" in text
    assert letter["List-Unsubscribe"]


def test_another_date_is_told_anew(app, cast, enrol, run_jobs, letters):
    enrol(cast.learner, due_at=DUE)
    look(app, timedelta(days=2))
    enrol(cast.learner, due_at=DUE + timedelta(days=3))
    look(app, timedelta(days=1))
    run_jobs()
    assert len(letters()) == 2


def test_nobody_is_told_who_has_no_date_has_left_or_completed_or_is_late(
    app, cast, course, enrol, run_jobs, letters
):
    enrol(cast.trainer)
    enrol(cast.partner, due_at=DUE, left_at=DUE)
    enrol(cast.reviewer, due_at=DUE - timedelta(days=3))
    finish(app, enrol(cast.analyst, due_at=DUE), course)
    assert look(app, timedelta(days=3)) == 0


def test_all_are_told_however_few_are_read_at_once(app, cast, enrol, monkeypatch, queries):
    for member in cast.everybody():
        enrol(member, due_at=DUE)
    monkeypatch.setattr(due, "_due", due._due.limit(3))
    with queries() as sent:
        assert look(app, timedelta(days=3)) == 8
    reads = [one for one in sent if one.startswith("SELECT")]
    assert len(reads) == 4
    with app.app_context():
        told = set(db.session.scalars(select(Letter.person_id)))
    assert told == {member.id for member in cast.everybody()}


def test_the_worker_knows_the_daily_job(app, cast, enrol, run_jobs, letters, writing):
    enrol(cast.learner, due_at=clock.now() + timedelta(days=2))
    with writing():
        outbox.enqueue("courses.tell_due")
    run_jobs()
    assert [letter["To"] for letter in letters()] == ["lina@example.org"]


def test_with_a_certificate_only_its_own_letter_comes(app, cast, course, enrol, run_jobs, letters):
    finish(app, enrol(cast.learner), course)
    run_jobs()
    assert [letter["Subject"] for letter in letters()] == [f"Your certificate: {course.title}"]


def test_a_held_certificate_is_announced_and_comes_later(
    app, cast, course, enrol, run_jobs, letters
):
    enrolment_id = enrol(cast.learner, held=True)
    finish(app, enrolment_id, course)
    run_jobs()
    [letter] = letters()
    assert letter["Subject"] == f"Completed: {course.title}"
    assert "Your certificate comes later" in letter.get_body(("plain",)).get_content()
    with app.app_context(), write():
        learning.let_go(enrolment_id, None)
        outbox.enqueue("courses.tell_completed", enrolment_id=enrolment_id)
    run_jobs()
    assert [one["Subject"] for one in letters()][1:] == [f"Your certificate: {course.title}"]
