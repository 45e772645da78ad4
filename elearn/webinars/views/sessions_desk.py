"""Sessions of a webinar at the desk: plan, change, open, move, cancel, held, remove."""

from datetime import date, time
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import has_role, person_here
from elearn.core.errors import Conflict, Invalid
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import access, queries, scheduling, times
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.planning_errors import StateForbids
from elearn.webinars.session_forms import CancelForm, MoveForm, SessionForm
from elearn.webinars.views.desk import refuse, webinar_here

blueprint = Blueprint("webinar_sessions", __name__, url_prefix="/desk/webinars/<slug>/sessions")
partners = has_role("partner")


def session_here(slug: str, session_id: str) -> tuple[Webinar, WebinarSession]:
    """Return a webinar, to manage, and its session."""
    return access.open_session(slug, session_id, person_here(), to="manage")


def back(slug: str) -> ResponseReturnValue:
    """Go back to the sessions of the webinar."""
    return redirect(url_for("webinars_desk.show", slug=slug, _anchor="sessions"))


def say_which(day: date, hour: time, zone: str) -> None:
    """Say which hour is meant where the clocks show it twice on that day."""
    if times.comes_twice(day, hour, zone):
        flash(_("On that day the clocks show this hour twice. The first is meant."), "note")


def page(template: str, webinar: Webinar, session: WebinarSession | None, **more: Any) -> str:
    """Return a page about a session, with how many people it touches."""
    return render_template(
        f"webinars/desk/{template}.html",
        webinar=webinar,
        session=session,
        text=queries.beside(webinar.id).texts[webinar.language],
        when=times.words(session.starts_at, session.zone) if session else "",
        people=queries.registered(session.id) if session else 0,
        **more,
    )


@blueprint.get("/new", access=partners)
def new(slug: str) -> ResponseReturnValue:
    """Show the form for a new session."""
    webinar = webinar_here(slug)
    form = SessionForm(data={"language": webinar.language, "zone": webinar.zone})
    return page("session", webinar, None, form=form.offer())


@blueprint.post("/new", access=partners)
def add(slug: str) -> ResponseReturnValue:
    """Plan a session."""
    webinar, form, status = webinar_here(slug), SessionForm().offer(), 422
    if form.validate():
        try:
            with write():
                scheduling.add_session(webinar_here(slug).id, form.planned(), person_here())
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "day")
        else:
            flash(_("The session is planned as a draft. Open it when people may register."), "done")
            say_which(form.day.data, form.hour.data, form.zone.data)
            return back(slug)
    return page("session", webinar, None, form=form), status


@blueprint.get("/<session_id>/", access=partners)
def edit(slug: str, session_id: str) -> ResponseReturnValue:
    """Show the form of a session."""
    webinar, session = session_here(slug, session_id)
    form = SessionForm.showing(session, queries.seats_of(session.id))
    return page("session", webinar, session, form=form)


@blueprint.post("/<session_id>/", access=partners)
def change(slug: str, session_id: str) -> ResponseReturnValue:
    """Change what is said of a session."""
    webinar, session = session_here(slug, session_id)
    form, status = SessionForm().offer(), 422
    if form.validate():
        try:
            with write():
                webinar, session = session_here(slug, session_id)
                scheduling.change_session(webinar.id, session.id, form.planned(), person_here())
        except (Invalid, Conflict) as problem:
            # What speaks of no field is about the time of an open session, or about seats.
            status = refuse(form, problem, "day" if isinstance(problem, StateForbids) else "seats")
        else:
            flash(_("The session is saved."), "done")
            say_which(form.day.data, form.hour.data, form.zone.data)
            return back(slug)
    return page("session", webinar, session, form=form), status


@blueprint.post("/<session_id>/open", access=partners)
def open_now(slug: str, session_id: str) -> ResponseReturnValue:
    """Let people register for the session."""
    return act(scheduling.open_session_now, slug, session_id, _("People can register for it."))


def act(operation: Any, slug: str, session_id: str, done: str) -> ResponseReturnValue:
    """Do something to a session that needs no more words; a refusal is told on the same page."""
    try:
        with write():
            webinar, session = session_here(slug, session_id)
            operation(webinar.id, session.id, person_here())
    except Conflict as problem:
        flash(str(problem), "attention")
    else:
        flash(done, "done")
    return back(slug)


@blueprint.post("/<session_id>/held", access=partners)
def held(slug: str, session_id: str) -> ResponseReturnValue:
    """Say that the session took place."""
    return act(scheduling.mark_held, slug, session_id, _("The session was held."))


@blueprint.get("/<session_id>/move", access=partners)
def move(slug: str, session_id: str) -> ResponseReturnValue:
    """Show the form for another time."""
    webinar, session = session_here(slug, session_id)
    start = times.there(session.starts_at, session.zone)
    form = MoveForm(data={"day": start.date(), "hour": start.time(), "zone": session.zone})
    return page("session_move", webinar, session, form=form.offer())


@blueprint.post("/<session_id>/move", access=partners)
def save_move(slug: str, session_id: str) -> ResponseReturnValue:
    """Move a session to another time."""
    webinar, session = session_here(slug, session_id)
    form, status = MoveForm().offer(), 422
    if form.validate():
        try:
            with write():
                webinar, session = session_here(slug, session_id)
                scheduling.move(
                    webinar.id,
                    session.id,
                    form.day.data,
                    form.hour.data,
                    person_here(),
                    zone=form.zone.data,
                )
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "day")
        else:
            flash(_("The session is moved. Everybody registered is told."), "done")
            say_which(form.day.data, form.hour.data, form.zone.data)
            return back(slug)
    return page("session_move", webinar, session, form=form), status


@blueprint.get("/<session_id>/cancel", access=partners)
def confirm_cancel(slug: str, session_id: str) -> ResponseReturnValue:
    """Ask why before a session is cancelled, and say whom it touches."""
    webinar, session = session_here(slug, session_id)
    return page("session_cancel", webinar, session, form=CancelForm())


@blueprint.post("/<session_id>/cancel", access=partners)
def cancel(slug: str, session_id: str) -> ResponseReturnValue:
    """Cancel a session for good."""
    webinar, session = session_here(slug, session_id)
    form, status = CancelForm(), 422
    if form.validate():
        try:
            with write():
                webinar, session = session_here(slug, session_id)
                scheduling.cancel(webinar.id, session.id, form.reason.data, person_here())
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "reason")
        else:
            flash(_("The session is cancelled. Everybody registered is told."), "note")
            return back(slug)
    return page("session_cancel", webinar, session, form=form), status


@blueprint.get("/<session_id>/remove", access=partners)
def confirm_remove(slug: str, session_id: str) -> ResponseReturnValue:
    """Ask before a draft is taken away."""
    webinar, session = session_here(slug, session_id)
    return page("session_remove", webinar, session)


@blueprint.post("/<session_id>/remove", access=partners)
def remove(slug: str, session_id: str) -> ResponseReturnValue:
    """Take a draft away."""
    return act(scheduling.remove_session, slug, session_id, _("The draft is taken away."))
