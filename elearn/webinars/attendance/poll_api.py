"""JSON routes of polls of sessions and of questions to them; the operations of the pages."""

from collections.abc import Sequence
from typing import Any

from marshmallow import fields, validate

from elearn.accounts.access import person_here, signed_in
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema, Schema
from elearn.core.transaction import write
from elearn.webinars import access
from elearn.webinars.attendance import joining, polls, session_reports
from elearn.webinars.attendance.attendance_api import DELIVERY, MISSING, session_here
from elearn.webinars.attendance.attendance_files import MOST_BYTES
from elearn.webinars.attendance.session_reports import Kept
from elearn.webinars.attendance.zoom_reports import (
    LONGEST_OPTION,
    LONGEST_POLL,
    MOST_OPTIONS,
    Option,
    Poll,
)
from elearn.webinars.kept import questions
from elearn.webinars.kept.material_models import QUESTION_STATES, SessionPoll, SessionQuestion
from elearn.webinars.kept.questions import LONGEST_QUESTION

blueprint = ApiBlueprint(
    "webinar_polls_api",
    __name__,
    url_prefix="/api/v1/webinars/<string:slug>",
    description="Polls taken at sessions of webinars",
)
own_blueprint = ApiBlueprint(
    "webinar_own_questions_api",
    __name__,
    url_prefix="/api/v1/webinar-registrations/<string:registration_id>/questions",
    description="One's own questions to a session",
)
CLOSED = {"schema": ProblemSchema, "description": "You are not in, or the session is over"}
QUESTION = {"example": "Do you store waste batteries on your site?"}


class WebinarPollOptionSchema(Schema):
    """An answer to a poll, and how many chose it."""

    label = fields.String(
        required=True, validate=validate.Length(1, LONGEST_OPTION), metadata={"example": "Yes"}
    )
    votes = fields.Integer(
        required=True, validate=validate.Range(0, polls.MOST_VOTES), metadata={"example": 12}
    )


class WebinarPollSentSchema(Schema):
    """A poll as it was taken."""

    question = fields.String(
        required=True, validate=validate.Length(1, LONGEST_POLL), metadata=QUESTION
    )
    options = fields.List(
        fields.Nested(WebinarPollOptionSchema),
        required=True,
        validate=validate.Length(1, MOST_OPTIONS),
    )


class WebinarPollSchema(Schema):
    """A poll of a session."""

    id = fields.String(required=True, attribute="public_id", metadata={"example": "7kq09m2v4xtc"})
    question = fields.String(required=True, metadata=QUESTION)
    options = fields.List(fields.Nested(WebinarPollOptionSchema), required=True)


class WebinarSessionPollsSchema(Schema):
    """The polls of a session."""

    session = fields.String(required=True, metadata={"example": "9m2v7kq04xtc"})
    polls = fields.List(fields.Nested(WebinarPollSchema), required=True)


class WebinarZoomReportSchema(Schema):
    """A poll report or a question report of Zoom, as text."""

    text = fields.String(
        required=True,
        validate=validate.Length(1, MOST_BYTES),
        metadata={"example": "#,Question,Asker Name\n1,What becomes of the acid?,Anonymous\n"},
    )


class WebinarReportKeptSchema(Schema):
    """What is new by a report."""

    polls = fields.Integer(required=True, metadata={"example": 2})
    questions = fields.Integer(required=True, metadata={"example": 9})
    left_out = fields.Integer(
        required=True, metadata={"example": 0, "description": "Too long, or in free words"}
    )


class WebinarQuestionSentSchema(Schema):
    """A question to a session."""

    text = fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_QUESTION),
        metadata={"example": "What becomes of the acid?"},
    )


class WebinarOwnQuestionSchema(Schema):
    """What one asked, and its answer."""

    text = fields.String(required=True, metadata={"example": "What becomes of the acid?"})
    state = fields.String(required=True, validate=validate.OneOf(QUESTION_STATES))
    answer = fields.String(required=True, metadata={"example": ""})


@blueprint.route("/polls", methods=["GET"], access=anyone)
@blueprint.response(200, WebinarSessionPollsSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def public(slug: str) -> list[dict[str, Any]]:
    """List the polls of the sessions that are over"""
    webinar = access.open_webinar(slug, current_person())
    return [{"session": key, "polls": rows} for key, rows in polls.public(webinar.id).items()]


@blueprint.route("/sessions/<string:session_id>/polls", methods=["GET"], access=signed_in)
@blueprint.response(200, WebinarPollSchema(many=True))
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def list_polls(slug: str, session_id: str) -> Sequence[SessionPoll]:
    """List the polls of a session"""
    return polls.polls_of(session_here(slug, session_id)[1].id)


@blueprint.route("/sessions/<string:session_id>/polls", methods=["POST"], access=signed_in)
@blueprint.arguments(WebinarPollSentSchema)
@blueprint.response(200, WebinarPollSchema(many=True))
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def add(sent: dict[str, Any], slug: str, session_id: str) -> Sequence[SessionPoll]:
    """Write a poll down; one whose question is there already is passed over"""
    found = session_here(slug, session_id)
    poll = Poll(sent["question"], tuple(Option(**one) for one in sent["options"]))
    polls.add(*found, [poll], person_here())
    return polls.polls_of(found[1].id)


@blueprint.route(
    "/sessions/<string:session_id>/polls/<string:poll_id>", methods=["DELETE"], access=signed_in
)
@blueprint.response(204)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def remove(slug: str, session_id: str, poll_id: str) -> None:
    """Take a poll away"""
    polls.remove(*session_here(slug, session_id), poll_id, person_here())


@blueprint.route(
    "/sessions/<string:session_id>/zoom-report",
    methods=["POST"],
    access=signed_in,
    limit="60 per hour",
    own_write=True,
)
@blueprint.arguments(WebinarZoomReportSchema)
@blueprint.response(200, WebinarReportKeptSchema)
@blueprint.alt_response(403, **DELIVERY)
@blueprint.alt_response(404, **MISSING)
def send_report(sent: dict[str, str], slug: str, session_id: str) -> Kept:
    """Keep the polls or the questions of a report of Zoom; names are not kept"""
    session_here(slug, session_id)
    report = session_reports.read(sent["text"].encode())
    with write():
        return session_reports.keep(*session_here(slug, session_id), report, person_here())


@own_blueprint.route("", methods=["GET"], access=signed_in)
@own_blueprint.response(200, WebinarOwnQuestionSchema(many=True))
@own_blueprint.alt_response(404, **MISSING)
def asked(registration_id: str) -> Sequence[SessionQuestion]:
    """List what you asked at a session"""
    entrance = joining.entrance_of(person_here(), registration_id)
    return questions.asked_by(entrance.registration.id)


@own_blueprint.route("", methods=["POST"], access=signed_in, limit="10 per minute;60 per hour")
@own_blueprint.arguments(WebinarQuestionSentSchema)
@own_blueprint.response(200, WebinarOwnQuestionSchema(many=True))
@own_blueprint.alt_response(404, **MISSING)
@own_blueprint.alt_response(409, **CLOSED)
def ask(sent: dict[str, str], registration_id: str) -> Sequence[SessionQuestion]:
    """Ask a question before the session or during it; your name is shown to nobody"""
    entrance = joining.entrance_of(person_here(), registration_id)
    questions.ask(entrance.session, entrance.registration, sent["text"], person_here())
    return questions.asked_by(entrance.registration.id)
