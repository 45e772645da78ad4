"""What an account registered for, on the learner's pages; where one stands, on public pages."""

from typing import Any

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from elearn.accounts.access import person_here, signed_in
from elearn.accounts.session import current_person
from elearn.core.clock import now
from elearn.core.i18n import reader_language
from elearn.core.web import Blueprint
from elearn.webinars.registration import links, sign_up_labels
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.sign_up_forms import session_words

blueprint = Blueprint("my_webinars", __name__, url_prefix="/learn/webinars")


@blueprint.get("/", access=signed_in)
def index() -> ResponseReturnValue:
    """List what the person registered for: first what is to come, then what was."""
    person, moment = person_here(), now()
    rows = queries.registrations_of(person.id)
    return render_template(
        "webinars/mine.html",
        ahead=[row for row in rows if queries.ends_at(row) > moment],
        past=[row for row in reversed(rows) if queries.ends_at(row) <= moment],
        titles=queries.titles([row.webinar_id for row in rows], reader_language()),
        path=path_of,
        moments=lambda row: session_words(row, person.timezone),
        labels=sign_up_labels,
    )


def path_of(row: Any) -> str:
    """Return the path of the page on which a registration is changed."""
    value = links.signed_value(row.sign_up_id, row.nonce)
    return url_for("registrations.show", value=value, _anchor=row.public_id)


def registration_at(session_public_id: str) -> Any:
    """Return the signed-in person's registration for a session, or None, for templates."""
    person = current_person()
    if person is None:
        return None
    if "own_registrations" not in g:
        rows = queries.registrations_of(person.id)
        g.own_registrations = {row.session_public_id: row for row in rows}
    return g.own_registrations.get(session_public_id)


def registration_state(row: Any) -> tuple[str, str]:
    """Return shape and words of where somebody stands, for templates."""
    return sign_up_labels.SHAPES[row.state], str(sign_up_labels.STATES[row.state])
