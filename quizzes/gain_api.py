"""JSON routes of the tests before and after learning: which quiz is which, and what was gained."""

from typing import Any

from marshmallow import fields, validate

from courses import access as course_access
from courses import desk_queries as course_desk
from courses.models import Course, Step
from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema, Schema
from quizzes import desk_queries, gain, gain_table, operations, pairing
from quizzes.errors import NoSuchQuiz
from quizzes.gain_queries import scores_before_and_after

blueprint = ApiBlueprint(
    "gain_api",
    __name__,
    url_prefix="/api/v1/courses/<string:slug>",
    description="Tests before and after learning, and what learners gained",
)
trainers = has_role("trainer")
MISSING = {"schema": ProblemSchema, "description": "No such course or quiz, or not for you"}
CONFLICT = {
    "schema": ProblemSchema,
    "description": "Learners took the quiz as it is, or it has questions of its own",
}
UNFIT = {"schema": ProblemSchema, "description": "The pool is no test after of this course"}


class PurposeSchema(Schema):
    """What a quiz is for."""

    purpose = fields.String(
        required=True,
        validate=validate.OneOf(("check", "before", "after")),
        metadata={"example": "before"},
    )
    pool = fields.String(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "For a test before: the step of the test after it draws from.",
            "example": "0123456789ab",
        },
    )


class KeptPurposeSchema(PurposeSchema):
    """What a quiz is for, and how many questions both tests of its pair ask."""

    shared_least = fields.Integer(required=True, allow_none=True, metadata={"example": 2})
    shared_most = fields.Integer(required=True, allow_none=True, metadata={"example": 10})


class LearnerGainSchema(Schema):
    """A learner's scores in percent. Null: not taken, or nothing to compare."""

    learner = fields.String(required=True, metadata={"example": "Lina Haddad"})
    country = fields.String(required=True, metadata={"example": "KE"})
    before = fields.String(required=True, allow_none=True, metadata={"example": "40.00"})
    after = fields.String(required=True, allow_none=True, metadata={"example": "85.00"})
    gain = fields.String(required=True, allow_none=True, metadata={"example": "45.00"})
    normalised_gain = fields.String(required=True, allow_none=True, metadata={"example": "0.750"})


class GainSchema(Schema):
    """The figures of everybody who has both tests, and every learner.

    The normalised gain is the mean of (after - before) / (100 - before); learners with everything
    right before (`undefined`) have none.
    """

    pairs = fields.Integer(required=True, metadata={"example": 7})
    mean_before = fields.String(required=True, allow_none=True, metadata={"example": "50.0"})
    mean_after = fields.String(required=True, allow_none=True, metadata={"example": "80.0"})
    gain = fields.String(required=True, allow_none=True, metadata={"example": "30.0"})
    normalised_gain = fields.String(required=True, allow_none=True, metadata={"example": "0.612"})
    undefined = fields.Integer(required=True, metadata={"example": 0})
    learners = fields.List(fields.Nested(LearnerGainSchema), required=True)


def quiz_step(slug: str, step_id: str) -> tuple[Course, Step]:
    """Return course and quiz step for the trainer who asks. Raises NoSuchQuiz."""
    course = course_access.open_course(slug, person_here(), to="edit")
    step = course_desk.step_of(course.id, step_id)
    if step.kind != "quiz":
        raise NoSuchQuiz
    return course, step


@blueprint.route("/quizzes/<string:step_id>/purpose", methods=["GET"], access=trainers)
@blueprint.response(200, KeptPurposeSchema)
@blueprint.alt_response(404, **MISSING)
def purpose(slug: str, step_id: str) -> dict[str, Any]:
    """Tell whether a quiz is a plain check, or the test before or after learning"""
    course, step = quiz_step(slug, step_id)
    return told(course, step)


@blueprint.route("/quizzes/<string:step_id>/purpose", methods=["PUT"], access=trainers)
@blueprint.arguments(PurposeSchema)
@blueprint.response(200, KeptPurposeSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
@blueprint.alt_response(422, **UNFIT)
def change_purpose(sent: dict[str, Any], slug: str, step_id: str) -> dict[str, Any]:
    """Make a quiz a plain check, or the test before or after learning"""
    course, step = quiz_step(slug, step_id)
    quiz = operations.create_quiz(step.id, person_here())
    pairing.set_purpose(quiz, sent["purpose"], sent["pool"], person_here())
    return told(course, step)


def told(course: Course, step: Step) -> dict[str, Any]:
    quiz = desk_queries.quiz_of_step(step.id)
    both = pairing.shared_by(course.id, quiz) if quiz else None
    rows = {row.id: row.public_id for row in desk_queries.quizzes_of_course(course.id)}
    return {
        "purpose": quiz.purpose if quiz else "check",
        "pool": rows.get(quiz.pool_id) if quiz else None,
        "shared_least": both.least if both else None,
        "shared_most": both.most if both else None,
    }


@blueprint.route("/gain", methods=["GET"], access=trainers)
@blueprint.response(200, GainSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str) -> dict[str, Any]:
    """Read what learners gained between the test before and the test after"""
    course = course_access.open_course(slug, person_here(), to="edit")
    rows = scores_before_and_after([course.id])
    figures = gain.gain_of(gain.pairs_of((row.before, row.after) for row in rows))
    points = {
        "mean_before": figures.before,
        "mean_after": figures.after,
        "gain": figures.points,
    }
    return {
        "pairs": figures.pairs,
        **{name: value and gain_table.rounded(value / 100, 1) for name, value in points.items()},
        "normalised_gain": gain_table.rounded(figures.normalised, 3),
        "undefined": figures.undefined,
        "learners": gain_table.lines(course.id),
    }
