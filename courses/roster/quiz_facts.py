"""What the room of quizzes knows for the desk of a course; the roof tells it to this one.

`attempts(enrolment_id)` returns the attempts begun, by the public id of the step.
`questions(step_ids)` returns the questions of quizzes for paper, by the id of the step.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PaperQuestion:
    """A question as it is printed. Without `choices` there is room to write.

    `prompt` is clean HTML; `answer` is only for the trainer's sheet.
    """

    prompt: str
    choices: tuple[str, ...]
    unit: str
    answer: tuple[str, ...]


Attempts = Callable[[int], dict[str, int]]
Questions = Callable[[Sequence[int]], dict[int, list[PaperQuestion]]]

_known: list[tuple[Attempts, Questions]] = []


def know_quizzes(attempts: Attempts, questions: Questions) -> None:
    """Let these read attempts and questions; they replace earlier ones."""
    _known[:] = [(attempts, questions)]


def attempts_of(enrolment_id: int) -> dict[str, int]:
    """Return how many attempts the learner began, by step; nothing when nobody counts."""
    return _known[0][0](enrolment_id) if _known else {}


def questions_of(step_ids: Sequence[int]) -> dict[int, list[PaperQuestion]]:
    """Return the questions of these steps; nothing when nobody has any."""
    return _known[0][1](step_ids) if _known else {}
