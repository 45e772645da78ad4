"""What trainers read: questions with their keys, attempts of learners, figures. No rights."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select

from courses.models import Module, Step
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.library.models import Paragraph
from quizzes.models import (
    Attempt,
    AttemptQuestion,
    Question,
    QuestionRevision,
    Quiz,
    QuizItem,
)
from quizzes.queries import AnyRow

MOST_FIRST_ATTEMPTS = 2000

_items = (
    select(
        Question.id.label("question_id"),
        Question.public_id,
        Question.topic,
        Question.retired_at,
        Question.checked_edition_id,
        Question.checked_at,
        QuizItem.position,
        QuizItem.points,
        QuestionRevision.number,
        QuestionRevision.kind,
        QuestionRevision.content,
        QuestionRevision.answer_key,
        QuestionRevision.paragraphs,
        QuestionRevision.created_at.label("revised_at"),
    )
    .select_from(QuizItem)
    .join(Question, Question.id == QuizItem.question_id)
    .join(QuestionRevision, QuestionRevision.id == Question.current_revision_id)
    .order_by(QuizItem.position, QuizItem.id)
)


def quiz_of_step(step_id: int) -> Quiz | None:
    """Return the quiz of a step, or None when nobody has made it yet."""
    return db.session.scalars(select(Quiz).where(Quiz.step_id == step_id)).one_or_none()


def items_of(quiz_id: int) -> Sequence[AnyRow]:
    """Return the questions of a quiz in their newest wording, retired ones too, in order."""
    return db.session.execute(_items.where(QuizItem.quiz_id == quiz_id)).all()


def usable_items(quiz: Quiz) -> list[AnyRow]:
    """Return the questions an attempt may ask: a test before asks those of its test after."""
    source = quiz.pool_id if quiz.purpose == "before" else quiz.id
    return [item for item in items_of(source) if item.retired_at is None] if source else []


def drawing_from(quiz_id: int) -> Sequence[Quiz]:
    """Return the tests before that draw their questions from a quiz."""
    return db.session.scalars(
        select(Quiz).where(Quiz.pool_id == quiz_id, Quiz.purpose == "before").order_by(Quiz.id)
    ).all()


def item_of(quiz_id: int, public_id: str) -> AnyRow | None:
    """Return one question of a quiz, or None."""
    statement = _items.where(QuizItem.quiz_id == quiz_id, Question.public_id == public_id)
    return db.session.execute(statement).one_or_none()


def quizzes_of_course(course_id: int) -> Sequence[AnyRow]:
    """Return quiz, step, title and purpose of the quizzes a course has, in its order."""
    return db.session.execute(
        select(
            Quiz.id,
            Quiz.step_id,
            Step.public_id,
            Step.title,
            Quiz.purpose,
            Quiz.pool_id,
            Quiz.draw,
        )
        .join(Step, Step.id == Quiz.step_id)
        .join(Module, Module.id == Step.module_id)
        .where(Step.course_id == course_id, Step.removed_at.is_(None))
        .order_by(Module.position, Step.position, Step.id)
    ).all()


def quiz_steps_of(course_id: int) -> Sequence[AnyRow]:
    """Return public id, title and module of the quiz steps of a course, filled or not."""
    return db.session.execute(
        select(Step.public_id, Step.title, Step.module_id, Module.position)
        .join(Module, Module.id == Step.module_id)
        .where(Step.course_id == course_id, Step.kind == "quiz", Step.removed_at.is_(None))
        .order_by(Module.position, Step.position, Step.id)
    ).all()


def attempts_at(quiz_id: int) -> Select[*tuple[Any, ...]]:
    """Return the statement for the attempts at a quiz with their learners, newest first."""
    return (
        select(
            Attempt.public_id,
            Attempt.number,
            Attempt.started_at,
            Attempt.submitted_at,
            Attempt.deadline,
            Attempt.score,
            Attempt.passed,
            Person.name,
            Person.country,
        )
        .join(Person, Person.id == Attempt.person_id)
        .where(Attempt.quiz_id == quiz_id)
        .order_by(Attempt.started_at.desc(), Attempt.id.desc())
    )


def counts_of_attempts(quiz_id: int) -> AnyRow:
    """Return how many learners tried a quiz, how many passed it, and how many attempts ended."""
    statement = select(
        func.count(func.distinct(Attempt.person_id)).label("learners"),
        func.count(func.distinct(Attempt.person_id))
        .filter(Attempt.passed.is_(True))
        .label("passed"),
        func.count(Attempt.submitted_at).label("ended"),
    ).where(Attempt.quiz_id == quiz_id)
    return db.session.execute(statement).one()


def first_results(quiz_id: int) -> list[tuple[int, int, dict[str, Any]]]:
    """Return (attempt id, question id, graded row) for learners' first attempts, newest first.

    At most the 2,000 last of them, so that the page costs the same for any number of learners.
    """
    newest = (
        select(Attempt.id, Attempt.results)
        .where(Attempt.quiz_id == quiz_id, Attempt.number == 1, Attempt.submitted_at.is_not(None))
        .order_by(Attempt.id.desc())
        .limit(MOST_FIRST_ATTEMPTS)
    )
    graded: dict[tuple[int, int], dict[str, Any]] = {
        (row.id, one["position"]): one
        for row in db.session.execute(newest)
        for one in row.results or []
    }
    chosen = newest.with_only_columns(Attempt.id).subquery()
    asked = (
        select(AttemptQuestion.attempt_id, AttemptQuestion.position, QuestionRevision.question_id)
        .join(chosen, chosen.c.id == AttemptQuestion.attempt_id)
        .join(QuestionRevision, QuestionRevision.id == AttemptQuestion.revision_id)
    )
    return [
        (row.attempt_id, row.question_id, graded[row.attempt_id, row.position])
        for row in db.session.execute(asked)
        if (row.attempt_id, row.position) in graded
    ]


def paragraphs_named(edition_id: int | None, names: Iterable[str]) -> Sequence[AnyRow]:
    """Return key, label and text of the paragraphs with these printed labels or keys, in order."""
    wanted = sorted(set(names))
    if not wanted or edition_id is None:
        return []
    return db.session.execute(
        select(Paragraph.key, Paragraph.label, Paragraph.text, Paragraph.page)
        .where(Paragraph.edition_id == edition_id)
        .where(or_(Paragraph.key.in_(wanted), Paragraph.label.in_(wanted)))
        .order_by(Paragraph.position)
    ).all()
