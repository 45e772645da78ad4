"""JSON routes of model programmes: the public list, and what their managers do."""

from typing import Any

from elearn.accounts.access import has_role, person_here
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.paging import paginate
from elearn.programmes import access, operations, queries
from elearn.programmes.errors import CourseCannotBePart, OrganisationUnknown
from elearn.programmes.models import Programme
from elearn.programmes.operations import Details
from elearn.programmes.schemas import (
    NewProgrammeSchema,
    ProgrammePartMoveSchema,
    ProgrammePartWishSchema,
    ProgrammeSchema,
    ProgrammesQuerySchema,
    ProgrammesSchema,
    ProgrammeStateSchema,
    ProgrammeWishSchema,
)

blueprint = ApiBlueprint(
    "programmes_api",
    __name__,
    url_prefix="/api/v1/programmes",
    description="Training programmes: courses and sessions put together for an audience",
)
trainers = has_role("trainer")
MISSING = {"schema": ProblemSchema, "description": "No such programme or part, or not for you"}
CONFLICT = {"schema": ProblemSchema, "description": "The programme is not fit for this yet"}


def programme_here(slug: str) -> Programme:
    """Return the programme for its manager. Raises ProgrammeNotFound."""
    return access.open_programme(slug, person_here(), to="manage")


def shown(programme: Programme) -> dict[str, Any]:
    """Return a programme as the API tells of it."""
    names = ("slug", "title", "summary", "language", "audience", "objectives", "needs", "order")
    told = {name: getattr(programme, name) for name in (*names, "needed", "places", "state")}
    runs = [run.slug for run in queries.open_runs(programme.id)]
    return told | {"parts": queries.parts_of(programme.id), "runs": runs}


@blueprint.route("", methods=["GET"], access=anyone)
@blueprint.arguments(ProgrammesQuerySchema, location="query")
@blueprint.response(200, ProgrammesSchema)
def index(asked: dict[str, Any]) -> dict[str, Any]:
    """List the published programmes by title."""
    page = paginate(queries.programmes(Programme.state == "published"), asked["page"])
    return {"items": page.rows, "page": page.number, "more": page.more}


@blueprint.route("", methods=["POST"], access=trainers, limit="60 per hour")
@blueprint.arguments(NewProgrammeSchema)
@blueprint.response(201, ProgrammeSchema)
def create(sent: dict[str, Any]) -> dict[str, Any]:
    """Make a draft programme; you manage it."""
    asked, organisation_id = sent.pop("organisation"), None
    if asked:
        allowed = dict(queries.organisations(access.organisations_for(person_here())))
        if asked not in allowed:
            raise OrganisationUnknown
        organisation_id = queries.organisation_ids()[asked]
    made = operations.create_programme(
        details(sent), person_here(), organisation_id=organisation_id
    )
    return shown(made)


def details(sent: dict[str, Any]) -> Details:
    """Return what was sent as the operation takes it."""
    several = {name: tuple(sent[name]) for name in ("audience", "objectives")}
    return Details(**(sent | several))


@blueprint.route("/<string:slug>", methods=["GET"], access=anyone)
@blueprint.response(200, ProgrammeSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str) -> dict[str, Any]:
    """Show a programme with its parts and the trainings one can join."""
    return shown(access.open_programme(slug, current_person()))


@blueprint.route("/<string:slug>", methods=["PUT"], access=trainers)
@blueprint.arguments(ProgrammeWishSchema)
@blueprint.response(200, ProgrammeSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def change(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Change what a programme says of itself. Runs made of it before stay as they are."""
    programme = programme_here(slug)
    operations.change_programme(programme.id, details(sent), person_here())
    return shown(programme)


@blueprint.route("/<string:slug>/state", methods=["PUT"], access=trainers)
@blueprint.arguments(ProgrammeStateSchema)
@blueprint.response(200, ProgrammeSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def put_state(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Publish or retire a programme."""
    programme = programme_here(slug)
    act = operations.publish if sent["state"] == "published" else operations.retire
    act(programme.id, person_here())
    return shown(programme)


@blueprint.route("/<string:slug>/parts", methods=["POST"], access=trainers)
@blueprint.arguments(ProgrammePartWishSchema)
@blueprint.response(201, ProgrammeSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def add_part(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Add a published course, or without one a session, at the end."""
    programme, course = programme_here(slug), sent.pop("course")
    if not course:
        operations.add_session(programme.id, sent.pop("title"), person_here(), **sent)
        return shown(programme)
    course_id = queries.published_course_at(course)
    if course_id is None:
        raise CourseCannotBePart
    operations.add_course(programme.id, course_id, person_here(), required=sent["required"])
    return shown(programme)


@blueprint.route("/<string:slug>/parts/<string:part_id>/position", methods=["PUT"], access=trainers)
@blueprint.arguments(ProgrammePartMoveSchema)
@blueprint.response(200, ProgrammeSchema)
@blueprint.alt_response(404, **MISSING)
def move_part(sent: dict[str, Any], slug: str, part_id: str) -> dict[str, Any]:
    """Move a part one place up or down; at the ends nothing moves."""
    programme = programme_here(slug)
    operations.move_part(programme.id, part_id, sent["by"], person_here())
    return shown(programme)


@blueprint.route("/<string:slug>/parts/<string:part_id>", methods=["DELETE"], access=trainers)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def remove_part(slug: str, part_id: str) -> None:
    """Take a part out; runs keep theirs."""
    operations.remove_part(programme_here(slug).id, part_id, person_here())
