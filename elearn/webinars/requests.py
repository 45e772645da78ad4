"""Requests to take part, where the organisers decide: what was answered, and their yes or no."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.surveys import asking
from elearn.surveys import queries as surveys
from elearn.webinars import seating
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration_models import Registration
from elearn.webinars.seat_errors import ReasonNeeded
from elearn.webinars.sign_up_errors import NobodyChosen

MOST_AT_ONCE = 50


def answers_shown(rows: Sequence[Any]) -> dict[int, list[asking.Shown]]:
    """Return by response what people answered, in words: two statements and one for each form."""
    ids = [row.response_id for row in rows if row.response_id]
    forms, given = surveys.answers_of_many(ids)
    asked = {form_id: surveys.fields_of(form_id) for form_id in set(forms.values())}
    return {one: asking.answered(asked[forms[one]], given.get(one, {})) for one in forms}


def answer(
    webinar: Webinar, registration_ids: Sequence[str], yes: bool, reason: str, actor: SignedIn
) -> int:
    """Answer requests of a webinar, in the order of asking; return how many there were.

    What was answered or taken back meanwhile is passed over. Raises NobodyChosen, ReasonNeeded for
    a no without words.
    """
    if not yes and not reason.strip():
        raise ReasonNeeded
    rows = db.session.scalars(
        select(Registration)
        .join(WebinarSession, WebinarSession.id == Registration.session_id)
        .where(
            WebinarSession.webinar_id == webinar.id,
            Registration.public_id.in_(list(registration_ids)[:MOST_AT_ONCE]),
            Registration.state == "asked",
        )
        .order_by(Registration.asked_at, Registration.id)
    ).all()
    if not registration_ids:
        raise NobodyChosen
    seating.lock_all([row.session_id for row in rows])
    for row in rows:
        seating.answer(row, yes, actor, reason=reason)
    return len(rows)
