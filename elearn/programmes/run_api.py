"""JSON routes of runs: what they are, what is settled, their states, places and figures."""

from typing import Any

from elearn.accounts.access import has_role, person_here, signed_in
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.paging import paginate
from elearn.programmes import access, doors, figures_queries, operations, placing, queries
from elearn.programmes.access import RunPurpose, open_place
from elearn.programmes.adding import add_in_pieces
from elearn.programmes.errors import PartnerUnknown, PlaceNotFound
from elearn.programmes.figures import public
from elearn.programmes.models import Place, Run
from elearn.programmes.operations import RunDetails
from elearn.programmes.run_schemas import (
    AddedToRunSchema,
    MyTrainingSchema,
    PlaceAnswerSchema,
    PlaceAskSchema,
    RunAddressesSchema,
    RunDetailsSchema,
    RunFiguresSchema,
    RunPlaceSchema,
    RunPlacesSchema,
    RunSchema,
    RunsSchema,
    RunStateSchema,
)
from elearn.programmes.schemas import ProgrammesQuerySchema

blueprint = ApiBlueprint(
    "runs_api",
    __name__,
    url_prefix="/api/v1",
    description="Trainings: programmes run for real groups, their places and figures",
)
MISSING = {"schema": ProblemSchema, "description": "No such training or place, or not for you"}
CONFLICT = {"schema": ProblemSchema, "description": "The training is not in a state for this"}
FORBIDDEN = {"schema": ProblemSchema, "description": "You see this training, but may not do this"}
ONE_PLACE = "/runs/<string:slug>/places/<string:place_id>"
# What only those who manage a run are told of a place.
MANAGERS_READ = ("email", "why", "reason")


def run_here(slug: str, to: RunPurpose = "see") -> Run:
    """Return the run for the signed-in person. Raises RunNotFound, NotYoursToRun."""
    return access.open_run(slug, person_here(), to=to)


def shown(run: Run) -> dict[str, Any]:
    """Return what everybody reads of a run."""
    partner = queries.partner_of(run)
    return {name: getattr(run, name, None) for name in RunSchema().fields} | {
        "programme": queries.programme_title(run.programme_id).slug,
        "partner": partner.name if partner else None,
        "free": run.places - run.taken,
        "closed_because": doors.closed_because(run),
    }


def details(sent: dict[str, Any]) -> RunDetails:
    """Return what was sent as the operation takes it. Raises PartnerUnknown."""
    partner = sent.pop("partner")
    partner_id = queries.organisation_ids().get(partner) if partner else None
    if partner and partner_id is None:
        raise PartnerUnknown
    languages = tuple(dict.fromkeys(sent.pop("languages")))
    return RunDetails(partner_id=partner_id, languages=languages, **sent)


def settled(run: Run) -> dict[str, Any]:
    """Return what is settled for a run, as it can be sent back."""
    partner = queries.partner_of(run)
    told = {name: getattr(run, name, None) for name in RunDetailsSchema().fields}
    return told | {"partner": partner.public_id if partner else None, "code": run.code or ""}


@blueprint.route("/runs", methods=["GET"], access=signed_in)
@blueprint.arguments(ProgrammesQuerySchema, location="query")
@blueprint.response(200, RunsSchema)
def index(asked: dict[str, Any]) -> dict[str, Any]:
    """List the trainings you manage, train in or support as a partner, the latest first."""
    page = paginate(queries.runs(access.runs_seen_by(person_here())), asked["page"])
    return {"items": page.rows, "page": page.number, "more": page.more}


@blueprint.route(
    "/programmes/<string:slug>/runs",
    methods=["POST"],
    access=has_role("trainer"),
    limit="60 per hour",
)
@blueprint.arguments(RunDetailsSchema)
@blueprint.response(201, RunSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def create(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Propose a training of a programme; its parts are copied."""
    programme = access.open_programme(slug, person_here(), to="manage")
    return shown(operations.clone(programme.id, details(sent), person_here()))


@blueprint.route("/runs/<string:slug>", methods=["GET"], access=anyone)
@blueprint.response(200, RunSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str) -> dict[str, Any]:
    """Show a training, as its public page does."""
    return shown(access.open_run(slug, current_person()))


@blueprint.route("/runs/<string:slug>/details", methods=["GET"], access=signed_in)
@blueprint.response(200, RunDetailsSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
def show_details(slug: str) -> dict[str, Any]:
    """Show what is settled for a training, its plan and code too."""
    return settled(run_here(slug, "manage"))


@blueprint.route("/runs/<string:slug>/details", methods=["PUT"], access=signed_in)
@blueprint.arguments(RunDetailsSchema)
@blueprint.response(200, RunDetailsSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def change(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Change what is settled. More places go at once to those who wait longest."""
    run = run_here(slug, "manage")
    operations.change_run(run.id, details(sent), person_here())
    return settled(run)


@blueprint.route("/runs/<string:slug>/state", methods=["PUT"], access=signed_in)
@blueprint.arguments(RunStateSchema)
@blueprint.response(200, RunSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def put_state(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Approve, start or close a training."""
    run = run_here(slug, "approve" if sent["state"] == "approved" else "manage")
    if sent["state"] == "approved":
        operations.approve(run.id, person_here())
    elif sent["state"] == "running":
        operations.start(run.id, person_here())
    else:
        operations.close(run.id, person_here(), confirmed=sent["confirmed"])
    return shown(run)


@blueprint.route("/runs/<string:slug>/figures", methods=["GET"], access=signed_in)
@blueprint.response(200, RunFiguresSchema)
@blueprint.alt_response(404, **MISSING)
def figures(slug: str) -> dict[str, Any]:
    """Show planned against actual, what was learned and what learners thought of it."""
    return figures_queries.figures_of(run_here(slug)).as_data()


@blueprint.route("/runs/<string:slug>/figures/public", methods=["GET"], access=anyone)
@blueprint.response(200, RunFiguresSchema)
@blueprint.alt_response(404, **MISSING)
def public_figures(slug: str) -> dict[str, Any]:
    """Show what everybody may see once a training is closed: nothing of fewer than five people."""
    run = access.open_public_figures(slug, current_person())
    return public(figures_queries.figures_of(run)).as_data()


# -- places -------------------------------------------------------------------------------------


@blueprint.route("/runs/<string:slug>/places", methods=["GET"], access=signed_in)
@blueprint.arguments(ProgrammesQuerySchema, location="query")
@blueprint.response(200, RunPlacesSchema)
@blueprint.alt_response(404, **MISSING)
def places(asked: dict[str, Any], slug: str) -> dict[str, Any]:
    """List the places of a training in the order of asking."""
    run = run_here(slug)
    page = paginate(queries.places_of(run.id), asked["page"], 100)
    hidden = () if access.manages_run(person_here(), run) else MANAGERS_READ
    items = [
        {name: value for name, value in row._mapping.items() if name not in hidden}
        | {"id": row.public_id}
        for row in page.rows
    ]
    return {"items": items, "page": page.number, "more": page.more}


@blueprint.route(
    "/runs/<string:slug>/places",
    methods=["POST"],
    access=signed_in,
    own_write=True,
    limit="60 per hour",
)
@blueprint.arguments(RunAddressesSchema)
@blueprint.response(200, AddedToRunSchema(many=True))
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def add(sent: dict[str, Any], slug: str) -> list[Any]:
    """Give places to people with accounts at these addresses; others are named, with why not."""
    run_here(slug, "manage")
    addresses = dict.fromkeys(address.strip().lower() for address in sent["addresses"])
    return add_in_pieces(slug, list(addresses), person_here())


@blueprint.route(
    "/runs/<string:slug>/places/<string:place_id>", methods=["PATCH"], access=signed_in
)
@blueprint.arguments(PlaceAnswerSchema)
@blueprint.response(200, RunPlaceSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def answer(sent: dict[str, Any], slug: str, place_id: str) -> dict[str, Any]:
    """Answer a request for a place."""
    run = run_here(slug, "manage")
    person_id = open_place(run, place_id).person_id
    place = operations.answer(run.id, person_id, sent["yes"], person_here(), reason=sent["reason"])
    return own(place)


@blueprint.route(
    "/runs/<string:slug>/places/<string:place_id>", methods=["DELETE"], access=signed_in
)
@blueprint.response(204)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def take_back(slug: str, place_id: str) -> None:
    """Take a person off the list; the next who waits moves up at once."""
    run = run_here(slug, "manage")
    operations.withdraw(run.id, open_place(run, place_id).person_id, person_here())


# -- one's own ----------------------------------------------------------------------------------


def own(place: Place) -> dict[str, Any]:
    """Return a place as its holder sees it."""
    completed = queries.completion_of(place.id)
    names = ("public_id", "state", "reason")
    return {name: getattr(place, name) for name in names} | {
        "waiting_number": placing.waiting_number(place),
        "completed_at": completed.completed_at if completed else None,
    }


@blueprint.route("/me/trainings", methods=["GET"], access=signed_in)
@blueprint.response(200, MyTrainingSchema(many=True))
def trainings() -> Any:
    """List the trainings in which you have, had or asked for a place, the latest first."""
    return queries.trainings_of(person_here().id)


@blueprint.route("/runs/<string:slug>/place", methods=["GET"], access=signed_in)
@blueprint.response(200, RunPlaceSchema)
@blueprint.alt_response(404, **MISSING)
def show_place(slug: str) -> dict[str, Any]:
    """Show your place in a training."""
    person = person_here()
    place = queries.place_of(access.open_run(slug, person).id, person.id)
    if place is None:
        raise PlaceNotFound
    return own(place)


@blueprint.route("/runs/<string:slug>/place", methods=["PUT"], access=signed_in)
@blueprint.arguments(PlaceAskSchema)
@blueprint.response(200, RunPlaceSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def ask(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Ask for a place. Doing it again changes nothing."""
    person = person_here()
    return own(operations.ask(access.open_run(slug, person).id, person.id, person, **sent))


@blueprint.route("/runs/<string:slug>/place", methods=["DELETE"], access=signed_in)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def give_back(slug: str) -> None:
    """Give your place back, or take your request back."""
    person = person_here()
    operations.withdraw(access.open_run(slug, person).id, person.id, person)
