"""The organisers' desk: requests, invitations, and the form that is asked at registration."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.accounts import countries, labels
from elearn.accounts.access import person_here, signed_in
from elearn.core.clock import now
from elearn.core.errors import Invalid
from elearn.core.i18n import reader_language
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.surveys import labels as form_labels
from elearn.surveys import queries as surveys
from elearn.webinars import access, times
from elearn.webinars.models import Webinar
from elearn.webinars.registration import form_building, invitations, requests
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.sign_up_forms import FormChoiceForm, InviteForm, RequestsForm
from elearn.webinars.seats.answering import answer_in_pieces
from elearn.webinars.seats.seat_errors import RegistrationIsClosed

blueprint = Blueprint("webinar_sign_ups", __name__, url_prefix="/desk/webinars/<slug>")
ON_A_PAGE = 50


def webinar_here(slug: str) -> Webinar:
    """Return the webinar for whoever manages it."""
    return access.open_webinar(slug, person_here(), to="manage")


def named(webinar: Webinar) -> str:
    """Return what the desk calls the webinar."""
    return queries.title_for(webinar, reader_language())


@blueprint.get("/requests/", access=signed_in)
def list_requests(slug: str) -> ResponseReturnValue:
    """List the requests that wait for an answer, with what was answered, oldest first."""
    return requests_page(webinar_here(slug), RequestsForm(formdata=None))


def requests_page(webinar: Webinar, form: RequestsForm, chosen: tuple[str, ...] = ()) -> str:
    """Return the page of requests; what was chosen stays chosen beside a problem."""
    number, language = page_number(request.args.get("page")), reader_language()
    page = paginate(queries.requests_of(webinar.id), number, ON_A_PAGE)
    return render_template(
        "webinars/desk/requests.html",
        webinar=webinar,
        title=named(webinar),
        page=page,
        answers=requests.answers_shown(page.rows),
        countries={row.country: countries.name_of(row.country, language) for row in page.rows},
        stakeholders=labels.STAKEHOLDERS,
        chosen=chosen,
        form=form,
        when=times.words,
    )


@blueprint.post("/requests/", access=signed_in)
def answer(slug: str) -> ResponseReturnValue:
    """Answer the chosen requests: yes, or no with its reason."""
    webinar, form = webinar_here(slug), RequestsForm()
    chosen, yes = tuple(request.form.getlist("request")), request.form.get("answer") == "yes"
    if not form.validate():
        return requests_page(webinar, form, chosen), 422
    try:
        reason = form.reason.data or ""
        count = answer_in_pieces(slug, chosen, yes, person_here(), reason=reason)
    except (Invalid, RegistrationIsClosed) as problem:
        form.reason.errors = [str(problem)]
        return requests_page(webinar, form, chosen), problem.status
    said = ngettext("%(num)s request is answered.", "%(num)s requests are answered.", count)
    flash(f"{said} {_('Everybody gets a letter.')}", "done")
    return redirect(url_for(".list_requests", slug=slug))


@blueprint.get("/invitations/", access=signed_in)
def list_invitations(slug: str) -> ResponseReturnValue:
    """List the invitations, latest first, with the form that sends more."""
    return invitations_page(webinar_here(slug), InviteForm(formdata=None))


def invitations_page(webinar: Webinar, form: InviteForm, sent: Any = None) -> str:
    """Return the page of invitations; `sent` is what became of pasted addresses."""
    number = page_number(request.args.get("page"))
    return render_template(
        "webinars/desk/invitations.html",
        webinar=webinar,
        title=named(webinar),
        page=paginate(queries.invitations_of(webinar.id), number, ON_A_PAGE),
        form=form,
        sent=sent,
        moment=now(),
    )


@blueprint.post("/invitations/", access=signed_in, limit="60 per hour")
def invite(slug: str) -> ResponseReturnValue:
    """Send invitations to pasted addresses, and say what became of each."""
    webinar, form = webinar_here(slug), InviteForm()
    if not form.validate():
        return invitations_page(webinar, form), 422
    typed = invitations.split(form.addresses.data or "")
    try:
        with write():
            webinar = webinar_here(slug)
            sent = invitations.invite(webinar, typed, person_here())
    except Invalid as problem:
        form.addresses.errors = [str(problem)]
        return invitations_page(webinar, form), problem.status
    left = InviteForm(formdata=None, data={"addresses": "\n".join(sent.wrong)})
    return invitations_page(webinar, left, sent)


@blueprint.post("/invitations/<invitation_id>", access=signed_in, limit="120 per hour")
def change_invitation(slug: str, invitation_id: str) -> ResponseReturnValue:
    """Send the letter of an invitation again, or let it open nothing any more."""
    again = request.form.get("act") == "resend"
    with write():
        act = invitations.resend if again else invitations.revoke
        act(webinar_here(slug), invitation_id, person_here())
    said = _("The letter is sent again.") if again else _("The invitation opens nothing any more.")
    flash(said, "done")
    return redirect(url_for(".list_invitations", slug=slug))


@blueprint.get("/registration-form/", access=signed_in)
def forms(slug: str) -> ResponseReturnValue:
    """Show which form each language of the webinar asks at registration."""
    webinar = webinar_here(slug)
    return forms_page(webinar)


def forms_page(webinar: Webinar) -> str:
    """Return the page of registration forms."""
    offered = form_building.forms_for(webinar)
    listed = []
    for text in queries.texts_of(webinar.id):
        asked = surveys.form_by_id(text.form_id) if text.form_id else None
        form = FormChoiceForm(
            formdata=None, prefix=text.language, data={"form": asked.public_id if asked else ""}
        )
        form.offer(one for one in offered if one.language == text.language)
        listed.append((text, asked, form))
    return render_template(
        "webinars/desk/registration_form.html",
        webinar=webinar,
        title=named(webinar),
        listed=listed,
        labels=form_labels,
    )


@blueprint.post("/registration-form/<language>", access=signed_in, limit="60 per hour")
def choose_form(slug: str, language: str) -> ResponseReturnValue:
    """Ask another form in a language, or make one (`act` is make)."""
    if request.form.get("act") == "make":
        with write():
            made = form_building.make(webinar_here(slug), language, person_here())
        flash(_("The draft is there. Add its questions, then open it for answers."), "done")
        return redirect(url_for("forms_desk.show", form_id=made.public_id))
    with write():
        chosen = request.form.get(f"{language}-form") or None
        form_building.choose(webinar_here(slug), language, chosen, person_here())
    flash(_("Saved. Whoever registers from now on is asked this."), "done")
    return redirect(url_for(".forms", slug=slug))
