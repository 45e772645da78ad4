"""Questions to the trainers of a course: asked, answered, published, taken back, forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from courses import queries as course_queries
from courses.margin import operations, privacy
from courses.margin.errors import AskedEnough
from courses.margin.models import TrainerQuestion
from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import Cast, actor
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.pages import Answer, Pages

Writing = Callable[[], Any]


@pytest.fixture
def course(writing: Writing, cast: Cast) -> MadeCourse:
    with writing():
        return published_course(trainer_id=cast.trainer.id)


@pytest.fixture
def lina(client: Pages, cast: Cast, course: MadeCourse, writing: Writing) -> Pages:
    with writing():
        enrolled(cast.learner.id, course.id)
    return client.sign_in(cast.learner)


@pytest.fixture
def tomas(signed_in: Callable[[Any], Pages], cast: Cast) -> Pages:
    return signed_in(cast.trainer)


def lesson(course: MadeCourse) -> str:
    return f"/courses/{course.slug}/{course.lesson('law').public_id}/"


def desk(course: MadeCourse) -> str:
    return f"/desk/courses/{course.slug}/asked/"


def ask(lina: Pages, course: MadeCourse, text: str = "Small ones too?", key: str = "") -> Answer:
    form = lina.get(f"{lesson(course)}ask?key={key or course.lesson('law').paragraph}")
    return lina.submit(form, "Send the question", text=text)


def answered(tomas: Pages, course: MadeCourse, text: str = "Yes, all of them.") -> Answer:
    (link,) = tomas.get(desk(course)).all("//tbody//th/a/@href")
    page = tomas.get(link)
    return tomas.follow(tomas.submit(page, "Send the answer", text=text))


def test_a_question_goes_to_the_trainers_and_its_answer_comes_back(
    lina: Pages,
    tomas: Pages,
    course: MadeCourse,
    run_jobs: Callable[[], int],
    letters: Callable[[], Any],
) -> None:
    page = lina.follow(ask(lina, course))
    assert page.heading == "My questions to trainers"
    assert "Open" in page.main
    assert "(1)" in tomas.get(f"/desk/courses/{course.slug}/").main
    page = tomas.get(desk(course))
    assert "Lina Haddad (Kenya)" in page.main
    page = answered(tomas, course)
    assert "Answered" in page.main
    assert "keep waste closed" in page.main
    run_jobs()
    (letter,) = letters()
    assert letter["To"] == "lina@example.org"
    assert "Handling waste with care" in letter["Subject"]
    for part in ("plain", "html"):
        body = letter.get_body((part,)).get_content()
        assert "Small ones too?" in body
        assert "Yes, all of them." in body
        assert "/learn/questions/" in body
    page = lina.get("/learn/questions/")
    assert "Yes, all of them." in page.main


def test_a_changed_answer_sends_no_second_letter(
    lina: Pages,
    tomas: Pages,
    course: MadeCourse,
    run_jobs: Callable[[], int],
    letters: Callable[[], Any],
) -> None:
    ask(lina, course)
    page = answered(tomas, course)
    tomas.submit(page, "Save the answer", text="Yes.")
    run_jobs()
    assert len(letters()) == 1
    assert "all of them" not in lina.get("/learn/questions/").main


def test_what_is_published_stands_at_the_end_of_the_lesson_and_names_nobody(
    lina: Pages, tomas: Pages, visitor: Pages, course: MadeCourse
) -> None:
    ask(lina, course)
    address = lesson(course)
    assert "Asked about this lesson" not in visitor.get(address).main
    page = answered(tomas, course)
    page = tomas.follow(tomas.submit(page, "Publish", shown="Does it hold for small batteries?"))
    shown = visitor.get(address)
    (link,) = shown.all("//section[@aria-labelledby='asked']//a/@href")
    assert link == f"#{course.lesson('law').paragraph}"
    assert "Does it hold for small batteries?" in shown.main
    assert "Yes, all of them." in shown.main
    assert "Lina" not in shown.main
    assert "Small ones too?" not in shown.main
    # Every later change reaches the page that everybody shares.
    page = tomas.follow(tomas.submit(page, "Save the answer", text="Yes, even coin cells."))
    assert "Yes, even coin cells." in visitor.get(address).main
    page = tomas.follow(tomas.submit(page, "Save what is shown", shown="Small batteries?"))
    assert "Small batteries?" in visitor.get(address).main
    tomas.submit(page, "Take it back from the lesson")
    assert "Asked about this lesson" not in visitor.get(address).main


def test_a_lesson_costs_one_statement_more_once_and_only_when_something_is_published(
    lina: Pages, tomas: Pages, course: MadeCourse, queries: Callable[[], Any]
) -> None:
    lina.get(lesson(course))
    with queries() as before:
        lina.get(lesson(course))
    lina.follow(ask(lina, course))
    tomas.submit(answered(tomas, course), "Publish", shown="Small batteries?")
    with queries() as first:
        lina.get(lesson(course))
    with queries() as again:
        lina.get(lesson(course))
    assert (len(before), len(first), len(again)) == (3, 5, 3)


def test_only_an_answered_question_is_published_and_only_an_open_one_closed(
    lina: Pages, tomas: Pages, course: MadeCourse
) -> None:
    ask(lina, course)
    (link,) = tomas.get(desk(course)).all("//tbody//th/a/@href")
    page = tomas.get(link)
    assert not page.all("//textarea[@name='shown']")
    tomas.post(f"{link}/publish", {"shown": "x"}, status=409)
    tomas.submit(page, "Close without an answer")
    assert "No questions here" in tomas.get(desk(course)).main
    assert "Closed without an answer" in lina.get("/learn/questions/").main
    page = tomas.get(tomas.get(f"{desk(course)}?state=closed").all("//tbody//th/a/@href")[0])
    tomas.submit(page, "Send the answer", status=422, text=" ")
    tomas.submit(page, "Send the answer", text="Late, but here.")
    tomas.post(f"{link}/close", status=409)


def test_who_is_not_enrolled_reads_why_not(
    client: Pages, course: MadeCourse, cast: Cast, app: Flask
) -> None:
    client.sign_in(cast.second_learner)
    page = client.get(f"{lesson(course)}ask")
    assert "Only people who take the course ask its trainers." in page.main
    client.post(f"{lesson(course)}ask", {"text": "May I?"}, status=403)
    with app.app_context():
        assert db.session.scalar(select(func.count(TrainerQuestion.id))) == 0


def test_ten_questions_a_day_and_not_one_more_however_they_are_sent(
    lina: Pages, course: MadeCourse, app: Flask, cast: Cast
) -> None:
    person = actor(app, cast.learner)

    def send(number: int) -> bool:
        with app.app_context():
            try:
                with write():
                    step: Any = course_queries.step_to_do(
                        course.slug, course.lesson("law").public_id, person.id
                    )
                    operations.ask(person, step, "", f"Question {number}")
            except AskedEnough:
                return False
            return True

    for number in range(8):
        send(number)
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [False, False, True, True]
    form = lina.get(f"{lesson(course)}ask")
    page = lina.submit(form, "Send the question", status=429, text="One more")
    assert "You asked 10 questions within a day" in page.main


@pytest.mark.parametrize(("who", "status"), [("second_learner", 403), ("second_trainer", 404)])
def test_nobody_else_sees_or_answers_questions(
    lina: Pages,
    tomas: Pages,
    course: MadeCourse,
    cast: Cast,
    signed_in: Callable[[Any], Pages],
    who: str,
    status: int,
) -> None:
    ask(lina, course)
    (link,) = tomas.get(desk(course)).all("//tbody//th/a/@href")
    other = signed_in(getattr(cast, who))
    other.get(desk(course), status=status)
    other.get(link, status=status)
    for act in ("answer", "publish", "unpublish", "close"):
        other.post(f"{link}/{act}", {"text": "x", "shown": "x"}, status=status)
    assert "Small ones too?" not in other.get("/learn/questions/").main
    api = f"/api/v1/courses/{course.slug}/asked"
    other.json("GET", api, status=status)


def test_the_queue_costs_the_same_for_one_and_three(
    lina: Pages, tomas: Pages, course: MadeCourse, queries: Callable[[], Any]
) -> None:
    ask(lina, course)
    tomas.get(desk(course))
    with queries() as one:
        tomas.get(desk(course))
    ask(lina, course, "And large ones?")
    ask(lina, course, "Why?", "lesson")
    with queries() as three:
        page = tomas.get(desk(course))
    assert len(page.all("//tbody/tr")) == 3
    assert len(one) == len(three)


def test_the_api_does_the_same_and_every_act_is_in_the_log(
    lina: Pages, tomas: Pages, visitor: Pages, course: MadeCourse, app: Flask
) -> None:
    api = f"/api/v1/courses/{course.slug}"
    step = f"{api}/steps/{course.lesson('law').public_id}/questions"
    sent = lina.json("POST", step, {"text": "Small ones?"}, status=201).json
    one = f"{api}/asked/{sent['id']}"
    lina.json("POST", step, {"text": "x", "key": "b-000000000000"}, status=422)
    assert tomas.json("GET", f"{api}/asked").json["items"][0]["name"] == "Lina Haddad"
    tomas.json("PUT", f"{one}/publication", {"shown": "Small?"}, status=409)
    assert tomas.json("PUT", f"{one}/answer", {"answer": "Yes."}).json["state"] == "answered"
    tomas.json("PUT", f"{one}/closing", status=409)
    tomas.json("PUT", f"{one}/publication", {"shown": "Small?"})
    (shown,) = visitor.json("GET", step).json
    assert set(shown) == {"id", "key", "question", "answer", "published_at"}
    assert (shown["question"], shown["answer"]) == ("Small?", "Yes.")
    tomas.json("DELETE", f"{one}/publication", status=204)
    assert visitor.json("GET", step).json == []
    assert lina.json("GET", "/api/v1/me/questions").json["items"][0]["answer"] == "Yes."
    with app.app_context():
        acts = db.session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.thing_kind == "asked")
            .order_by(AuditEntry.id)
        ).all()
    assert acts == ["asked.ask", "asked.answer", "asked.publish", "asked.unpublish"]


def test_an_erased_person_leaves_only_what_trainers_published_in_their_words(
    lina: Pages, tomas: Pages, visitor: Pages, course: MadeCourse, app: Flask, cast: Cast
) -> None:
    ask(lina, course, "I am Lina: small ones?")
    tomas.submit(answered(tomas, course), "Publish", shown="Small batteries?")
    ask(lina, course, "Nobody answered this")
    with app.app_context(), write():
        assert len(privacy.export(cast.learner.id)["questions"]) == 2
        privacy.erase(cast.learner.id)
        rows = db.session.scalars(select(TrainerQuestion)).all()
        assert [(row.person_id, row.asked, row.shown) for row in rows] == [
            (None, "", "Small batteries?")
        ]
    assert "Small batteries?" in visitor.get(lesson(course)).main
    page = tomas.get(f"{desk(course)}?state=published")
    assert "Account erased" in page.main
    page = tomas.get(page.all("//tbody//th/a/@href")[0])
    assert "their wording with it" in page.main
