"""JSON routes: one's own certificates, and checking any certificate."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from certificates import access, operations, queries
from certificates.checking import ALTERED, is_erased, verdict
from certificates.codes import grouped, normalise
from certificates.errors import MayNot, NoSuchAward, NoSuchCode
from certificates.schemas import (
    AwardChangeSchema,
    AwardSchema,
    VerificationSchema,
    award_of,
    facts_of,
)
from certificates.views.verification import LIMIT
from elearn.accounts.access import person_here, signed_in
from elearn.core import storage
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema

blueprint = ApiBlueprint(
    "certificates_api", __name__, url_prefix="/api/v1", description="Certificates"
)


@blueprint.route("/awards", methods=["GET"], access=signed_in)
@blueprint.response(200, AwardSchema(many=True))
@blueprint.alt_response(401, schema=ProblemSchema, description="Not signed in")
@blueprint.alt_response(403, schema=ProblemSchema, description="The token lacks a scope")
def my_awards() -> list[dict[str, Any]]:
    """List your certificates, newest first, at most 100."""
    return [award_of(row) for row in queries.awards_of(person_here().id)]


@blueprint.route("/awards/<string:award_id>", methods=["GET"], access=signed_in)
@blueprint.response(200, AwardSchema)
@blueprint.alt_response(401, schema=ProblemSchema, description="Not signed in")
@blueprint.alt_response(403, schema=ProblemSchema, description="The token lacks a scope")
@blueprint.alt_response(404, schema=ProblemSchema, description="No such certificate of yours")
def my_award(award_id: str) -> dict[str, Any]:
    """Show one of your certificates."""
    return award_of(access.open_award(award_id, person_here()))


@blueprint.route("/awards/<string:award_id>", methods=["PATCH"], access=signed_in)
@blueprint.arguments(AwardChangeSchema)
@blueprint.response(200, AwardSchema)
@blueprint.alt_response(403, schema=ProblemSchema, description="Only the holder decides this")
@blueprint.alt_response(404, schema=ProblemSchema, description="No such certificate of yours")
def change_award(sent: dict[str, Any], award_id: str) -> dict[str, Any]:
    """Hide your name and details from strangers who check the certificate, or show them again."""
    person = person_here()
    award = access.award_to_change(award_id, person)
    refusal = access.can_hide(person, award)
    if refusal:
        raise MayNot(refusal.reason)
    change = operations.hide_details if sent["details_hidden"] else operations.show_details
    change(award, person)
    return award_of(access.open_award(award_id, person))


@blueprint.route("/awards/<string:award_id>/pdf", methods=["GET"], access=signed_in)
@blueprint.response(
    200,
    {"type": "string", "format": "binary"},
    content_type="application/pdf",
    example="%PDF-1.7 ...",
)
@blueprint.alt_response(404, schema=ProblemSchema, description="No PDF: not drawn yet, or revoked")
def award_pdf(award_id: str) -> Response:
    """Download one of your certificates as PDF."""
    award = access.open_award(award_id, person_here())
    if access.can_download(award) or not storage.exists(award.pdf_key):
        raise NoSuchAward
    return Response(storage.get(award.pdf_key), mimetype="application/pdf")


@blueprint.route("/verifications/<string:code>", methods=["GET"], access=anyone, limit=LIMIT)
@blueprint.response(200, VerificationSchema)
@blueprint.alt_response(404, schema=ProblemSchema, description="No certificate has this code")
@blueprint.alt_response(429, schema=ProblemSchema, description="Too many checks")
def verification(code: str) -> dict[str, Any]:
    """Check a certificate by its code. Hyphens, case and look-alike characters do not matter."""
    known = normalise(code)
    award = queries.award_by_code(known) if known else None
    if award is None:
        raise NoSuchCode(_("No certificate has this code. Compare it with the printed one."))
    found = verdict(award)
    told = found != ALTERED and not award.details_hidden and not is_erased(award)
    return {
        "code": grouped(award.code),
        "status": found,
        "status_reason": award.status_reason if found != ALTERED else None,
        "status_at": award.status_at if found != ALTERED else None,
        "facts": facts_of(award) if told else None,
    }
