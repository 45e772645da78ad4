"""JSON routes of the ways in: terms, codes, requests, invitations."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for

from courses import access
from courses.entry import codes, invitations, operations, queries, requests
from courses.entry.errors import RequestNotFound
from courses.entry.models import EntryCode, EntryRequest, EntryTerms
from courses.entry.schemas import (
    EntryAnswerSchema,
    EntryAskSchema,
    EntryCodeSchema,
    EntryInvitationActSchema,
    EntryInvitationsSchema,
    EntryInviteSchema,
    EntryNewCodeSchema,
    EntryOpenedSchema,
    EntryOwnRequestSchema,
    EntryPageQuerySchema,
    EntryRequestQuerySchema,
    EntryRequestsSchema,
    EntrySentSchema,
    EntryTermsSchema,
    EntryUseCodeSchema,
    page_of,
)
from courses.models import Course
from elearn.accounts import throttle
from elearn.accounts.access import has_role, person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.paging import paginate
from elearn.core.transaction import write

blueprint = ApiBlueprint(
    "entry_api", __name__, url_prefix="/api/v1", description="Ways into courses"
)
trainers = has_role("trainer")
COURSE = "/courses/<string:slug>"
MISSING = {"schema": ProblemSchema, "description": "No such thing, or not for you"}
CONFLICT = {"schema": ProblemSchema, "description": "The terms, the places or its state forbid it"}
WRONG = {"schema": ProblemSchema, "description": "Cannot be used; the answer says why"}


def course_here(slug: str) -> Course:
    """Return the course for the trainer who asks."""
    return access.open_course(slug, person_here(), to="edit")


def course_to_ask(slug: str) -> Course:
    """Return the course for somebody who wants to take part."""
    return access.open_course(slug, person_here(), to="learn")


@blueprint.route(f"{COURSE}/entry-terms", methods=["GET"], access=trainers)
@blueprint.response(200, EntryTermsSchema)
@blueprint.alt_response(404, **MISSING)
def show_terms(slug: str) -> EntryTerms:
    """Read who may enrol on a course"""
    return queries.terms_of(course_here(slug).id)


@blueprint.route(f"{COURSE}/entry-terms", methods=["PUT"], access=trainers)
@blueprint.arguments(EntryTermsSchema)
@blueprint.response(200, EntryTermsSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(422, **WRONG)
def set_terms(sent: dict[str, Any], slug: str) -> EntryTerms:
    """Say who may enrol; nobody who is enrolled loses their place"""
    course = course_here(slug)
    operations.set_terms(course.id, operations.Terms(**sent), person_here())
    return queries.terms_of(course.id)


@blueprint.route(f"{COURSE}/entry-codes", methods=["GET"], access=trainers)
@blueprint.response(200, EntryCodeSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def list_codes(slug: str) -> Sequence[EntryCode]:
    """List the codes of a course, newest first"""
    return queries.codes_of(course_here(slug).id)


@blueprint.route(f"{COURSE}/entry-codes", methods=["POST"], access=trainers, limit="60 per hour")
@blueprint.arguments(EntryNewCodeSchema)
@blueprint.response(201, EntryCodeSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
@blueprint.alt_response(422, **WRONG)
def make_code(sent: dict[str, Any], slug: str) -> EntryCode:
    """Make a code for a course"""
    return codes.make(course_here(slug), person_here(), **sent)


@blueprint.route(
    f"{COURSE}/entry-codes/<string:entry_code_id>", methods=["DELETE"], access=trainers
)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
def revoke_code(slug: str, entry_code_id: str) -> None:
    """Take a code back; who came in by it stays enrolled"""
    codes.revoke(course_here(slug), entry_code_id, person_here())


@blueprint.route(
    "/entry-codes", methods=["POST"], access=signed_in, own_write=True, limit="20 per minute"
)
@blueprint.arguments(EntryUseCodeSchema)
@blueprint.response(200, EntryOpenedSchema)
@blueprint.alt_response(409, **CONFLICT)
@blueprint.alt_response(422, **WRONG)
@blueprint.alt_response(429, schema=ProblemSchema, description="Too many wrong codes")
def use_code(sent: dict[str, str]) -> dict[str, str]:
    """Take part by a code"""
    with write():
        throttle.admit_address(request.remote_addr)
    with write():
        door = codes.open_code(sent["code"])
        throttle.take_back(request.remote_addr)
        return {"title": door.title, "address": door.enter(person_here())}


@blueprint.route(f"{COURSE}/entry-request", methods=["GET"], access=signed_in)
@blueprint.response(200, EntryOwnRequestSchema)
@blueprint.alt_response(404, **MISSING)
def show_own_request(slug: str) -> EntryRequest:
    """See what became of your last request to take part"""
    found = queries.latest_request(course_to_ask(slug).id, person_here().id)
    if found is None:
        raise RequestNotFound
    return found


@blueprint.route(f"{COURSE}/entry-request", methods=["PUT"], access=signed_in, limit="20 per hour")
@blueprint.arguments(EntryAskSchema)
@blueprint.response(200, EntryOwnRequestSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def ask(sent: dict[str, str], slug: str) -> EntryRequest:
    """Ask the trainers to let you take part. Asking twice changes nothing"""
    return requests.ask(course_to_ask(slug), person_here(), sent["why"])


@blueprint.route(f"{COURSE}/entry-request", methods=["DELETE"], access=signed_in)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
def take_back(slug: str) -> None:
    """Take your open request back"""
    requests.take_back(course_to_ask(slug), person_here())


@blueprint.route(f"{COURSE}/entry-requests", methods=["GET"], access=trainers)
@blueprint.arguments(EntryRequestQuerySchema, location="query")
@blueprint.response(200, EntryRequestsSchema)
@blueprint.alt_response(404, **MISSING)
def list_requests(asked: dict[str, Any], slug: str) -> dict[str, Any]:
    """List requests that wait, oldest first, or those that are answered"""
    statement = queries.requests_for(course_here(slug).id, waiting=asked["waiting"])
    return page_of(paginate(statement, asked["page"], asked["size"]))


@blueprint.route(
    f"{COURSE}/entry-requests/<string:entry_request_id>", methods=["PUT"], access=trainers
)
@blueprint.arguments(EntryAnswerSchema)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
@blueprint.alt_response(422, **WRONG)
def answer(sent: dict[str, str], slug: str, entry_request_id: str) -> None:
    """Approve a request, or decline it with a reason; the person gets a letter"""
    course = course_here(slug)
    if sent["act"] == "approve":
        requests.approve(course, entry_request_id, person_here())
    else:
        requests.decline(course, entry_request_id, sent["reason"], person_here())


@blueprint.route(f"{COURSE}/invitations", methods=["GET"], access=trainers)
@blueprint.arguments(EntryPageQuerySchema, location="query")
@blueprint.response(200, EntryInvitationsSchema)
@blueprint.alt_response(404, **MISSING)
def list_invitations(asked: dict[str, int], slug: str) -> dict[str, Any]:
    """List the invitations of a course, newest first"""
    statement = queries.invitations_of(course_here(slug).id)
    return page_of(paginate(statement, asked["page"], asked["size"]))


@blueprint.route(f"{COURSE}/invitations", methods=["POST"], access=trainers, limit="60 per hour")
@blueprint.arguments(EntryInviteSchema)
@blueprint.response(202, EntrySentSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(422, **WRONG)
def invite(sent: dict[str, list[str]], slug: str) -> invitations.Sent:
    """Invite addresses by letter; nobody needs an account before"""
    return invitations.invite(course_here(slug), sent["addresses"], person_here())


@blueprint.route(
    f"{COURSE}/invitations/<string:invitation_id>",
    methods=["PUT"],
    access=trainers,
    limit="60 per hour",
)
@blueprint.arguments(EntryInvitationActSchema)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def change_invitation(sent: dict[str, str], slug: str, invitation_id: str) -> None:
    """Send an invitation again, or take it back"""
    act = invitations.resend if sent["act"] == "resend" else invitations.revoke
    act(course_here(slug), invitation_id, person_here())


@blueprint.route(
    "/invitations/<string:value>", methods=["PUT"], access=signed_in, limit="30 per minute"
)
@blueprint.response(200, EntryOpenedSchema)
@blueprint.alt_response(403, schema=ProblemSchema, description="Sent to another address")
@blueprint.alt_response(409, **CONFLICT)
def accept(value: str) -> dict[str, str]:
    """Take part by an invitation: the value of the link in the letter, or its id"""
    slug = invitations.accept(value, person_here())
    title = access.open_course(slug, person_here()).title
    return {"title": title, "address": url_for("courses.show", slug=slug)}
