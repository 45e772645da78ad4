"""A delegation: whom somebody registers with themselves, and where they stand."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.core.access import anyone
from elearn.core.errors import Invalid
from elearn.core.i18n import reader_language
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars.registration import delegations, links, sign_up_labels
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.registration_models import LIVE, SignUp
from elearn.webinars.registration.sign_up_errors import DelegationsClosed, DelegationUnusable
from elearn.webinars.registration.sign_up_forms import DelegationForm
from elearn.webinars.views.registrations import OFTEN, actor_for

blueprint = Blueprint("delegations", __name__, url_prefix="/registrations/<value>/delegation")


@blueprint.get("/", access=anyone, limit=OFTEN)
def show(value: str) -> ResponseReturnValue:
    """Show the members of one's delegation and the form that registers more."""
    found = links.sign_up_of(value)
    delegation = queries.delegation_of(found)
    data = {"organisation": delegation.name if delegation else found.affiliation}
    return page(value, found, DelegationForm(formdata=None, data=data))


def page(value: str, found: SignUp, form: DelegationForm) -> str:
    """Return the page of a delegation. Raises DelegationsClosed."""
    webinar = queries.webinar_of(found)
    if not delegations.may_lead(webinar, found):
        raise DelegationsClosed
    form.offer(queries.open_sessions(webinar.id), found.zone)
    members = queries.members_of(found.delegation_id) if found.delegation_id else ()
    return render_template(
        "webinars/delegation.html",
        value=value,
        title=queries.title_for(webinar, reader_language()),
        form=form,
        members=members,
        most=delegations.MOST_MEMBERS,
        labels=sign_up_labels,
        live=LIVE,
    )


@blueprint.post("/", access=anyone, limit="60 per hour")
def register(value: str) -> ResponseReturnValue:
    """Register the members that were written down; each takes a seat."""
    found, form = links.sign_up_of(value), DelegationForm()
    form.offer(queries.open_sessions(found.webinar_id), found.zone)
    if not form.validate():
        return page(value, found, form), 422
    try:
        members = delegations.read(form.members.data or "")
        with write():
            found = links.sign_up_of(value)
            added = delegations.register(
                found,
                form.organisation.data or "",
                members,
                form.sessions.data or [],
                actor_for(found),
            )
    except DelegationUnusable as problem:
        form.members.errors = list(problem.lines)
        return page(value, links.sign_up_of(value), form), problem.status
    except Invalid as problem:
        form.sessions.errors = [str(problem)]
        return page(value, links.sign_up_of(value), form), problem.status
    count = len(added.added)
    flash(
        ngettext("%(num)s person is registered.", "%(num)s people are registered.", count), "done"
    )
    if added.already:
        flash(_("Registered before: %(names)s", names=", ".join(added.already)), "note")
    return redirect(url_for(".show", value=value))


@blueprint.post("/cancel", access=anyone, limit=OFTEN)
def cancel(value: str) -> ResponseReturnValue:
    """Give up a member's registration."""
    with write():
        found = links.sign_up_of(value)
        registration_id = request.form.get("registration", "")
        delegations.cancel_member(found, registration_id, actor_for(found))
    flash(_("The registration is cancelled."), "done")
    return redirect(url_for(".show", value=value))
