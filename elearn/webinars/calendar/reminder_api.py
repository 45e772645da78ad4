"""JSON routes of reminders; the operations of the pages, with the same rights."""

from collections.abc import Sequence

from elearn.accounts.access import person_here, signed_in
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.webinars import access
from elearn.webinars.calendar import reminders
from elearn.webinars.calendar.calendar_models import Reminder
from elearn.webinars.calendar.reminder_forms import ReminderSchema, ReminderTextSchema
from elearn.webinars.models import WebinarSession

blueprint = ApiBlueprint(
    "webinar_reminders_api",
    __name__,
    url_prefix="/api/v1/webinars/<string:slug>/sessions/<string:session_id>/reminders",
    description="Reminders that people get before a session of a webinar, and after it",
)
MISSING = {"schema": ProblemSchema, "description": "No such session, or not for you"}
NOT_YOURS = {"schema": ProblemSchema, "description": "Only its organiser changes the webinar"}
CLOSED = {"schema": ProblemSchema, "description": "The session is cancelled, or has eight already"}
UNUSABLE = {"schema": ProblemSchema, "description": "Not before or after, or beyond 30 days"}


def session_here(slug: str, session_id: str, to: access.Purpose = "manage") -> WebinarSession:
    return access.open_session(slug, session_id, person_here(), to)[1]


@blueprint.route("", methods=["GET"], access=signed_in)
@blueprint.response(200, ReminderSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def list_reminders(slug: str, session_id: str) -> Sequence[Reminder]:
    """List the reminders of a session as they fall due"""
    return reminders.reminders_of(session_here(slug, session_id, "see").id)


@blueprint.route("/<string:when>/<int:minutes>", methods=["PUT"], access=signed_in)
@blueprint.arguments(ReminderTextSchema)
@blueprint.response(200, ReminderSchema(many=True))
@blueprint.alt_response(403, **NOT_YOURS)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
@blueprint.alt_response(422, **UNUSABLE)
def put(
    sent: dict[str, str], slug: str, session_id: str, when: str, minutes: int
) -> Sequence[Reminder]:
    """Add a reminder `before` the start or `after` the end, or change its text"""
    session = session_here(slug, session_id)
    reminders.put(session, when, minutes, sent["text"], person_here())
    return reminders.reminders_of(session.id)


@blueprint.route("/<string:when>/<int:minutes>", methods=["DELETE"], access=signed_in)
@blueprint.response(204)
@blueprint.alt_response(403, **NOT_YOURS)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CLOSED)
def take_out(slug: str, session_id: str, when: str, minutes: int) -> None:
    """Take a reminder out"""
    reminders.take_out(session_here(slug, session_id), when, minutes, person_here())
