"""Letters of organisers to the people of a session: written, looked at, sent, listed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from elearn.accounts.access import has_role, person_here
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import access, times
from elearn.webinars.attendance import settling
from elearn.webinars.board import messages
from elearn.webinars.board.message_forms import MessageForm
from elearn.webinars.board.messages import NobodyToWriteTo, OthersStandThere
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration import sign_up_labels

blueprint = Blueprint(
    "webinar_messages",
    __name__,
    url_prefix="/desk/webinars/<slug>/sessions/<session_id>/messages",
)
partners = has_role("partner")


def session_here(slug: str, session_id: str) -> tuple[Webinar, WebinarSession]:
    """Return the webinar and its session for whoever manages it."""
    return access.open_session(slug, session_id, person_here(), to="manage")


@blueprint.get("/", access=partners)
def show(slug: str, session_id: str) -> ResponseReturnValue:
    """Show what was written to the people of a session, with the form to write to them."""
    form = MessageForm(formdata=None, data={"states": ["in"]})
    return page(*session_here(slug, session_id), form)


def page(
    webinar: Webinar, session: WebinarSession, form: MessageForm, touched: int | None = None
) -> str:
    """Return the page; `touched` is how many letters the one looked at is."""
    states = sign_up_labels.THEIR_STATES

    def states_words(row: Any) -> list[str]:
        return [str(states[one]) for one in row.states.split()]

    return render_template(
        "webinars/desk/messages.html",
        webinar=webinar,
        session=session,
        title=settling.title_of(webinar, session),
        when=times.words(session.starts_at, session.zone),
        form=form,
        touched=touched,
        page=paginate(messages.messages_of(session.id), page_number(request.args.get("page")), 20),
        states_words=states_words,
        moment=lambda at: times.words(at, session.zone),
    )


@blueprint.post("/", access=partners, limit="60 per hour")
def look_or_send(slug: str, session_id: str) -> ResponseReturnValue:
    """Show how many a letter reaches and how it reads; `act` send sends it."""
    webinar, session = session_here(slug, session_id)
    form = MessageForm()
    if not form.validate():
        return page(webinar, session, form), 422
    touched = messages.reach(session.id, form.states.data)
    if not touched:
        form.states.errors = [str(NobodyToWriteTo())]
        return page(webinar, session, form), 422
    if request.form.get("act") != "send":
        return page(webinar, session, form, touched)
    seen = request.form.get("seen", "")
    try:
        with write():
            session = session_here(slug, session_id)[1]
            sent = messages.send(
                session,
                form.states.data,
                form.subject.data,
                form.text.data,
                person_here(),
                seen=int(seen) if seen.isdecimal() and len(seen) < 9 else 0,
            ).people
    except (OthersStandThere, NobodyToWriteTo) as problem:
        form.states.errors = [str(problem)]
        webinar, session = session_here(slug, session_id)
        return page(webinar, session, form, messages.reach(session.id, form.states.data)), 409
    flash(ngettext("%(num)s letter goes out.", "%(num)s letters go out.", sent), "done")
    return redirect(url_for(".show", slug=slug, session_id=session_id))
