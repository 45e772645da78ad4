"""JSON routes of trainers: questions whose paragraphs a new edition changed."""

from typing import Any

from marshmallow import fields

from courses import access as course_access
from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema, Schema
from quizzes import desk_queries, operations
from quizzes.errors import NoSuchQuestion
from quizzes.outdated import outdated
from quizzes.wording import first_words

blueprint = ApiBlueprint(
    "question_checks_api",
    __name__,
    url_prefix="/api/v1/courses/<string:slug>/outdated-questions",
    description="Questions that cite a paragraph which a new edition changed",
)
trainers = has_role("trainer")
MISSING = {"schema": ProblemSchema, "description": "No such course or question, or not for you"}


class OutdatedSchema(Schema):
    """A question to look at again."""

    id = fields.String(required=True, metadata={"example": "4x7kq0v2m9tc"})
    step = fields.String(required=True, metadata={"example": "0123456789ab"})
    words = fields.String(required=True, metadata={"example": "What is written on each drum?"})
    paragraphs = fields.List(fields.String(metadata={"example": "b-5f0c6ad3e1b2"}), required=True)


def waiting(course_id: int) -> list[dict[str, Any]]:
    """Return the questions of a course that nobody has looked at since."""
    found = []
    for quiz in desk_queries.quizzes_of_course(course_id):
        items = desk_queries.items_of(quiz.id)
        flagged = outdated(course_id, items)
        found += [
            {
                "id": item.public_id,
                "step": quiz.public_id,
                "words": first_words(item.content["prompt"]),
                "paragraphs": item.paragraphs,
                "quiz_id": quiz.id,
                "question_id": item.question_id,
                "edition_id": flagged[item.question_id],
            }
            for item in items
            if item.question_id in flagged
        ]
    return found


@blueprint.route("", methods=["GET"], access=trainers)
@blueprint.response(200, OutdatedSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def list_outdated(slug: str) -> list[dict[str, Any]]:
    """List the questions of a course that cite a paragraph which changed."""
    return waiting(course_access.open_course(slug, person_here(), to="edit").id)


@blueprint.route("/<string:question_id>", methods=["DELETE"], access=trainers)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
def still_right(slug: str, question_id: str) -> None:
    """Say that a question is still right."""
    person = person_here()
    course = course_access.open_course(slug, person, to="edit")
    for one in waiting(course.id):
        if one["id"] == question_id:
            operations.still_right(one["quiz_id"], one["question_id"], one["edition_id"], person)
            return
    raise NoSuchQuestion
