"""JSON routes for the people of a course: the same operations and rights as the desk's pages."""

from typing import Any

from courses.queries import AnyRow
from courses.roster import (
    extending,
    learner_queries,
    nudging,
    operations,
    queries,
    quiz_facts,
    risk,
)
from courses.roster.access import open_learner, open_roster
from courses.roster.errors import NobodyChosen
from courses.roster.queries import Filter
from courses.roster.schemas import (
    ExtensionSchema,
    LearnerSchema,
    MovedSchema,
    NewLearnerSchema,
    NudgeSchema,
    OverrideSchema,
    RiskRuleSchema,
    RosterQuerySchema,
    RosterSchema,
    StepFiguresSchema,
    TouchedSchema,
)
from courses.rules import overriding
from courses.rules import queries as rule_queries
from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.clock import now

blueprint = ApiBlueprint(
    "roster_api",
    __name__,
    url_prefix="/api/v1/courses/<string:slug>/learners",
    description="The learners of a course, for its trainers",
)
trainers = has_role("trainer")
LEARNER = "/<string:enrolment_id>"
MISSING = {"schema": ProblemSchema, "description": "No such course or learner, or not for you"}
CONFLICT = {"schema": ProblemSchema, "description": "Done already, left, or nobody would get it"}
UNFIT = {"schema": ProblemSchema, "description": "Nobody chosen, too many, or no such account"}


def course_here(slug: str) -> tuple[AnyRow, risk.Limits]:
    """Return the course for the trainer who asks, and the limits of its at-risk rule."""
    course = open_roster(slug, person_here())
    return course, risk.limits(queries.rule_of(course), now())


def summary(course: AnyRow, row: AnyRow, limit: risk.Limits) -> dict[str, Any]:
    """Return a learner as the roster shows them."""
    return {
        **row._mapping,
        "id": row.public_id,
        "state": risk.state_of(row),
        "at_risk": risk.reasons(row, limit),
        "required": course.required_steps or 0,
    }


def whole(course: AnyRow, row: AnyRow, limit: risk.Limits) -> dict[str, Any]:
    """Return a learner with their steps, decisions and letters."""
    attempts = quiz_facts.attempts_of(row.id)
    steps = [
        {**step._mapping, "id": step.public_id, "attempts": attempts.get(step.public_id, 0)}
        for step in learner_queries.steps_of(course, row.id)
    ]
    overrides = [{**one._mapping, "id": one.public_id} for one in rule_queries.overrides_of(row.id)]
    return summary(course, row, limit) | {
        "steps": steps,
        "overrides": overrides,
        "letters": learner_queries.nudges_to(row.id),
    }


@blueprint.route("", methods=["GET"], access=trainers)
@blueprint.arguments(RosterQuerySchema, location="query")
@blueprint.response(200, RosterSchema)
@blueprint.alt_response(404, **MISSING)
def list_learners(asked: dict[str, Any], slug: str) -> dict[str, Any]:
    """List the learners of a course, with how many are in each state."""
    course, limit = course_here(slug)
    sort, number, size = asked.pop("sort"), asked.pop("page"), asked.pop("size")
    wanted = Filter(**asked)
    page = queries.page(course, wanted, limit, sort, number, size)
    return {
        "items": [summary(course, row, limit) for row in page.rows],
        "counts": queries.counts(course, wanted, limit),
        "page": page.number,
        "more": page.more,
    }


@blueprint.route("", methods=["POST"], access=trainers, limit="120 per hour")
@blueprint.arguments(NewLearnerSchema)
@blueprint.response(201, LearnerSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
@blueprint.alt_response(422, **UNFIT)
def enrol(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Enrol somebody who has an account, by their address."""
    course, limit = course_here(slug)
    public_id = operations.enrol_by_hand(course, sent["email"], person_here())
    return whole(course, open_learner(course, public_id), limit)


@blueprint.route("/steps", methods=["GET"], access=trainers)
@blueprint.response(200, StepFiguresSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def list_steps(slug: str) -> list[dict[str, Any]]:
    """Say for each step how many opened and completed it, and the mean of their best scores."""
    course, _limit = course_here(slug)
    rows = learner_queries.by_step(course)
    return [{**row._mapping, "id": row.public_id} for row in rows]


@blueprint.route("/risk-rule", methods=["GET"], access=trainers)
@blueprint.response(200, RiskRuleSchema)
@blueprint.alt_response(404, **MISSING)
def show_risk_rule(slug: str) -> risk.Rule:
    """Show when a learner of the course is at risk."""
    return queries.rule_of(course_here(slug)[0])


@blueprint.route("/risk-rule", methods=["PUT"], access=trainers)
@blueprint.arguments(RiskRuleSchema)
@blueprint.response(200, RiskRuleSchema)
@blueprint.alt_response(404, **MISSING)
def set_risk_rule(sent: dict[str, Any], slug: str) -> risk.Rule:
    """Change when a learner of the course is at risk."""
    rule = risk.Rule(**sent)
    operations.set_risk_rule(course_here(slug)[0], rule, person_here())
    return rule


@blueprint.route("/nudges", methods=["POST"], access=trainers, limit="60 per hour")
@blueprint.arguments(NudgeSchema)
@blueprint.response(200, TouchedSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
@blueprint.alt_response(422, **UNFIT)
def send_nudge(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Write to learners, or, as a dry run, only say whom it would touch."""
    course, limit = course_here(slug)
    if sent["learners"]:
        ids = queries.ids_of(course.id, sent["learners"])
        filters: dict[str, Any] = {}
    elif sent["filter"] is not None:
        wanted = Filter(**sent["filter"])
        ids, filters = queries.chosen_ids(course, wanted, limit, nudging.MOST + 1), wanted.asked()
    else:
        ids, filters = [], {}
    if not ids:
        raise NobodyChosen
    who = nudging.touched(course, ids, again=sent["again"])
    if not sent["dry_run"]:
        nudging.send(course, who, sent["message"], filters, person_here())
    parts = ("gets", "unwanted", "lately", "gone")
    names = {part: [row.name for row in getattr(who, part)] for part in parts}
    return names | {"sent": not sent["dry_run"]}


@blueprint.route("/extensions", methods=["POST"], access=trainers, limit="120 per hour")
@blueprint.arguments(ExtensionSchema)
@blueprint.response(200, MovedSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(422, **UNFIT)
def extend(sent: dict[str, Any], slug: str) -> dict[str, int]:
    """Give learners more days, with the reason; those who left or finished are passed over."""
    course, _limit = course_here(slug)
    ids = queries.ids_of(course.id, sent["learners"])
    if not ids:
        raise NobodyChosen
    return {"moved": extending.extend(course, ids, sent["days"], sent["reason"], person_here())}


@blueprint.route(LEARNER, methods=["GET"], access=trainers)
@blueprint.response(200, LearnerSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str, enrolment_id: str) -> dict[str, Any]:
    """Show what a learner did, step by step, and what was decided and written."""
    course, limit = course_here(slug)
    return whole(course, open_learner(course, enrolment_id), limit)


@blueprint.route(LEARNER, methods=["DELETE"], access=trainers)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def let_go(slug: str, enrolment_id: str) -> None:
    """Take a learner off the course; what they did is kept."""
    course, _limit = course_here(slug)
    operations.let_go(open_learner(course, enrolment_id), course, person_here())


@blueprint.route(f"{LEARNER}/extension", methods=["DELETE"], access=trainers)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def take_back(slug: str, enrolment_id: str) -> None:
    """Put back the date there was before the last extension."""
    course, _limit = course_here(slug)
    extending.take_back(course, open_learner(course, enrolment_id), person_here())


@blueprint.route(f"{LEARNER}/overrides", methods=["POST"], access=trainers)
@blueprint.arguments(OverrideSchema)
@blueprint.response(201, LearnerSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def override(sent: dict[str, Any], slug: str, enrolment_id: str) -> dict[str, Any]:
    """Decide against the rules for a step: it counts as completed, or is open.

    Without a step, the whole course is open.
    """
    course, limit = course_here(slug)
    learner = open_learner(course, enrolment_id)
    step_id = None
    if sent["step"] is not None or sent["kind"] == "done":
        step_id = learner_queries.step_of(course, learner.id, sent["step"]).id
    overriding.override_step(learner.id, step_id, sent["kind"], sent["reason"], person_here())
    return whole(course, open_learner(course, enrolment_id), limit)


@blueprint.route(f"{LEARNER}/overrides/<string:override_id>", methods=["DELETE"], access=trainers)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def undo_override(slug: str, enrolment_id: str, override_id: str) -> None:
    """Close again what was opened; what is done stays done."""
    course, _limit = course_here(slug)
    open_learner(course, enrolment_id)
    overriding.undo_override(course.id, override_id, person_here())
