"""Feedback on a session: the survey by the link of a letter, or from one's own pages."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.core.access import anyone
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.surveys import queries as surveys
from elearn.surveys.asking import answered, asked, given_by
from elearn.surveys.errors import AnswersRefused, NothingAnswered
from elearn.surveys.queries import AnyRow
from elearn.webinars.attendance import feedback, joining, settling
from elearn.webinars.attendance.joining import Entrance
from elearn.webinars.registration import links
from elearn.webinars.views.registrations import OFTEN, actor_for

blueprint = Blueprint(
    "webinar_feedback", __name__, url_prefix="/registrations/<value>/feedback/<registration_id>"
)


def here(value: str, registration_id: str) -> Entrance:
    """Return what somebody was registered for, by their link."""
    return joining.entrance_by(links.sign_up_of(value), registration_id)


def shown(template: str, value: str, entrance: Entrance, form: AnyRow, **more: Any) -> str:
    """Return a page about feedback on a session."""
    return render_template(
        template,
        value=value,
        registration=entrance.registration,
        title=settling.title_of(entrance.webinar, entrance.session),
        form=form,
        **more,
    )


@blueprint.get("/", access=anyone, limit=OFTEN)
def show(value: str, registration_id: str) -> ResponseReturnValue:
    """Show the questions, or what was answered."""
    entrance = here(value, registration_id)
    form = feedback.form_asked(entrance)
    fields = surveys.fields_of(form.id)
    given = feedback.answered_of(entrance.session.public_id, entrance.sign_up.person_id)
    if given is None:
        page = "webinars/feedback.html"
        return shown(page, value, entrance, form, questions=asked(fields))
    said = answered(fields, surveys.answers_of(given.id))
    page = "webinars/feedback_sent.html"
    return shown(page, value, entrance, form, shown=said, sent_at=given.submitted_at)


@blueprint.post("/", access=anyone, limit=OFTEN)
def send(value: str, registration_id: str) -> ResponseReturnValue:
    """Keep the answers, once; a certificate may be issued by it."""
    entrance = here(value, registration_id)
    form = feedback.form_asked(entrance)
    fields = surveys.fields_of(form.id)
    given = given_by(fields, request.form)
    try:
        with write():
            entrance = here(value, registration_id)
            feedback.answer(entrance, given, actor_for(entrance.sign_up))
    except AnswersRefused as refused:
        entrance = here(value, registration_id)
        questions = asked(fields, given, refused.problems)
        return shown("webinars/feedback.html", value, entrance, form, questions=questions), 422
    flash(_("Thank you. Your answers are kept."), "done")
    return redirect(url_for("registrations.show", value=value))


@blueprint.get("/withdrawal", access=anyone, limit=OFTEN)
def confirm_withdrawal(value: str, registration_id: str) -> ResponseReturnValue:
    """Say what withdrawing the feedback deletes."""
    entrance = here(value, registration_id)
    form = feedback.form_asked(entrance)
    if feedback.answered_of(entrance.session.public_id, entrance.sign_up.person_id) is None:
        raise NothingAnswered
    return shown("webinars/feedback_withdraw.html", value, entrance, form)


@blueprint.post("/withdrawal", access=anyone, limit=OFTEN)
def withdraw(value: str, registration_id: str) -> ResponseReturnValue:
    """Delete the feedback."""
    with write():
        entrance = here(value, registration_id)
        feedback.withdraw(entrance, actor_for(entrance.sign_up))
    flash(_("Your answers are deleted. A certificate you have stays."), "done")
    return redirect(url_for("registrations.show", value=value))
