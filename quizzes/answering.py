"""Keeping one answer: checked before the write lock is taken, kept in one statement under it.

Whether it is a repeat and whether the attempt is still open is decided by the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Integer, Table, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from elearn.core.clock import now
from elearn.core.database import execute
from quizzes import queries
from quizzes.clock import is_over
from quizzes.errors import AttemptIsClosed, NoSuchAttempt, TimeIsUp, TooManyChanges
from quizzes.kinds import kind_of
from quizzes.models import Answer, Attempt
from quizzes.queries import AnyRow

MOST_SEQUENCE = 2_000_000_000
# Nobody changes one answer so often; a script that does shall not fill the disk.
MOST_ANSWERS = 500

_COLUMNS = ("attempt_id", "position", "client_key", "sequence", "response", "saved_at")
_while_open = (
    select(*(bindparam(name, type_=Answer.__table__.c[name].type) for name in _COLUMNS))
    .select_from(Attempt)
    .where(Attempt.id == bindparam("attempt_id", type_=Integer()), Attempt.submitted_at.is_(None))
    # FOR SHARE: a submission waits for this answer, or this answer sees the submission.
    .with_for_update(read=True)
)
# PostgreSQL's INSERT ... ON CONFLICT; SQLite compiles the same statement.
_new_answer = (
    insert(cast(Table, Answer.__table__))
    .from_select(_COLUMNS, _while_open)
    .on_conflict_do_nothing()
    .returning(Answer.id)
)


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
class Checked:
    """An answer that fits its question, and what was known of the question when it was read."""

    attempt_id: int
    position: int
    client_key: str
    sequence: int
    response: Mapping[str, Any]
    known: int | None
    latest: int
    doubt: str | None
    # Whether the course has rules, which may lock the quiz.
    ruled: bool = False


def check_answer(
    public_id: str,
    person_id: int,
    *,
    position: int,
    client_key: str,
    sequence: int,
    response: Mapping[str, Any],
    known: int | None = None,
) -> Checked:
    """Read what an answer needs and check it, without writing: before the write lock is taken.

    `known` is the highest sequence the page knows of for this question. Raises NoSuchAttempt,
    AttemptIsClosed, TimeIsUp, TooManyChanges, or AnswerIsUnfit for what does not belong to the
    question.
    """
    row = queries.question_to_answer(public_id, position)
    if row is None or row.person_id != person_id:
        raise NoSuchAttempt
    refuse_late(row)
    if row.kept >= MOST_ANSWERS:
        raise TooManyChanges
    kind = kind_of(row.kind)
    checked = kind.check(response, row.content)
    doubt = kind.doubt(checked, row.content)
    return Checked(
        row.id,
        position,
        client_key,
        sequence,
        checked,
        known,
        row.latest or 0,
        doubt,
        row.rules_id is not None,
    )


def keep_answer(answer: Checked) -> Saved:
    """Keep one checked answer. A repeat (same key) changes nothing; the highest sequence counts.

    Raises AttemptIsClosed when the attempt was submitted meanwhile.
    """
    new = keep_row(
        answer.attempt_id, answer.position, answer.client_key, answer.sequence, answer.response
    )
    if not new and not queries.is_kept(answer.attempt_id, answer.position, answer.client_key):
        raise AttemptIsClosed
    known = answer.known if new and answer.known is not None else answer.sequence
    return Saved(
        counts=answer.sequence >= answer.latest,
        latest=max(answer.latest, answer.sequence),
        elsewhere=answer.latest > known,
        doubt=answer.doubt,
    )


def refuse_late(row: AnyRow) -> None:
    """Raise AttemptIsClosed or TimeIsUp when nothing can be saved any more."""
    if row.submitted_at is not None:
        raise AttemptIsClosed
    if is_over(row.deadline, now()):
        raise TimeIsUp


def keep_row(
    attempt_id: int, position: int, client_key: str, sequence: int, response: Mapping[str, Any]
) -> bool:
    """Insert one answer; return False when it was kept before or the attempt is closed."""
    values = {
        "attempt_id": attempt_id,
        "position": position,
        "client_key": client_key,
        "sequence": min(sequence, MOST_SEQUENCE),
        "response": response,
        "saved_at": now(),
    }
    return execute(_new_answer, values).scalar() is not None
