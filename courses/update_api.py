"""JSON routes of new editions: trainers decide on proposals, learners read what changed."""

from typing import Any

from courses import (
    access,
    change_queries,
    change_reading,
    deciding,
    deciding_again,
    edition_updates,
    update_queries,
)
from courses.accepting import Decision
from courses.changes_told import by_lesson
from courses.deciding import Decided
from courses.desk_queries import AnyRow
from courses.models import Course
from courses.proposal_cards import cards
from courses.update_schemas import (
    DecidedSchema,
    DecisionSchema,
    FinishSchema,
    ManySchema,
    OutdatedTextSchema,
    ProposalQuerySchema,
    ProposalSchema,
    ProposalsSchema,
    ToldSchema,
    UpdateSchema,
)
from elearn.accounts.access import has_role, person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.paging import paginate
from elearn.core.transaction import write

blueprint = ApiBlueprint(
    "editions_api",
    __name__,
    url_prefix="/api/v1/courses/<string:slug>",
    description="New editions: proposals for trainers, changes for learners",
)
trainers = has_role("trainer")
UPDATE = "/edition-updates/<string:update_id>"
MISSING = {"schema": ProblemSchema, "description": "No such course or proposal, or not for you"}
CONFLICT = {
    "schema": ProblemSchema,
    "description": "Decided by somebody else, edited meanwhile, published, or over",
}
NOT_ENROLLED = {"schema": ProblemSchema, "description": "You are not enrolled"}


def update_here(slug: str, update_id: str) -> tuple[Course, AnyRow]:
    """Return course and update for the trainer who asks."""
    course = access.open_course(slug, person_here(), to="edit")
    return course, update_queries.update_of(course.id, update_id)


@blueprint.route("/edition-updates", methods=["GET"], access=trainers)
@blueprint.response(200, UpdateSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def list_updates(slug: str) -> list[AnyRow]:
    """List the editions proposed to a course, newest first."""
    course = access.open_course(slug, person_here(), to="edit")
    return list(update_queries.updates_of(course.id))


@blueprint.route("/edition-updates/outdated-texts", methods=["GET"], access=trainers)
@blueprint.response(200, OutdatedTextSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def list_outdated_texts(slug: str) -> list[AnyRow]:
    """List texts in another language than the course's that are older than a change taken over."""
    course = access.open_course(slug, person_here(), to="edit")
    return list(update_queries.outdated_texts(course.id))


@blueprint.route(UPDATE, methods=["GET"], access=trainers)
@blueprint.response(200, UpdateSchema)
@blueprint.alt_response(404, **MISSING)
def show_update(slug: str, update_id: str) -> AnyRow:
    """Show how far an update is."""
    return update_here(slug, update_id)[1]


@blueprint.route(f"{UPDATE}/proposals", methods=["GET"], access=trainers)
@blueprint.arguments(ProposalQuerySchema, location="query")
@blueprint.response(200, ProposalsSchema)
@blueprint.alt_response(404, **MISSING)
def list_proposals(asked: dict[str, Any], slug: str, update_id: str) -> dict[str, Any]:
    """List the proposals of an update in the order of the new edition."""
    course, update = update_here(slug, update_id)
    statement = update_queries.proposals_of(update.id, asked["show"])
    page = paginate(statement, asked["page"], asked["size"])
    items = cards(page.rows, course.language)
    return {"items": items, "page": page.number, "more": page.more}


@blueprint.route(
    f"{UPDATE}/proposals/<string:proposal_id>", methods=["PUT"], access=trainers, own_write=True
)
@blueprint.arguments(DecisionSchema)
@blueprint.response(200, ProposalSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def decide(sent: dict[str, Any], slug: str, update_id: str, proposal_id: str) -> dict[str, Any]:
    """Accept, edit, decline, weigh or reopen a proposal, or decide it again.

    A text that was edited in the course gives way only when `seen` says that you have seen it.
    """
    course, update = update_here(slug, update_id)
    person, act = person_here(), sent["act"]
    if act == "undo":
        deciding.undo(course, update, proposal_id, person)
    elif act in deciding.STATES:
        decision = Decision(act, sent["html"], sent["seen"])
        carry_out = deciding_again.decide_again if sent["again"] else deciding.decide
        carry_out(course, update, proposal_id, decision, person)
    else:
        with write():
            deciding.weigh(course, update, {proposal_id: act}, person)
    row = update_queries.proposal_of(update.id, proposal_id)
    return cards([row], course.language)[0]


@blueprint.route(
    f"{UPDATE}/decisions",
    methods=["POST"],
    access=trainers,
    own_write=True,
    limit="120 per hour",
)
@blueprint.arguments(ManySchema)
@blueprint.response(200, DecidedSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def decide_many(sent: dict[str, Any], slug: str, update_id: str) -> Decided:
    """Decide many open proposals at once."""
    course, update = update_here(slug, update_id)
    return deciding.decide_many(course, update, sent["which"], person_here())


@blueprint.route(f"{UPDATE}/finish", methods=["POST"], access=trainers, own_write=True)
@blueprint.arguments(FinishSchema)
@blueprint.response(200, UpdateSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def finish(sent: dict[str, Any], slug: str, update_id: str) -> AnyRow:
    """Bring the course to the new edition. Learners see it with the next release."""
    course, update = update_here(slug, update_id)
    edition_updates.finish(course, update, person_here(), decline_rest=sent["decline_rest"])
    return update_here(slug, update_id)[1]


@blueprint.route(UPDATE, methods=["DELETE"], access=trainers)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def drop(slug: str, update_id: str) -> None:
    """Let the course stay on its edition."""
    course, update = update_here(slug, update_id)
    edition_updates.drop(course, update, person_here())


@blueprint.route(f"{UPDATE}/reopen", methods=["POST"], access=trainers)
@blueprint.response(200, UpdateSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def reopen(slug: str, update_id: str) -> AnyRow:
    """Open a dropped update again. Doing it again changes nothing."""
    course, update = update_here(slug, update_id)
    edition_updates.reopen(course, update, person_here())
    return update_here(slug, update_id)[1]


@blueprint.route("/changes", methods=["GET"], access=signed_in)
@blueprint.response(200, ToldSchema)
@blueprint.alt_response(409, **NOT_ENROLLED)
@blueprint.alt_response(404, **MISSING)
def changes(slug: str) -> dict[str, Any]:
    """Read what changed in a course since you read it."""
    return told(access.open_taken(slug, person_here()))


def told(row: AnyRow) -> dict[str, Any]:
    """Return what is new to the learner of a course."""
    lessons = by_lesson(change_queries.unread_changes(row.enrolment_id), row.language)
    return {
        "asked": change_queries.is_asked(row.enrolment_id),
        "material": sum(len(one.material) for one in lessons),
        "new_steps": list(change_queries.new_steps(row.enrolment_id)),
        "lessons": [
            {"step": one.step, "title": one.title, "changes": [*one.material, *one.editorial]}
            for one in lessons
        ],
    }


@blueprint.route("/changes/read", methods=["PUT"], access=signed_in)
@blueprint.response(200, ToldSchema)
@blueprint.alt_response(409, **NOT_ENROLLED)
@blueprint.alt_response(404, **MISSING)
def read_changes(slug: str) -> dict[str, Any]:
    """Say that you have read these changes. Doing it again changes nothing."""
    person = person_here()
    row = access.open_taken(slug, person)
    change_reading.confirm(row.enrolment_id, row.release_id, person)
    return told(row)
