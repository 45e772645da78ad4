"""A quiz on the quiz step of a made course, one question of each kind unless told otherwise.

quiz = ready_quiz(published_course(), attempts=2)       # inside an application context
quiz.id, quiz.step_id, quiz.questions
right_answers(attempt_id) / wrong_answers(attempt_id)   # {position: response}
"""

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from elearn.core.transaction import write, writing
from quizzes import operations, queries
from quizzes.drafts import prepare
from tests.factories.courses import MadeCourse

SINGLE: dict[str, Any] = {
    "kind": "single",
    "prompt": "What comes first in the waste hierarchy?",
    "choices": [
        {"text": "Prevention", "correct": True, "feedback": "What is never made needs no care."},
        {"text": "Recycling", "correct": False, "feedback": "Recycling comes after preventing."},
        {"text": "Landfill", "correct": False, "feedback": "Landfill is the last resort."},
    ],
    "feedback": "Prevention comes first.",
}
MULTIPLE: dict[str, Any] = {
    "kind": "multiple",
    "prompt": "Which of these belong on a label?",
    "choices": [
        {"text": "The hazard", "correct": True},
        {"text": "The date", "correct": True},
        {"text": "The owner", "correct": True},
        {"text": "The price", "correct": False},
    ],
    "feedback": "Hazard, date and owner belong on every label.",
}
TRUEFALSE: dict[str, Any] = {
    "kind": "truefalse",
    "prompt": "Used oil may be poured into a drain.",
    "answer": False,
    "feedback": "One litre spoils a great deal of water.",
}
NUMERIC: dict[str, Any] = {
    "kind": "numeric",
    "prompt": "How many copies of the movement document are kept here?",
    "value": "3",
    "tolerance": "0.5",
    "unit": "copies",
    "feedback": "Three copies are kept.",
}
ONE_OF_EACH = (SINGLE, MULTIPLE, TRUEFALSE, NUMERIC)


@dataclass(frozen=True)
class MadeQuiz:
    id: int
    step_id: int
    questions: tuple[str, ...]


def ready_quiz(
    course: MadeCourse, *, questions: tuple[dict[str, Any], ...] = ONE_OF_EACH, **settings: Any
) -> MadeQuiz:
    """Fill the quiz step of the course. `settings` as in operations.Settings."""
    step = course.quiz
    drafts = [prepare(**({"paragraphs": [course.lesson("why").paragraph]} | q)) for q in questions]
    with nullcontext() if writing() else write():
        quiz = operations.create_quiz(step.id, settings=operations.Settings(**settings))
        made = [operations.add_question(quiz.id, draft, None).public_id for draft in drafts]
        return MadeQuiz(quiz.id, step.id, tuple(made))


def right_answers(attempt_id: int) -> dict[int, dict[str, Any]]:
    """Return the response to each question of the attempt that earns all points."""
    return {
        row.position: right_response(row.kind, row.answer_key)
        for row in queries.questions_with_keys(attempt_id)
    }


def right_response(kind: str, key: dict[str, Any]) -> dict[str, Any]:
    if kind == "numeric":
        return {"text": key["value"]}
    if kind == "multiple":
        return {"choices": sorted(key["correct"])}
    return {"choice": key["correct"][0]}


def wrong_answers(attempt_id: int) -> dict[int, dict[str, Any]]:
    """Return a response to each question of the attempt that earns nothing."""
    answers: dict[int, dict[str, Any]] = {}
    for row in queries.questions_with_keys(attempt_id):
        if row.kind == "numeric":
            answers[row.position] = {"text": "999"}
            continue
        wrong = sorted(set(row.choice_order) - set(row.answer_key["correct"]))
        choices = {"choices": wrong} if row.kind == "multiple" else {"choice": wrong[0]}
        answers[row.position] = choices
    return answers
