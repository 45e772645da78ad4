"""A session's attendance is complete: its certificates of participation go out: writes.

Call inside `transaction.write()`. Everything may be repeated and changes nothing then. At most
`AT_ONCE` certificates are issued in one transaction; a job goes on with the rest.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Integer, Select, String, and_, bindparam, exists, or_, select, update

from certificates import operations as certificates
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db, read
from elearn.surveys.models import Response
from elearn.webinars.attendance import attendance
from elearn.webinars.attendance.attendance_errors import NotOverYet, SessionIsCancelled
from elearn.webinars.attendance.windows import ends
from elearn.webinars.models import Webinar, WebinarSession, WebinarText
from elearn.webinars.registration.registration_models import Registration, SignUp
from elearn.webinars.times import there

AT_ONCE = 10


def subject_key(session_public_id: str) -> str:
    """Return what a certificate or a survey of the session is about."""
    return f"webinar:{session_public_id}"


def complete(webinar: Webinar, session: WebinarSession, actor: SignedIn | None) -> None:
    """Say that a session was held and its attendance is complete; certificates go out by job.

    Said again after attendance was added, it certifies those who earned it since; nothing is taken
    back. Raises SessionIsCancelled, NotOverYet.
    """
    if session.state == "cancelled":
        raise SessionIsCancelled
    if session.state == "draft" or now() < ends(session):
        raise NotOverYet
    moment = now()
    session.state, session.held_at = "held", session.held_at or moment
    session.settled_at = session.settled_at or moment
    db.session.flush()
    attendance.note(session, actor, "webinar.complete-attendance")
    outbox.enqueue("webinars.award", session_id=session.id)
    for act in _when_settled:
        act(session.id)


_when_settled: list[Callable[[int], None]] = []


def also_when_settled(act: Callable[[int], None]) -> None:
    """Let a room above act in the transaction in which attendance is said to be complete.

    `act(session_id)` is called each time that is said.
    """
    if act not in _when_settled:
        _when_settled.append(act)


def award(session_id: int) -> int:
    """Issue certificates to some who earned one at a settled session; a job goes on with the rest.

    Returns how many were issued.
    """
    session = db.session.get_one(WebinarSession, session_id)
    webinar = db.session.get_one(Webinar, session.webinar_id)
    if session.settled_at is None or not webinar.certificates:
        return 0
    rows = db.session.execute(earned(webinar, session).limit(AT_ONCE + 1)).all()
    title = title_of(webinar, session)
    for row in rows[:AT_ONCE]:
        certify(session, webinar, title, row)
    if len(rows) > AT_ONCE:
        outbox.enqueue("webinars.award", session_id=session_id)
    return min(len(rows), AT_ONCE)


def earned(webinar: Webinar, session: WebinarSession) -> Select[*tuple[Any, ...]]:
    """Return the statement for those who earned a certificate of the session and have none.

    By the minutes that count, or the code word where it counts; after the feedback where it is
    needed. Who has no account, being of a delegation without an address, cannot have one.
    """
    by_minutes = Registration.minutes * 100 >= session.minutes * webinar.share_percent
    by_word = Registration.code_word_at.is_not(None)
    statement = (
        select(
            Registration.id,
            Registration.public_id,
            Registration.minutes,
            SignUp.person_id,
            SignUp.name,
        )
        .join(SignUp, SignUp.id == Registration.sign_up_id)
        .where(
            Registration.session_id == session.id,
            Registration.state == "in",
            Registration.award_public_id.is_(None),
            SignUp.person_id.is_not(None),
            SignUp.erased_at.is_(None),
            or_(by_minutes, by_word) if webinar.code_word_counts else by_minutes,
        )
        .order_by(Registration.number)
    )
    if webinar.feedback_needed:
        answered = exists().where(
            and_(
                Response.subject == subject_key(session.public_id),
                Response.person_id == SignUp.person_id,
                Response.withdrawn_at.is_(None),
            )
        )
        statement = statement.where(answered)
    return statement


def certify(session: WebinarSession, webinar: Webinar, title: str, row: Any) -> None:
    """Issue the certificate of one registration, once: of the minutes that are known.

    Where nobody knows any, it was earned by the code word, which the webinar's rule lets count
    for the whole session: the certificate says the session's length.
    """
    award = certificates.issue(
        person_id=row.person_id,
        kind="webinar",
        subject_key=subject_key(session.public_id),
        holder_name=row.name,
        title=title,
        language=session.language,
        minutes=row.minutes or session.minutes,
        tier="participation",
        completed_on=there(session.starts_at, webinar.zone).date(),
    )
    db.session.execute(
        update(Registration)
        .where(Registration.id == row.id)
        .values(award_public_id=award.public_id)
    )


_title = (
    select(WebinarText.title)
    .where(WebinarText.webinar_id == bindparam("webinar_id", type_=Integer()))
    .order_by(
        (WebinarText.language == bindparam("spoken", type_=String())).desc(),
        (WebinarText.language == bindparam("main", type_=String())).desc(),
        WebinarText.id,
    )
    .limit(1)
)


def title_of(webinar: Webinar, session: WebinarSession) -> str:
    """Return the title of a session: the webinar's in its language, and its own after it."""
    values = {"webinar_id": webinar.id, "spoken": session.language, "main": webinar.language}
    title = read(_title, values).scalar()
    return ": ".join(part for part in (title or "", session.title) if part)
