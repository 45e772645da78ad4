"""Where somebody stands, and what they can do: by the link of a letter, without signing in.

Opening a link changes nothing, since mail scanners open links too; acting needs a POST.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import throttle
from elearn.accounts.session import SignedIn, current_person
from elearn.core.access import anyone
from elearn.core.errors import Invalid
from elearn.core.i18n import reader_language
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.surveys import queries as surveys
from elearn.webinars import privacy, times
from elearn.webinars.attendance import feedback
from elearn.webinars.registration import (
    confirming,
    delegations,
    links,
    managing,
    sign_up_labels,
    signing_up,
)
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.registration_models import LIVE, SignUp
from elearn.webinars.registration.sign_up_errors import LinkIsOver
from elearn.webinars.registration.sign_up_forms import DetailsForm, SessionsForm, session_words
from elearn.webinars.seats import seating
from elearn.webinars.views.asking import Questions

blueprint = Blueprint("registrations", __name__, url_prefix="/registrations")
OFTEN = "30 per minute;300 per hour"


@blueprint.get("/confirm/<value>/", access=anyone, limit=OFTEN)
def confirm(value: str) -> ResponseReturnValue:
    """Show what the link of a letter confirms, or say that it is dead."""
    try:
        found = confirming.find(value)
    except LinkIsOver:
        return dead_link()
    return render_template("webinars/confirm.html", value=value, **standing(found))


def dead_link(guessed: bool = False) -> ResponseReturnValue:
    """Say that a link no longer works; a POST counts as a guess."""
    if guessed:
        with write():
            throttle.admit_address(request.remote_addr)
    return render_template("webinars/dead_link.html"), 410


@blueprint.post("/confirm/<value>/", access=anyone, limit=OFTEN, endpoint="confirm_address")
def confirm_address(value: str) -> ResponseReturnValue:
    """Confirm the address the letter went to; its sessions enter the line."""
    try:
        with write():
            found = confirming.confirm(value)
    except LinkIsOver:
        return dead_link(guessed=True)
    flash(_("Your address is confirmed. This is where you stand."), "done")
    return redirect(links.path_of(found))


def standing(found: SignUp) -> dict[str, Any]:
    """Return what pages show of a sign-up."""
    webinar, language = queries.webinar_of(found), reader_language()
    rows = queries.registrations_at(found.id)
    return {
        "found": found,
        "webinar": webinar,
        "title": queries.title_for(webinar, language),
        "rows": [(row, place_of(row)) for row in rows],
        "labels": sign_up_labels,
        "moments": lambda row: session_words(row, found.zone),
        "when": lambda at: times.words(at, found.zone),
        "live": LIVE,
    }


def place_of(row: Any) -> int:
    """Return the place in the line of somebody who waits, else 0."""
    return seating.position(row) if row.state == "waiting" else 0


def actor_for(found: SignUp) -> SignedIn | None:
    """Return the signed-in person when the sign-up is theirs; a link acts in nobody's name."""
    person = current_person()
    return person if person and person.id == found.person_id else None


@blueprint.get("/<value>/", access=anyone, limit=OFTEN)
def show(value: str) -> ResponseReturnValue:
    """Show where somebody stands with each session, and what they can do."""
    return page(value, links.sign_up_of(value))


def page(value: str, found: SignUp, form: SessionsForm | None = None) -> str:
    """Return the page of a sign-up, with the sessions it can add."""
    known = queries.live_ids(found.id) | queries.declined_ids(found.id)
    more = [one for one in queries.open_sessions(found.webinar_id) if one.id not in known]
    form = form or SessionsForm(formdata=None)
    form.offer(more, found.zone)
    seen = standing(found)
    return render_template(
        "webinars/registration.html",
        value=value,
        form=form,
        more=more,
        changes=managing.can_change([row for row, _place in seen["rows"]]),
        leads=delegations.may_lead(seen["webinar"], found),
        delegation=queries.delegation_of(found),
        guest=actor_for(found) is None,
        feedback_from=feedback.open_to(found),
        **seen,
    )


ACTS: dict[str, Callable[[SignUp, str, SignedIn | None], None]] = {
    "accept": managing.accept,
    "turn-down": managing.turn_down,
    "cancel": managing.cancel,
}


@blueprint.post("/<value>/act", access=anyone, limit=OFTEN)
def act(value: str) -> ResponseReturnValue:
    """Do what a button says: `accept`, `turn-down` or `cancel` a registration."""
    name, registration_id = request.form.get("act", ""), request.form.get("registration", "")
    links.sign_up_of(value)
    if name not in ACTS:
        return redirect(url_for(".show", value=value))
    with write():
        found = links.sign_up_of(value)
        ACTS[name](found, registration_id, actor_for(found))
    said = {
        "accept": _("The seat is yours."),
        "turn-down": _("The seat goes to the next in line."),
        "cancel": _("Your registration is cancelled. Thank you for making room."),
    }
    flash(said[name], "done")
    return redirect(url_for(".show", value=value))


@blueprint.get("/<value>/cancel/<registration_id>", access=anyone, limit=OFTEN)
def confirm_cancel(value: str, registration_id: str) -> ResponseReturnValue:
    """Ask before a registration is cancelled: what that touches."""
    found = links.sign_up_of(value)
    row = managing.registration_here(found, registration_id)
    seen = standing(found)
    rows = [one for one, _place in seen["rows"] if one.id == row.id]
    return render_template("webinars/cancel.html", value=value, row=rows[0], **seen)


@blueprint.post("/<value>/sessions", access=anyone, limit=OFTEN)
def add_sessions(value: str) -> ResponseReturnValue:
    """Register for more sessions."""
    found, form = links.sign_up_of(value), SessionsForm()
    form.offer(queries.open_sessions(found.webinar_id), found.zone)
    if not form.validate():
        return page(value, found, form), 422
    try:
        with write():
            found = links.sign_up_of(value)
            managing.add_sessions(found, form.sessions.data or [], actor_for(found))
    except Invalid as problem:
        form.sessions.errors = [str(problem)]
        return page(value, found, form), problem.status
    flash(_("This is where you stand now."), "done")
    return redirect(url_for(".show", value=value))


@blueprint.get("/<value>/details", access=anyone, limit=OFTEN)
def details(value: str) -> ResponseReturnValue:
    """Show what somebody said at registration, to be changed."""
    found = links.sign_up_of(value)
    said = {name: one or "" for name, one in asdict(signing_up.as_details(found)).items()}
    answered = surveys.answers_of(found.response_id) if found.response_id else {}
    return details_page(
        value, found, DetailsForm(formdata=None, data=said), questions(found, answered)
    )


def questions(found: SignUp, given: dict[str, Any] | None = None) -> Questions:
    """Return the questions somebody answered, or those that would be asked now."""
    if found.response_id is not None:
        form = surveys.form_by_id(queries.form_answered(found.response_id))
    else:
        form = queries.form_for(queries.webinar_of(found), found.language)
    return Questions(form, given)


def details_page(value: str, found: SignUp, form: DetailsForm, asked: Questions) -> str:
    """Return the page on which details are changed."""
    rows = queries.registrations_at(found.id)
    return render_template(
        "webinars/details.html",
        value=value,
        found=found,
        title=queries.title_for(queries.webinar_of(found), reader_language()),
        form=form,
        questions=asked,
        changes=managing.can_change(rows),
    )


@blueprint.post("/<value>/details", access=anyone, limit=OFTEN)
def change_details(value: str) -> ResponseReturnValue:
    """Change what was said at registration, until the last session starts."""
    found, form = links.sign_up_of(value), DetailsForm()
    asked = questions(found)
    fine = form.validate()
    if not asked.read(form) or not fine:
        return details_page(value, found, form, asked), 422
    with write():
        found = links.sign_up_of(value)
        managing.change_details(found, form.details(), asked.given, actor_for(found))
    flash(_("Your details are saved."), "done")
    return redirect(url_for(".show", value=value))


@blueprint.post("/<value>/renew", access=anyone, limit=OFTEN)
def renew(value: str) -> ResponseReturnValue:
    """Let the links of all letters so far open nothing any more; this page has a new one."""
    with write():
        found = links.sign_up_of(value)
        managing.renew_link(found, actor_for(found))
        path = links.path_of(found)
    flash(_("Links of earlier letters no longer work. This page has a new address."), "done")
    return redirect(path)


@blueprint.get("/<value>/forget", access=anyone, limit=OFTEN)
def confirm_forget(value: str) -> ResponseReturnValue:
    """Ask before everything somebody said is deleted."""
    return render_template("webinars/forget.html", value=value, **standing(links.sign_up_of(value)))


@blueprint.post("/<value>/forget", access=anyone, limit=OFTEN)
def forget(value: str) -> ResponseReturnValue:
    """Cancel everything and delete who it was."""
    with write():
        found = links.sign_up_of(value)
        privacy.forget_by_link(found, actor_for(found))
    flash(_("Your registration and your details are deleted."), "done")
    return redirect(url_for("home.show"))
