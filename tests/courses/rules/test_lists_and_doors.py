"""Whatever the rules and the facts: the list of what may be opened is what the doors let in."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from courses import access, queries
from courses.errors import NotEnrolled, QuizIsPassed
from courses.models import Completion, Enrolment, StepProgress
from courses.rules.errors import StepLocked
from courses.rules.models import Override
from courses.views.public import course_values, place_in_course
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from quizzes import access as quiz_access
from tests.cast import Cast, actor
from tests.factories.courses import MadeCourse, enrolled, published_course
from tests.factories.quizzes import ready_quiz
from tests.factories.rules import module_ids, put_rules

Writing = Callable[[], Any]
YESTERDAY, TOMORROW = -1, 1


@pytest.fixture
def course(writing: Writing, cast: Cast) -> MadeCourse:
    with writing():
        made = published_course(trainer_id=cast.trainer.id)
        ready_quiz(made)
        return made


def at(days: int) -> str:
    return (now() + timedelta(days=days)).isoformat()


NAMES = ("why", "law", "work", "quiz", "codes")
leaf = st.one_of(
    st.sampled_from(NAMES).map(lambda name: ("step", name)),
    st.tuples(st.just("quiz"), st.sampled_from([0, 5000, 10_000])),
    st.sampled_from(["First things", "At work", "Reference"]).map(lambda name: ("module", name)),
    st.sampled_from([YESTERDAY, TOMORROW]).map(lambda days: ("from", days)),
    st.sampled_from([YESTERDAY, TOMORROW]).map(lambda days: ("until", days)),
    st.sampled_from(["other", "gone"]).map(lambda name: ("course", name)),
)
tree = st.recursive(
    leaf,
    lambda inner: st.tuples(
        st.sampled_from(["all", "any", "some"]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)
part = st.sampled_from([*NAMES, "First things", "At work", "Reference"])


@pytest.fixture
def other(writing: Writing) -> MadeCourse:
    with writing():
        return published_course(title="Another course")


class Stage:
    """A course under drawn rules, with a learner who did drawn things."""

    def __init__(self, app: Flask, course: MadeCourse, other: MadeCourse, cast: Cast) -> None:
        self.app, self.course, self.other = app, course, other
        with app.app_context():
            self.modules = module_ids(course)
        self.learner = actor(app, cast.learner)
        self.enrolment = enrolled_in(app, cast.learner.id, course)
        self.elsewhere = enrolled_in(app, cast.learner.id, other)

    def condition(self, drawn: Any) -> dict[str, Any]:
        kind, value = drawn
        if kind in ("all", "any", "some"):
            group = {kind: [self.condition(one) for one in value]}
            return group | ({"need": max(1, len(value) - 1)} if kind == "some" else {})
        if kind in ("from", "until"):
            return {kind: at(value)}
        if kind == "quiz":
            return {"quiz": self.course.quiz.public_id, "mark": value}
        if kind == "course":
            return {kind: self.other.public_id if value == "other" else "0" * 12}
        return {kind: self.id_of(value)}

    def id_of(self, name: str) -> str:
        return self.modules.get(name) or self.course.lesson(name).public_id

    def put(self, drawn: dict[str, Any], entry: Any, done: Any, opened: Any, facts: Any) -> None:
        """Write the rules and the facts in place of those of the example before."""
        is_enrolled, other_done = facts
        conditions = {self.id_of(name): self.condition(one) for name, one in drawn.items()}
        put_rules(self.course, conditions, None if entry is None else self.condition(entry))
        for table in (StepProgress, Override, Completion):
            db.session.execute(delete(table))
        left = None if is_enrolled else now()
        db.session.execute(
            update(Enrolment).where(Enrolment.id == self.enrolment).values(left_at=left)
        )
        for name, score in done.items():
            step = self.course.lesson(name)
            progress = StepProgress(
                enrolment_id=self.enrolment, step_id=step.id, completed_at=now()
            )
            progress.score = score if step.kind == "quiz" else None
            db.session.add(progress)
        for name in opened:
            step_id = self.course.lesson(name).id if name else None
            made = Override(enrolment_id=self.enrolment, step_id=step_id, kind="open", reason="x")
            db.session.add(made)
        if other_done:
            self._complete_other()
        db.session.flush()

    def _complete_other(self) -> None:
        release = self.other.release_id
        db.session.add(Completion(enrolment_id=self.elsewhere, release_id=release, trace=[]))

    def listed(self, person: Any) -> set[str]:
        """Return the titles of the steps that the course page shows as open."""
        row = queries.course_page(self.course.slug, person.id if person else 0)
        assert row is not None
        modules = course_values(row, place_in_course(row, person))["modules"]
        return {step.title for module in modules for step in module.steps if step.state != "locked"}

    def let_in(self, person: Any, door: Callable[..., Any]) -> set[str]:
        """Return the titles of the steps that a door lets the person into."""
        entered = set()
        for step in self.course.steps:
            with suppress(StepLocked):
                # What comes after the lock is none of its business.
                with suppress(NotEnrolled, QuizIsPassed):
                    door(self.course.slug, step.public_id, person)
                entered.add(step.title)
        return entered


def enrolled_in(app: Flask, person_id: int, course: MadeCourse) -> int:
    with app.app_context(), write():
        return enrolled(person_id, course.id)


@pytest.fixture
def stage(app: Flask, course: MadeCourse, other: MadeCourse, cast: Cast) -> Stage:
    return Stage(app, course, other, cast)


@given(
    drawn=st.dictionaries(part, tree, max_size=4),
    entry=st.none() | tree,
    done=st.dictionaries(st.sampled_from(NAMES), st.sampled_from([None, 4000, 9000]), max_size=5),
    opened=st.lists(st.sampled_from(["", *NAMES]), max_size=2, unique=True),
    facts=st.tuples(st.booleans(), st.booleans()),
    visitor=st.booleans(),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_the_rules_and_the_facts_the_list_is_what_the_doors_let_in(
    stage: Stage, writing: Writing, drawn: Any, entry: Any, done: Any, opened: Any, facts: Any,
    visitor: bool,
) -> None:  # fmt: skip
    with writing():
        stage.put(drawn, entry, done, opened, facts)
    person = None if visitor else stage.learner
    with stage.app.test_request_context():
        listed = stage.listed(person)
        assert stage.let_in(person, access.open_step) == listed
        assert stage.let_in(person, access.find_step) == listed
        if person is not None and facts[0]:
            assert stage.let_in(person, access.open_lesson_to_do) == listed
            quiz = stage.course.quiz
            by_quiz = {quiz.title} & listed
            door = quiz_access.open_quiz_to_start
            try:
                door(stage.course.slug, quiz.public_id, person)
                assert by_quiz
            except StepLocked:
                assert not by_quiz
        if person is not None and facts[0]:
            assert {stage.course.lesson(name).title for name in done} <= listed
