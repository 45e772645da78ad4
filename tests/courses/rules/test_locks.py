"""Locks: what a locked part shows and refuses, to whom, and what opens it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from courses import learning
from courses.models import Completion, Course, StepProgress
from courses.rules import overriding
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import queries as quiz_queries
from tests.cast import Cast, actor
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.factories.quizzes import ready_quiz, right_answers
from tests.factories.rules import keep_rules, module_ids
from tests.pages import Pages

Writing = Callable[[], Any]
YESTERDAY, TOMORROW = -1, 1


@pytest.fixture
def course(writing: Writing, cast: Cast) -> MadeCourse:
    with writing():
        made = published_course(trainer_id=cast.trainer.id)
        ready_quiz(made)
        return made


@pytest.fixture
def enrolment(course: MadeCourse, cast: Cast, writing: Writing) -> int:
    with writing():
        return enrolled(cast.learner.id, course.id)


def path_of(course: MadeCourse, name: str = "") -> str:
    step = f"{course.lesson(name).public_id}/" if name else ""
    return f"/courses/{course.slug}/{step}"


def at(days: int) -> str:
    return (now() + timedelta(days=days)).isoformat()


def after_first(course: MadeCourse) -> dict[str, Any]:
    """The second module opens after the first."""
    ids = module_ids(course)
    return {ids["At work"]: {"module": ids["First things"]}}


def read_lesson(app: Flask, enrolment: int, course: MadeCourse, *names: str) -> None:
    for name in names:
        with app.app_context(), write():
            step = course.lesson(name)
            learning.complete_step(enrolment, step.id, release_id=course.release_id)


@pytest.fixture
def other(writing: Writing) -> MadeCourse:
    with writing():
        return published_course(title="Another course")


def enrolled_in(app: Flask, person_id: int, course: MadeCourse) -> int:
    with app.app_context(), write():
        return enrolled(person_id, course.id)


def test_a_locked_part_shows_why_and_the_next_act_and_never_its_text(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    with app.app_context():
        keep_rules(course, after_first(course))
    client = signed_in(cast.learner)
    page = client.get(path_of(course))
    assert "To open this: complete the module “First things”." in page.main
    links = [link.get("href") for link in page.all("//ol[@class='outline']//a")]
    assert path_of(course, "work") not in links
    locked = client.get(path_of(course, "work"), status=403)
    assert "To open this: complete the module “First things”." in locked.main
    assert "keep waste closed" not in locked.main
    assert locked.heading == "Not open yet"
    (act,) = locked.all("//main//a[@class='btn btn-primary']")
    assert act.get("href") == path_of(course, "why")
    assert client.get(path_of(course, "quiz") + "quiz", status=403).main
    client.post(path_of(course, "work") + "done", status=403)
    client.post(path_of(course, "work") + "place", status=403)
    client.post(path_of(course, "quiz") + "quiz/start", status=403)
    with app.app_context():
        assert not db.session.scalars(select(StepProgress)).all()


def test_what_was_locked_opens_with_the_act_that_was_asked_for(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    with app.app_context():
        keep_rules(course, after_first(course))
    client = signed_in(cast.learner)
    client.post(path_of(course, "why") + "done")
    client.get(path_of(course, "work"), status=403)
    done = client.post(path_of(course, "law") + "done")
    assert done.location.endswith(path_of(course, "work"))
    assert client.get(path_of(course, "work")).heading == "Sound management at work"


def test_continue_never_leads_to_a_locked_part(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    with app.app_context():
        keep_rules(course, {course.lesson("law").public_id: {"from": at(TOMORROW)}})
    client = signed_in(cast.learner)
    done = client.post(path_of(course, "why") + "done")
    assert done.location == path_of(course)
    shown = client.get(path_of(course))
    (button,) = shown.all("//a[text()='Continue']")
    assert button.get("href") == path_of(course, "work")
    read_lesson(app, enrolment, course, "work", "quiz", "codes")
    assert "This opens on" in client.get("/learn/").main
    api = client.json("GET", f"/api/v1/courses/{course.slug}/enrolment").json
    assert api["next_step"] is None


def test_the_contents_beside_a_lesson_show_what_is_locked(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    client = signed_in(cast.learner)
    open_ones = client.get(path_of(course, "why")).all("//nav[@id='contents']//li/a")
    assert len(open_ones) == 5
    with app.app_context():
        keep_rules(course, after_first(course))
    page = client.get(path_of(course, "why"))
    assert len(page.all("//nav[@id='contents']//li/a")) == 3
    notes = [note.text for note in page.all("//nav[@id='contents']//small")]
    assert notes == ["To open this: complete the module “First things”."]


def test_visitors_are_told_to_enrol_and_dates_hold_for_them_too(
    app: Flask, course: MadeCourse, visitor: Pages
) -> None:
    with app.app_context():
        parts = after_first(course) | {course.lesson("law").public_id: {"from": at(TOMORROW)}}
        keep_rules(course, parts)
    locked = visitor.get(path_of(course, "work"), status=403)
    assert "Enrol to open this." in locked.main
    later = visitor.get(path_of(course, "law"), status=403)
    assert "This opens on" in later.main
    (act,) = later.all("//main//a[@class='btn btn-primary']")
    assert act.get("href") == path_of(course)
    assert visitor.get(path_of(course, "why")).heading == "Why waste matters"


def test_trainers_and_admins_see_everything(
    app: Flask, course: MadeCourse, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    with app.app_context():
        keep_rules(course, after_first(course), entry={"from": at(TOMORROW)})
    for member, status in (
        (cast.trainer, 200),
        (cast.admin, 200),
        (cast.second_trainer, 403),
        (cast.reviewer, 403),
        (cast.learner, 403),
    ):
        signed_in(member).get(path_of(course, "work"), status=status)


def test_what_must_come_before_a_course_is_asked_at_its_door(
    app: Flask, course: MadeCourse, other: MadeCourse, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    with app.app_context():
        keep_rules(course, entry={"course": other.public_id})
    client = signed_in(cast.learner)
    page = client.get(path_of(course))
    assert "complete the course “Another course”" in page.main
    assert page.all(f"//main//a[@href='/courses/{other.slug}/']")
    assert not page.all("//button[text()='Enrol and start']")
    client.post(path_of(course) + "enrol", status=409)
    refused = client.json("PUT", f"/api/v1/courses/{course.slug}/enrolment", status=409).json
    assert refused["code"] == "locked"
    client.get(path_of(course, "why"), status=403)
    elsewhere = enrolled_in(app, cast.learner.id, other)
    with app.app_context(), write():
        row = {"enrolment_id": elsewhere, "release_id": other.release_id, "trace": []}
        db.session.add(Completion(**row))
    client.get(path_of(course, "why"))
    client.post(path_of(course) + "enrol")
    assert client.get(path_of(course, "why")).all("//form[contains(@action, 'done')]")


def test_those_who_are_enrolled_are_not_turned_out_by_a_later_condition_for_taking_part(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    with app.app_context():
        keep_rules(course, entry={"from": at(TOMORROW)})
    client = signed_in(cast.learner)
    client.get(path_of(course, "why"))
    client.post(path_of(course) + "enrol")


def test_an_attempt_begun_before_a_lock_keeps_its_answers_and_waits(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    client = signed_in(cast.learner)
    address = client.post(path_of(course, "quiz") + "quiz/start").location
    attempt = address.rstrip("/").rpartition("/")[2]
    answer = {"position": 1, "client_key": "rules-k1", "sequence": 1, "response": {}}
    client.json("POST", f"/api/v1/attempts/{attempt}/answers", answer)
    with app.app_context():
        keep_rules(course, after_first(course))
    client.get(f"/attempts/{attempt}/", status=403)
    client.post(f"/attempts/{attempt}/answers", status=403)
    client.post(f"/attempts/{attempt}/submit", {"sure": "1"}, status=403)
    later = answer | {"client_key": "rules-k2", "sequence": 2}
    refused = client.json("POST", f"/api/v1/attempts/{attempt}/answers", later, status=403).json
    assert refused["code"] == "locked"
    client.json("PUT", f"/api/v1/attempts/{attempt}/submission", status=403)
    read_lesson(app, enrolment, course, "why", "law")
    client.get(f"/attempts/{attempt}/")
    client.json("PUT", f"/api/v1/attempts/{attempt}/submission")
    with app.app_context():
        keep_rules(course, after_first(course) | {course.quiz.public_id: {"from": at(TOMORROW)}})
    client.get(f"/attempts/{attempt}/review")


def test_a_trainer_opens_a_part_for_a_learner_and_takes_it_back(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    with app.app_context():
        keep_rules(course, after_first(course))
    client, trainer = signed_in(cast.learner), actor(app, cast.trainer)
    with app.app_context(), write():
        work = course.lesson("work").id
        one, _done = overriding.override_step(enrolment, work, "open", "Knows it.", trainer)
        first = one.public_id
    client.get(path_of(course, "work"))
    client.get(path_of(course, "quiz") + "quiz", status=403)
    with app.app_context(), write():
        whole, _done = overriding.override_step(enrolment, None, "open", "Exam.", trainer)
        second = whole.public_id
    client.get(path_of(course, "quiz") + "quiz")
    with app.app_context(), write():
        assert overriding.undo_override(course.id, second, trainer)
        assert overriding.undo_override(course.id, first, trainer)
        assert not overriding.undo_override(course.id, first, trainer)
    client.get(path_of(course, "work"), status=403)


def test_the_api_says_of_every_part_whether_it_is_locked(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    with app.app_context():
        keep_rules(course, after_first(course))
    client = signed_in(cast.learner)
    shown = client.json("GET", f"/api/v1/courses/{course.slug}").json
    states = [step["locked"] is None for module in shown["modules"] for step in module["steps"]]
    assert states == [True, True, False, False, True]
    step = f"/api/v1/courses/{course.slug}/steps/{course.lesson('work').public_id}"
    refused = client.json("GET", step, status=403).json
    assert "html" not in refused
    assert refused["detail"] == "To open this: complete the module “First things”."
    client.json("PUT", f"{step}/progress", {"completed": True}, status=403)
    attempts = f"/api/v1/courses/{course.slug}/steps/{course.quiz.public_id}/attempts"
    client.json("GET", attempts, status=403)
    client.json("POST", attempts, status=403)


def test_rules_cost_a_lesson_one_query_and_a_course_without_rules_none(
    app: Flask,
    course: MadeCourse,
    other: MadeCourse,
    enrolment: int,
    cast: Cast,
    signed_in: Callable[..., Pages],
    queries: Callable[[], Any],
) -> None:
    client = signed_in(cast.learner)
    pages = (path_of(course), path_of(course, "why"), "/learn/")
    plain = []
    for page in pages:
        with queries() as sent:
            client.get(page)
        plain.append(len(sent))
    with app.app_context():
        keep_rules(course, after_first(course) | {course.lesson("why").public_id: {
            "any": [{"course": other.public_id}, {"from": at(YESTERDAY)}]
        }})  # fmt: skip
    ruled = []
    for page in pages:
        with queries() as sent:
            client.get(page)
        ruled.append(len(sent))
    assert [after - before for before, after in zip(plain, ruled, strict=True)] == [1, 1, 1]
    assert ruled[1] <= 5
    assert max(ruled) <= 7


def test_my_learning_costs_the_same_for_one_and_many_courses_with_rules(
    app: Flask,
    cast: Cast,
    writing: Writing,
    signed_in: Callable[..., Pages],
    queries: Callable[[], Any],
) -> None:
    client = signed_in(cast.learner)

    def take(title: str) -> None:
        with writing():
            made = published_course(title=title)
            enrolled(cast.learner.id, made.id)
            keep_rules(made, after_first(made))

    take("One")
    with queries() as one:
        client.get("/learn/")
    for title in ("Two", "Three", "Four"):
        take(title)
    with queries() as many:
        client.get("/learn/")
    assert len(many) == len(one)


def test_the_right_answers_still_complete_a_quiz_that_opened(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, signed_in: Callable[..., Pages]
) -> None:
    with app.app_context():
        keep_rules(course, after_first(course))
    read_lesson(app, enrolment, course, "why", "law")
    client = signed_in(cast.learner)
    address = client.post(path_of(course, "quiz") + "quiz/start").location
    attempt = address.rstrip("/").rpartition("/")[2]
    with app.app_context():
        answers = right_answers(quiz_queries.attempt_row(attempt).id)
    for position, response in answers.items():
        body = {"position": position, "client_key": f"rules-key-{position}", "sequence": 1}
        client.json("POST", f"/api/v1/attempts/{attempt}/answers", body | {"response": response})
    assert client.json("PUT", f"/api/v1/attempts/{attempt}/submission").json["passed"]
    with app.app_context():
        assert db.session.scalar(select(Course.rules_id).where(Course.id == course.id))
