"""JSON routes of registration: with and without an account, and what one does with it."""

from dataclasses import asdict
from typing import Any

from elearn.accounts.access import person_here, signed_in
from elearn.accounts.addresses import normalised_email
from elearn.accounts.session import SignedIn, current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.errors import Invalid
from elearn.core.i18n import reader_language
from elearn.surveys import queries as surveys
from elearn.surveys.api import form_of
from elearn.webinars import access, privacy
from elearn.webinars.registration import (
    confirming,
    delegations,
    invitations,
    links,
    managing,
    signing_up,
)
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.delegations import Member
from elearn.webinars.registration.registration_models import SignUp
from elearn.webinars.registration.sign_up_errors import SignUpNotFound
from elearn.webinars.registration.sign_up_schemas import (
    ConfirmSchema,
    DelegationSchema,
    DelegationWishSchema,
    DetailsChangeSchema,
    GuestWishSchema,
    LetterSentSchema,
    OwnRegistrationsSchema,
    RegistrationFormSchema,
    SecretSchema,
    SessionIdsSchema,
    SignUpSchema,
    SignUpWishSchema,
    StandingChangeSchema,
)
from elearn.webinars.registration.signing_up import Details
from elearn.webinars.seats import seating

blueprint = ApiBlueprint(
    "registrations_api",
    __name__,
    url_prefix="/api/v1",
    description="Registration for webinars, with an account or by a confirmed address",
)
MISSING = {"schema": ProblemSchema, "description": "No such thing, or not for you"}
FORBIDDEN = {"schema": ProblemSchema, "description": "By invitation, or for accounts only"}
CONFLICT = {"schema": ProblemSchema, "description": "Closed, over, or answered already"}
OVER = {"schema": ProblemSchema, "description": "The link was used, is too old, or was replaced"}
OFTEN = "30 per minute;200 per hour"


def told(found: SignUp) -> dict[str, Any]:
    """Return a sign-up as `SignUpSchema` shows it."""
    rows = [
        dict(row._mapping) | {"position": place_of(row)}
        for row in queries.registrations_at(found.id)
    ]
    return {
        "webinar": queries.webinar_of(found).slug,
        "link": links.value_of(found),
        "confirmed": found.confirmed_at is not None,
        "details": asdict(signing_up.as_details(found)),
        "answers": surveys.answers_of(found.response_id) if found.response_id else {},
        "registrations": rows,
    }


def place_of(row: Any) -> int:
    """Return the place in the line of somebody who waits, else 0."""
    return seating.position(row) if row.state == "waiting" else 0


def actor_for(found: SignUp) -> SignedIn | None:
    """Return the person of the request when the sign-up is theirs."""
    person = current_person()
    return person if person and person.id == found.person_id else None


def wish(sent: dict[str, Any]) -> tuple[Details, list[str], dict[str, Any]]:
    """Return what was sent as the operations take it."""
    return Details(**sent["details"]), sent["sessions"], sent["answers"]


@blueprint.route("/webinars/<string:slug>/registration-form", methods=["GET"], access=anyone)
@blueprint.response(200, RegistrationFormSchema)
@blueprint.alt_response(404, **MISSING)
def registration_form(slug: str) -> dict[str, Any]:
    """Show what a webinar asks at registration, in the reader's language"""
    webinar = access.open_webinar(slug, current_person())
    form = queries.form_for(webinar, reader_language())
    return {"form": form_of(form) if form else None}


@blueprint.route("/webinars/<string:slug>/registration", methods=["GET"], access=signed_in)
@blueprint.response(200, SignUpSchema)
@blueprint.alt_response(404, **MISSING)
def own(slug: str) -> dict[str, Any]:
    """Show where you stand with a webinar"""
    person = person_here()
    webinar = access.open_webinar(slug, person)
    found = queries.sign_up_by_person(webinar.id, person.id)
    if found is None:
        raise SignUpNotFound
    return told(found)


@blueprint.route(
    "/webinars/<string:slug>/registration", methods=["PUT"], access=signed_in, limit=OFTEN
)
@blueprint.arguments(SignUpWishSchema)
@blueprint.response(200, SignUpSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def sign_up(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Register for a webinar; asking again changes only what you say of yourself"""
    person = person_here()
    webinar = access.open_webinar(slug, person)
    return told(signing_up.sign_up(webinar, person, *wish(sent)))


@blueprint.route(
    "/webinars/<string:slug>/guest-registrations", methods=["POST"], access=anyone, limit=OFTEN
)
@blueprint.arguments(GuestWishSchema)
@blueprint.response(202, LetterSentSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def ask(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Register an address, which a letter's link confirms; the answer is the same for all"""
    webinar = access.open_webinar(slug, current_person())
    signing_up.ask(webinar, address(sent["email"]), *wish(sent))
    return {"sent": True}


def address(text: str) -> str:
    """Return an address as it is kept. Raises Invalid for what nobody can be written at."""
    email = normalised_email(text)
    if email is None:
        raise Invalid("This is no e-mail address we can write to.")
    return email


@blueprint.route(
    "/registrations/confirmations", methods=["POST"], access=anyone, limit="60 per hour"
)
@blueprint.arguments(ConfirmSchema)
@blueprint.response(200, SignUpSchema)
@blueprint.alt_response(410, **OVER)
def confirm(sent: dict[str, Any]) -> dict[str, Any]:
    """Confirm an address by the secret of its letter"""
    return told(confirming.confirm(sent["value"]))


@blueprint.route("/registrations/invited", methods=["POST"], access=anyone, limit="60 per hour")
@blueprint.arguments(SecretSchema)
@blueprint.response(200, SignUpSchema)
@blueprint.alt_response(409, **CONFLICT)
@blueprint.alt_response(410, **OVER)
def accept_invitation(sent: dict[str, Any]) -> dict[str, Any]:
    """Register the address an invitation went to"""
    return told(invitations.accept(sent["value"], *wish(sent)))


@blueprint.route("/me/webinars", methods=["GET"], access=signed_in)
@blueprint.response(200, OwnRegistrationsSchema)
def mine() -> dict[str, Any]:
    """List what you registered for"""
    rows = queries.registrations_of(person_here().id)
    return {
        "items": [
            dict(row._mapping) | {"link": links.signed_value(row.sign_up_id, row.nonce)}
            for row in rows
        ]
    }


@blueprint.route("/registrations/<string:link>", methods=["GET"], access=anyone, limit=OFTEN)
@blueprint.response(200, SignUpSchema)
@blueprint.alt_response(404, **MISSING)
def show(link: str) -> dict[str, Any]:
    """Show a sign-up by its link"""
    return told(links.sign_up_of(link))


@blueprint.route("/registrations/<string:link>", methods=["PATCH"], access=anyone, limit=OFTEN)
@blueprint.arguments(DetailsChangeSchema)
@blueprint.response(200, SignUpSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def change(sent: dict[str, Any], link: str) -> dict[str, Any]:
    """Change details and answers, until the last session starts"""
    found = links.sign_up_of(link)
    details = Details(**sent["details"])
    managing.change_details(found, details, sent["answers"], actor_for(found))
    return told(found)


@blueprint.route("/registrations/<string:link>", methods=["DELETE"], access=anyone, limit=OFTEN)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
def forget(link: str) -> None:
    """Cancel everything and delete who it was; this cannot be undone"""
    found = links.sign_up_of(link)
    privacy.forget_by_link(found, actor_for(found))


@blueprint.route(
    "/registrations/<string:link>/sessions", methods=["POST"], access=anyone, limit=OFTEN
)
@blueprint.arguments(SessionIdsSchema)
@blueprint.response(200, SignUpSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def add_sessions(sent: dict[str, Any], link: str) -> dict[str, Any]:
    """Register for more sessions"""
    found = links.sign_up_of(link)
    managing.add_sessions(found, sent["sessions"], actor_for(found))
    return told(found)


ACTS = {"accept": managing.accept, "turn-down": managing.turn_down, "cancel": managing.cancel}


@blueprint.route(
    "/registrations/<string:link>/sessions/<string:registration_id>",
    methods=["PATCH"],
    access=anyone,
    limit=OFTEN,
)
@blueprint.arguments(StandingChangeSchema)
@blueprint.response(200, SignUpSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def act(sent: dict[str, Any], link: str, registration_id: str) -> dict[str, Any]:
    """Take a seat that is offered, turn it down, or cancel"""
    found = links.sign_up_of(link)
    ACTS[sent["act"]](found, registration_id, actor_for(found))
    return told(found)


@blueprint.route(
    "/registrations/<string:link>/renewal", methods=["POST"], access=anyone, limit=OFTEN
)
@blueprint.response(200, SignUpSchema)
@blueprint.alt_response(404, **MISSING)
def renew(link: str) -> dict[str, Any]:
    """Let the links of all letters so far open nothing any more; the answer has the new one"""
    found = links.sign_up_of(link)
    managing.renew_link(found, actor_for(found))
    return told(found)


def delegation_told(found: SignUp, already: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the delegation somebody leads. Raises SignUpNotFound."""
    delegation = queries.delegation_of(found) if found.leads else None
    if delegation is None:
        raise SignUpNotFound
    members = queries.members_of(delegation.id)
    return {"name": delegation.name, "members": members, "already": list(already)}


@blueprint.route(
    "/registrations/<string:link>/delegation", methods=["GET"], access=anyone, limit=OFTEN
)
@blueprint.response(200, DelegationSchema)
@blueprint.alt_response(404, **MISSING)
def delegation(link: str) -> dict[str, Any]:
    """Show the members of the delegation you lead"""
    return delegation_told(links.sign_up_of(link))


@blueprint.route(
    "/registrations/<string:link>/delegation", methods=["POST"], access=anyone, limit="60 per hour"
)
@blueprint.arguments(DelegationWishSchema)
@blueprint.response(201, DelegationSchema)
@blueprint.alt_response(403, **FORBIDDEN)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def register_members(sent: dict[str, Any], link: str) -> dict[str, Any]:
    """Register members of your delegation; each takes a seat"""
    found = links.sign_up_of(link)
    members = [
        Member(one["name"], address(one["email"]) if one["email"] else None)
        for one in sent["members"]
    ]
    added = delegations.register(found, sent["name"], members, sent["sessions"], actor_for(found))
    return delegation_told(found, added.already)


@blueprint.route(
    "/registrations/<string:link>/delegation/<string:registration_id>",
    methods=["DELETE"],
    access=anyone,
    limit=OFTEN,
)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def cancel_member(link: str, registration_id: str) -> None:
    """Give up a member's registration"""
    found = links.sign_up_of(link)
    delegations.cancel_member(found, registration_id, actor_for(found))
