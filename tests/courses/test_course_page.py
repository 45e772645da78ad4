"""The page of a course: what it says, to whom, and enrolling, leaving and coming back."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from courses.models import Course, Enrolment, Release, StepProgress
from elearn.accounts.models import AuditEntry, Person
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import Cast
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.pages import Answer, Pages

Writing = Callable[[], Any]


@pytest.fixture
def course(writing: Writing, cast: Cast) -> MadeCourse:
    with writing():
        return published_course(trainer_id=cast.trainer.id)


def path_of(course: MadeCourse, name: str = "") -> str:
    step = f"{course.lesson(name).public_id}/" if name else ""
    return f"/courses/{course.slug}/{step}"


def set_state(app: Flask, course: MadeCourse, state: str) -> None:
    with app.app_context(), write():
        db.session.execute(update(Course).where(Course.id == course.id).values(state=state))


def enrolments(app: Flask) -> list[Any]:
    with app.app_context():
        return list(db.session.execute(select(Enrolment.__table__)).all())


def facts(answer: Answer) -> dict[str, str]:
    names = [name.text_content() for name in answer.all("//aside//dt")]
    values = [" ".join(value.text_content().split()) for value in answer.all("//aside//dd")]
    return dict(zip(names, values, strict=True))


def test_a_visitor_sees_what_the_course_is_and_is_asked_to_sign_in(
    visitor: Pages, course: MadeCourse
) -> None:
    answer = visitor.get(path_of(course))
    assert answer.heading == "Handling waste with care"
    assert facts(answer) == {
        "Time": "18–28 min",
        "Language": "English",
        "Level": "Introductory",
        "For whom": "Customs officersFacility operators",
        "Certificate": "Yes, when you complete it",
        "Symbol": "ESM-LEARN/TEST/1",
        "Edition": "First edition",
        "Status": "Adopted",
        "Publisher": "ESM Learn",
    }
    assert "Written for the tests of ESM Learn." in answer.text
    assert "read all 3 lessons and pass 1 quiz" in answer.main
    (button,) = answer.all("//main//a[text()='Sign in to enrol']")
    assert button.get("href").endswith(f"next={path_of(course)}")


def test_modules_show_their_steps_and_the_reference_is_not_needed(
    visitor: Pages, course: MadeCourse
) -> None:
    answer = visitor.get(path_of(course))
    modules = [heading.text_content() for heading in answer.all("//ol[@class='outline']//h3")]
    assert modules == ["First things", "At work", "Reference"]
    assert [tag.text for tag in answer.all("//span[@class='tag']")] == ["Not required"]
    links = [link.get("href") for link in answer.all("//ol[@class='outline']//a")]
    assert links == [f"{path_of(course)}{step.public_id}/" for step in course.steps]


def test_enrolling_leads_to_the_first_lesson_and_keeps_the_profile_of_that_day(
    client: Pages, cast: Cast, course: MadeCourse, app: Flask
) -> None:
    client.sign_in(cast.learner)
    answer = client.submit(client.get(path_of(course)), "Enrol and start")
    assert answer.location == path_of(course, "why")
    with app.app_context(), write():
        db.session.execute(update(Person).where(Person.id == cast.learner.id).values(country="FR"))
    client.post(path_of(course) + "enrol")
    (enrolment,) = enrolments(app)
    assert (enrolment.country, enrolment.gender, enrolment.stakeholder) == (
        "KE",
        "female",
        "competent-authority",
    )
    with app.app_context():
        audited = db.session.scalars(
            select(AuditEntry.thing_id).where(AuditEntry.action == "course.enrol")
        ).all()
    assert audited == [course.public_id]


def test_leaving_keeps_progress_and_coming_back_restores_it(
    client: Pages, cast: Cast, course: MadeCourse, app: Flask
) -> None:
    client.sign_in(cast.learner).post(path_of(course) + "enrol")
    client.post(path_of(course, "why") + "done")
    left = client.submit(client.get(path_of(course)), "Leave this course")
    assert "Your progress is kept" in client.follow(left).main
    client.post(path_of(course) + "leave")
    client.post(path_of(course, "law") + "done", status=409)
    page = client.get(path_of(course))
    assert "You left this course" in page.main
    back = client.submit(page, "Come back to this course")
    assert back.location == path_of(course, "law")
    (enrolment,) = enrolments(app)
    assert enrolment.left_at is None
    with app.app_context():
        assert db.session.scalars(select(StepProgress.step_id)).all() == [course.lesson("why").id]
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["course.enrol", "course.leave", "course.enrol"]


def test_enrolling_never_leads_to_another_site(
    client: Pages, cast: Cast, course: MadeCourse
) -> None:
    client.sign_in(cast.learner)
    for target in ("//evil.example", "https://evil.example/", "/\\evil.example"):
        answer = client.post(path_of(course) + "enrol", {"next": target})
        assert answer.location == path_of(course, "why")


def test_continue_names_what_is_missing(
    client: Pages, cast: Cast, course: MadeCourse, writing: Writing
) -> None:
    with writing():
        enrolled(cast.learner.id, course.id)
    client.sign_in(cast.learner).post(path_of(course, "why") + "done")
    answer = client.get(path_of(course))
    assert "1 of 4 required parts done" in answer.main
    assert "13–20 min left" in answer.text
    missing = [" ".join(item.text_content().split()) for item in answer.all("//details//ul/li")]
    assert missing[-3:] == [
        "Read: What the Convention asks",
        "Read: Sound management at work",
        "Pass: Check what you know",
    ]
    (button,) = answer.all("//main//a[text()='Continue']")
    assert button.get("href") == path_of(course, "law")


def test_a_withdrawn_course_is_gone_but_for_those_who_are_on_it(
    client: Pages,
    visitor: Pages,
    cast: Cast,
    course: MadeCourse,
    app: Flask,
    writing: Writing,
    signed_in: Callable[..., Pages],
) -> None:
    with writing():
        enrolled(cast.learner.id, course.id)
    set_state(app, course, "withdrawn")
    visitor.get(path_of(course), status=404)
    visitor.get(path_of(course, "why"), status=404)
    omar = signed_in(cast.second_learner)
    omar.get(path_of(course), status=404)
    omar.post(path_of(course) + "enrol", status=404)
    client.sign_in(cast.learner)
    assert "you can still finish it" in client.get(path_of(course)).main
    client.post(path_of(course, "why") + "done")
    client.post(path_of(course) + "leave")
    assert "withdrawn" in client.post(path_of(course) + "enrol", status=409).main
    assert "nobody can enrol on it any more" in client.get(path_of(course)).main


@pytest.mark.parametrize("state", ["draft", "building"])
def test_an_unpublished_course_is_nowhere_for_learners(
    client: Pages, visitor: Pages, cast: Cast, course: MadeCourse, app: Flask, state: str
) -> None:
    set_state(app, course, state)
    client.sign_in(cast.learner)
    for pages in (client, visitor):
        pages.get(path_of(course), status=404)
        pages.get(path_of(course, "why"), status=404)
    client.post(path_of(course) + "enrol", status=404)
    client.post(path_of(course, "why") + "done", status=404)
    assert enrolments(app) == []


def test_its_trainer_meets_a_draft_at_the_desk_and_another_trainer_does_not(
    client: Pages, cast: Cast, course: MadeCourse, app: Flask, signed_in: Callable[..., Pages]
) -> None:
    set_state(app, course, "draft")
    answer = client.sign_in(cast.trainer).get(path_of(course), status=302)
    assert answer.location == f"/desk/courses/{course.slug}/"
    signed_in(cast.second_trainer).get(path_of(course), status=404)


def test_a_course_page_costs_the_same_few_queries_however_many_modules(
    client: Pages, cast: Cast, course: MadeCourse, writing: Writing, queries: Callable[[], Any]
) -> None:
    client.sign_in(cast.learner)
    with writing():
        large = published_course(title="Large", repeat=8)
        enrolled(cast.learner.id, course.id)
        enrolled(cast.learner.id, large.id)
    with queries() as small:
        client.get(path_of(course))
    with queries() as big:
        client.get(path_of(large))
    assert len(small) == len(big) == 3


def test_titles_with_markup_are_shown_as_typed(visitor: Pages, writing: Writing) -> None:
    with writing():
        course = published_course(title="<b>Bold & co</b>", slug="bold", summary="<i>x</i>")
    assert visitor.get("/courses/bold/").heading == "<b>Bold & co</b>"
    assert "<i>x</i>" in visitor.get("/courses/").main
    assert course.slug == "bold"


def test_my_learning_has_one_continue_per_course_to_the_exact_place(
    client: Pages, cast: Cast, course: MadeCourse, writing: Writing
) -> None:
    with writing():
        other = published_course(title="Other")
        enrolled(cast.learner.id, course.id)
        enrolled(cast.learner.id, other.id)
    client.sign_in(cast.learner)
    client.post(path_of(course, "why") + "done")
    client.post(path_of(course, "law") + "place", {"block": "b-1a2b"}, status=204)
    answer = client.get("/learn/")
    buttons = [
        (" ".join(link.text_content().split()), link.get("href"))
        for link in answer.all("//main//a[contains(@class,'btn')]")
    ]
    assert buttons == [
        (f"Continue: {course.title}", path_of(course, "law") + "#b-1a2b"),
        ("Start: Other", path_of(other, "why")),
    ]
    assert "1 of 4 required parts done" in answer.main
    assert [bar.get("value") for bar in answer.all("//progress")] == ["1", "0"]


def test_my_learning_is_empty_at_first_and_shows_what_was_left(
    client: Pages, cast: Cast, course: MadeCourse, visitor: Pages
) -> None:
    client.sign_in(cast.learner)
    assert "You have no courses yet" in client.get("/learn/").main
    client.post(path_of(course) + "enrol")
    client.post(path_of(course) + "leave")
    answer = client.get("/learn/")
    assert "Courses you left" in answer.main
    assert client.submit(answer, "Come back").location == path_of(course, "why")
    away = visitor.get("/learn/", status=302)
    assert away.location is not None
    assert away.location.startswith("/sign-in")


def test_my_learning_costs_the_same_for_one_course_and_ten(
    client: Pages, cast: Cast, course: MadeCourse, writing: Writing, queries: Callable[[], Any]
) -> None:
    client.sign_in(cast.learner)
    with writing():
        enrolled(cast.learner.id, course.id)
    with queries() as for_one:
        client.get("/learn/")
    with writing():
        for number in range(9):
            large = published_course(title=f"Large {number}", repeat=3)
            enrolled(cast.learner.id, large.id)
    with queries() as for_ten:
        client.get("/learn/")
    assert len(for_one) == len(for_ten) == 5


def test_learners_see_only_their_own_courses(
    client: Pages, cast: Cast, course: MadeCourse, writing: Writing
) -> None:
    with writing():
        enrolled(cast.second_learner.id, course.id)
    client.sign_in(cast.learner)
    assert course.title not in client.get("/learn/").main
    assert "Enrol and start" in client.get(path_of(course)).main


def test_enrolled_learners_read_what_is_new_in_a_release(
    app: Flask, signed_in: Callable[..., Pages], visitor: Pages, cast: Cast, course: MadeCourse
) -> None:
    with app.app_context(), write():
        enrolled(cast.learner.id, course.id)
        release = db.session.get_one(Release, course.release_id)
        release.note = "The lesson on labels names the new code."
    learner = signed_in(cast.learner)
    assert "The lesson on labels names the new code." in learner.get(path_of(course)).main
    assert "What is new" not in visitor.get(path_of(course)).main
