"""What learners do: start an attempt, save answers, submit; and what the clock does for them.

Everything may be repeated and raced: unique keys and a conditional update in the database decide.
Call inside `transaction.write()`.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol, cast

from flask_babel import LazyString
from sqlalchemy import Integer, Table, bindparam, update
from sqlalchemy.dialects.postgresql import insert

from courses import learning
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import connection, execute
from elearn.core.errors import Conflict
from elearn.core.ids import public_id as new_public_id
from quizzes import access, queries
from quizzes.answering import Saved, check_answer, keep_answer, keep_row, refuse_late
from quizzes.clock import is_over, seconds_until_closing
from quizzes.drawing import Item, draw_questions
from quizzes.errors import (
    NoSuchAttempt,
    NoSuchQuiz,
    NotEnrolled,
    QuizIsEmpty,
    TakenOnce,
    WaitBeforeNextAttempt,
)
from quizzes.grading import Asked, Result, grade
from quizzes.kinds import kind_of
from quizzes.models import Attempt, AttemptQuestion
from quizzes.page_answers import PageAnswers, keep_page, latest_responses
from quizzes.queries import AnyRow

# PostgreSQL's INSERT ... ON CONFLICT; SQLite compiles the same statement.
_new_attempt = insert(cast(Table, Attempt.__table__)).on_conflict_do_nothing().returning(Attempt.id)
_new_questions = insert(cast(Table, AttemptQuestion.__table__))
_close = (
    update(Attempt)
    .where(Attempt.id == bindparam("the_attempt", type_=Integer()), Attempt.submitted_at.is_(None))
    .values(
        submitted_at=bindparam("moment"),
        score=bindparam("the_score"),
        passed=bindparam("has_passed"),
        results=bindparam("rows"),
    )
    .returning(Attempt.id)
)


class StepFacts(Protocol):
    """A quiz step for one person, as `courses.queries.step_to_do` or `learner_step` returns it."""

    @property
    def step_id(self) -> int: ...

    @property
    def enrolment_id(self) -> int | None: ...


@dataclass(frozen=True)
class Started:
    """An attempt that is open; `new` is False when it was open before."""

    public_id: str
    new: bool


@dataclass(frozen=True)
class Missing:
    """An attempt that stays open, because these questions have no answer."""

    positions: tuple[int, ...]


@dataclass(frozen=True)
class Closed:
    """A closed attempt. `new`: this call closed it; `completed`: that completed the course."""

    public_id: str
    score: int
    passed: bool
    new: bool
    completed: bool = False


def start_attempt(person: SignedIn, step: StepFacts) -> Started:
    """Start an attempt, or return the one that is open.

    Raises NotEnrolled, NoSuchQuiz, QuizIsEmpty, TakenOnce, or WaitBeforeNextAttempt with the
    moment.
    """
    if step.enrolment_id is None:
        raise NotEnrolled
    quiz = queries.quiz_of(step.step_id)
    if quiz is None:
        raise NoSuchQuiz
    started = None
    # Another window that starts one first, and perhaps submits it at once, makes us look again.
    while started is None:
        started = _open_or_new(person, step.enrolment_id, quiz)
    return started


def _open_or_new(person: SignedIn, enrolment_id: int, quiz: AnyRow) -> Started | None:
    history = queries.attempts_of(enrolment_id, quiz.id)
    if history and history[0].submitted_at is None:
        if not is_over(history[0].deadline, now()):
            return Started(history[0].public_id, False)
        close_expired(history[0].id)
        history = queries.attempts_of(enrolment_id, quiz.id)
    if quiz.purpose == "before" and history:
        raise TakenOnce
    allowed = access.allowance_of(quiz, history, now())
    if allowed.until is not None:
        # Dates are put into words after the transaction is over.
        sentence = LazyString(access.waiting_sentence, quiz.attempts, allowed.until)
        raise WaitBeforeNextAttempt(sentence, allowed.until)
    number = history[0].number + 1 if history else 1
    return _draw_and_open(person, enrolment_id, quiz, number)


def _draw_and_open(
    person: SignedIn, enrolment_id: int, quiz: AnyRow, number: int
) -> Started | None:
    items = [Item(**row._mapping) for row in queries.items_to_draw(quiz.source_id)]
    if not items:
        raise QuizIsEmpty
    partial = quiz.draw is not None and quiz.draw < len(items)
    seed = secrets.randbits(31)
    drawn = draw_questions(
        items,
        seed=seed,
        draw=quiz.draw,
        shuffle=quiz.shuffle,
        seen=queries.times_seen(enrolment_id, quiz.id) if partial else {},
    )
    public_id, moment = new_public_id(), now()
    limit = None if quiz.time_limit is None else timedelta(minutes=quiz.time_limit)
    values = {
        "public_id": public_id,
        "quiz_id": quiz.id,
        "enrolment_id": enrolment_id,
        "person_id": person.id,
        "number": number,
        "seed": seed,
        "pass_mark": 0 if quiz.purpose == "before" else quiz.pass_mark,
        "started_at": moment,
        "deadline": None if limit is None else moment + limit,
    }
    attempt_id = execute(_new_attempt, values).scalar()
    if attempt_id is None:
        return None
    rows = [{"attempt_id": attempt_id} | vars(one) for one in drawn]
    connection().execute(_new_questions, rows)
    if quiz.time_limit is not None:
        delay = seconds_until_closing(quiz.time_limit)
        outbox.enqueue("quizzes.close_expired", delay_seconds=delay, attempt_id=attempt_id)
    return Started(public_id, True)


def save_answer(public_id: str, person_id: int, **sent: Any) -> Saved:
    """Check and keep one answer; takes and raises what check_answer and keep_answer do."""
    return keep_answer(check_answer(public_id, person_id, **sent))


def save_page(public_id: str, person_id: int, page: PageAnswers) -> bool:
    """Keep every answer that changed on a page. Return False when some changed elsewhere too.

    An answer the page did not touch never overwrites one given elsewhere. Raises as save_answer.
    """
    row = _attempt_of(public_id, person_id)
    refuse_late(row)
    rows = queries.questions_asked(row.id)
    return keep_page(row.id, rows, page, partial(keep_row, row.id)).clean


def submit_page(
    public_id: str, person_id: int, page: PageAnswers, *, sure: bool
) -> Closed | Missing:
    """Keep the page and submit the attempt; unless `sure`, only when every question is answered.

    Raises as submit_attempt.
    """
    row = _attempt_of(public_id, person_id)
    if row.submitted_at is not None or is_over(row.deadline, now()):
        return _submit(row, person_id)
    rows = queries.questions_with_keys(row.id)
    responses = keep_page(row.id, rows, page, partial(keep_row, row.id)).responses
    missing = () if sure else _unanswered(rows, responses)
    if missing:
        return Missing(missing)
    return _close_with(row, _graded(rows, responses, row.pass_mark), now(), person_id)


def submit_attempt(public_id: str, person_id: int) -> Closed:
    """Grade and close the attempt, once; a repeat returns the same result.

    After the time is over, only what was saved in time counts. A passed attempt completes its
    step, and perhaps the course; so does a test before, whatever its score. Raises NoSuchAttempt.
    """
    return _submit(_attempt_of(public_id, person_id), person_id)


def _submit(row: AnyRow, person_id: int) -> Closed:
    if row.submitted_at is not None:
        return Closed(row.public_id, row.score, row.passed, new=False)
    moment = now()
    if is_over(row.deadline, moment):
        return _close_with(row, result_of(row.id, row.pass_mark), row.deadline, None)
    return _close_with(row, result_of(row.id, row.pass_mark), moment, person_id)


def _attempt_of(public_id: str, person_id: int) -> AnyRow:
    row = queries.attempt_to_close(public_id)
    if row is None or row.person_id != person_id:
        raise NoSuchAttempt
    return row


def _unanswered(rows: Sequence[AnyRow], responses: Mapping[int, Any]) -> tuple[int, ...]:
    empty: Mapping[str, Any] = {}
    return tuple(
        row.position
        for row in rows
        if kind_of(row.kind).is_empty(responses.get(row.position, empty))
    )


def close_expired(attempt_id: int) -> bool:
    """Close an attempt whose time is over, with the answers saved in time.

    Returns False, having changed nothing, when it is closed already or still has time.
    """
    row = queries.attempt_to_expire(attempt_id)
    if row is None or row.submitted_at is not None or not is_over(row.deadline, now()):
        return False
    result = result_of(row.id, row.pass_mark)
    return _close_with(row, result, row.deadline, None).new


def _close_with(row: AnyRow, result: Result, moment: datetime, actor_id: int | None) -> Closed:
    values = {
        "the_attempt": row.id,
        "moment": moment,
        "the_score": result.score,
        "has_passed": result.passed,
        "rows": result.rows(),
    }
    if execute(_close, values).scalar() is None:
        raise Conflict
    record(
        actor_id,
        "attempt.submit" if actor_id else "attempt.expire",
        "attempt",
        row.public_id,
        score=result.score,
        passed=result.passed,
    )
    completion = None
    if result.passed and row.release_id is not None:
        # The score of a test before counts for nothing but the gain.
        score = None if row.purpose == "before" else result.score
        completion = learning.complete_step(
            row.enrolment_id, row.step_id, release_id=row.release_id, score=score
        )
    return Closed(row.public_id, result.score, result.passed, True, completion is not None)


def result_of(attempt_id: int, pass_mark: int) -> Result:
    """Grade the answers of an attempt as they stand, with the revisions it pins."""
    rows = queries.questions_with_keys(attempt_id)
    return _graded(rows, latest_responses(rows), pass_mark)


def _graded(
    rows: Sequence[AnyRow], responses: Mapping[int, Mapping[str, Any]], pass_mark: int
) -> Result:
    asked = [Asked(row.position, row.kind, row.answer_key, row.points) for row in rows]
    return grade(asked, responses, pass_mark)
