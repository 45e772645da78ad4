"""The administrators' page of the audit log."""

from datetime import UTC, date, datetime, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from elearn.accounts import audit, labels, queries
from elearn.accounts.access import has_role
from elearn.accounts.addresses import normalised_email
from elearn.core.paging import Page, page_number, paginate
from elearn.core.web import Blueprint

blueprint = Blueprint("audit", __name__, url_prefix="/admin/audit")
admin = has_role("admin")

LONGEST_ACTION = 60


@blueprint.get("/", access=admin)
def index() -> ResponseReturnValue:
    """List entries, newest first, filtered by the address of the page."""
    return render_template(
        "accounts/audit.html", page=wanted_entries(), args=request.args, actions=labels.ACTIONS
    )


def wanted_entries() -> Page:
    """Return the page of entries the address asks for; a filter that cannot be read finds none."""
    action = request.args.get("action", "").strip()[:LONGEST_ACTION]
    until = day(request.args.get("until"))
    person_id, typed = None, request.args.get("person", "").strip()
    if typed:
        email = normalised_email(typed)
        person = queries.person_by_email(email) if email else None
        person_id = person.id if person else -1
    return paginate(
        audit.entries(
            action,
            person_id,
            since=day(request.args.get("since")),
            until=until + timedelta(days=1) if until else None,
        ),
        page_number(request.args.get("page")),
        size=50,
    )


def day(text: str | None) -> datetime | None:
    """Return the beginning of the day (UTC) written as 2026-01-31, or None."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    # Room for a day more or less at both ends of the calendar.
    if not 1900 <= found.year <= 9000:
        return None
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


@blueprint.get("/check", access=admin, limit="6 per minute")
def check() -> ResponseReturnValue:
    """Recompute the whole chain and say whether an entry was altered."""
    return render_template(
        "accounts/audit_check.html", broken=audit.first_broken_entry(), count=audit.entry_count()
    )
