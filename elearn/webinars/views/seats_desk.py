"""The desk: the seats of a session, who registered for it; what the organisers answer."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.accounts import countries
from elearn.accounts.access import has_role, person_here
from elearn.core.errors import Conflict, Invalid
from elearn.core.i18n import reader_language
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import access, labels, queries, times
from elearn.webinars.access import Purpose
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration import sign_up_labels
from elearn.webinars.registration.registration_models import REGISTRATION_STATES
from elearn.webinars.seats import seat_queries, seating
from elearn.webinars.seats.seat_forms import DecisionForm

blueprint = Blueprint(
    "webinar_seats", __name__, url_prefix="/desk/webinars/<slug>/sessions/<session_id>/seats"
)
partners = has_role("partner")
ON_A_PAGE = 50


def session_here(
    slug: str, session_id: str, to: Purpose = "manage"
) -> tuple[Webinar, WebinarSession]:
    """Return a webinar and its session for the signed-in person."""
    return access.open_session(slug, session_id, person_here(), to)


def page(template: str, webinar: Webinar, session: WebinarSession, **more: Any) -> str:
    """Return a page about the seats of a session."""
    return render_template(
        f"webinars/desk/{template}.html",
        webinar=webinar,
        session=session,
        text=queries.beside(webinar.id).texts[webinar.language],
        when=times.words(session.starts_at, session.zone),
        managing=access.manages(person_here(), webinar),
        states=sign_up_labels.THEIR_STATES,
        shapes=sign_up_labels.SHAPES,
        regions=labels.REGIONS,
        **more,
    )


@blueprint.get("/", access=partners)
def index(slug: str, session_id: str) -> ResponseReturnValue:
    """List who registered for a session in the order of asking; the state is in the address."""
    webinar, session = session_here(slug, session_id, "see")
    asked, language = request.args.get("state", ""), reader_language()
    state = asked if asked in REGISTRATION_STATES else ""
    statement = seat_queries.registrations(session.id, state)
    listed = paginate(statement, page_number(request.args.get("page")), ON_A_PAGE)
    return page(
        "seats",
        webinar,
        session,
        page=listed,
        state_asked=state,
        pools=seat_queries.pools_of(session.id),
        counts=seat_queries.counts_of(session.id),
        countries={row.country: countries.name_of(row.country, language) for row in listed.rows},
    )


@blueprint.get("/<registration_id>", access=partners)
def show(slug: str, session_id: str, registration_id: str) -> ResponseReturnValue:
    """Show a registration: who, since when, and what the organisers can do."""
    webinar, session = session_here(slug, session_id)
    return one_page(webinar, session, registration_id, DecisionForm(formdata=None))


def one_page(
    webinar: Webinar, session: WebinarSession, registration_id: str, form: DecisionForm
) -> str:
    """Return the page of a registration."""
    row = seat_queries.registration_row(session.id, registration_id)
    registration = seat_queries.registration_of(session.id, registration_id)
    return page(
        "registration",
        webinar,
        session,
        row=row,
        form=form,
        position=seating.position(registration),
        country=countries.name_of(row.country, reader_language()),
    )


@blueprint.post("/<registration_id>/answer", access=partners)
def answer(slug: str, session_id: str, registration_id: str) -> ResponseReturnValue:
    """Answer a request: `answer` is yes or no; a no needs its reason."""
    yes = request.form.get("answer") == "yes"

    def act(registration: Any, reason: str) -> None:
        seating.answer(registration, yes, person_here(), reason=reason)

    return decided(slug, session_id, registration_id, act, _("Answered. They get a letter."))


@blueprint.post("/<registration_id>/cancel", access=partners)
def cancel(slug: str, session_id: str, registration_id: str) -> ResponseReturnValue:
    """Cancel somebody's registration; the next in line is offered the seat."""

    def act(registration: Any, reason: str) -> None:
        seating.cancel(registration, person_here(), reason=reason)

    return decided(slug, session_id, registration_id, act, _("Cancelled. They get a letter."))


def decided(
    slug: str, session_id: str, registration_id: str, act: Any, done: str
) -> ResponseReturnValue:
    """Do what was decided on a registration, with the reason typed; tell how many moved up."""
    webinar, session = session_here(slug, session_id)
    form = DecisionForm()
    if not form.validate():
        return one_page(webinar, session, registration_id, form), 422
    try:
        with write():
            webinar, session = session_here(slug, session_id)
            before = seat_queries.counts_of(session.id).get("offered", 0)
            registration = seat_queries.registration_of(session.id, registration_id)
            before -= registration.state == "offered"
            act(registration, form.reason.data or "")
            offered = seat_queries.counts_of(session.id).get("offered", 0) - before
    except (Invalid, Conflict) as problem:
        form.reason.errors = [str(problem)]
        return one_page(webinar, session, registration_id, form), problem.status
    told = ngettext(
        "A seat is offered to %(num)s person.", "Seats are offered to %(num)s people.", offered
    )
    flash(f"{done} {told}" if offered else done, "done")
    return redirect(url_for(".index", slug=slug, session_id=session_id))
