"""JSON routes of rules: read, change and try them, and “Why?” for learners and trainers."""

from typing import Any

from courses import access
from courses.api import rule_item
from courses.queries import AnyRow
from courses.rules import completing, operations, queries, trial
from courses.rules.schemas import (
    RulesSchema,
    RulesSentSchema,
    RulesVersionSchema,
    TrialQuerySchema,
    TrialSchema,
    WhySchema,
)
from courses.rules.views import learner_to_see
from courses.rules.why import Why, why
from courses.rules.wording import as_json
from courses.views.trainer import course_to_edit, trainers
from elearn.accounts.access import person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema

blueprint = ApiBlueprint(
    "rules_api",
    __name__,
    url_prefix="/api/v1/courses/<string:slug>",
    description="Rules of a course: what completes it, what comes before its parts, and why",
)
MISSING = {"schema": ProblemSchema, "description": "No such course or learner, or not for you"}
CONFLICT = {"schema": ProblemSchema, "description": "Rules that wait for themselves, or newer ones"}
NOT_ENROLLED = {"schema": ProblemSchema, "description": "Not enrolled"}


@blueprint.route("/rules", methods=["GET"], access=trainers)
@blueprint.response(200, RulesSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str) -> dict[str, Any]:
    """Read the rules of a course that hold now"""
    return _told(queries.current_rules(course_to_edit(slug)))


def _told(rules: Any) -> dict[str, Any]:
    return {
        "number": rules.number if rules else 0,
        "entry": rules.entry if rules else None,
        "parts": rules.parts if rules else {},
        "completion": completing.rule_of(rules.completion if rules else None),
    }


@blueprint.route("/rules", methods=["PUT"], access=trainers)
@blueprint.arguments(RulesSentSchema)
@blueprint.response(200, RulesSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def change(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Give a course other rules. They hold at once; completions stay"""
    course = course_to_edit(slug)
    rules = operations.change_rules(
        course,
        sent["entry"],
        sent["parts"],
        sent["completion"],
        person_here(),
        based_on=sent["based_on"],
    )
    return _told(rules)


@blueprint.route("/rules/versions", methods=["GET"], access=trainers)
@blueprint.response(200, RulesVersionSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def list_versions(slug: str) -> list[dict[str, Any]]:
    """List the versions of the rules, newest first, fifty at most"""
    rows = queries.versions_of(course_to_edit(slug).id)
    return [_told(row) | {"made_at": row.made_at, "made_by": row.made_by} for row in rows]


@blueprint.route("/rules/trial", methods=["GET"], access=trainers)
@blueprint.arguments(TrialQuerySchema, location="query")
@blueprint.response(200, TrialSchema)
@blueprint.alt_response(404, **MISSING)
def try_rule(asked: dict[str, Any], slug: str) -> dict[str, Any]:
    """Try a completion rule on who is enrolled: who would pass, who lacks what. Saves nothing"""
    course = course_to_edit(slug)
    number, size = asked.pop("page"), asked.pop("size")
    found = trial.tried(course, completing.checked(asked), number, size)
    rows = [
        {**vars(row), "lacking": [rule_item(item) for item in row.lacking]}
        for row in found.page.rows
    ]
    return {**found.counts, "items": rows, "page": number, "more": found.page.more}


@blueprint.route("/enrolment/why", methods=["GET"], access=signed_in)
@blueprint.response(200, WhySchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **NOT_ENROLLED)
def explain(slug: str) -> dict[str, Any]:
    """Read why you have, or have not, completed a course, and why parts are locked"""
    person = person_here()
    row = access.open_taken(slug, person)
    locks = access.locks_for(row, person, enrolment_id=row.enrolment_id)
    return _explained(row, why(row, person.id, locks))


@blueprint.route("/learners/<string:enrolment_id>/why", methods=["GET"], access=trainers)
@blueprint.response(200, WhySchema)
@blueprint.alt_response(404, **MISSING)
def explain_learner(slug: str, enrolment_id: str) -> dict[str, Any]:
    """Read the same for a learner of your course"""
    row = learner_to_see(slug, enrolment_id)
    return _explained(row, why(row, row.person_id))


def _explained(row: AnyRow, found: Why) -> dict[str, Any]:
    return {
        "completed_at": row.completed_at,
        "tier": found.tier,
        "met": found.met,
        "rule": [rule_item(item) for item in found.items],
        "locked": [
            {"steps": list(one.steps), "reason": one.reason, "trace": as_json(one.trace)}
            for one in found.locked
        ],
    }
