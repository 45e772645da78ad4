"""A person's own certificates: the list, one with its PDF, what strangers may see of it."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificates import access, operations, queries
from certificates.codes import grouped
from certificates.errors import MayNot, sentence_of
from certificates.forms import NameForm
from certificates.labels import STATUS_LABELS, STATUS_SHAPES, TIER_LABELS
from certificates.views.facts import day, facts_of
from elearn.accounts.access import person_here, signed_in
from elearn.core import storage
from elearn.core.access import Refusal
from elearn.core.transaction import write
from elearn.core.urls import absolute
from elearn.core.web import Blueprint, conditional

blueprint = Blueprint("certificates", __name__, url_prefix="/certificates")


@blueprint.get("/", access=signed_in)
def index() -> ResponseReturnValue:
    """List the person's certificates."""
    return render_template(
        "certificates/index.html",
        awards=queries.awards_of(person_here().id),
        labels=STATUS_LABELS,
        shapes=STATUS_SHAPES,
        tiers=TIER_LABELS,
        day=day,
    )


@blueprint.get("/<public_id>/", access=signed_in)
def show(public_id: str) -> ResponseReturnValue:
    """Show one certificate: its state, its PDF once drawn, its address for strangers."""
    person = person_here()
    award = access.open_award(public_id, person)
    return render_template(
        "certificates/show.html",
        award=award,
        own=award.person_id == person.id,
        code=grouped(award.code),
        address=absolute("verification.show", code=grouped(award.code)),
        problem=sentence_of(award.pdf_problem),
        drawing=award.status == "valid" and not award.pdf_key and not award.pdf_problem,
        facts=facts_of(award),
        since=day(award.status_at),
        labels=STATUS_LABELS,
        shapes=STATUS_SHAPES,
        tiers=TIER_LABELS,
    )


@blueprint.get("/<public_id>/certificate.pdf", access=signed_in)
def download(public_id: str) -> ResponseReturnValue:
    """Send the PDF; while there is none, lead to the page that says why."""
    award = access.open_award(public_id, person_here())
    if access.can_download(award) or not storage.exists(award.pdf_key):
        return redirect(url_for("certificates.show", public_id=public_id))
    response = Response(storage.get(award.pdf_key), mimetype="application/pdf")
    name = f"certificate-{grouped(award.code)}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return conditional(response, award.pdf_key)


@blueprint.post("/<public_id>/draw", access=signed_in, limit="6 per minute")
def draw(public_id: str) -> ResponseReturnValue:
    """Have a certificate drawn whose drawing did not come."""
    with write():
        operations.draw_again(access.award_to_change(public_id, person_here()))
    return redirect(url_for("certificates.show", public_id=public_id))


@blueprint.post("/<public_id>/hide", access=signed_in)
def hide(public_id: str) -> ResponseReturnValue:
    """Hide name and details from the public page."""
    with write():
        award = access.award_to_change(public_id, person_here())
        refuse(access.can_hide(person_here(), award))
        operations.hide_details(award, person_here())
    flash(_("Strangers now only see that the certificate is valid."), "done")
    return redirect(url_for("certificates.show", public_id=public_id))


@blueprint.post("/<public_id>/unhide", access=signed_in)
def unhide(public_id: str) -> ResponseReturnValue:
    """Show name and details on the public page."""
    with write():
        award = access.award_to_change(public_id, person_here())
        refuse(access.can_hide(person_here(), award))
        operations.show_details(award, person_here())
    flash(_("The public page shows what is printed on the certificate."), "done")
    return redirect(url_for("certificates.show", public_id=public_id))


@blueprint.get("/<public_id>/name", access=signed_in)
def name(public_id: str) -> ResponseReturnValue:
    """Ask for another spelling of a name that cannot be printed."""
    award = access.open_award(public_id, person_here())
    refuse(access.can_correct(person_here(), award))
    form = NameForm(data={"holder_name": award.holder_name})
    problem = sentence_of(award.pdf_problem)
    return render_template("certificates/name.html", award=award, form=form, problem=problem)


@blueprint.post("/<public_id>/name", access=signed_in)
def correct(public_id: str) -> ResponseReturnValue:
    """Issue the certificate again under a name that can be printed."""
    award = access.open_award(public_id, person_here())
    refuse(access.can_correct(person_here(), award))
    form = NameForm()
    if not form.validate():
        problem = sentence_of(award.pdf_problem)
        page = render_template("certificates/name.html", award=award, form=form, problem=problem)
        return page, 422
    with write():
        old = access.award_to_change(public_id, person_here())
        refuse(access.can_correct(person_here(), old))
        reason = _("The name could not be printed.")
        new = operations.reissue(old, form.holder_name.data, reason, person_here())
        new_id = new.public_id
    flash(_("Your certificate was issued under the new spelling."), "done")
    return redirect(url_for("certificates.show", public_id=new_id))


def refuse(refusal: Refusal | None) -> None:
    """Raise MayNot with the reason, if there is one."""
    if refusal:
        raise MayNot(refusal.reason)
