"""Completing a course under rules: when, with which tier, once, and never undone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from certificates.models import Award
from courses import learning
from courses.models import Completion, Course, Enrolment, StepProgress
from courses.rules import overriding, privacy
from courses.rules.errors import NoSuchLearner, NoSuchOverride, OverrideUnfit
from courses.rules.models import CourseRules, Override
from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import Cast, actor
from tests.factories.courses import MadeCourse, enrolled, publish_plan, published_course
from tests.factories.rules import answer_form, keep_rules, made_form
from tests.pages import Pages

Writing = Callable[[], Any]


@pytest.fixture
def course(writing: Writing, cast: Cast) -> MadeCourse:
    with writing():
        return published_course(trainer_id=cast.trainer.id)


@pytest.fixture
def enrolment(course: MadeCourse, cast: Cast, writing: Writing) -> int:
    with writing():
        return enrolled(cast.learner.id, course.id)


def complete(app: Flask, enrolment: int, course: MadeCourse, *names: str, score: int = 9000) -> int:
    """Complete the steps one after another; return how many of them completed the course."""
    made = 0
    for name in names:
        step = course.lesson(name)
        graded = score if step.kind == "quiz" else None
        with app.app_context(), write():
            completion = learning.complete_step(
                enrolment, step.id, release_id=course.release_id, score=graded
            )
            made += completion is not None
    return made


def finish(app: Flask, enrolment: int) -> bool:
    with app.app_context(), write():
        return learning.complete_course(enrolment) is not None


def completion(app: Flask) -> Completion | None:
    with app.app_context():
        return db.session.scalars(select(Completion)).one_or_none()


def awards(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Award.tier)))


def test_a_share_of_the_parts_is_enough_when_the_rule_says_so(
    app: Flask, course: MadeCourse, enrolment: int
) -> None:
    with app.app_context():
        keep_rules(course, share=75, tier="participation")
    assert complete(app, enrolment, course, "why", "law") == 0
    assert complete(app, enrolment, course, "work", "quiz") == 1
    made = completion(app)
    assert made is not None
    assert (made.tier, made.score) == ("participation", None)
    detail = {"done": 3, "need": 3, "required": 4}
    assert made.trace == [{"rule": "share", "met": True, "detail": detail}]
    assert awards(app) == ["participation"]


def test_the_average_mark_holds_the_course_back_until_a_better_attempt(
    app: Flask, course: MadeCourse, enrolment: int
) -> None:
    with app.app_context():
        keep_rules(course, mark=9000)
    assert complete(app, enrolment, course, "why", "law", "work", "quiz", score=8500) == 0
    assert complete(app, enrolment, course, "quiz", score=9000) == 1
    made = completion(app)
    assert made is not None
    assert (made.score, made.trace[-1]["detail"]) == (9000, {"score": 9000, "need": 9000})


def test_survey_and_checklist_complete_the_course_when_they_come_last(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, writing: Writing
) -> None:
    with writing():
        survey, checklist = made_form(), made_form("checklist", "At your gate")
        keep_rules(course, form=survey, checklist=checklist)
    complete(app, enrolment, course, "why", "law", "work", "quiz")
    with writing():
        answer_form(survey, course, cast.second_learner.id)
        answer_form(survey, course, cast.learner.id)
    assert not finish(app, enrolment)
    with writing():
        answer_form(checklist, course, cast.learner.id)
    assert finish(app, enrolment)


def test_the_learner_reads_on_the_course_page_what_is_missing_and_finishes(
    app: Flask,
    course: MadeCourse,
    enrolment: int,
    cast: Cast,
    writing: Writing,
    signed_in: Callable[..., Pages],
) -> None:
    with writing():
        survey = made_form()
        keep_rules(course, form=survey)
    complete(app, enrolment, course, "why", "law", "work", "quiz")
    client = signed_in(cast.learner)
    # Read past the check of links: the page of the form belongs to another room.
    page = client.answer(client.client.get(f"/courses/{course.slug}/"))
    assert "read all 3 lessons, pass 1 quiz and answer the survey." in page.main
    (link,) = page.all("//section[@aria-labelledby='rule']//details//a")
    assert (link.text, link.get("href")) == (
        "Answer the survey",
        f"/courses/{course.slug}/forms/{survey}/",
    )
    assert not page.all("//button[text()='Complete the course']")
    client.post(f"/courses/{course.slug}/finish", status=409)
    assert "Complete the course" not in client.get("/learn/").main
    with writing():
        answer_form(survey, course, cast.learner.id)
    assert "Complete the course" in client.get("/learn/").main
    assert client.get(f"/courses/{course.slug}/").all("//button[text()='Complete the course']")
    client.post(f"/courses/{course.slug}/finish")
    assert awards(app) == ["completion"]


def test_who_meets_a_changed_rule_completes_at_the_next_act_or_by_asking(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, writing: Writing
) -> None:
    with writing():
        other = enrolled(cast.second_learner.id, course.id)
    complete(app, enrolment, course, "why", "law", "work")
    complete(app, other, course, "why", "law", "work")
    with app.app_context():
        keep_rules(course, share=75)
    assert completion(app) is None
    assert finish(app, enrolment)
    assert complete(app, other, course, "codes") == 1


def test_a_part_that_a_trainer_calls_done_counts_and_stays(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast
) -> None:
    trainer = actor(app, cast.trainer)
    complete(app, enrolment, course, "why", "law", "work")
    with app.app_context(), write():
        quiz = course.quiz.id
        made, completed = overriding.override_step(enrolment, quiz, "done", " Oral test. ", trainer)
        assert (made.kind, made.reason) == ("done", "Oral test.")
        assert completed is not None
        assert completed.score is None
        public_id = made.public_id
    with app.app_context(), write(), pytest.raises(NoSuchOverride):
        overriding.undo_override(course.id, public_id, trainer)
    with app.app_context():
        entries = db.session.execute(
            select(AuditEntry.actor_id, AuditEntry.detail).where(
                AuditEntry.action == "course.override-done"
            )
        ).all()
    assert [tuple(entry) for entry in entries] == [
        (cast.trainer.id, {"person": cast.learner.id, "step": course.quiz.public_id})
    ]


def test_an_override_needs_a_reason_a_part_of_the_course_and_a_learner_on_it(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast, writing: Writing
) -> None:
    trainer, why = actor(app, cast.trainer), course.lesson("why").id
    with writing():
        elsewhere = published_course(title="Elsewhere").lesson("why").id
    wrong: list[tuple[Any, ...]] = [
        (enrolment, why, "open", "  "),
        (enrolment, why, "open", "x" * 1001),
        (enrolment, why, "close", "Because."),
        (enrolment, None, "done", "Because."),
        (enrolment, elsewhere, "open", "Because."),
    ]
    for arguments in wrong:
        with app.app_context(), pytest.raises(OverrideUnfit), write():
            overriding.override_step(*arguments, trainer)
    with app.app_context(), pytest.raises(NoSuchLearner), write():
        overriding.override_step(enrolment + 1, why, "open", "Because.", trainer)
    with app.app_context(), write():
        learning.leave(cast.learner.id, course.id, None)
    with app.app_context(), pytest.raises(OverrideUnfit), write():
        overriding.override_step(enrolment, why, "open", "Because.", trainer)
    with app.app_context():
        assert not db.session.scalars(select(Override)).all()


def test_the_last_two_parts_sent_at_once_complete_the_course_once_under_a_rule(
    app: Flask, course: MadeCourse, enrolment: int
) -> None:
    with app.app_context():
        keep_rules(course, share=100, mark=5000)
    complete(app, enrolment, course, "why", "law")
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda name: complete(app, enrolment, course, name), ["work", "quiz"]))
    assert sorted(made) == [0, 1]
    assert awards(app) == ["completion"]


act = st.one_of(
    st.sampled_from(["enrol", "leave", "finish", "publish", "publish less", "override"]),
    st.tuples(st.just("complete"), st.sampled_from(["why", "law", "work", "quiz", "codes"])),
    st.tuples(st.just("rules"), st.sampled_from([1, 50, 75, 100]), st.sampled_from([None, 9500])),
)


@given(st.lists(act, max_size=12))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_completion_never_disappears_and_never_changes(
    app: Flask, course: MadeCourse, cast: Cast, writing: Writing, acts: list[Any]
) -> None:
    with writing():
        person = cast.learner.id
        enrolment = learning.enrol(person, course.id, None)
    kept = None
    for one in acts:
        with writing():
            do(one, course, enrolment, person)
        found = facts_of(app, enrolment)
        assert kept is None or found == kept
        kept = found
    with writing():
        put_back(course)


def do(one: Any, course: MadeCourse, enrolment: int, person: int) -> None:
    """Do one of the acts that happen to a course and a learner."""
    found = db.session.get_one(Course, course.id, populate_existing=True)
    name, *values = (one,) if isinstance(one, str) else one
    if name == "enrol":
        learning.enrol(person, course.id, None)
    elif name == "leave":
        learning.leave(person, course.id, None)
    elif name == "finish":
        learning.complete_course(enrolment)
    elif name.startswith("publish"):
        publish_plan(found, without=("work",) if name.endswith("less") else ())
    elif name == "override":
        left = db.session.scalar(select(Enrolment.left_at).where(Enrolment.id == enrolment))
        if left is None:
            overriding.override_step(enrolment, course.lesson("why").id, "done", "Seen.", None)
    elif name == "rules":
        keep_rules(course, share=values[0], mark=values[1])
    else:
        step = course.lesson(values[0])
        score = 9000 if step.kind == "quiz" else None
        release = found.current_release_id or 0
        learning.complete_step(enrolment, step.id, release_id=release, score=score)


def facts_of(app: Flask, enrolment: int) -> tuple[Any, ...] | None:
    with app.app_context():
        columns = (Completion.id, Completion.completed_at, Completion.tier, Completion.release_id)
        row = db.session.execute(
            select(*columns).where(Completion.enrolment_id == enrolment)
        ).one_or_none()
        return tuple(row) if row else None


def put_back(course: MadeCourse) -> None:
    """Undo what the example did, for the next one."""
    for table in (Completion, StepProgress, Override):
        db.session.execute(delete(table))
    db.session.execute(update(Enrolment).values(last_step_id=None, left_at=None))
    plain = {"rules_id": None, "current_release_id": course.release_id}
    db.session.execute(update(Course).where(Course.id == course.id).values(**plain))
    db.session.execute(delete(CourseRules))


def test_a_person_gets_a_copy_of_what_was_decided_for_them_and_its_reason_is_forgotten(
    app: Flask, course: MadeCourse, enrolment: int, cast: Cast
) -> None:
    with app.app_context(), write():
        why = course.lesson("why").id
        overriding.override_step(enrolment, why, "open", "Lina was ill.", None)
    with app.app_context():
        (one,) = privacy.export(cast.learner.id)["overrides"]
        assert (one["course"], one["part"], one["kind"], one["reason"]) == (
            "Handling waste with care",
            "Why waste matters",
            "open",
            "Lina was ill.",
        )
        assert privacy.export(cast.second_learner.id) == {"overrides": []}
    with app.app_context(), write():
        privacy.erase(cast.learner.id)
    with app.app_context():
        assert privacy.export(cast.learner.id)["overrides"][0]["reason"] == ""
