"""Many requests answered at once: in pieces, each its own short transaction."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select

from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.webinars import access
from elearn.webinars.models import WebinarSession
from elearn.webinars.registration.registration_models import Registration
from elearn.webinars.registration.sign_up_errors import NobodyChosen
from elearn.webinars.seats import seating
from elearn.webinars.seats.seat_errors import ReasonNeeded, RegistrationIsClosed, TooManyAnswers

MOST_ANSWERS = 200
AT_ONCE = 5


def answer_in_pieces(
    slug: str, registration_ids: Sequence[str], yes: bool, actor: SignedIn, *, reason: str = ""
) -> int:
    """Answer requests for seats of a webinar, first come first; what was answered stays answered.

    Those answered or taken back meanwhile are passed over, and those for sessions that take nobody
    any more: return how many were answered. Raises NobodyChosen, TooManyAnswers, ReasonNeeded for
    a no without one, RegistrationIsClosed when that is why none was, what the gate raises.
    """
    if not registration_ids:
        raise NobodyChosen
    if len(registration_ids) > MOST_ANSWERS:
        raise TooManyAnswers(MOST_ANSWERS)
    if not yes and not reason.strip():
        raise ReasonNeeded
    webinar = access.open_webinar(slug, actor, to="manage")
    found = db.session.execute(_asked(webinar.id, registration_ids)).all()
    answered: list[int] = []
    closed: list[RegistrationIsClosed] = []
    for start in range(0, len(found), AT_ONCE):
        piece = found[start : start + AT_ONCE]
        with write():
            access.open_webinar(slug, actor, to="manage")
            seating.lock_all([row.session_id for row in piece])
            for one in _still_asked([row.id for row in piece]):
                try:
                    answered.append(seating.answer(one, yes, actor, reason=reason).id)
                except RegistrationIsClosed as problem:
                    closed.append(problem)
    if closed and not answered:
        raise closed[0]
    return len(answered)


def _asked(webinar_id: int, public_ids: Sequence[str]) -> Select[int, int]:
    """Select those of the requests that wait for an answer, in the order of asking."""
    return (
        select(Registration.id, Registration.session_id)
        .join(WebinarSession, WebinarSession.id == Registration.session_id)
        .where(
            WebinarSession.webinar_id == webinar_id,
            Registration.public_id.in_(public_ids),
            Registration.state == "asked",
        )
        .order_by(Registration.asked_at, Registration.id)
    )


def _still_asked(ids: Sequence[int]) -> Iterable[Registration]:
    """Return the requests nobody answered before their lines were held."""
    statement = (
        select(Registration)
        .where(Registration.id.in_(ids), Registration.state == "asked")
        .order_by(Registration.asked_at, Registration.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).all()
