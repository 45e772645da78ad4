"""What is next: the sessions somebody registered for, and those everybody may come to. Reads."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam, func, select

from elearn.core.database import UtcDateTime, read
from elearn.webinars.attendance.windows import JOIN_AFTER, ends
from elearn.webinars.ending import LONGEST
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.queries import OF_SESSION, AnyRow, with_title
from elearn.webinars.registration.registration_models import LIVE, Registration, SignUp

SHOWN = 3
_from = bindparam("earliest", type_=UtcDateTime())
_mine = with_title(
    select(
        Registration.public_id,
        Registration.state.label("standing"),
        Registration.offer_until,
        Webinar.slug,
        Webinar.join_opens_minutes,
        WebinarSession.title.label("own_title"),
        WebinarSession.starts_at,
        WebinarSession.zone,
        WebinarSession.minutes,
        WebinarSession.state,
    )
    .select_from(SignUp)
    .join(Registration, Registration.sign_up_id == SignUp.id)
    .join(WebinarSession, WebinarSession.id == Registration.session_id)
    .join(Webinar, Webinar.id == WebinarSession.webinar_id)
).where(
    SignUp.person_id == bindparam("person_id", type_=Integer()),
    SignUp.erased_at.is_(None),
    # Hidden from their indexes: SQLite would go through all sessions, or all who registered.
    func.coalesce(Registration.state, "").in_(LIVE),
    func.coalesce(WebinarSession.state, "") == "open",
    func.coalesce(WebinarSession.starts_at, _from) > _from,
)
_public = (
    with_title(
        select(*OF_SESSION, Webinar.slug, func.count().over().label("ahead"))
        .select_from(WebinarSession)
        .join(Webinar, Webinar.id == WebinarSession.webinar_id)
    )
    .where(
        Webinar.listed,
        Webinar.state == "published",
        WebinarSession.state == "open",
        WebinarSession.starts_at > _from,
    )
    .order_by(WebinarSession.starts_at, WebinarSession.id)
    .limit(SHOWN)
)


def next_of(person_id: int, language: str, moment: datetime) -> list[AnyRow]:
    """Return the next sessions in whose line a person stands, until nobody can join them."""
    earliest = moment - LONGEST - JOIN_AFTER
    values = {"person_id": person_id, "reader_language": language, "earliest": earliest}
    rows = sorted(read(_mine, values), key=lambda row: (row.starts_at, row.public_id))
    return [row for row in rows if ends(row) + JOIN_AFTER > moment][:SHOWN]


def next_for_all(language: str, moment: datetime) -> Sequence[AnyRow]:
    """Return the next sessions of listed webinars that have not begun.

    Each row says how many there are `ahead` altogether.
    """
    return read(_public, {"reader_language": language, "earliest": moment}).all()
