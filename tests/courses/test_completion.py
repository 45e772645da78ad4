"""Completing a course: exactly once, with one certificate, never undone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from certificates.models import Award
from courses import learning
from courses.models import Completion, Course, Enrolment, StepProgress
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import Cast
from tests.factories.courses import MadeCourse, enrolled, publish_plan, published_course
from tests.pages import Pages

Writing = Callable[[], Any]


@pytest.fixture
def course(writing: Writing) -> MadeCourse:
    with writing():
        return published_course()


@pytest.fixture
def enrolment(course: MadeCourse, cast: Cast, writing: Writing) -> int:
    with writing():
        return enrolled(cast.learner.id, course.id)


def path_of(course: MadeCourse, name: str = "") -> str:
    step = f"{course.lesson(name).public_id}/" if name else ""
    return f"/courses/{course.slug}/{step}"


def complete(
    app: Flask, enrolment: int, course: MadeCourse, *names: str, score: int | None = None
) -> list[bool]:
    """Complete the steps one after another; tell for each whether it completed the course."""
    made = []
    for name in names:
        graded = score if course.lesson(name).kind == "quiz" else None
        with app.app_context(), write():
            completion = learning.complete_step(
                enrolment, course.lesson(name).id, release_id=course.release_id, score=graded
            )
            made.append(completion is not None)
    return made


def counted(app: Flask) -> tuple[int, int]:
    """Return how many completions and how many awards there are."""
    with app.app_context():
        return (
            db.session.scalar(select(func.count()).select_from(Completion)) or 0,
            db.session.scalar(select(func.count()).select_from(Award)) or 0,
        )


def test_the_last_required_step_completes_the_course_and_issues_its_certificate(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast
) -> None:
    made = complete(app, enrolment, course, "why", "law", "quiz", "work", score=8765)
    assert made == [False, False, False, True]
    with app.app_context():
        completion = db.session.scalars(select(Completion)).one()
        award = db.session.scalars(select(Award)).one()
    assert (completion.release_id, completion.score) == (course.release_id, 8765)
    assert [(item["rule"], item["met"]) for item in completion.trace] == [
        ("read", True),
        ("read", True),
        ("read", True),
        ("pass", True),
    ]
    assert completion.trace[3]["detail"]["score"] == 8765
    assert award.person_id == cast.learner.id
    assert award.subject_key == f"course:{course.public_id}"
    assert (award.holder_name, award.title) == ("Lina Haddad", course.title)
    assert (award.minutes, award.language, award.score_hundredths) == (22, "en", 8765)
    assert (award.edition_symbol, award.edition_label) == ("ESM-LEARN/TEST/1", "First edition")
    assert award.acknowledgement == "Written for the tests of ESM Learn."


def test_extra_reading_neither_completes_nor_is_needed(
    app: Flask, course: MadeCourse, enrolment: int
) -> None:
    assert complete(app, enrolment, course, "codes", "why", "law", "work") == [False] * 4
    assert counted(app) == (0, 0)


def test_repeats_never_complete_twice(app: Flask, course: MadeCourse, enrolment: int) -> None:
    names = ("why", "law", "work", "quiz")
    complete(app, enrolment, course, *names, score=9000)
    with app.app_context():
        first = db.session.scalars(select(Completion.completed_at)).one()
    assert complete(app, enrolment, course, *names, *names, score=9100) == [False] * 8
    assert counted(app) == (1, 1)
    with app.app_context():
        assert db.session.scalars(select(Completion.completed_at)).one() == first


def test_a_score_is_only_ever_raised(app: Flask, course: MadeCourse, enrolment: int) -> None:
    kept = []
    for score in (8000, 9500, 8500, None):
        with app.app_context(), write():
            learning.complete_step(
                enrolment, course.quiz.id, release_id=course.release_id, score=score
            )
        with app.app_context():
            kept.append(db.session.scalars(select(StepProgress.score)).one())
    assert kept == [8000, 9500, 9500, 9500]


def test_a_transaction_that_is_lost_completes_nothing(
    app: Flask, course: MadeCourse, enrolment: int
) -> None:
    def lost() -> None:
        with app.app_context(), write():
            quiz = course.quiz.id
            learning.complete_step(enrolment, quiz, release_id=course.release_id, score=9000)
            raise RuntimeError("lost")

    complete(app, enrolment, course, "why", "law", "work", score=9000)
    with pytest.raises(RuntimeError, match="lost"):
        lost()
    assert counted(app) == (0, 0)
    assert complete(app, enrolment, course, "quiz", score=9000) == [True]
    assert counted(app) == (1, 1)


def test_the_last_steps_sent_at_once_complete_the_course_exactly_once(
    app: Flask, course: MadeCourse, enrolment: int
) -> None:
    orders = (("law", "work", "quiz"), ("quiz", "law", "work"), ("work", "quiz", "law"))
    complete(app, enrolment, course, "why")
    with ThreadPoolExecutor(max_workers=9) as pool:
        sent = [
            pool.submit(complete, app, enrolment, course, *order, score=8000)
            for order in orders * 3
        ]
        made = [one for future in sent for one in future.result()]
    assert sorted(made) == [False] * 26 + [True]
    assert counted(app) == (1, 1)


def test_a_completion_survives_a_release_that_asks_for_more(
    app: Flask, course: MadeCourse, enrolment: int, client: Pages, cast: Cast, writing: Writing
) -> None:
    complete(app, enrolment, course, "why", "law", "work", "quiz", score=9000)
    with writing():
        publish_plan(db.session.get_one(Course, course.id), repeat=2)
    page = client.sign_in(cast.learner).get(path_of(course))
    assert "Completed on" in page.main
    assert "4 of 8 required parts done" in page.main
    assert counted(app) == (1, 1)


def test_a_release_that_asks_for_less_lets_the_learner_complete(
    app: Flask, course: MadeCourse, enrolment: int, client: Pages, cast: Cast, writing: Writing
) -> None:
    client.sign_in(cast.learner)
    complete(app, enrolment, course, "why", "law", "work")
    client.post(path_of(course) + "finish", status=409)
    with writing():
        publish_plan(db.session.get_one(Course, course.id), without=("quiz",))
    assert "Complete the course" in client.get("/learn/").main
    answer = client.submit(client.get(path_of(course)), "Complete the course")
    assert "You have completed this course" in client.follow(answer).main
    client.post(path_of(course) + "finish")
    assert counted(app) == (1, 1)


def test_a_course_that_requires_nothing_is_never_completed(
    app: Flask, cast: Cast, writing: Writing
) -> None:
    with writing():
        course = published_course(title="Optional")
        release = publish_plan(
            db.session.get_one(Course, course.id), without=("why", "law", "work", "quiz")
        )
        enrolment = enrolled(cast.learner.id, course.id)
    with app.app_context(), write():
        made = learning.complete_step(enrolment, course.lesson("codes").id, release_id=release.id)
    assert made is None
    assert counted(app) == (0, 0)


def test_the_learner_is_told_and_finds_the_certificate(
    app: Flask, course: MadeCourse, enrolment: int, client: Pages, cast: Cast
) -> None:
    complete(app, enrolment, course, "why", "law", "quiz", score=9000)
    client.sign_in(cast.learner)
    answer = client.post(path_of(course, "work") + "done")
    assert answer.location == path_of(course)
    page = client.follow(answer)
    assert "You have completed this course" in page.main
    assert "with 90%" in page.main
    assert page.all("//main//a[text()='Your certificate']")
    assert not page.all("//main//h2[text()='Leave this course']")
    mine = client.get("/learn/")
    assert "Completed on" in mine.main
    assert "Nothing is waiting for you" in mine.main
    client.post(path_of(course) + "leave")
    assert "Completed on" in client.get("/learn/").main
    assert counted(app) == (1, 1)


def test_the_certificate_bears_the_date_it_was_where_the_learner_lives(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast
) -> None:
    with app.app_context(), write():
        db.session.execute(
            update(Person).where(Person.id == cast.learner.id).values(timezone="Pacific/Fiji")
        )
    with time_machine.travel(datetime(2026, 3, 1, 20, 0, tzinfo=UTC), tick=False):
        complete(app, enrolment, course, "why", "law", "work", "quiz", score=9000)
    with app.app_context():
        assert db.session.scalars(select(Award.completed_on)).one() == date(2026, 3, 2)


@given(st.lists(st.sampled_from(["why", "law", "work", "quiz", "codes"]), max_size=9))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_in_any_order_and_number_the_course_completes_exactly_when_all_is_done(
    app: Flask, course: MadeCourse, enrolment: int, names: list[str]
) -> None:
    made = complete(app, enrolment, course, *names, score=8000)
    required = {"why", "law", "work", "quiz"}
    expected = [
        required <= set(names[: number + 1]) and not required <= set(names[:number])
        for number in range(len(names))
    ]
    assert made == expected
    with app.app_context(), write():
        db.session.execute(delete(Completion))
        db.session.execute(delete(StepProgress))
        db.session.execute(update(Enrolment).values(last_step_id=None))
