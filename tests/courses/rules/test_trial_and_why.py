"""“Who would pass?” before a rule is saved, and “Why?” for learners and trainers."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from courses import learning
from courses.models import Completion, Course, Enrolment
from courses.rules import overriding
from courses.rules.models import CourseRules
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import Cast
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.factories.rules import answer_form, keep_rules, made_form, module_ids
from tests.pages import Answer, Pages

Writing = Callable[[], Any]
PLAIN = {"share": "100", "mark": "", "form": "", "checklist": "", "tier": "completion"}


@pytest.fixture
def course(writing: Writing, cast: Cast) -> MadeCourse:
    with writing():
        return published_course(trainer_id=cast.trainer.id)


@pytest.fixture
def trainer(cast: Cast, signed_in: Callable[..., Pages]) -> Pages:
    return signed_in(cast.trainer)


@pytest.fixture
def modules(app: Flask, course: MadeCourse) -> dict[str, str]:
    with app.app_context():
        return module_ids(course)


def desk(course: MadeCourse, rest: str = "rules") -> str:
    return f"/desk/courses/{course.slug}/{rest}"


def api(course: MadeCourse, rest: str = "rules") -> str:
    return f"/api/v1/courses/{course.slug}/{rest}"


def kept(app: Flask, course: MadeCourse) -> CourseRules | None:
    with app.app_context():
        return db.session.scalars(
            select(CourseRules).join(Course, Course.rules_id == CourseRules.id)
            .where(Course.id == course.id)
        ).one_or_none()  # fmt: skip


def learn(app: Flask, course: MadeCourse, person_id: int, *names: str, score: int = 9000) -> int:
    with app.app_context(), write():
        enrolment = enrolled(person_id, course.id)
        for name in names:
            step = course.lesson(name)
            graded = score if step.kind == "quiz" else None
            learning.complete_step(enrolment, step.id, release_id=course.release_id, score=graded)
        return enrolment


def rows(page: Answer) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in page.all("//main//tbody/tr")
    ]


def test_the_trial_shows_who_would_pass_before_anything_is_saved(
    app: Flask, course: MadeCourse, trainer: Pages, cast: Cast, writing: Writing
) -> None:
    with writing():
        survey = made_form()
    learn(app, course, cast.learner.id, "why", "law", "work", "quiz")
    learn(app, course, cast.second_learner.id, "why", "law", "work")
    learn(app, course, cast.partner.id, "why", "quiz", score=7000)
    sent = trainer.post(desk(course), PLAIN | {"share": "75", "try": "1"})
    page = trainer.get(sent.location)
    counts = [int(cell.text) for cell in page.all("//main//dd")]
    assert counts == [1, 1, 1]
    assert rows(page) == [
        ["Lina Haddad", "Completed", "Nothing"],
        ["Omar Diallo", "Would complete", "Nothing"],
        [
            "Paula Costa",
            "Would not yet",
            "Complete 3 of the 4 required parts: 2 done",
        ],
    ]
    assert kept(app, course) is None
    with writing():
        answer_form(survey, course, cast.partner.id)
    asked = PLAIN | {"share": "50", "mark": "70", "form": survey, "try": "1"}
    page = trainer.get(trainer.post(desk(course), asked).location)
    assert rows(page)[1:] == [
        ["Paula Costa", "Would complete", "Nothing"],
        [
            "Omar Diallo",
            "Would not yet",
            "Reach 70% on average in the required quizzes: 0% so far; Answer the survey",
        ],
    ]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Completion)) == 1


def test_the_trial_agrees_with_what_then_completes(
    app: Flask, course: MadeCourse, trainer: Pages, cast: Cast
) -> None:
    people = (cast.learner, cast.second_learner, cast.partner)
    done = (("why",), ("why", "law"), ("why", "law", "quiz"))
    enrolments = [
        learn(app, course, one.id, *names) for one, names in zip(people, done, strict=True)
    ]
    for share, mark in ((25, None), (50, None), (75, 9000), (75, 9001), (100, None)):
        asked = f"?share={share}" + (f"&mark={mark}" if mark else "")
        tried = trainer.json("GET", api(course, "rules/trial") + asked).json
        with app.app_context(), write():
            keep_rules(course, share=share, mark=mark)
            passed = sum(learning.complete_course(one) is not None for one in enrolments)
            assert tried["would"] == passed
            db.session.execute(Completion.__table__.delete())


def test_the_trial_costs_the_same_queries_for_one_and_for_many_learners(
    app: Flask,
    course: MadeCourse,
    trainer: Pages,
    cast: Cast,
    writing: Writing,
    queries: Callable[[], Any],
) -> None:
    learn(app, course, cast.learner.id, "why")
    address = desk(course, "rules/trial?share=50&tier=completion")
    with queries() as one:
        trainer.get(address)
    with writing():
        for number in range(60):
            name = f"Learner {number:02}"
            person = Person(email=f"l{number}@example.org", name=name)
            db.session.add(person)
            db.session.flush()
            db.session.add(Enrolment(person_id=person.id, course_id=course.id))
    with queries() as many:
        page = trainer.get(address)
    assert len(many) == len(one)
    assert len(rows(page)) == 25
    assert len(rows(trainer.get(address + "&page=3"))) == 11


def test_a_learner_reads_why(
    app: Flask,
    course: MadeCourse,
    cast: Cast,
    signed_in: Callable[..., Pages],
    modules: dict[str, str],
) -> None:
    learn(app, course, cast.learner.id, "why")
    with app.app_context():
        first = modules["First things"]
        keep_rules(course, {modules["At work"]: {"module": first}}, mark=8000)
    client = signed_in(cast.learner)
    page = client.get(f"/courses/{course.slug}/why")
    lines = [" ".join(line.text_content().split()) for line in page.all("//ul[@class='why']/li")]
    assert lines == [
        "Read “Why waste matters”, done",
        "Read “What the Convention asks”, still missing",
        "Read “Sound management at work”, still missing",
        "Pass “Check what you know”, still missing",
        "Reach 80% on average in the required quizzes: 0% so far, still missing",
        "Complete the module “First things”, still missing",
    ]
    assert page.all(f"//a[@href='/courses/{course.slug}/{course.lesson('law').public_id}/']")
    told = client.json("GET", api(course, "enrolment/why")).json
    assert [(item["rule"], item["met"]) for item in told["rule"]] == [
        ("read", True),
        ("read", False),
        ("read", False),
        ("pass", False),
        ("mark", False),
    ]
    (locked,) = told["locked"]
    assert locked["steps"] == [course.lesson(name).public_id for name in ("work", "quiz")]
    assert (locked["trace"]["kind"], locked["trace"]["id"]) == ("module", first)
    assert locked["trace"]["opens"] == course.lesson("law").public_id


def test_a_trainer_reads_why_for_a_learner_and_what_was_decided(
    app: Flask, course: MadeCourse, trainer: Pages, cast: Cast, modules: dict[str, str]
) -> None:
    enrolment = learn(app, course, cast.learner.id, "why")
    with app.app_context(), write():
        keep_rules(course, {modules["At work"]: {"module": modules["First things"]}})
        work = course.lesson("work").id
        overriding.override_step(enrolment, work, "open", "Did it elsewhere.", None)
        public_id = db.session.get_one(Enrolment, enrolment).public_id
    page = trainer.get(desk(course, f"learners/{public_id}/why"))
    assert page.heading == "Why? Lina Haddad and the rules"
    assert "Opened: Sound management at work" in " ".join(page.main.split())
    assert "Did it elsewhere." in page.main
    told = trainer.json("GET", api(course, f"learners/{public_id}/why")).json
    assert [one["steps"] for one in told["locked"]] == [[course.quiz.public_id]]
    trainer.get(desk(course, "learners/000000000000/why"), status=404)
