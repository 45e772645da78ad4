"""The JSON side of courses: the same rules as the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from certificates.models import Award
from courses.models import Enrolment, StepProgress
from elearn.core.database import db
from tests.cast import Cast
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.pages import Pages

Writing = Callable[[], Any]


@pytest.fixture
def course(writing: Writing) -> MadeCourse:
    with writing():
        return published_course()


@pytest.fixture
def lina(client: Pages, cast: Cast, course: MadeCourse, writing: Writing) -> Pages:
    """The learner, enrolled on the course and signed in."""
    with writing():
        enrolled(cast.learner.id, course.id)
    return client.sign_in(cast.learner)


def address(course: MadeCourse, name: str = "") -> str:
    step = f"/steps/{course.lesson(name).public_id}" if name else ""
    return f"/api/v1/courses/{course.slug}{step}"


def test_the_catalogue_comes_in_pages(visitor: Pages, writing: Writing) -> None:
    with writing():
        for number in range(3):
            published_course(title=f"Course {number}")
        published_course(title="Hidden", state="draft")
    first = visitor.json("GET", "/api/v1/courses?size=2").json
    assert [item["title"] for item in first["items"]] == ["Course 0", "Course 1"]
    assert (first["page"], first["more"]) == (1, True)
    second = visitor.json("GET", "/api/v1/courses?size=2&page=2").json
    assert [item["slug"] for item in second["items"]] == ["course-2"]
    assert second["more"] is False
    assert set(first["items"][0]) == {
        "entry",
        "slug",
        "title",
        "summary",
        "language",
        "level",
        "topic",
        "minutes",
        "minutes_least",
        "minutes_most",
    }


def test_filters_and_limits_are_checked(visitor: Pages, course: MadeCourse) -> None:
    found = visitor.json("GET", "/api/v1/courses?text=CARE&level=introductory").json
    assert [item["slug"] for item in found["items"]] == [course.slug]
    assert visitor.json("GET", "/api/v1/courses?topic=none").json["items"] == []
    for query in ("size=0", "size=101", "page=0", "page=nan", "level=expert", "text=" + "a" * 101):
        visitor.json("GET", f"/api/v1/courses?{query}", status=422)


def test_a_course_shows_its_outline_and_its_edition(visitor: Pages, course: MadeCourse) -> None:
    found = visitor.json("GET", address(course)).json
    assert (found["title"], found["minutes"], found["release"]) == (course.title, 22, 1)
    assert (found["minutes_least"], found["minutes_most"]) == (18, 28)
    assert found["edition"]["symbol"] == "ESM-LEARN/TEST/1"
    steps = [step for module in found["modules"] for step in module["steps"]]
    assert [step["id"] for step in steps] == [step.public_id for step in course.steps]
    assert [step["required"] for step in steps] == [True, True, True, True, False]


def test_a_lesson_is_sent_once_and_then_answered_with_304(
    visitor: Pages, course: MadeCourse
) -> None:
    answer = visitor.json("GET", address(course, "law"))
    assert "keep waste closed" in answer.json["html"]
    assert (answer.json["enrolled"], answer.json["completed_at"]) == (False, None)
    visitor.json(
        "GET",
        address(course, "law"),
        status=304,
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert visitor.json("GET", address(course, "quiz")).json["html"] == ""


def test_enrolling_reading_and_leaving_may_be_repeated(
    client: Pages, cast: Cast, course: MadeCourse, app: Flask
) -> None:
    client.sign_in(cast.learner)
    for _ in range(2):
        enrolment = client.json("PUT", address(course) + "/enrolment").json
        assert (enrolment["state"], enrolment["percent"]) == ("active", 0)
        assert enrolment["next_step"] == course.lesson("why").public_id
    for _ in range(2):
        body = {"completed": True, "block": "b-1a2b"}
        kept = client.json("PUT", address(course, "why") + "/progress", body).json
        assert (kept["done"], kept["required"], kept["percent"]) == (1, 4, 25)
        left = ("minutes_left", "minutes_left_least", "minutes_left_most")
        assert [kept[name] for name in left] == [16, 13, 20]
        assert kept["next_step"] == course.lesson("law").public_id
    assert [item["met"] for item in kept["rule"]] == [True, False, False, False]
    assert kept["rule"][3] == {
        "rule": "pass",
        "met": False,
        "step": course.quiz.public_id,
        "title": "Check what you know",
        "score": None,
        "need": None,
        "done": None,
        "required": None,
        "form": None,
    }
    for _ in range(2):
        client.json("DELETE", address(course) + "/enrolment", status=204)
    left = client.json("GET", address(course) + "/enrolment").json
    assert (left["state"], left["percent"]) == ("left", 25)
    client.json("PUT", address(course, "law") + "/progress", {"completed": True}, status=409)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 1
        assert db.session.scalar(select(func.count()).select_from(StepProgress)) == 1


def test_an_idempotency_key_gives_the_first_answer_again(lina: Pages, course: MadeCourse) -> None:
    key = {"Idempotency-Key": "one"}
    first = lina.json("PUT", address(course, "why") + "/progress", {"completed": True}, headers=key)
    lina.json("PUT", address(course, "law") + "/progress", {"completed": True})
    again = lina.json("PUT", address(course, "why") + "/progress", {"completed": True}, headers=key)
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"


def test_ones_own_courses_are_listed(
    lina: Pages, course: MadeCourse, writing: Writing, signed_in: Callable[..., Pages], cast: Cast
) -> None:
    with writing():
        other = published_course(title="Other")
        enrolled(cast.learner.id, other.id)
    lina.json("DELETE", address(other) + "/enrolment", status=204)
    mine = lina.json("GET", "/api/v1/enrolments").json
    assert [(item["course"], item["state"]) for item in mine] == [
        (course.slug, "active"),
        (other.slug, "left"),
    ]
    assert signed_in(cast.second_learner).json("GET", "/api/v1/enrolments").json == []


def test_the_last_step_completes_the_course_over_the_api_too(
    lina: Pages, course: MadeCourse, app: Flask, writing: Writing
) -> None:
    with writing():
        quiz = StepProgress(
            enrolment_id=1, step_id=course.quiz.id, release_id=course.release_id, score=9000
        )
        db.session.add(quiz)
        db.session.flush()
        quiz.completed_at = quiz.opened_at
    for name in ("why", "law", "work", "work"):
        kept = lina.json("PUT", address(course, name) + "/progress", {"completed": True}).json
    assert kept["completed_at"] is not None
    assert (kept["percent"], kept["score"]) == (100, 9000)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Award)) == 1


def test_refusals_are_problems_with_a_sentence(
    lina: Pages, visitor: Pages, course: MadeCourse, writing: Writing
) -> None:
    with writing():
        draft = published_course(title="Draft", state="draft")
    refused = [
        (visitor, "PUT", address(course) + "/enrolment", None, 401),
        (visitor, "GET", "/api/v1/enrolments", None, 401),
        (lina, "GET", "/api/v1/courses/none", None, 404),
        (lina, "GET", address(draft), None, 404),
        (lina, "PUT", address(draft) + "/enrolment", None, 404),
        (lina, "GET", address(course) + "/steps/none", None, 404),
        (lina, "PUT", address(course, "quiz") + "/progress", {"completed": True}, 409),
        (lina, "PUT", address(course, "why") + "/progress", {}, 422),
        (lina, "PUT", address(course, "why") + "/progress", {"completed": False}, 422),
        (lina, "PUT", address(course, "why") + "/progress", {"block": "b-1\n"}, 422),
        (lina, "PUT", address(course, "why") + "/progress", {"score": 10000}, 422),
    ]
    for pages, method, path, body, status in refused:
        answer = pages.json(method, path, body, status=status)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert len(answer.json["detail"]) > 15


def test_a_score_or_another_person_cannot_be_sent(
    lina: Pages, course: MadeCourse, app: Flask
) -> None:
    for extra in ({"score": 10000}, {"person_id": 2}, {"completed_at": "2020-01-01T00:00:00Z"}):
        body = {"completed": True} | extra
        lina.json("PUT", address(course, "why") + "/progress", body, status=422)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StepProgress)) == 0
