"""Questions for paper, and attempts counted, as the desk of a course asks for them."""

from collections.abc import Sequence

from sqlalchemy import Integer, bindparam, func, select

from courses.models import Step
from courses.roster.quiz_facts import PaperQuestion
from elearn.core.database import read
from quizzes.kinds import kind_of
from quizzes.models import Attempt, Question, QuestionRevision, Quiz, QuizItem
from quizzes.queries import AnyRow

_questions = (
    select(
        Quiz.step_id,
        QuestionRevision.kind,
        QuestionRevision.content,
        QuestionRevision.answer_key,
    )
    # A test before learning draws from the questions of its pool.
    .join(QuizItem, QuizItem.quiz_id == func.coalesce(Quiz.pool_id, Quiz.id))
    .join(Question, Question.id == QuizItem.question_id)
    .join(QuestionRevision, QuestionRevision.id == Question.current_revision_id)
    .where(Question.retired_at.is_(None))
    .where(Quiz.step_id.in_(bindparam("step_ids", expanding=True)))
    .order_by(Quiz.step_id, QuizItem.position)
)
_attempts = (
    select(Step.public_id, func.count().label("attempts"))
    .select_from(Attempt)
    .join(Quiz, Quiz.id == Attempt.quiz_id)
    .join(Step, Step.id == Quiz.step_id)
    .where(Attempt.enrolment_id == bindparam("enrolment_id", type_=Integer()))
    .group_by(Step.public_id)
)


def questions_of(step_ids: Sequence[int]) -> dict[int, list[PaperQuestion]]:
    """Return every question in use of the quizzes of these steps, in the order of the quiz."""
    found: dict[int, list[PaperQuestion]] = {}
    for row in read(_questions, {"step_ids": list(step_ids)}):
        found.setdefault(row.step_id, []).append(on_paper(row))
    return found


def on_paper(row: AnyRow) -> PaperQuestion:
    """Return a question as it is printed, with what is right for the trainer's sheet."""
    kind = kind_of(row.kind)
    shown = kind.shown(row.content, kind.order(row.content))
    choices = shown.get("choices", [])
    correct = row.answer_key.get("correct", ())
    answer = [choice["text"] for choice in choices if choice["id"] in correct]
    if not choices:
        answer = [str(row.answer_key.get("value", ""))]
    return PaperQuestion(
        prompt=shown["prompt"],
        choices=tuple(str(choice["text"]) for choice in choices),
        unit=shown.get("unit", ""),
        answer=tuple(str(one) for one in answer),
    )


def attempts_by_step(enrolment_id: int) -> dict[str, int]:
    """Return how many attempts were begun, by the public id of the step."""
    rows = read(_attempts, {"enrolment_id": enrolment_id})
    return {row.public_id: row.attempts for row in rows}
