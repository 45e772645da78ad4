"""Letters about registrations and sessions: what they tell is read when they are sent."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from elearn.accounts import mailing
from elearn.core.database import db
from elearn.webinars.models import WebinarSession
from elearn.webinars.registration_models import Registration, SignUp

_head = aliased(SignUp)
_about = (
    select(
        Registration.public_id,
        Registration.number,
        WebinarSession.sequence,
        SignUp.person_id,
        _head.person_id.label("head_id"),
    )
    .join(SignUp, SignUp.id == Registration.sign_up_id)
    .join(WebinarSession, WebinarSession.id == Registration.session_id)
    .outerjoin(_head, (_head.delegation_id == SignUp.delegation_id) & _head.leads)
)


def tell(registration_id: int, what: str, **more: Any) -> None:
    """Queue the letter `webinar-<what>` about a registration, in the open transaction.

    It goes to its person; for a member of a delegation without an address, to whoever leads it.
    The same letter goes once for each place in the line (`number`) and each state of the session's
    calendar entry (`sequence`). Nobody is told before their address is confirmed.
    """
    row = db.session.execute(_about.where(Registration.id == registration_id)).one()
    person_id = row.person_id or row.head_id
    if person_id is None:
        return
    mark = f"webinar-{what}:{row.public_id}:{row.number}:{row.sequence}"
    mailing.tell(
        person_id,
        "webinar",
        mark=mark,
        template=f"webinar-{what}",
        registration=row.public_id,
        **more,
    )
