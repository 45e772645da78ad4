"""Feedback at the desk: the survey of each language, and what was answered after each session."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courses.views.form_results import percent, scale, summary
from elearn.accounts.access import person_here, signed_in
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.surveys import queries as surveys
from elearn.surveys.figures import share
from elearn.webinars import access, times
from elearn.webinars import queries as webinars
from elearn.webinars.attendance import feedback, settling
from elearn.webinars.attendance.feedback_forms import SurveyChoiceForm
from elearn.webinars.attendance.settling import subject_key
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.views.sign_up_desk import named

blueprint = Blueprint("webinar_feedback_desk", __name__, url_prefix="/desk/webinars/<slug>")


@blueprint.get("/feedback/", access=signed_in)
def index(slug: str) -> ResponseReturnValue:
    """Show which survey each language asks, and how many answered after each session."""
    webinar = access.open_webinar(slug, person_here(), to="see")
    listed = []
    for text in queries.texts_of(webinar.id):
        chosen = surveys.form_by_id(text.feedback_form_id) if text.feedback_form_id else None
        form = SurveyChoiceForm(
            formdata=None, prefix=text.language, data={"form": chosen.public_id if chosen else ""}
        )
        form.offer(feedback.surveys_for(text.language), chosen)
        listed.append((text, chosen, form))
    return render_template(
        "webinars/desk/feedback.html",
        webinar=webinar,
        title=named(webinar),
        listed=listed,
        sessions=[one for one in webinars.sessions_of(webinar.id) if one.state != "draft"],
        responses=feedback.responses_by_session(webinar.id),
        when=times.words,
        manages=access.manages(person_here(), webinar),
    )


@blueprint.post("/feedback/<language>", access=signed_in, limit="60 per hour")
def choose(slug: str, language: str) -> ResponseReturnValue:
    """Ask another survey in a language."""
    with write():
        webinar = access.open_webinar(slug, person_here(), to="manage")
        chosen = request.form.get(f"{language}-form") or None
        feedback.choose(webinar, language, chosen, person_here())
    flash(_("Saved. Whoever gives feedback from now on is asked this."), "done")
    return redirect(url_for(".index", slug=slug))


@blueprint.get("/sessions/<session_id>/feedback/", access=signed_in)
def figures(slug: str, session_id: str) -> ResponseReturnValue:
    """Show what was answered after a session: figures and words, never names."""
    webinar, session = access.open_session(slug, session_id, person_here(), to="see")
    asked, parts = feedback.asked_at(session), []
    for form in feedback.answered_forms(session):
        form = surveys.form_by_public_id(form.public_id) or form
        found = surveys.figures(form.id, subject_key(session.public_id))
        scales = [scale(one) for one in found.fields if one.top]
        others = [(one, summary(one)) for one in found.fields if not one.top]
        parts.append((form, found, scales, others))
    responses = sum(found.responses for _form, found, _scales, _others in parts)
    return render_template(
        "webinars/desk/feedback_figures.html",
        webinar=webinar,
        title=named(webinar),
        heading=settling.title_of(webinar, session),
        when=times.words(session.starts_at, session.zone),
        parts=parts,
        responses=responses,
        asked=max(asked, responses),
        part=percent(share(responses, max(asked, responses))),
        percent=percent,
        share_of=share,
    )
