"""Sessions of a run at the desk: list, plan, change, cancel, bring back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import person_here, signed_in
from elearn.core.i18n import reader_language
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.programmes import (
    access,
    running,
    session_operations,
    session_queries,
    webinar_sessions,
)
from elearn.programmes.models import Run
from elearn.programmes.session_errors import SessionUnusable
from elearn.programmes.session_forms import SessionForm
from elearn.programmes.session_models import ClassSession
from elearn.programmes.views.runs_desk import run_here
from elearn.webinars import times

blueprint = Blueprint("run_sessions", __name__, url_prefix="/desk/runs/<slug>/sessions")


# What the form shows of a session as it is stored.
PLAIN = ("title", "venue", "address", "minutes", "required")


def manages(run: Run) -> bool:
    """Tell whether the signed-in person changes this run, or only sees it as its partner."""
    person = person_here()
    return access.manages(person, running.programme_of(run)) or access.trains(person, run.id)


@blueprint.get("/", access=signed_in)
def index(slug: str) -> ResponseReturnValue:
    """List the sessions of a run."""
    run = run_here(slug)
    return render_template(
        "programmes/desk/sessions.html",
        run=run,
        sessions=shown(session_queries.sessions_of(run.id), run.zone),
        manages=manages(run) and run.state != "reported",
    )


def shown(rows: Any, zone: str) -> list[dict[str, Any]]:
    """Return sessions with when they start, in words."""
    return [
        dict(row._mapping) | {"when": times.words(row.starts_at, zone) if row.starts_at else ""}
        for row in rows
    ]


@blueprint.get("/new", access=signed_in)
def new(slug: str) -> ResponseReturnValue:
    """Show the form for a new session."""
    run = run_here(slug, "manage")
    return page(run, offered(run, SessionForm(venue=run.venue)))


def page(run: Run, form: SessionForm, session: ClassSession | None = None) -> str:
    return render_template("programmes/desk/session.html", run=run, form=form, session=session)


def offered(run: Run, form: SessionForm, session: ClassSession | None = None) -> SessionForm:
    """Let a form choose among the sessions of webinars of the run's organisations."""
    linked = session.webinar_session_id if session else None
    rows = webinar_sessions.offered(run, reader_language(), linked)
    return form.offer(
        [(row.public_id, f"{row.title}, {times.words(row.starts_at, run.zone)}") for row in rows]
    )


@blueprint.post("/new", access=signed_in)
def make(slug: str) -> ResponseReturnValue:
    """Plan a session."""
    run = run_here(slug, "manage")
    form = offered(run, SessionForm())
    if not form.validate():
        return page(run, form), 422
    try:
        with write():
            session_operations.make_session(run_here(slug, "manage"), form.planned(), person_here())
    except SessionUnusable as problem:
        return page(run, told(form, problem)), 422
    flash(_("The session is planned."), "done")
    return redirect(url_for(".index", slug=slug))


def told(form: SessionForm, problem: SessionUnusable) -> SessionForm:
    """Put the problem beside the field it is about."""
    field = form[problem.field]
    field.errors = [*field.errors, str(problem)]
    return form


@blueprint.get("/<session_id>/", access=signed_in)
def edit(slug: str, session_id: str) -> ResponseReturnValue:
    """Show the form of a session."""
    run = run_here(slug, "manage")
    session = session_queries.session_of(run.id, session_id)
    start = times.there(session.starts_at, run.zone) if session.starts_at else None
    plain = {name: getattr(session, name) for name in PLAIN}
    form = SessionForm(
        **plain,
        online="online" if session.online else "room",
        day=start.date() if start else None,
        hour=start.time() if start else None,
        webinar=webinar_sessions.linked_to(session),
    )
    return page(run, offered(run, form, session), session)


@blueprint.post("/<session_id>/", access=signed_in)
def change(slug: str, session_id: str) -> ResponseReturnValue:
    """Change a session."""
    run = run_here(slug, "manage")
    session = session_queries.session_of(run.id, session_id)
    form = offered(run, SessionForm(), session)
    if not form.validate():
        return page(run, form, session), 422
    try:
        with write():
            session_operations.change_session(
                *session_here(slug, session_id), form.planned(), person_here()
            )
    except SessionUnusable as problem:
        return page(run, told(form, problem), session), 422
    flash(_("The session is changed."), "done")
    return redirect(url_for(".index", slug=slug))


def session_here(slug: str, session_id: str) -> tuple[Run, ClassSession]:
    """Return the run, to manage, and its session."""
    run = run_here(slug, "manage")
    return run, session_queries.session_of(run.id, session_id)


@blueprint.post("/<session_id>/cancel", access=signed_in)
def cancel(slug: str, session_id: str) -> ResponseReturnValue:
    """Cancel a session, or bring it back."""
    back = "back" in request.form
    act = session_operations.restore_session if back else session_operations.cancel_session
    with write():
        act(*session_here(slug, session_id), person_here())
    flash(
        _("The session takes place again.")
        if back
        else _("The session is cancelled. It counts for nobody; you can bring it back."),
        "done" if back else "note",
    )
    return redirect(url_for(".index", slug=slug))
