"""Questions of registered people, before a session and during it, by the link of a letter."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.core.access import anyone
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars.attendance import settling
from elearn.webinars.attendance.poll_forms import AskForm
from elearn.webinars.kept import questions
from elearn.webinars.planning_errors import Unusable
from elearn.webinars.views.desk import refuse
from elearn.webinars.views.feedback import here
from elearn.webinars.views.registrations import OFTEN, actor_for

blueprint = Blueprint(
    "webinar_questions_asked",
    __name__,
    url_prefix="/registrations/<value>/questions/<registration_id>",
)


@blueprint.get("/", access=anyone, limit=OFTEN)
def show(value: str, registration_id: str) -> ResponseReturnValue:
    """Show what somebody asked, with the form to ask more."""
    return page(value, registration_id, AskForm(formdata=None))


def page(value: str, registration_id: str, form: AskForm) -> str:
    """Return the page of somebody's questions to a session."""
    entrance = here(value, registration_id)
    return render_template(
        "webinars/questions_asked.html",
        value=value,
        registration=entrance.registration,
        title=settling.title_of(entrance.webinar, entrance.session),
        session=entrance.session,
        asked=questions.asked_by(entrance.registration.id),
        open=questions.may_ask(entrance.session, entrance.registration),
        form=form,
    )


@blueprint.post("/", access=anyone, limit="10 per minute;60 per hour")
def send(value: str, registration_id: str) -> ResponseReturnValue:
    """Put a question into the organisers' queue."""
    form = AskForm()
    here(value, registration_id)
    if form.validate():
        try:
            with write():
                entrance = here(value, registration_id)
                actor = actor_for(entrance.sign_up)
                questions.ask(entrance.session, entrance.registration, form.text.data or "", actor)
        except Unusable as problem:
            refuse(form, problem, "text")
        else:
            flash(_("Thank you. The organisers have your question."), "done")
            return redirect(url_for(".show", value=value, registration_id=registration_id))
    return page(value, registration_id, form), 422
