"""Reading a lesson: who may, what stands beside it, what it costs, how progress is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from courses.models import Course, Enrolment, StepProgress
from elearn.core.database import db
from tests.cast import Cast
from tests.factories.courses import MadeCourse, enrolled, publish_plan, published_course
from tests.pages import Answer, Pages

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


def path_of(course: MadeCourse, name: str) -> str:
    return f"/courses/{course.slug}/{course.lesson(name).public_id}/"


def contents(answer: Answer) -> list[str]:
    return [
        " ".join(link.text_content().split()) for link in answer.all("//nav[@id='contents']//a")
    ]


def kept(app: Flask, person_id: int) -> list[tuple[int, bool, str | None]]:
    with app.app_context():
        rows = db.session.execute(
            select(StepProgress.step_id, StepProgress.completed_at, StepProgress.block)
            .join(Enrolment, Enrolment.id == StepProgress.enrolment_id)
            .where(Enrolment.person_id == person_id)
            .order_by(StepProgress.id)
        ).all()
    return [(row.step_id, row.completed_at is not None, row.block) for row in rows]


def test_a_visitor_reads_and_is_told_that_progress_needs_enrolling(
    visitor: Pages, course: MadeCourse
) -> None:
    answer = visitor.get(path_of(course, "law"))
    assert answer.heading == "What the Convention asks"
    assert "keep waste closed, labelled and recorded" in answer.main
    assert "Source: ESM-LEARN/TEST/1, para. 2" in answer.main
    assert "Reading time: 4–7 min" in answer.main
    assert "Sign in and enrol to keep your progress" in answer.main
    assert not answer.all("//progress")
    # The only thing to press lets this device keep that it was read.
    assert [form.rpartition("/")[2] for form in answer.all("//main//form/@action")] == ["read"]


def test_somebody_who_is_not_enrolled_can_enrol_from_the_lesson_and_read_on(
    client: Pages, cast: Cast, course: MadeCourse
) -> None:
    client.sign_in(cast.learner)
    here = path_of(course, "law")
    answer = client.submit(client.get(here), "Enrol and read on")
    assert answer.location == here
    assert "Your progress is kept from now on" in client.follow(answer).main


def test_the_contents_stand_beside_the_lesson_with_their_states(
    lina: Pages, course: MadeCourse
) -> None:
    lina.post(path_of(course, "why") + "done")
    answer = lina.get(path_of(course, "law"))
    assert contents(answer) == [
        "Why waste matters, Done",
        "What the Convention asks, Not started",
        "Sound management at work, Not started",
        "Check what you know, Not started",
        "Codes at a glance, Not started",
    ]
    (current,) = answer.all("//nav[@id='contents']//a[@aria-current]")
    assert current.get("href") == path_of(course, "law")
    (bar,) = answer.all("//progress")
    assert (bar.get("value"), bar.get("max")) == ("1", "4")
    assert "1 of 4 required parts done" in answer.text
    assert [link.get("href") for link in answer.all("//nav[@class='steps-nav']/a")] == [
        path_of(course, "why"),
        path_of(course, "work"),
    ]


def test_mark_as_read_goes_on_to_the_next_step_without_javascript(
    lina: Pages, course: MadeCourse, app: Flask, cast: Cast
) -> None:
    page = lina.get(path_of(course, "why"))
    answer = lina.submit(page, "Mark as read and continue")
    assert answer.location == path_of(course, "law")
    assert kept(app, cast.learner.id) == [(course.lesson("why").id, True, None)]
    again = lina.get(path_of(course, "why"))
    assert "Read" in [state.text for state in again.all("//main//span[contains(@class,'state')]")]
    assert not again.all("//main//form")


def test_marking_twice_and_replaying_changes_nothing(
    lina: Pages, course: MadeCourse, app: Flask, cast: Cast
) -> None:
    moments = []
    for _ in range(3):
        lina.post(path_of(course, "why") + "done")
        with app.app_context():
            moments.append(db.session.scalars(select(StepProgress.completed_at)).one())
    assert moments[0] is not None
    assert moments == [moments[0]] * 3


def test_a_step_before_a_quiz_leads_to_the_quiz(lina: Pages, course: MadeCourse) -> None:
    answer = lina.post(path_of(course, "work") + "done")
    assert answer.location == path_of(course, "quiz")
    quiz = lina.get(path_of(course, "quiz"), status=302)
    assert quiz.location == path_of(course, "quiz") + "quiz"


def test_a_quiz_is_not_completed_by_marking_it_as_read(
    lina: Pages, course: MadeCourse, app: Flask, cast: Cast
) -> None:
    answer = lina.post(path_of(course, "quiz") + "done", status=409)
    assert "A quiz is completed by passing it" in answer.main
    assert kept(app, cast.learner.id) == []


def test_nobody_keeps_progress_without_being_enrolled(
    client: Pages, visitor: Pages, cast: Cast, course: MadeCourse, app: Flask
) -> None:
    client.sign_in(cast.second_learner)
    assert "not enrolled" in client.post(path_of(course, "why") + "done", status=409).main
    client.post(path_of(course, "why") + "place", {"block": "b-1"}, status=409)
    sent_away = visitor.post(path_of(course, "why") + "done")
    assert sent_away.location is not None
    assert sent_away.location.startswith("/sign-in")
    assert kept(app, cast.second_learner.id) == []


def test_a_forged_form_is_refused(lina: Pages, course: MadeCourse, app: Flask, cast: Cast) -> None:
    lina.post(path_of(course, "why") + "done", {"csrf_token": "forged"}, status=400)
    lina.get(path_of(course, "why") + "done", status=405)
    assert kept(app, cast.learner.id) == []


def test_a_step_of_another_course_is_not_in_this_one(
    lina: Pages, course: MadeCourse, writing: Writing, app: Flask, cast: Cast
) -> None:
    with writing():
        other = published_course(title="Other")
        enrolled(cast.learner.id, other.id)
    foreign = f"/courses/{course.slug}/{other.lesson('why').public_id}/"
    assert "no such part" in lina.get(foreign, status=404).main
    lina.post(foreign + "done", status=404)
    lina.post(foreign + "place", {"block": "b-1"}, status=404)
    assert kept(app, cast.learner.id) == []


def test_a_step_removed_by_a_new_release_says_so_and_keeps_what_was_done(
    lina: Pages, course: MadeCourse, writing: Writing, app: Flask, cast: Cast
) -> None:
    lina.post(path_of(course, "law") + "done")
    with writing():
        publish_plan(db.session.get_one(Course, course.id), without=("law",))
    assert (
        "removed when the course was last published"
        in lina.get(path_of(course, "law"), status=404).main
    )
    lina.post(path_of(course, "law") + "done", status=404)
    assert kept(app, cast.learner.id) == [(course.lesson("law").id, True, None)]
    assert "0 of 3 required parts done" in lina.get(path_of(course, "why")).text


def test_the_place_is_kept_and_continue_leads_to_it(
    lina: Pages, course: MadeCourse, app: Flask, cast: Cast
) -> None:
    block = course.lesson("law").paragraph
    for _ in range(2):
        lina.post(path_of(course, "law") + "place", {"block": block}, status=204)
    assert kept(app, cast.learner.id) == [(course.lesson("law").id, False, block)]
    (button,) = lina.get(f"/courses/{course.slug}/").all("//main//a[text()='Continue']")
    assert button.get("href") == f"{path_of(course, 'law')}#{block}"
    lina.post(path_of(course, "law") + "place", {"block": "<script>"}, status=422)
    lina.post(path_of(course, "law") + "done")
    lina.post(path_of(course, "law") + "place", {"block": block}, status=204)
    assert kept(app, cast.learner.id) == [(course.lesson("law").id, True, block)]


def test_a_lesson_costs_the_same_few_queries_however_many_modules(
    lina: Pages, course: MadeCourse, cast: Cast, writing: Writing, queries: Callable[[], Any]
) -> None:
    with queries() as first:
        answer = lina.get(path_of(course, "law"))
    with queries() as again:
        lina.get(path_of(course, "law"))
    with writing():
        large = published_course(title="Large", repeat=25)
        enrolled(cast.learner.id, large.id)
    with queries() as big:
        heavy = lina.get(path_of(large, "law"))
    assert (len(first), len(again), len(big)) == (4, 3, 4)
    assert len(answer.text.encode()) <= 30_000
    assert len(heavy.text.encode()) <= 30_000


def test_long_contents_show_the_steps_of_the_current_module_only(
    lina: Pages, cast: Cast, writing: Writing
) -> None:
    with writing():
        large = published_course(title="Large", repeat=10)
    answer = lina.get(path_of(large, "law"))
    shown = answer.all("//nav[@id='contents']//ol//a")
    assert [link.get("href") for link in shown] == [path_of(large, "why"), path_of(large, "law")]
    assert len(answer.all("//nav[@id='contents']//h3/a")) == 20


def test_a_progress_write_sends_few_statements(
    lina: Pages, course: MadeCourse, queries: Callable[[], Any]
) -> None:
    lina.post(path_of(course, "law") + "done")
    with queries() as sent:
        lina.post(path_of(course, "why") + "done")
    assert len(sent) == 5


def test_a_lesson_that_did_not_change_is_not_sent_again(
    lina: Pages, course: MadeCourse, client: Pages, cast: Cast
) -> None:
    lina.get(path_of(course, "law"))
    tag = lina.get(path_of(course, "law")).headers["ETag"]
    same = {"If-None-Match": tag}
    lina.get(path_of(course, "law"), status=304, headers=same)
    lina.post(path_of(course, "why") + "done")
    assert lina.get(path_of(course, "law"), headers=same).headers["ETag"] != tag
    lina.sign_in(cast.learner)
    lina.get(path_of(course, "law"), headers=same)


def test_the_first_and_the_last_step_have_one_neighbour(lina: Pages, course: MadeCourse) -> None:
    first = lina.get(path_of(course, "why"))
    assert [link.get("rel") for link in first.all("//nav[@class='steps-nav']/a")] == ["next"]
    last = lina.get(path_of(course, "codes"))
    assert [link.get("rel") for link in last.all("//nav[@class='steps-nav']/a")] == ["prev"]
    assert "Not required" in last.main
    answer = lina.submit(last, "Mark as read and finish")
    assert answer.location == f"/courses/{course.slug}/"
    assert "You have reached the end" in lina.follow(answer).main
