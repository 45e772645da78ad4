"""The personal way into a session, for who is signed in and by the link of a letter.

GET writes nothing: a button logs the click. The page it answers leads on by itself, because a form
may lead to no other site (Content-Security-Policy, form-action).
"""

from typing import Any

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import person_here, signed_in
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.clock import now
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import times
from elearn.webinars.attendance import attendance, joining, settling
from elearn.webinars.attendance.attendance_errors import CannotJoin, CodeWordIsWrong
from elearn.webinars.attendance.attendance_forms import CodeWordForm
from elearn.webinars.attendance.joining import Entrance
from elearn.webinars.attendance.windows import may_give_code_word
from elearn.webinars.registration import links

OFTEN = "60 per minute;600 per hour"
# A code word cannot be found by trying.
WORDS = "10 per minute;40 per hour"
blueprint = Blueprint("webinar_join", __name__, url_prefix="/webinars/join/<registration_id>")
by_link = Blueprint(
    "webinar_join_link", __name__, url_prefix="/registrations/<value>/join/<registration_id>"
)


def here(registration_id: str, value: str | None) -> Entrance:
    """Return the way in: of the signed-in person, or of the link."""
    if value is None:
        return joining.entrance_of(person_here(), registration_id)
    return joining.entrance_by(links.sign_up_of(value), registration_id)


def addresses(registration_id: str, value: str | None) -> dict[str, str]:
    """Return the addresses of the page and its buttons."""
    room = "webinar_join" if value is None else "webinar_join_link"
    known: dict[str, Any] = {"registration_id": registration_id}
    known |= {} if value is None else {"value": value}
    return {name: url_for(f"{room}.{name}", **known) for name in ("show", "go", "word")}


def page(
    registration_id: str, value: str | None, form: CodeWordForm | None = None, status: int = 200
) -> ResponseReturnValue:
    entrance = here(registration_id, value)
    session, zone = entrance.session, entrance.sign_up.zone
    shown = render_template(
        "webinars/join.html",
        title=settling.title_of(entrance.webinar, session),
        session=session,
        registration=entrance.registration,
        there=times.words(session.starts_at, session.zone),
        here=times.words(session.starts_at, zone) if zone != session.zone else "",
        closed=joining.closed_because(entrance),
        to=addresses(registration_id, value),
        takes_word=may_give_code_word(session, entrance.registration, now()),
        form=form or CodeWordForm(),
    )
    return shown, status


def go_on(registration_id: str, value: str | None) -> ResponseReturnValue:
    """Log the click and lead to the session."""
    try:
        address = joining.address_of(here(registration_id, value))
        with write():
            joining.enter(here(registration_id, value), current_person())
    except CannotJoin:
        return page(registration_id, value, status=403)
    entrance = here(registration_id, value)
    title = settling.title_of(entrance.webinar, entrance.session)
    response = make_response(render_template("webinars/joining.html", title=title, address=address))
    response.headers["Refresh"] = f"0; url={address}"
    response.headers["Cache-Control"] = "no-store"
    return response


def take_word(registration_id: str, value: str | None) -> ResponseReturnValue:
    """Take the code word of the session."""
    form = CodeWordForm()
    if not form.validate():
        return page(registration_id, value, form, 422)
    try:
        with write():
            entrance = here(registration_id, value)
            attendance.give_code_word(
                entrance.session, entrance.registration, form.word.data or "", current_person()
            )
    except CodeWordIsWrong as problem:
        form.word.errors = [str(problem)]
        return page(registration_id, value, form, 422)
    flash(_("Thank you: the code word is right. You were there."), "done")
    return redirect(addresses(registration_id, value)["show"])


@blueprint.get("/", access=signed_in)
def show(registration_id: str) -> ResponseReturnValue:
    """Show the way into a session."""
    return page(registration_id, None)


@blueprint.post("/", access=signed_in, limit=OFTEN)
def go(registration_id: str) -> ResponseReturnValue:
    """Join the session."""
    return go_on(registration_id, None)


@blueprint.post("/code-word", access=signed_in, limit=WORDS)
def word(registration_id: str) -> ResponseReturnValue:
    """Give the code word."""
    return take_word(registration_id, None)


def _opened(view: Any, name: str) -> Any:
    """Return the view of the link of a letter."""

    def opened(value: str, registration_id: str) -> ResponseReturnValue:
        answer: ResponseReturnValue = view(registration_id, value)
        return answer

    opened.__name__ = name
    return opened


by_link.add_url_rule(
    "/", view_func=_opened(page, "show"), methods=["GET"], access=anyone, limit=OFTEN
)
by_link.add_url_rule(
    "/", view_func=_opened(go_on, "go"), methods=["POST"], access=anyone, limit=OFTEN
)
by_link.add_url_rule(
    "/code-word", view_func=_opened(take_word, "word"), methods=["POST"], access=anyone, limit=WORDS
)
