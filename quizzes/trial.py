"""A quiz tried by its author: asked and graded as for a learner, and kept nowhere."""

from collections.abc import Iterable, Sequence
from typing import Any

from quizzes.drawing import Drawn, Item, draw_questions
from quizzes.errors import QuizIsEmpty
from quizzes.grading import Asked, Graded, Result, grade
from quizzes.kinds import kind_of
from quizzes.kinds.kind import Fields
from quizzes.queries import AnyRow

# Always the same order, so that the page and its result agree without keeping anything.
SEED = 1


def questions(items: Sequence[AnyRow]) -> list[dict[str, Any]]:
    """Return the questions in use as a learner is asked them, none answered."""
    return [_asked(row, drawn) for row, drawn in _drawn(items)]


def graded(
    items: Sequence[AnyRow], fields: Fields, pass_mark: int
) -> tuple[list[dict[str, Any]], Result]:
    """Grade a posted page and return what a learner would be shown. Raises QuizIsEmpty."""
    pairs = _drawn(items)
    if not pairs:
        raise QuizIsEmpty
    responses = {
        drawn.position: kind_of(row.kind).check(
            kind_of(row.kind).given(fields, f"question-{drawn.position}"), row.content
        )
        for row, drawn in pairs
    }
    asked = [Asked(drawn.position, row.kind, row.answer_key, row.points) for row, drawn in pairs]
    result = grade(asked, responses, pass_mark)
    shown = [
        _reviewed(row, drawn, responses[drawn.position], one)
        for (row, drawn), one in zip(pairs, result.questions, strict=True)
    ]
    return shown, result


def _drawn(items: Iterable[AnyRow]) -> list[tuple[AnyRow, Drawn]]:
    usable = {row.question_id: row for row in items if row.retired_at is None}
    # Nothing is pinned here, so a question stands for its newest revision.
    pool = [
        Item(row.question_id, row.question_id, row.kind, row.content, row.points)
        for row in usable.values()
    ]
    drawn = draw_questions(pool, seed=SEED, draw=None, shuffle=False, seen={})
    return [(usable[one.revision_id], one) for one in drawn]


def _asked(row: AnyRow, drawn: Drawn) -> dict[str, Any]:
    kind = kind_of(row.kind)
    return {
        "position": drawn.position,
        "points": row.points,
        **kind.shown(row.content, drawn.choice_order),
        "rule": kind.rule(),
        "response": None,
        "sequence": 0,
        "doubt": None,
        "name": f"question-{drawn.position}",
        "field": kind.field,
        "template": kind.template,
    }


def _reviewed(row: AnyRow, drawn: Drawn, response: Any, one: Graded) -> dict[str, Any]:
    kind = kind_of(row.kind)
    return {
        "position": drawn.position,
        "points": row.points,
        "earned": str(one.earned),
        "state": "done" if one.correct else "attention" if one.partly else "error",
        "answered": not kind.is_empty(response),
        **kind.review(row.content, row.answer_key, response, drawn.choice_order),
        "feedback": row.answer_key.get("feedback", ""),
        "sources": [],
        "template": kind.template,
    }
