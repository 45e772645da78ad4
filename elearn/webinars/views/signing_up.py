"""Registering for a webinar: the form, with and without an account, and by invitation."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts import queries as accounts
from elearn.accounts.session import SignedIn, current_person
from elearn.core.access import anyone
from elearn.core.errors import Invalid
from elearn.core.i18n import reader_language, reader_zone
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import access
from elearn.webinars.models import Webinar
from elearn.webinars.registration import invitations, links, signing_up
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.sign_up_forms import GuestForm, SignUpForm
from elearn.webinars.views.asking import Questions

blueprint = Blueprint("webinar_sign_up", __name__, url_prefix="/webinars")
OFTEN = "30 per minute;200 per hour"


@blueprint.get("/<slug>/register", access=anyone)
def form(slug: str) -> ResponseReturnValue:
    """Show the form that registers for a webinar; `session` in the address chooses one."""
    person = current_person()
    webinar = access.open_webinar(slug, person)
    made = new_form(webinar, person)
    return page(webinar, made, Questions(queries.form_for(webinar, reader_language())))


def new_form(webinar: Webinar, person: SignedIn | None) -> SignUpForm:
    """Return the empty form, filled with what the account of a signed-in person says."""
    data: dict[str, Any] = {"zone": reader_zone(), "language": reader_language()}
    if person:
        data |= said_by_account(person.id)
    chosen = request.args.get("session", "")
    data["sessions"] = [chosen] if chosen else []
    return offered(webinar, (SignUpForm if person else GuestForm)(formdata=None, data=data))


def offered(webinar: Webinar, made: SignUpForm) -> SignUpForm:
    """Let the form offer the sessions that take registrations now."""
    made.offer(queries.open_sessions(webinar.id), str(made.zone.data or "UTC"))
    return made


def said_by_account(person_id: int) -> dict[str, Any]:
    """Return what an account says, as the form knows it."""
    profile = accounts.profile_of(person_id)
    names = ("name", "country", "stakeholder", "gender", "language")
    said = {name: getattr(profile, name) or "" for name in names}
    return said | {"zone": profile.timezone, "affiliation": profile.organisation_name or ""}


def page(webinar: Webinar, made: SignUpForm, questions: Questions, **more: Any) -> str:
    """Return the page of registration; without sessions it says why."""
    text = queries.text_for(webinar, reader_language())
    person = current_person()
    found = queries.sign_up_by_person(webinar.id, person.id) if person else None
    invited = "value" in more
    return render_template(
        "webinars/register.html",
        webinar=webinar,
        text=text,
        form=made,
        questions=questions,
        sessions=queries.open_sessions(webinar.id),
        mine=links.path_of(found) if found else "",
        closed=closed_because(webinar, person) if not invited else "",
        **more,
    )


def closed_because(webinar: Webinar, person: SignedIn | None) -> str:
    """Return why this visitor cannot register by the form, or nothing."""
    if webinar.door == "invitation":
        if person is None or not queries.is_invited(webinar.id, person.email):
            return "invitation"
    elif person is None and not webinar.guests:
        return "account"
    return ""


@blueprint.post("/<slug>/register", access=anyone, limit=OFTEN)
def send(slug: str) -> ResponseReturnValue:
    """Register a signed-in person; of anybody else, send a letter to the address given."""
    person = current_person()
    webinar = access.open_webinar(slug, person)
    made = offered(webinar, SignUpForm() if person else GuestForm())
    questions = Questions(queries.form_for(webinar, reader_language()))
    fine = made.validate()
    if not questions.read(made) or not fine:
        return page(webinar, made, questions), 422
    sent = made.details(), made.sessions.data or [], questions.given
    try:
        with write():
            webinar = access.open_webinar(slug, person)
            if person is None:
                signing_up.ask(webinar, str(made.email.data), *sent)
            else:
                found = signing_up.sign_up(webinar, person, *sent)
    except Invalid as problem:
        made.sessions.errors = [*made.sessions.errors, str(problem)]
        return page(webinar, made, questions), 422
    if person is None:
        return redirect(url_for(".look_at_mail", slug=slug))
    flash(_("Thank you. This is where you stand."), "done")
    return redirect(links.path_of(found))


@blueprint.get("/<slug>/register/mail", access=anyone)
def look_at_mail(slug: str) -> ResponseReturnValue:
    """Say that a letter is on its way."""
    webinar = access.open_webinar(slug, current_person())
    return render_template("webinars/look_at_mail.html", webinar=webinar)


@blueprint.get("/invitations/<value>/", access=anyone, limit="60 per hour")
def invitation(value: str) -> ResponseReturnValue:
    """Show the form an invitation opens; opening it changes nothing."""
    found, webinar = invitations.find(value)
    data = {"zone": reader_zone(), "language": reader_language()}
    person = current_person()
    if person and person.email == found.email:
        data |= said_by_account(person.id)
    made = offered(webinar, SignUpForm(formdata=None, data=data))
    questions = Questions(queries.form_for(webinar, reader_language()))
    return page(webinar, made, questions, value=value, email=found.email)


@blueprint.post("/invitations/<value>/", access=anyone, limit="60 per hour")
def accept(value: str) -> ResponseReturnValue:
    """Register the address that was invited; the link of its letter is the proof."""
    found, webinar = invitations.find(value)
    made = offered(webinar, SignUpForm())
    questions = Questions(queries.form_for(webinar, reader_language()))
    fine = made.validate()
    if not questions.read(made) or not fine:
        return page(webinar, made, questions, value=value, email=found.email), 422
    try:
        with write():
            signed = invitations.accept(
                value, made.details(), made.sessions.data or [], questions.given
            )
    except Invalid as problem:
        made.sessions.errors = [*made.sessions.errors, str(problem)]
        return page(webinar, made, questions, value=value, email=found.email), 422
    flash(_("Thank you. This is where you stand."), "done")
    return redirect(links.path_of(signed))
