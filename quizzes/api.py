"""JSON routes of quizzes: start an attempt, read it, answer, submit, read the result."""

from typing import Any

from courses import access as course_access
from elearn.accounts.access import person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.clock import now
from quizzes import access, answering, queries, review, sitting
from quizzes.errors import NoSuchQuiz
from quizzes.queries import AnyRow
from quizzes.schemas import (
    AnswerSchema,
    AttemptSchema,
    OutcomeSchema,
    QuizSchema,
    ResultSchema,
    SavedSchema,
    StartedSchema,
)

blueprint = ApiBlueprint(
    "quizzes_api", __name__, url_prefix="/api/v1", description="Quizzes: attempts and answers"
)
REFUSED = {"schema": ProblemSchema, "description": "Not signed in"}
FORBIDDEN = {
    "schema": ProblemSchema,
    "description": "Not enrolled, locked, or the token lacks a scope",
}
MISSING = {"schema": ProblemSchema, "description": "No such quiz or attempt of yours"}
WAITING = {"schema": ProblemSchema, "description": "No attempt left now, or no questions yet"}
TOO_OFTEN = {"schema": ProblemSchema, "description": "The answer was changed too often"}
CLOSED = {"schema": ProblemSchema, "description": "The attempt is closed, or its time is over"}
STILL_OPEN = {
    "schema": ProblemSchema,
    "description": "The attempt is not submitted yet, or its test after is not handed in",
}


@blueprint.route(
    "/courses/<string:slug>/steps/<string:step_id>/attempts",
    methods=["POST"],
    access=signed_in,
    limit="60 per hour",
)
@blueprint.response(200, StartedSchema)
@blueprint.alt_response(401, **REFUSED)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **WAITING)
@blueprint.alt_response(429, schema=ProblemSchema, description="Too many attempts in one hour")
def start_attempt(slug: str, step_id: str) -> dict[str, Any]:
    """Start an attempt at a quiz, or return the one that is open."""
    person = person_here()
    step = access.open_quiz_to_start(slug, step_id, person)
    started = sitting.start_attempt(person, step)
    return {"id": started.public_id, "new": started.new}


@blueprint.route(
    "/courses/<string:slug>/steps/<string:step_id>/attempts", methods=["GET"], access=signed_in
)
@blueprint.response(200, QuizSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **WAITING)
def quiz(slug: str, step_id: str) -> dict[str, Any]:
    """Read the rules of a quiz, your attempts at it, and whether one may start now."""
    step = course_access.open_step(slug, step_id, person_here())
    found = queries.quiz_of(step.step_id) if step.kind == "quiz" else None
    if found is None:
        raise NoSuchQuiz
    history = queries.attempts_of(step.enrolment_id, found.id) if step.enrolment_id else ()
    refusal = access.can_start(found, history, now()) if step.enrolment_id else None
    if not step.enrolment_id:
        refusal = course_access.can_enrol(person_here(), step, step.course_state)
    return {
        "purpose": found.purpose,
        "pass_mark": None if found.purpose == "before" else found.pass_mark,
        "allowed": 1 if found.purpose == "before" else found.attempts,
        "wait_minutes": found.wait_minutes,
        "time_limit": found.time_limit,
        "refusal": refusal.reason if refusal else None,
        "attempts": history,
    }


@blueprint.route("/attempts/<string:attempt_id>", methods=["GET"], access=signed_in)
@blueprint.response(200, AttemptSchema)
@blueprint.alt_response(401, **REFUSED)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
def attempt(attempt_id: str) -> dict[str, Any]:
    """Read an attempt of yours: its questions and what you answered, never what is right."""
    row = access.open_attempt(attempt_id, person_here())
    questions = [review.question_asked(one) for one in queries.questions_asked(row.id)]
    return _facts(row) | {"questions": questions}


@blueprint.route("/attempts/<string:attempt_id>/answers", methods=["POST"], access=signed_in)
@blueprint.arguments(AnswerSchema)
@blueprint.response(200, SavedSchema)
@blueprint.alt_response(401, **REFUSED)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
@blueprint.alt_response(429, **TOO_OFTEN)
def save_answer(sent: dict[str, Any], attempt_id: str) -> dict[str, Any]:
    """Keep one answer. Sending it again with the same `client_key` changes nothing.

    Among the answers to a question the one with the highest `sequence` counts.
    """
    person = person_here()
    checked = answering.check_answer(attempt_id, person.id, **sent)
    access.refuse_locked_answer(checked, attempt_id, person)
    return vars(answering.keep_answer(checked))


@blueprint.route("/attempts/<string:attempt_id>/submission", methods=["PUT"], access=signed_in)
@blueprint.response(200, OutcomeSchema)
@blueprint.alt_response(401, **REFUSED)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
def submit(attempt_id: str) -> dict[str, Any]:
    """Submit an attempt. Submitting again returns the same result."""
    person = person_here()
    access.open_attempt(attempt_id, person)
    closed = sitting.submit_attempt(attempt_id, person.id)
    return {
        "id": closed.public_id,
        "score": closed.score,
        "passed": closed.passed,
        "completed_course": closed.completed,
    }


@blueprint.route("/attempts/<string:attempt_id>/result", methods=["GET"], access=signed_in)
@blueprint.response(200, ResultSchema)
@blueprint.alt_response(401, **REFUSED)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **STILL_OPEN)
def result(attempt_id: str) -> dict[str, Any]:
    """Read the result of a submitted attempt: points, what is right, and why."""
    row = access.open_attempt(attempt_id, person_here())
    questions = review.questions_reviewed(row)
    return _facts(row) | {
        "score": row.score,
        "passed": row.passed,
        "earned": str(review.earned_points(questions)),
        "points": sum(one["points"] for one in questions),
        "questions": questions,
    }


def _facts(row: AnyRow) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "number": row.number,
        "course": row.slug,
        "step": row.step_public_id,
        "title": row.title,
        "pass_mark": row.pass_mark,
        "started_at": row.started_at,
        "deadline": row.deadline,
        "submitted_at": row.submitted_at,
    }
