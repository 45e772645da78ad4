"""Reads of quizzes for learners: prebuilt statements, column rows. No writes, no rights.

Statements for an open attempt never name the column of the answer key.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Integer, Row, String, and_, bindparam, case, exists, func, select

from courses.models import Course, ReleaseStep, Step
from elearn.core.database import read
from elearn.library.models import Paragraph
from quizzes.models import (
    Answer,
    Attempt,
    AttemptQuestion,
    Question,
    QuestionRevision,
    Quiz,
    QuizItem,
)

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

MOST_ATTEMPTS_SHOWN = 50
RELEASES_REMEMBERED = 16

# A test before asks the questions of its test after.
_source_id = case((Quiz.purpose == "before", Quiz.pool_id), else_=Quiz.id)
_active_items = (
    select(func.count(QuizItem.id))
    .join(Question, Question.id == QuizItem.question_id)
    .where(QuizItem.quiz_id == _source_id, Question.retired_at.is_(None))
    .correlate(Quiz)
    .scalar_subquery()
)
_quiz = select(
    Quiz.id,
    Quiz.step_id,
    Quiz.introduction,
    Quiz.pass_mark,
    Quiz.attempts,
    Quiz.wait_minutes,
    Quiz.time_limit,
    Quiz.draw,
    Quiz.shuffle,
    Quiz.purpose,
    _source_id.label("source_id"),
    _active_items.label("questions"),
).where(Quiz.step_id == bindparam("step_id", type_=Integer()))


def quiz_of(step_id: int) -> AnyRow | None:
    """Return the settings of a step's quiz and how many questions it can ask, or None."""
    return read(_quiz, {"step_id": step_id}).one_or_none()


_attempts = (
    select(
        Attempt.id,
        Attempt.public_id,
        Attempt.number,
        Attempt.started_at,
        Attempt.deadline,
        Attempt.submitted_at,
        Attempt.score,
        Attempt.passed,
    )
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id", type_=Integer()),
        Attempt.quiz_id == bindparam("quiz_id", type_=Integer()),
    )
    .order_by(Attempt.number.desc())
    .limit(MOST_ATTEMPTS_SHOWN)
)


def attempts_of(enrolment_id: int, quiz_id: int) -> Sequence[AnyRow]:
    """Return a learner's attempts at a quiz, newest first, the fifty last ones at most."""
    values = {"enrolment_id": enrolment_id, "quiz_id": quiz_id}
    return read(_attempts, values).all()


_handed_in = select(
    exists().where(
        Attempt.enrolment_id == bindparam("enrolment_id", type_=Integer()),
        Attempt.quiz_id == bindparam("quiz_id", type_=Integer()),
        Attempt.submitted_at.is_not(None),
    )
)


def was_handed_in(enrolment_id: int, quiz_id: int | None) -> bool:
    """Tell whether the learner handed in an attempt at the quiz."""
    values = {"enrolment_id": enrolment_id, "quiz_id": quiz_id}
    return quiz_id is not None and bool(read(_handed_in, values).scalar())


_items = (
    select(
        QuestionRevision.id.label("revision_id"),
        Question.id.label("question_id"),
        QuestionRevision.kind,
        QuestionRevision.content,
        QuizItem.points,
    )
    .select_from(QuizItem)
    .join(Question, Question.id == QuizItem.question_id)
    .join(QuestionRevision, QuestionRevision.id == Question.current_revision_id)
    .where(QuizItem.quiz_id == bindparam("quiz_id", type_=Integer()), Question.retired_at.is_(None))
    .order_by(QuizItem.position, QuizItem.id)
)


def items_to_draw(quiz_id: int) -> Sequence[AnyRow]:
    """Return the questions a new attempt may ask, newest revisions, in the author's order."""
    return read(_items, {"quiz_id": quiz_id}).all()


_seen = (
    select(QuestionRevision.question_id, func.count().label("times"))
    .join(AttemptQuestion, AttemptQuestion.revision_id == QuestionRevision.id)
    .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id", type_=Integer()),
        Attempt.quiz_id == bindparam("quiz_id", type_=Integer()),
    )
    .group_by(QuestionRevision.question_id)
)


def times_seen(enrolment_id: int, quiz_id: int) -> dict[int, int]:
    """Return how often the learner was asked each question of a quiz, by question id."""
    values = {"enrolment_id": enrolment_id, "quiz_id": quiz_id}
    return {row.question_id: row.times for row in read(_seen, values)}


_attempt = (
    select(
        Attempt.id,
        Attempt.public_id,
        Attempt.number,
        Attempt.person_id,
        Attempt.enrolment_id,
        Attempt.quiz_id,
        Attempt.pass_mark,
        Attempt.started_at,
        Attempt.deadline,
        Attempt.submitted_at,
        Attempt.score,
        Attempt.passed,
        Attempt.results,
        Quiz.step_id,
        Quiz.purpose,
        Quiz.pool_id,
        Step.public_id.label("step_public_id"),
        Step.title,
        Course.id.label("course_id"),
        Course.slug,
        Course.title.label("course_title"),
        Course.language,
        Course.edition_id,
        Course.current_release_id.label("release_id"),
        Course.rules_id,
    )
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Step, Step.id == Quiz.step_id)
    .join(Course, Course.id == Step.course_id)
)
_attempt_by_public_id = _attempt.where(Attempt.public_id == bindparam("public_id", type_=String()))
# FOR UPDATE waits for answers being saved, so that none that was acknowledged is left out.
_attempt_to_close = _attempt_by_public_id.with_for_update(of=Attempt)
_attempt_to_expire = _attempt.where(
    Attempt.id == bindparam("attempt_id", type_=Integer())
).with_for_update(of=Attempt)


def attempt_row(public_id: str) -> AnyRow | None:
    """Return an attempt with its quiz, step and course, whoever's it is, or None."""
    return read(_attempt_by_public_id, {"public_id": public_id}).one_or_none()


def attempt_to_close(public_id: str) -> AnyRow | None:
    """Return the same row, locked until the transaction ends."""
    return read(_attempt_to_close, {"public_id": public_id}).one_or_none()


def attempt_to_expire(attempt_id: int) -> AnyRow | None:
    """Return the same row by its id, locked until the transaction ends."""
    return read(_attempt_to_expire, {"attempt_id": attempt_id}).one_or_none()


_ranked = (
    select(
        Answer.position,
        Answer.response,
        Answer.sequence,
        func.row_number()
        .over(partition_by=Answer.position, order_by=(Answer.sequence.desc(), Answer.id.desc()))
        .label("place"),
    )
    .where(Answer.attempt_id == bindparam("attempt_id", type_=Integer()))
    .subquery()
)
_asked = (
    select(
        AttemptQuestion.position,
        AttemptQuestion.points,
        AttemptQuestion.choice_order,
        QuestionRevision.kind,
        QuestionRevision.content,
        _ranked.c.response,
        _ranked.c.sequence,
    )
    .join(QuestionRevision, QuestionRevision.id == AttemptQuestion.revision_id)
    .outerjoin(_ranked, and_(_ranked.c.position == AttemptQuestion.position, _ranked.c.place == 1))
    .where(AttemptQuestion.attempt_id == bindparam("attempt_id", type_=Integer()))
    .order_by(AttemptQuestion.position)
)
_asked_with_keys = _asked.add_columns(QuestionRevision.answer_key, QuestionRevision.paragraphs)


def questions_asked(attempt_id: int) -> Sequence[AnyRow]:
    """Return the questions of an attempt with the latest response to each, without keys."""
    return read(_asked, {"attempt_id": attempt_id}).all()


def questions_with_keys(attempt_id: int) -> Sequence[AnyRow]:
    """Return the same with keys and paragraphs: for grading, and after submission."""
    return read(_asked_with_keys, {"attempt_id": attempt_id}).all()


_key_kept = select(Answer.id).where(
    Answer.attempt_id == bindparam("attempt_id", type_=Integer()),
    Answer.position == bindparam("position", type_=Integer()),
    Answer.client_key == bindparam("client_key", type_=String()),
)


def is_kept(attempt_id: int, position: int, client_key: str) -> bool:
    """Tell whether the answer with this key is kept."""
    values = {"attempt_id": attempt_id, "position": position, "client_key": client_key}
    return read(_key_kept, values).scalar() is not None


_kept = and_(Answer.attempt_id == Attempt.id, Answer.position == AttemptQuestion.position)
_latest_sequence = (
    select(func.max(Answer.sequence))
    .where(_kept)
    .correlate(Attempt, AttemptQuestion)
    .scalar_subquery()
)
_how_many = (
    select(func.count(Answer.id)).where(_kept).correlate(Attempt, AttemptQuestion).scalar_subquery()
)
_question_to_answer = (
    select(
        Attempt.id,
        Attempt.person_id,
        Attempt.deadline,
        Attempt.submitted_at,
        QuestionRevision.kind,
        QuestionRevision.content,
        _latest_sequence.label("latest"),
        _how_many.label("kept"),
        Course.rules_id,
    )
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Step, Step.id == Quiz.step_id)
    .join(Course, Course.id == Step.course_id)
    .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
    .join(QuestionRevision, QuestionRevision.id == AttemptQuestion.revision_id)
    .where(
        Attempt.public_id == bindparam("public_id", type_=String()),
        AttemptQuestion.position == bindparam("position", type_=Integer()),
    )
)


def question_to_answer(public_id: str, position: int) -> AnyRow | None:
    """Return what saving one answer needs to know, in one statement, or None."""
    values = {"public_id": public_id, "position": position}
    return read(_question_to_answer, values).one_or_none()


_answer_sent = (
    select(Answer.response, Answer.sequence)
    .where(
        Answer.attempt_id == bindparam("attempt_id", type_=Integer()),
        Answer.position == bindparam("position", type_=Integer()),
        Answer.sequence == bindparam("sequence", type_=Integer()),
    )
    .order_by(Answer.id.desc())
    .limit(1)
)


def response_shown(attempt_id: int, position: int, sequence: int) -> dict[str, Any] | None:
    """Return the response that had this sequence number, or None."""
    values = {"attempt_id": attempt_id, "position": position, "sequence": sequence}
    row = read(_answer_sent, values).one_or_none()
    return None if row is None else dict(row.response)


_labels = select(Paragraph.key, Paragraph.label, Paragraph.page).where(
    Paragraph.edition_id == bindparam("edition_id", type_=Integer()),
    Paragraph.key.in_(bindparam("keys", expanding=True)),
)


def paragraph_labels(edition_id: int | None, keys: Iterable[str]) -> dict[str, AnyRow]:
    """Return key, printed label and page of the named paragraphs of an edition."""
    wanted = sorted(set(keys))
    if not wanted or edition_id is None:
        return {}
    return {row.key: row for row in read(_labels, {"edition_id": edition_id, "keys": wanted})}


_lessons = (
    select(Step.public_id, ReleaseStep.title, ReleaseStep.html)
    .join(Step, Step.id == ReleaseStep.step_id)
    .where(
        ReleaseStep.release_id == bindparam("release_id", type_=Integer()),
        ReleaseStep.kind == "lesson",
    )
    .order_by(ReleaseStep.position)
)
_ANCHOR = re.compile(r'\sid="(b-[0-9a-f]+)"')


@lru_cache(maxsize=RELEASES_REMEMBERED)
def lessons_by_paragraph(release_id: int, step_public_id: str) -> dict[str, tuple[str, str]]:
    """Return, for each paragraph, public id and title of the first lesson that shows it.

    A release never changes, so this is worked out once. The step's public id is part of the key,
    since a restored database may use a release's number again.
    """
    found: dict[str, tuple[str, str]] = {}
    for row in read(_lessons, {"release_id": release_id}):
        for key in _ANCHOR.findall(row.html):
            found.setdefault(key, (row.public_id, row.title))
    return found
