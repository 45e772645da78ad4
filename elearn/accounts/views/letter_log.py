"""The administrators' page of the letters that were sent, or not, and why."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from elearn.accounts import labels, letter_queries, mailing, queries
from elearn.accounts.access import has_role
from elearn.accounts.addresses import normalised_email
from elearn.core.forms import stripped
from elearn.core.paging import Page, page_number, paginate
from elearn.core.web import Blueprint

blueprint = Blueprint("letter_log", __name__, url_prefix="/admin/letters")


@blueprint.get("/", access=has_role("admin"))
def index() -> ResponseReturnValue:
    """List letters, newest first, filtered by the address of the page."""
    asked = {name: stripped(request.args.get(name, "")) for name in ("person", "kind", "state")}
    return render_template(
        "accounts/letter_log.html",
        page=wanted_letters(asked),
        asked=asked,
        kinds=kind_names(),
        states=labels.LETTER_STATES,
    )


def wanted_letters(asked: dict[str, str]) -> Page:
    """Return the page of letters the address asks for; a filter that cannot be read finds none."""
    person_id = person_named(asked["person"]) if asked["person"] else None
    statement = letter_queries.log(asked["kind"], asked["state"], person_id)
    return paginate(statement, page_number(request.args.get("page")), size=50)


def person_named(typed: str) -> int:
    """Return the id of the person with this address or public id; -1 for nobody."""
    email = normalised_email(typed)
    found = queries.person_by_email(email) if email else queries.person_by_public_id(typed[:12])
    return found.id if found else -1


def kind_names() -> dict[str, object]:
    """Return what each kind of letter is called, the weekly one among them."""
    names = {name: kind.label for name, kind in mailing.KINDS.items()}
    return names | {mailing.DIGEST: mailing.WEEKLY}
