"""What learners do: start an attempt, save answers, submit; and what the clock does for them.

Everything may be repeated and raced: unique keys and a conditional update in the database decide.
Call inside `transaction.write()`.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

from flask_babel import LazyString
from sqlalchemy import CursorResult, Executable, Integer, Table, bindparam, update
from sqlalchemy.dialects.postgresql import insert

from courses import learning
from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.errors import Conflict
from elearn.core.ids import public_id as new_public_id
from quizzes import access, queries
from quizzes.clock import is_over, seconds_until_closing
from quizzes.drawing import Item, draw_questions
from quizzes.errors import (
    AttemptIsClosed,
    NoSuchAttempt,
    NoSuchQuiz,
    NotEnrolled,
    QuizIsEmpty,
    TimeIsUp,
    TooManyChanges,
    WaitBeforeNextAttempt,
)
from quizzes.grading import Asked, Result, grade
from quizzes.kinds import kind_of
from quizzes.kinds.kind import Fields
from quizzes.models import Answer, Attempt, AttemptQuestion
from quizzes.queries import AnyRow

MOST_SEQUENCE = 2_000_000_000
# Nobody changes one answer so often; a script that does shall not fill the disk.
MOST_ANSWERS = 500

# PostgreSQL's INSERT ... ON CONFLICT; SQLite compiles the same statement.
_new_attempt = insert(cast(Table, Attempt.__table__)).on_conflict_do_nothing().returning(Attempt.id)
_new_questions = insert(cast(Table, AttemptQuestion.__table__))
_new_answer = insert(cast(Table, Answer.__table__)).on_conflict_do_nothing().returning(Answer.id)
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
class Saved:
    """An answer that is kept.

    `counts`: it is the newest for its question. `latest`: the highest sequence of the question.
    `elsewhere`: the question was answered from another window since this page last knew.
    `doubt`: what is wrong with its form, never whether it is right.
    """

    counts: bool
    latest: int
    elsewhere: bool
    doubt: str | None


@dataclass(frozen=True)
class PageAnswers:
    """A whole page as sent by a plain form.

    `key` marks the page, so that sending it twice changes nothing. For each question it asked,
    `fields` holds the response as `question-N` and the sequence of the answer it had shown
    (0: none) as `question-N-shown`.
    """

    key: str
    fields: Fields

    def shown(self, position: int) -> int | None:
        """Return the sequence the page had shown, or None when it did not ask the question."""
        text = self.fields.get(f"question-{position}-shown") or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else None


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

    Raises NotEnrolled, NoSuchQuiz, QuizIsEmpty, or WaitBeforeNextAttempt with the moment.
    """
    if step.enrolment_id is None:
        raise NotEnrolled
    quiz = queries.quiz_of(step.step_id)
    if quiz is None:
        raise NoSuchQuiz
    history = queries.attempts_of(step.enrolment_id, quiz.id)
    if history and history[0].submitted_at is None:
        if not is_over(history[0].deadline, now()):
            return Started(history[0].public_id, False)
        close_expired(history[0].id)
        history = queries.attempts_of(step.enrolment_id, quiz.id)
    allowed = access.allowance_of(quiz, history, now())
    if allowed.until is not None:
        # Dates are put into words after the transaction is over.
        sentence = LazyString(access.waiting_sentence, quiz.attempts, allowed.until)
        raise WaitBeforeNextAttempt(sentence, allowed.until)
    number = history[0].number + 1 if history else 1
    return _draw_and_open(person, step.enrolment_id, quiz, number)


def _draw_and_open(person: SignedIn, enrolment_id: int, quiz: AnyRow, number: int) -> Started:
    items = [Item(**row._mapping) for row in queries.items_to_draw(quiz.id)]
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
        "pass_mark": quiz.pass_mark,
        "started_at": moment,
        "deadline": None if limit is None else moment + limit,
    }
    attempt_id = _run(_new_attempt, values).scalar()
    if attempt_id is None:
        return _started_meanwhile(enrolment_id, quiz.id)
    rows = [{"attempt_id": attempt_id} | vars(one) for one in drawn]
    _run(_new_questions, rows)
    if quiz.time_limit is not None:
        delay = seconds_until_closing(quiz.time_limit)
        outbox.enqueue("quizzes.close_expired", delay_seconds=delay, attempt_id=attempt_id)
    return Started(public_id, True)


def _started_meanwhile(enrolment_id: int, quiz_id: int) -> Started:
    newest = queries.attempts_of(enrolment_id, quiz_id)[0]
    if newest.submitted_at is not None:
        raise Conflict
    return Started(newest.public_id, False)


def save_answer(
    public_id: str,
    person_id: int,
    *,
    position: int,
    client_key: str,
    sequence: int,
    response: Mapping[str, Any],
    known: int | None = None,
) -> Saved:
    """Keep one answer. A repeat (same `client_key`) changes nothing; the highest sequence counts.

    `known` is the highest sequence the page knows of for this question. Raises NoSuchAttempt,
    AttemptIsClosed, TimeIsUp, TooManyChanges, or AnswerIsUnfit for what does not belong to the
    question.
    """
    row = queries.question_to_answer(public_id, position)
    if row is None or row.person_id != person_id:
        raise NoSuchAttempt
    _refuse_late(row)
    if row.kept >= MOST_ANSWERS:
        raise TooManyChanges
    kind = kind_of(row.kind)
    checked = kind.check(response, row.content)
    new = _keep(row.id, position, client_key, sequence, checked)
    latest: int = row.latest or 0
    return Saved(
        counts=sequence >= latest,
        latest=max(latest, sequence),
        elsewhere=latest > (known if new and known is not None else sequence),
        doubt=kind.doubt(checked, row.content),
    )


def save_page(public_id: str, person_id: int, page: PageAnswers) -> bool:
    """Keep every answer that changed on a page. Return False when some changed elsewhere too.

    An answer the page did not touch never overwrites one given elsewhere. Raises as save_answer.
    """
    row = _attempt_of(public_id, person_id)
    _refuse_late(row)
    return _keep_page(row.id, page)


def submit_page(
    public_id: str, person_id: int, page: PageAnswers, *, sure: bool
) -> Closed | Missing:
    """Keep the page and submit the attempt; unless `sure`, only when every question is answered.

    Raises as submit_attempt.
    """
    row = _attempt_of(public_id, person_id)
    if row.submitted_at is None and not is_over(row.deadline, now()):
        _keep_page(row.id, page)
        missing = () if sure else _unanswered(row.id)
        if missing:
            return Missing(missing)
    return _submit(row, person_id)


def submit_attempt(public_id: str, person_id: int) -> Closed:
    """Grade and close the attempt, once; a repeat returns the same result.

    After the time is over, only what was saved in time counts. A passed attempt completes its
    step, and perhaps the course. Raises NoSuchAttempt.
    """
    return _submit(_attempt_of(public_id, person_id), person_id)


def _submit(row: AnyRow, person_id: int) -> Closed:
    if row.submitted_at is not None:
        return Closed(row.public_id, row.score, row.passed, new=False)
    moment = now()
    if is_over(row.deadline, moment):
        return _grade_and_close(row, row.deadline, None)
    return _grade_and_close(row, moment, person_id)


def _attempt_of(public_id: str, person_id: int) -> AnyRow:
    row = queries.attempt_to_close(public_id)
    if row is None or row.person_id != person_id:
        raise NoSuchAttempt
    return row


def _unanswered(attempt_id: int) -> tuple[int, ...]:
    return tuple(
        row.position
        for row in queries.questions_asked(attempt_id)
        if row.response is None or kind_of(row.kind).is_empty(row.response)
    )


def close_expired(attempt_id: int) -> bool:
    """Close an attempt whose time is over, with the answers saved in time.

    Returns False, having changed nothing, when it is closed already or still has time.
    """
    row = queries.attempt_to_expire(attempt_id)
    if row is None or row.submitted_at is not None or not is_over(row.deadline, now()):
        return False
    return _grade_and_close(row, row.deadline, None).new


def _run(statement: Executable, values: Any) -> CursorResult[Any]:
    # Straight on the connection of the open transaction: half the cost of the session's way.
    return db.session.connection().execute(statement, values)


def _refuse_late(row: AnyRow) -> None:
    if row.submitted_at is not None:
        raise AttemptIsClosed
    if is_over(row.deadline, now()):
        raise TimeIsUp


def _keep(
    attempt_id: int, position: int, client_key: str, sequence: int, response: Mapping[str, Any]
) -> bool:
    values = {
        "attempt_id": attempt_id,
        "position": position,
        "client_key": client_key,
        "sequence": sequence,
        "response": response,
        "saved_at": now(),
    }
    return _run(_new_answer, values).scalar() is not None


def _keep_page(attempt_id: int, page: PageAnswers) -> bool:
    outcomes = [_keep_one(attempt_id, row, page) for row in queries.questions_asked(attempt_id)]
    return all(outcomes)


def _keep_one(attempt_id: int, row: AnyRow, page: PageAnswers) -> bool:
    """Keep one answer of a page if it changed there. Return False when another window was ahead."""
    shown, kind = page.shown(row.position), kind_of(row.kind)
    if shown is None:
        return True
    response = kind.check(kind.given(page.fields, f"question-{row.position}"), row.content)
    if response == row.response or (row.response is None and kind.is_empty(response)):
        return True
    latest: int = row.sequence or 0
    if latest > shown and response == _shown_response(attempt_id, row, shown):
        return False
    sequence = min(latest + 1, MOST_SEQUENCE)
    kept = _keep(attempt_id, row.position, _page_key(page.key, response), sequence, response)
    return kept and latest <= shown


def _shown_response(attempt_id: int, row: AnyRow, shown: int) -> Mapping[str, Any]:
    """Return what the page had shown when it was opened: nothing, or the answer of then."""
    kind = kind_of(row.kind)
    kept = queries.response_shown(attempt_id, row.position, shown) if shown else None
    return kept if kept is not None else kind.check({}, row.content)


def _page_key(key: str, response: Mapping[str, Any]) -> str:
    # The same page may carry another answer later: only the same answer is a repeat.
    text = json.dumps(response, sort_keys=True, ensure_ascii=False)
    return f"{key[:20]}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _grade_and_close(row: AnyRow, moment: datetime, actor_id: int | None) -> Closed:
    result = result_of(row.id, row.pass_mark)
    values = {
        "the_attempt": row.id,
        "moment": moment,
        "the_score": result.score,
        "has_passed": result.passed,
        "rows": result.rows(),
    }
    if _run(_close, values).scalar() is None:
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
        completion = learning.complete_step(
            row.enrolment_id, row.step_id, release_id=row.release_id, score=result.score
        )
    return Closed(row.public_id, result.score, result.passed, True, completion is not None)


def result_of(attempt_id: int, pass_mark: int) -> Result:
    """Grade the answers of an attempt as they stand, with the revisions it pins."""
    rows = queries.questions_with_keys(attempt_id)
    asked = [Asked(row.position, row.kind, row.answer_key, row.points) for row in rows]
    responses = {row.position: row.response for row in rows if row.response is not None}
    return grade(asked, responses, pass_mark)
