"""Reminders of a session at the desk: list, add, change, take out."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.accounts.access import has_role, person_here
from elearn.core.errors import DomainError
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import access, times
from elearn.webinars.calendar import reminders, session_facts
from elearn.webinars.calendar.calendar_models import Reminder
from elearn.webinars.calendar.reminder_forms import ReminderForm, parts_of
from elearn.webinars.models import Webinar, WebinarSession

blueprint = Blueprint(
    "webinar_reminders",
    __name__,
    url_prefix="/desk/webinars/<slug>/sessions/<session_id>/reminders",
)
partners = has_role("partner")


def session_here(
    slug: str, session_id: str, to: access.Purpose = "manage"
) -> tuple[Webinar, WebinarSession]:
    """Return webinar and session for the person who asks."""
    return access.open_session(slug, session_id, person_here(), to)


@blueprint.get("/", access=partners)
def show(slug: str, session_id: str) -> ResponseReturnValue:
    """List the reminders of a session, with the form for one more, or for the one to change."""
    webinar, session = session_here(slug, session_id, "see")
    wanted = request.args.get("change", "")
    for one in reminders.reminders_of(session.id):
        if wanted == f"{one.when}-{one.minutes}":
            number, unit = parts_of(one.minutes)
            form = ReminderForm(number=number, unit=unit, when=one.when, text=one.text)
            return page(webinar, session, form, one)
    return page(webinar, session, ReminderForm(formdata=None))


def page(
    webinar: Webinar, session: WebinarSession, form: ReminderForm, changed: Reminder | None = None
) -> str:
    """Return the page of reminders."""
    title = session_facts.titles_of([webinar.id]).by_webinar.get(webinar.id, {})
    return render_template(
        "webinars/desk/reminders.html",
        webinar=webinar,
        session=session,
        title=title.get(webinar.language) or next(iter(title.values()), webinar.slug),
        when=times.words(session.starts_at, session.zone),
        reminders=[shown(one, session.zone) for one in reminders.reminders_of(session.id)],
        form=form,
        changed=changed is not None,
        editable=access.manages(person_here(), webinar) and session.state != "cancelled",
    )


def shown(reminder: Reminder, zone: str) -> dict[str, object]:
    """Return a reminder with its words."""
    return {
        "when": reminder.when,
        "minutes": reminder.minutes,
        "text": reminder.text,
        "words": how_long(reminder.when, reminder.minutes),
        "due": times.words(reminder.due_at, zone),
        "is_past": reminder.sent_at is not None,
    }


def how_long(when: str, minutes: int) -> str:
    """Return how long before the start or after the end, in words."""
    number, unit = parts_of(minutes)
    said: dict[str, str]
    if when == "before":
        said = {
            "days": ngettext("%(num)s day before", "%(num)s days before", number),
            "hours": ngettext("%(num)s hour before", "%(num)s hours before", number),
            "minutes": ngettext("%(num)s minute before", "%(num)s minutes before", number),
        }
    else:
        said = {
            "days": ngettext("%(num)s day after", "%(num)s days after", number),
            "hours": ngettext("%(num)s hour after", "%(num)s hours after", number),
            "minutes": ngettext("%(num)s minute after", "%(num)s minutes after", number),
        }
    return said[unit]


@blueprint.post("/", access=partners)
def put(slug: str, session_id: str) -> ResponseReturnValue:
    """Add a reminder, or change the words of the one that is there."""
    form = ReminderForm()
    if not form.validate():
        return page(*session_here(slug, session_id), form), 422
    try:
        with write():
            _webinar, session = session_here(slug, session_id)
            text = (form.text.data or "").strip()
            reminders.put(session, form.when.data, form.minutes(), text, person_here())
    except DomainError as problem:
        if problem.status not in (409, 422):
            raise
        form.form_errors = [str(problem)]
        return page(*session_here(slug, session_id), form), problem.status
    flash(_("The reminder is kept."), "done")
    return redirect(url_for(".show", slug=slug, session_id=session_id))


@blueprint.post("/<when>/<int:minutes>/remove", access=partners)
def take_out(slug: str, session_id: str, when: str, minutes: int) -> ResponseReturnValue:
    """Take a reminder out."""
    with write():
        _webinar, session = session_here(slug, session_id)
        reminders.take_out(session, when, minutes, person_here())
    flash(_("The reminder is taken out."), "done")
    return redirect(url_for(".show", slug=slug, session_id=session_id))
