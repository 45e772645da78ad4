"""How long registrations keep names and answers: so many days after a webinar's last session.

Answers and the contact details of guests go, and guests of whom nothing else is held. Country,
region, gender, kind of stakeholder and attendance stay, without a name, so that counts do not move.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select

from elearn.accounts import privacy as accounts
from elearn.accounts.mail_models import Letter, MailPreference
from elearn.accounts.models import AuditEntry, Consent, MailLink, Person
from elearn.accounts.queries import is_guest
from elearn.core.clock import now
from elearn.core.database import Model, db
from elearn.core.ids import public_id
from elearn.surveys import operations as surveys
from elearn.webinars.attendance import attendance_privacy
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.registration import confirming
from elearn.webinars.registration.registration_models import SignUp, WebinarInvitation
from elearn.webinars.registration.registration_queries import ends_at

TASK = "webinars.forget_old"
MOST_AT_ONCE = 100
# What a person has by being a guest; anything else is a reason to keep them.
OF_GUESTS = {
    table.__tablename__ for table in (SignUp, Letter, MailPreference, MailLink, Consent, AuditEntry)
}


def forget_old() -> bool:
    """Erase what is due, some at a time, in the open transaction; tell whether some may be left."""
    confirming.tidy(MOST_AT_ONCE)
    kept = exists().where(SignUp.webinar_id == Webinar.id, SignUp.erased_at.is_(None))
    asked = exists().where(WebinarInvitation.webinar_id == Webinar.id)
    open_ones = select(Webinar).where(or_(kept, asked)).order_by(Webinar.id)
    due = [webinar.id for webinar in db.session.scalars(open_ones) if is_due(webinar)]
    if not due:
        return False
    rows = db.session.scalars(
        select(SignUp)
        .where(SignUp.webinar_id.in_(due), SignUp.erased_at.is_(None))
        .order_by(SignUp.id)
        .limit(MOST_AT_ONCE)
    ).all()
    db.session.execute(delete(WebinarInvitation).where(WebinarInvitation.webinar_id.in_(due)))
    attendance_privacy.forget_all(due)
    guests = guests_among([row.person_id for row in rows if row.person_id])
    for row in rows:
        forget(row, keep_name=row.person_id is not None and row.person_id not in guests)
    for person_id in sorted(with_nothing_else(guests)):
        accounts.erase(person_id, None)
    return len(rows) == MOST_AT_ONCE


def last_end(webinar_id: int) -> datetime | None:
    """Return when the last session of a webinar ended, or None without one."""
    rows = db.session.execute(
        select(WebinarSession.starts_at, WebinarSession.minutes).where(
            WebinarSession.webinar_id == webinar_id
        )
    )
    return max((ends_at(row) for row in rows), default=None)


def is_due(webinar: Webinar) -> bool:
    """Tell whether a webinar's time for keeping names and answers is over."""
    end = last_end(webinar.id)
    return end is not None and end + timedelta(days=webinar.retention_days) <= now()


def guests_among(person_ids: Sequence[int]) -> set[int]:
    """Return those of these people who have no password."""
    return set(db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), is_guest())))


def forget(found: SignUp, *, keep_name: bool = False) -> None:
    """Erase a sign-up: its answers, and with them who it was, unless an account keeps its name."""
    attendance_privacy.forget(found)
    if found.response_id is not None:
        surveys.erase_answers([found.response_id])
        found.response_id = None
    if not keep_name:
        found.name, found.email = "", None
    found.affiliation, found.token_hash, found.nonce = "", None, public_id()
    found.erased_at = now()
    db.session.flush()


def with_nothing_else(person_ids: Collection[int]) -> set[int]:
    """Return those of whom no other table, and no other sign-up, holds anything."""
    left = set(person_ids)
    kept = select(SignUp.person_id).where(SignUp.person_id.in_(left), SignUp.erased_at.is_(None))
    left -= set(db.session.scalars(kept))
    for table in Model.metadata.sorted_tables:
        if table.name in OF_GUESTS:
            continue
        for column in table.columns:
            if left and any(key.column.table.name == "person" for key in column.foreign_keys):
                left -= set(db.session.scalars(select(column).where(column.in_(left))))
    return left
