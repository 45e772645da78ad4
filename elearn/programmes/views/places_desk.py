"""The desk: who holds a place in a run, who waits, who asked; and what the trainers answer."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.accounts import countries
from elearn.accounts.access import person_here, signed_in
from elearn.core.i18n import reader_language
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.programmes import access, labels, operations, placing, queries
from elearn.programmes.access import open_place
from elearn.programmes.adding import add_in_pieces
from elearn.programmes.errors import ReasonNeeded, TooManyAddresses
from elearn.programmes.forms import AddressesForm, AnswerForm
from elearn.programmes.models import PLACE_STATES, Place, Run
from elearn.programmes.views.runs_desk import run_here

blueprint = Blueprint("places_desk", __name__, url_prefix="/desk/runs/<slug>/places")
ON_A_PAGE = 50


@blueprint.get("/", access=signed_in)
def index(slug: str) -> ResponseReturnValue:
    """List the places of a run in the order of asking; the state stands in the address."""
    return places_page(run_here(slug), AddressesForm(formdata=None))


def places_page(run: Run, form: AddressesForm) -> str:
    """Return the list of places with the form that adds people."""
    person, language = person_here(), reader_language()
    asked = request.args.get("state", "")
    state = asked if asked in PLACE_STATES else ""
    page = paginate(
        queries.places_of(run.id, state), page_number(request.args.get("page")), ON_A_PAGE
    )
    return render_template(
        "programmes/desk/places.html",
        run=run,
        page=page,
        state_asked=state,
        counts=queries.places_by_state(run.id),
        countries={row.country: countries.name_of(row.country, language) for row in page.rows},
        managing=access.manages_run(person, run),
        adding=run.state in placing.OPEN_STATES,
        form=form,
        labels=labels,
    )


@blueprint.post("/", access=signed_in, limit="60 per hour")
def add(slug: str) -> ResponseReturnValue:
    """Give places to people with accounts at these addresses."""
    run, form = run_here(slug, "manage"), AddressesForm()
    if not form.validate():
        return places_page(run, form), 422
    try:
        added = add_in_pieces(slug, form.lines, person_here())
    except TooManyAddresses as problem:
        form.addresses.errors = [str(problem)]
        return places_page(run, form), problem.status
    values = {"run": run, "added": added, "labels": labels}
    return render_template("programmes/desk/added.html", **values)


@blueprint.get("/<place_id>", access=signed_in)
def show(slug: str, place_id: str) -> ResponseReturnValue:
    """Show a place: who, since when, and what the trainers can do."""
    run = run_here(slug, "manage")
    return place_page(run, open_place(run, place_id), AnswerForm(formdata=None))


def place_page(run: Run, place: Place, form: AnswerForm) -> str:
    """Return the page of a place."""
    row = queries.place_facts(place.id)
    values = {"run": run, "place": row, "form": form, "labels": labels}
    return render_template(
        "programmes/desk/place.html",
        country=countries.name_of(row.country, reader_language()),
        waiting=placing.waiting_number(place),
        changing=run.state in placing.OPEN_STATES,
        **values,
    )


@blueprint.post("/<place_id>/answer", access=signed_in)
def answer(slug: str, place_id: str) -> ResponseReturnValue:
    """Answer a request: `answer` is yes or no; a no needs its reason."""
    run, form = run_here(slug, "manage"), AnswerForm()
    place = open_place(run, place_id)
    yes = request.form.get("answer") == "yes"
    if not form.validate():
        return place_page(run, place, form), 422
    try:
        with write():
            run = run_here(slug, "manage")
            place = operations.answer(
                run.id, place.person_id, yes, person_here(), reason=form.reason.data or ""
            )
    except ReasonNeeded as problem:
        form.reason.errors = [str(problem)]
        return place_page(run, place, form), problem.status
    flash(_("Answered. The person gets a letter."), "done")
    return redirect(url_for(".index", slug=slug))


@blueprint.post("/<place_id>/withdraw", access=signed_in)
def withdraw(slug: str, place_id: str) -> ResponseReturnValue:
    """Take a person off the list; the next who waits moves up."""
    form = AnswerForm()
    reason = (form.reason.data or "")[:1000]
    with write():
        run = run_here(slug, "manage")
        place = open_place(run, place_id)
        waiting = queries.places_by_state(run.id).get("waiting", 0)
        operations.withdraw(run.id, place.person_id, person_here(), reason=reason)
        moved = waiting - queries.places_by_state(run.id).get("waiting", 0)
    flash(
        ngettext(
            "The place was taken back. %(num)s person moved up from the waiting list.",
            "The place was taken back. %(num)s people moved up from the waiting list.",
            moved,
        ),
        "done",
    )
    return redirect(url_for(".index", slug=slug))
