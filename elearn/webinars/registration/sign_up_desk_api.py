"""JSON routes of the organisers' desk: requests, invitations, forms of registration."""

from typing import Any

from elearn.accounts.access import person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.paging import paginate
from elearn.surveys import queries as surveys
from elearn.surveys.api import form_of
from elearn.surveys.schemas import FormSchema
from elearn.webinars import access
from elearn.webinars.models import Webinar
from elearn.webinars.registration import form_building, invitations
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.sign_up_schemas import (
    AnsweredSchema,
    FormChoiceSchema,
    FormsAskedSchema,
    InvitedSchema,
    InviteSchema,
    RequestsAnswerSchema,
    SignUpPageQuerySchema,
    WebinarInvitationChangeSchema,
    WebinarInvitationsSchema,
    WebinarRequestsSchema,
)
from elearn.webinars.seats.answering import answer_in_pieces

blueprint = ApiBlueprint(
    "sign_up_desk_api",
    __name__,
    url_prefix="/api/v1/webinars/<string:slug>",
    description="What organisers of a webinar decide about registration",
)
MISSING = {"schema": ProblemSchema, "description": "No such webinar or thing, or not for you"}
FORBIDDEN = {"schema": ProblemSchema, "description": "Your organisation takes part only"}
CONFLICT = {"schema": ProblemSchema, "description": "Answered or accepted already, or over"}


def webinar_here(slug: str) -> Webinar:
    """Return the webinar for whoever manages it."""
    return access.open_webinar(slug, person_here(), to="manage")


@blueprint.route("/requests", methods=["GET"], access=signed_in)
@blueprint.arguments(SignUpPageQuerySchema, location="query")
@blueprint.response(200, WebinarRequestsSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
def list_requests(asked: dict[str, Any], slug: str) -> dict[str, Any]:
    """List the requests that wait for an answer, oldest first"""
    page = paginate(queries.requests_of(webinar_here(slug).id), asked["page"])
    ids = [row.response_id for row in page.rows if row.response_id]
    given = surveys.answers_of_many(ids)[1]
    items = [dict(row._mapping) | {"answers": given.get(row.response_id, {})} for row in page.rows]
    return {"items": items, "page": page.number, "more": page.more}


@blueprint.route(
    "/requests/answers", methods=["POST"], access=signed_in, own_write=True, limit="120 per hour"
)
@blueprint.arguments(RequestsAnswerSchema)
@blueprint.response(200, AnsweredSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def answer(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Say yes or no to requests; those answered or taken back meanwhile are passed over"""
    chosen, person = sent["requests"], person_here()
    return {"answered": answer_in_pieces(slug, chosen, sent["yes"], person, reason=sent["reason"])}


@blueprint.route("/invitations", methods=["GET"], access=signed_in)
@blueprint.arguments(SignUpPageQuerySchema, location="query")
@blueprint.response(200, WebinarInvitationsSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
def list_invitations(asked: dict[str, Any], slug: str) -> dict[str, Any]:
    """List the invitations, latest first"""
    page = paginate(queries.invitations_of(webinar_here(slug).id), asked["page"])
    return {"items": page.rows, "page": page.number, "more": page.more}


@blueprint.route("/invitations", methods=["POST"], access=signed_in, limit="60 per hour")
@blueprint.arguments(InviteSchema)
@blueprint.response(200, InvitedSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
def invite(sent: dict[str, Any], slug: str) -> Any:
    """Invite addresses; each gets a letter whose link registers that address"""
    return invitations.invite(webinar_here(slug), sent["addresses"], person_here())


@blueprint.route(
    "/invitations/<string:invitation_id>", methods=["PATCH"], access=signed_in, limit="120 per hour"
)
@blueprint.arguments(WebinarInvitationChangeSchema)
@blueprint.response(204)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def change_invitation(sent: dict[str, Any], slug: str, invitation_id: str) -> None:
    """Send the letter of an invitation again, or let it open nothing any more"""
    act = invitations.resend if sent["act"] == "resend" else invitations.revoke
    act(webinar_here(slug), invitation_id, person_here())


def forms_told(webinar: Webinar) -> dict[str, Any]:
    """Return which form each language of the webinar asks."""
    items = []
    for text in queries.texts_of(webinar.id):
        form = surveys.form_by_id(text.form_id) if text.form_id else None
        asked = {"form": form.public_id, "state": form.state} if form else {}
        items.append({"language": text.language, "form": None, "state": None} | asked)
    return {"items": items}


@blueprint.route("/registration-forms", methods=["GET"], access=signed_in)
@blueprint.response(200, FormsAskedSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
def forms(slug: str) -> dict[str, Any]:
    """Show which form each language of the webinar asks at registration"""
    return forms_told(webinar_here(slug))


@blueprint.route("/registration-forms/<string:language>", methods=["PUT"], access=signed_in)
@blueprint.arguments(FormChoiceSchema)
@blueprint.response(200, FormsAskedSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
def choose_form(sent: dict[str, Any], slug: str, language: str) -> dict[str, Any]:
    """Ask another form in a language, or nothing more"""
    webinar = webinar_here(slug)
    form_building.choose(webinar, language, sent["form"], person_here())
    return forms_told(webinar)


@blueprint.route(
    "/registration-forms/<string:language>",
    methods=["POST"],
    access=signed_in,
    limit="60 per hour",
)
@blueprint.response(201, FormSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
def make_form(slug: str, language: str) -> dict[str, Any]:
    """Make an empty draft for a language; it is asked once it is open"""
    return form_of(form_building.make(webinar_here(slug), language, person_here()))
