"""A person's own data in this room: a copy of it, and its erasure."""

from typing import Any

from sqlalchemy import delete, select

from courses.models import Course, Step
from elearn.core.database import db
from quizzes.models import Answer, Attempt, Quiz

_attempts = (
    select(
        Attempt.id,
        Attempt.public_id,
        Course.title.label("course"),
        Step.title.label("quiz"),
        Attempt.number,
        Attempt.started_at,
        Attempt.submitted_at,
        Attempt.score,
        Attempt.passed,
    )
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Step, Step.id == Quiz.step_id)
    .join(Course, Course.id == Step.course_id)
    .order_by(Attempt.id)
)


def export(person_id: int) -> dict[str, Any]:
    """Return every attempt of the person with every answer ever saved in it, as plain values."""
    attempts: dict[int, dict[str, Any]] = {}
    for row in db.session.execute(_attempts.where(Attempt.person_id == person_id)):
        values = dict(row._mapping)
        attempts[values.pop("id")] = values | {"answers": []}
    answers = select(Answer).join(Attempt, Attempt.id == Answer.attempt_id)
    for answer in db.session.scalars(answers.where(Attempt.person_id == person_id)):
        attempts[answer.attempt_id]["answers"].append(
            {
                "position": answer.position,
                "sequence": answer.sequence,
                "response": answer.response,
                "saved_at": answer.saved_at,
            }
        )
    return {"attempts": list(attempts.values())}


def erase(person_id: int) -> None:
    """Forget what the person answered, in the open transaction.

    Results stay, without a name once the account is erased, so that no figure moves.
    """
    mine = select(Attempt.id).where(Attempt.person_id == person_id)
    db.session.execute(delete(Answer).where(Answer.attempt_id.in_(mine)))
