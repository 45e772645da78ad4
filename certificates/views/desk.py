"""The administrators' desk: find a certificate, revoke it, issue it again under another name."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from certificates import access, operations, queries
from certificates.codes import grouped
from certificates.errors import MayNot, sentence_of
from certificates.forms import ReissueForm, RevokeForm
from certificates.labels import STATUS_LABELS, STATUS_SHAPES
from certificates.views.facts import day
from elearn.accounts.access import has_role, person_here
from elearn.core.access import Refusal
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint

blueprint = Blueprint("certificates_desk", __name__, url_prefix="/desk/certificates")
admins = has_role("admin")


@blueprint.get("/", access=admins)
def index() -> ResponseReturnValue:
    """List everybody's certificates, newest first, with a search and a filter."""
    searched = request.args.get("q", "")
    status = request.args.get("status", "")
    page = paginate(queries.all_awards(searched, status), page_number(request.args.get("page")))
    return render_template(
        "certificates/desk/index.html",
        page=page,
        searched=searched,
        status=status,
        grouped=grouped,
        labels=STATUS_LABELS,
        shapes=STATUS_SHAPES,
        day=day,
    )


@blueprint.get("/<public_id>/revoke", access=admins)
def revoke(public_id: str) -> ResponseReturnValue:
    """Ask why the certificate is to be revoked, and say what that does."""
    return _revoking(public_id, RevokeForm())


@blueprint.post("/<public_id>/revoke", access=admins)
def do_revoke(public_id: str) -> ResponseReturnValue:
    """Revoke the certificate."""
    form = RevokeForm()
    if not form.validate():
        return _revoking(public_id, form), 422
    with write():
        award = access.award_to_change(public_id, person_here())
        refuse(access.can_revoke(person_here(), award))
        operations.revoke(award, form.reason.data, person_here())
    flash(_("The certificate was revoked. Its public page says so."), "done")
    return redirect(url_for("certificates.show", public_id=public_id))


@blueprint.get("/<public_id>/reissue", access=admins)
def reissue(public_id: str) -> ResponseReturnValue:
    """Ask for the corrected name and the reason."""
    award = access.open_award(public_id, person_here())
    return _reissuing(public_id, ReissueForm(data={"holder_name": award.holder_name}))


@blueprint.post("/<public_id>/reissue", access=admins)
def do_reissue(public_id: str) -> ResponseReturnValue:
    """Issue the certificate again under the corrected name."""
    form = ReissueForm()
    if not form.validate():
        return _reissuing(public_id, form), 422
    with write():
        award = access.award_to_change(public_id, person_here())
        refuse(access.can_correct(person_here(), award))
        new = operations.reissue(award, form.holder_name.data, form.reason.data, person_here())
        new_id = new.public_id
    flash(_("The certificate was issued again. The old one now says “replaced”."), "done")
    return redirect(url_for("certificates.show", public_id=new_id))


def _revoking(public_id: str, form: RevokeForm) -> str:
    award = access.open_award(public_id, person_here())
    refuse(access.can_revoke(person_here(), award))
    return render_template(
        "certificates/desk/revoke.html", award=award, form=form, code=grouped(award.code)
    )


def _reissuing(public_id: str, form: ReissueForm) -> str:
    award = access.open_award(public_id, person_here())
    refuse(access.can_correct(person_here(), award))
    return render_template(
        "certificates/desk/reissue.html",
        award=award,
        form=form,
        code=grouped(award.code),
        problem=sentence_of(award.pdf_problem),
    )


def refuse(refusal: Refusal | None) -> None:
    """Raise MayNot with the reason, if there is one."""
    if refusal:
        raise MayNot(refusal.reason)
