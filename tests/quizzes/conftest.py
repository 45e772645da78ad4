"""A course with a quiz and one enrolled learner, for the tests of this room."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from courses import queries as course_queries
from courses.models import Course
from elearn.accounts.session import SignedIn
from elearn.core import transaction
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import manual_drafts, queries, sitting
from quizzes.page_answers import PageAnswers
from tests.cast import Cast, Member, actor
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.factories.quizzes import MadeQuiz, ready_quiz, right_answers, wrong_answers
from tests.quizzes.drafts_house import DraftsHouse, draft_course


def page(key: str, given: dict[int, tuple[dict[str, Any], int]]) -> PageAnswers:
    """Return a page with these responses, each with the sequence the page had shown."""
    fields: list[tuple[str, str]] = []
    for position, (response, shown) in given.items():
        fields.append((f"question-{position}-shown", str(shown)))
        values = next(iter(response.values()))
        values = values if isinstance(values, list) else [values]
        fields += [(f"question-{position}", value) for value in values]
    return PageAnswers(key, MultiDict(fields))


@dataclass
class Table:
    """What a learner sits down to: everything a test of attempts needs."""

    app: Flask
    course: MadeCourse
    quiz: MadeQuiz
    enrolment_id: int
    learner: SignedIn

    @property
    def address(self) -> str:
        return f"/courses/{self.course.slug}/{self.course.quiz.public_id}/quiz"

    def step(self) -> Any:
        return course_queries.step_to_do(
            self.course.slug, self.course.quiz.public_id, self.learner.id
        )

    def start(self) -> str:
        with self.app.app_context(), write():
            return sitting.start_attempt(self.learner, self.step()).public_id

    def attempt(self, public_id: str) -> Any:
        with self.app.app_context():
            row = queries.attempt_row(public_id)
            db.session.rollback()
            return row

    def answers(self, public_id: str, right: bool = True) -> dict[int, dict[str, Any]]:
        attempt_id = self.attempt(public_id).id
        with self.app.app_context():
            answers = right_answers(attempt_id) if right else wrong_answers(attempt_id)
            db.session.rollback()
            return answers

    def save(self, public_id: str, position: int, response: Any, **values: Any) -> sitting.Saved:
        values = {"client_key": f"key-{position}-{response}"[:40], "sequence": 1} | values
        with self.app.app_context(), write():
            return sitting.save_answer(
                public_id, self.learner.id, position=position, response=response, **values
            )

    def save_all(self, public_id: str, right: bool = True) -> None:
        for position, response in self.answers(public_id, right).items():
            self.save(public_id, position, response, client_key=f"all-{position}-{right}")

    def submit(self, public_id: str) -> sitting.Closed:
        with self.app.app_context(), write():
            return sitting.submit_attempt(public_id, self.learner.id)

    def take(self, right: bool = True) -> sitting.Closed:
        public_id = self.start()
        self.save_all(public_id, right)
        return self.submit(public_id)


@pytest.fixture
def prepared(app: Flask) -> Callable[[], AbstractContextManager[None]]:
    """Return `with prepared():` for set-up by factories, which may be slow: it is not timed."""

    @contextmanager
    def opened() -> Iterator[None]:
        longest = transaction.longest_hold["seconds"]
        with app.app_context():
            yield
        transaction.longest_hold["seconds"] = longest

    return opened


@pytest.fixture
def send_page(app: Flask) -> Callable[..., bool]:
    """Return a function that saves a page: (table, attempt, {position: (response, shown)}, key)."""

    def send(table: Table, attempt: str, given: Any, key: str) -> bool:
        with app.app_context(), write():
            return sitting.save_page(attempt, table.learner.id, page(key, given))

    return send


@pytest.fixture
def submit_page(app: Flask) -> Callable[..., sitting.Closed | sitting.Missing]:
    """Return a function that submits a page: (table, attempt, given, key, sure=False)."""

    def send(
        table: Table, attempt: str, given: Any, key: str, *, sure: bool = False
    ) -> sitting.Closed | sitting.Missing:
        with app.app_context(), write():
            return sitting.submit_page(attempt, table.learner.id, page(key, given), sure=sure)

    return send


@pytest.fixture
def lay(
    app: Flask, cast: Cast, prepared: Callable[[], AbstractContextManager[None]]
) -> Callable[..., Table]:
    """Return a function that lays a table: settings of the quiz, `questions`, `member`."""

    def laid(member: Member | None = None, **settings: Any) -> Table:
        member = member or cast.learner
        with prepared():
            course = published_course(trainer_id=cast.trainer.id)
            enrolment_id = enrolled(member.id, course.id)
            quiz = ready_quiz(course, **settings)
        return Table(app, course, quiz, enrolment_id, actor(app, member))

    return laid


@pytest.fixture
def table(lay: Callable[..., Table]) -> Table:
    """The learner of the cast, enrolled, before a quiz with one question of each kind."""
    return lay()


@pytest.fixture
def house(app: Flask, writing: Callable[[], Any], cast: Cast) -> DraftsHouse:
    """Tomas's course on a manual, without drafts yet."""
    tomas = actor(app, cast.trainer)
    with writing():
        return draft_course(tomas)


@pytest.fixture
def make(app: Flask, house: DraftsHouse) -> Callable[..., manual_drafts.Made]:
    """Return a function that makes the drafts of the course."""

    def run(**more: bool) -> manual_drafts.Made:
        with app.app_context():
            course = db.session.get_one(Course, house.course_id)
            return manual_drafts.make_drafts(course, house.trainer, **more)

    return run


@pytest.fixture
def made(house: DraftsHouse, make: Callable[..., manual_drafts.Made]) -> DraftsHouse:
    """The course with its drafts."""
    assert make().new == 5
    return house
