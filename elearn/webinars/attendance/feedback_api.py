"""JSON routes of feedback on sessions; the operations of the pages, with the same rights."""

from typing import Any

from marshmallow import fields

from elearn.accounts.access import person_here, signed_in
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema, Schema
from elearn.surveys import queries as surveys
from elearn.surveys.api import figures_of, form_of
from elearn.surveys.errors import NothingAnswered
from elearn.surveys.schemas import AnswersSchema, FiguresSchema, FilledSchema, FormSchema
from elearn.webinars import access
from elearn.webinars.attendance import feedback, joining
from elearn.webinars.attendance.joining import Entrance
from elearn.webinars.attendance.settling import subject_key
from elearn.webinars.models import Webinar
from elearn.webinars.registration import registration_queries as queries
from elearn.webinars.registration.sign_up_schemas import FormChoiceSchema, FormsAskedSchema

blueprint = ApiBlueprint(
    "webinar_feedback_api",
    __name__,
    url_prefix="/api/v1/webinars/<string:slug>",
    description="What people thought of sessions of webinars",
)
own_blueprint = ApiBlueprint(
    "webinar_own_feedback_api",
    __name__,
    url_prefix="/api/v1/webinar-registrations/<string:registration_id>/feedback",
    description="One's own feedback on a session",
)
MISSING = {"schema": ProblemSchema, "description": "No such webinar, registration or answers"}
DELIVERY = {"schema": ProblemSchema, "description": "Your organisation only takes part in it"}
CONFLICT = {"schema": ProblemSchema, "description": "Not asked now, closed, or answered already"}


class WebinarSurveyFiguresSchema(Schema):
    """A survey and what was answered to it after a session."""

    form = fields.String(required=True, metadata={"example": "4x7kq0v2m9tc"})
    title = fields.String(required=True, metadata={"example": "How was this webinar?"})
    figures = fields.Nested(FiguresSchema, required=True)


class WebinarFeedbackSchema(Schema):
    """What was answered after a session, without names."""

    items = fields.List(fields.Nested(WebinarSurveyFiguresSchema), required=True)


class WebinarMeanSchema(Schema):
    """What everybody may know of a session."""

    session = fields.String(required=True, metadata={"example": "9m2v7kq04xtc"})
    answers = fields.Integer(required=True, metadata={"example": 12})
    mean = fields.Float(
        required=True, metadata={"example": 4.25, "description": "How good it was, 1 to 5"}
    )


@blueprint.route("/feedback", methods=["GET"], access=anyone)
@blueprint.response(200, WebinarMeanSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def means(slug: str) -> list[dict[str, Any]]:
    """List how good sessions were; those with fewer than five answers are left out"""
    webinar = access.open_webinar(slug, current_person())
    return [
        {"session": public_id, "answers": answers, "mean": float(mean)}
        for public_id, (answers, mean) in sorted(feedback.public_means(webinar.id).items())
    ]


@blueprint.route("/sessions/<string:session_id>/feedback", methods=["GET"], access=signed_in)
@blueprint.response(200, WebinarFeedbackSchema)
@blueprint.alt_response(404, **MISSING)
def figures(slug: str, session_id: str) -> dict[str, Any]:
    """Read what was answered after a session, without names"""
    session = access.open_session(slug, session_id, person_here(), to="see")[1]
    asked, items = feedback.asked_at(session), []
    for row in feedback.answered_forms(session):
        form = surveys.form_by_public_id(row.public_id)
        if form is not None:
            found = surveys.figures(form.id, subject_key(session.public_id))
            items.append(
                {"form": row.public_id, "title": row.title, "figures": figures_of(found, asked)}
            )
    return {"items": items}


def surveys_told(webinar: Webinar) -> dict[str, Any]:
    """Return which survey each language of the webinar asks; null is the site's own."""
    items = []
    for text in queries.texts_of(webinar.id):
        form = surveys.form_by_id(text.feedback_form_id) if text.feedback_form_id else None
        asked = {"form": form.public_id, "state": form.state} if form else {}
        items.append({"language": text.language, "form": None, "state": None} | asked)
    return {"items": items}


@blueprint.route("/feedback-forms", methods=["GET"], access=signed_in)
@blueprint.response(200, FormsAskedSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def forms(slug: str) -> dict[str, Any]:
    """Show which survey each language asks after sessions; null is the one of this site"""
    return surveys_told(access.open_webinar(slug, person_here(), to="manage"))


@blueprint.route("/feedback-forms/<string:language>", methods=["PUT"], access=signed_in)
@blueprint.arguments(FormChoiceSchema)
@blueprint.response(200, FormsAskedSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def choose(sent: dict[str, Any], slug: str, language: str) -> dict[str, Any]:
    """Ask another survey in a language, or the one of this site"""
    webinar = access.open_webinar(slug, person_here(), to="manage")
    feedback.choose(webinar, language, sent["form"], person_here())
    return surveys_told(webinar)


def own(registration_id: str) -> Entrance:
    """Return what the person was registered for."""
    return joining.entrance_of(person_here(), registration_id)


@own_blueprint.route("", methods=["GET"], access=signed_in)
@own_blueprint.response(200, FormSchema)
@own_blueprint.alt_response(404, **MISSING)
@own_blueprint.alt_response(409, **CONFLICT)
def show(registration_id: str) -> dict[str, Any]:
    """Show the questions you are asked after a session"""
    return form_of(feedback.form_asked(own(registration_id)))


@own_blueprint.route("/response", methods=["GET"], access=signed_in)
@own_blueprint.response(200, FilledSchema)
@own_blueprint.alt_response(404, **MISSING)
@own_blueprint.alt_response(409, **CONFLICT)
def response(registration_id: str) -> dict[str, Any]:
    """Show what you answered"""
    entrance = own(registration_id)
    feedback.form_asked(entrance)
    row = feedback.answered_of(entrance.session.public_id, person_here().id)
    if row is None:
        raise NothingAnswered
    return {**row._mapping, "answers": surveys.answers_of(row.id)}


@own_blueprint.route("/response", methods=["PUT"], access=signed_in, limit="60 per hour")
@own_blueprint.arguments(AnswersSchema)
@own_blueprint.response(204)
@own_blueprint.alt_response(404, **MISSING)
@own_blueprint.alt_response(409, **CONFLICT)
def answer(sent: dict[str, Any], registration_id: str) -> None:
    """Give your feedback, once; a certificate that waited for it is issued"""
    feedback.answer(own(registration_id), sent["answers"], person_here())


@own_blueprint.route("/response", methods=["DELETE"], access=signed_in)
@own_blueprint.response(204)
@own_blueprint.alt_response(404, **MISSING)
@own_blueprint.alt_response(409, **CONFLICT)
def withdraw(registration_id: str) -> None:
    """Delete your feedback; a certificate you have stays"""
    feedback.withdraw(own(registration_id), person_here())
