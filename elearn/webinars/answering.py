"""Many requests answered at once: in pieces, each its own short transaction."""

from collections.abc import Sequence

from elearn.accounts.session import SignedIn
from elearn.core.transaction import write
from elearn.webinars import access, seat_queries, seating
from elearn.webinars.seat_errors import NothingToAnswer, ReasonNeeded, TooManyAnswers

MOST_ANSWERS = 200
AT_ONCE = 5


def answer_in_pieces(
    slug: str,
    session_id: str,
    registration_ids: Sequence[str],
    yes: bool,
    actor: SignedIn,
    *,
    reason: str = "",
) -> int:
    """Answer requests for seats of a session in this order; what was answered stays answered.

    Requests answered otherwise or taken back meanwhile are passed over: return how many were
    answered so. Raises TooManyAnswers, ReasonNeeded for a no without one, RegistrationNotFound
    before anything is answered, what the gate and `seating.answer` raise.
    """
    if len(registration_ids) > MOST_ANSWERS:
        raise TooManyAnswers(MOST_ANSWERS)
    if not yes and not reason.strip():
        raise ReasonNeeded
    _, session = access.open_session(slug, session_id, actor, to="manage")
    seat_queries.refuse_unknown(session.id, registration_ids)
    answered = 0
    for start in range(0, len(registration_ids), AT_ONCE):
        with write():
            _, session = access.open_session(slug, session_id, actor, to="manage")
            for public_id in registration_ids[start : start + AT_ONCE]:
                registration = seat_queries.registration_of(session.id, public_id)
                try:
                    seating.answer(registration, yes, actor, reason=reason)
                except NothingToAnswer:
                    continue
                answered += 1
    return answered
