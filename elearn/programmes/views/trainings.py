"""Trainings as learners meet them: the page of a run, the place in it, one's own trainings."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from elearn.accounts import countries, zones
from elearn.accounts.access import person_here, signed_in
from elearn.accounts.session import SignedIn, current_person
from elearn.core.access import anyone
from elearn.core.i18n import reader_language
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.programmes import (
    access,
    completing,
    completion_queries,
    completions,
    doors,
    figures_queries,
    labels,
    operations,
    placing,
    queries,
)
from elearn.programmes.errors import CodeIsWrong, PlaceNotFound
from elearn.programmes.figures import public
from elearn.programmes.forms import AskForm
from elearn.programmes.models import Place, Run
from elearn.programmes.views.figures_desk import genders
from elearn.programmes.views.trace_words import trace_words
from elearn.webinars import times

blueprint = Blueprint("trainings", __name__)


@blueprint.get("/trainings/<slug>/", access=anyone)
def show(slug: str) -> ResponseReturnValue:
    """Show what a training is, and where the person stands in it."""
    run = access.open_run(slug, current_person())
    return training_page(run, AskForm(formdata=None))


def training_page(run: Run, form: AskForm) -> str:
    """Return the page of a training for whoever looks at it."""
    person = current_person()
    programme = queries.programme_title(run.programme_id)
    place = queries.place_of(run.id, person.id) if person else None
    return render_template(
        "programmes/training.html",
        run=run,
        programme=programme,
        partner=queries.partner_of(run),
        courses=completion_queries.run_courses(run.id),
        sessions=queries.sessions_of(run.id),
        country=countries.name_of(run.country, reader_language()),
        closed=doors.closed_because(run),
        over=run.state in access.OVER,
        form=form,
        labels=labels,
        when=times.words,
        zone_name=zones.place(run.zone),
        **standing(run, place, person),
    )


def standing(run: Run, place: Place | None, person: SignedIn | None) -> dict[str, Any]:
    """Return where the person stands: number on the list, what is met, the certificate."""
    values: dict[str, Any] = {"place": place, "waiting": 0, "items": (), "completed": None}
    if place is None or person is None:
        return values
    completed = queries.completion_of(place.id)
    items = completed.trace if completed else ()
    if place.state == "in" and not completed:
        items = completions.trace_of(run, place)
    return values | {
        "waiting": placing.waiting_number(place),
        "items": trace_words(items),
        "complete": bool(items) and completing.is_complete(list(items)),
        "completed": completed,
        "award": queries.award_of(run, person.id),
    }


@blueprint.get("/trainings/<slug>/figures", access=anyone)
def figures(slug: str) -> ResponseReturnValue:
    """Show what everybody may see of what a training came to, once it is closed."""
    run = access.open_public_figures(slug, current_person())
    return render_template(
        "programmes/figures.html",
        run=run,
        figures=public(figures_queries.figures_of(run)).as_data(),
        over=run.state in access.OVER,
        genders=genders(),
        labels=labels,
    )


@blueprint.post("/trainings/<slug>/ask", access=signed_in, limit="60 per hour")
def ask(slug: str) -> ResponseReturnValue:
    """Ask for a place."""
    person, form = person_here(), AskForm()
    run = access.open_run(slug, person)
    if not form.validate():
        return training_page(run, form), 422
    wish = {"why": form.why.data or "", "code": form.code.data or ""}
    try:
        with write():
            run = access.open_run(slug, person)
            state = operations.ask(run.id, person.id, person, **wish).state
    except CodeIsWrong as problem:
        form.code.errors = [str(problem)]
        return training_page(run, form), problem.status
    flash(*said(state))
    return redirect(url_for(".show", slug=slug))


def said(state: str) -> tuple[str, str]:
    """Return what is said to somebody whose place is in this state now, and in which tone."""
    if state == "in":
        return _("You have a place, and you are enrolled on the courses."), "done"
    if state == "waiting":
        return _("All places are held. You stand on the waiting list; a letter tells you."), "note"
    return _("Your request is sent. The trainers answer it by letter."), "note"


@blueprint.get("/trainings/<slug>/leave", access=signed_in)
def confirm_leave(slug: str) -> ResponseReturnValue:
    """Ask before a place is given back: what that touches."""
    person = person_here()
    run = access.open_run(slug, person)
    place = queries.place_of(run.id, person.id)
    if place is None:
        raise PlaceNotFound
    counts = queries.places_by_state(run.id)
    return render_template("programmes/leave.html", run=run, place=place, counts=counts)


@blueprint.post("/trainings/<slug>/leave", access=signed_in)
def leave(slug: str) -> ResponseReturnValue:
    """Give the place back, or take the request back."""
    person = person_here()
    with write():
        run = access.open_run(slug, person)
        operations.withdraw(run.id, person.id, person)
    flash(_("Your place is given back. What you did is kept."), "note")
    return redirect(url_for(".show", slug=slug))


@blueprint.get("/learn/trainings/", access=signed_in)
def mine() -> ResponseReturnValue:
    """List the trainings in which the person has, had or waits for a place."""
    rows = queries.trainings_of(person_here().id)
    return render_template("programmes/mine.html", rows=rows, labels=labels)


def draw_mine(**facts: Any) -> Markup:
    """Draw the trainings one takes part in or waits for, on top of My learning."""
    person = current_person()
    rows = queries.trainings_now(person.id) if person else ()
    if not rows:
        return Markup()
    return Markup(  # noqa: S704 - our own template
        render_template("programmes/_mine.html", trainings=rows, labels=labels, when=times.words)
    )
