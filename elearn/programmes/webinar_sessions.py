"""Sessions of runs that are sessions of webinars: chosen, and kept as those stand.

Call writes inside `transaction.write()`. A webinar never asks programmes: the roof registers what
is called when one of its sessions changes, or its attendance is complete.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, or_, select

from elearn.core import outbox
from elearn.core.database import db
from elearn.programmes.models import Programme, Run
from elearn.programmes.session_errors import SessionUnusable
from elearn.programmes.session_models import ClassSession
from elearn.webinars.models import Webinar, WebinarSession
from elearn.webinars.queries import with_title

MOST_OFFERED = 200


def _of_organisations(run: Run) -> ColumnElement[bool]:
    """Return the condition on Webinar: of the programme's organisation, or of the run's partner."""
    owner = select(Programme.organisation_id).where(Programme.id == run.programme_id)
    mine = [Webinar.organisation_id == owner.scalar_subquery()]
    if run.partner_id is not None:
        mine.append(Webinar.organisation_id == run.partner_id)
    return or_(*mine)


def offered(run: Run, language: str, linked: int | None = None) -> Sequence[Any]:
    """Return the sessions of webinars a session of the run may be, or is, newest first."""
    statement = with_title(
        select(WebinarSession.public_id, WebinarSession.starts_at, WebinarSession.minutes)
        .select_from(WebinarSession)
        .join(Webinar, Webinar.id == WebinarSession.webinar_id)
    )
    return db.session.execute(
        statement.where(
            or_(
                and_(
                    WebinarSession.state.in_(("draft", "open", "held")),
                    Webinar.state != "archived",
                    _of_organisations(run),
                ),
                WebinarSession.id == linked,
            )
        )
        .order_by(WebinarSession.starts_at.desc(), WebinarSession.id.desc())
        .limit(MOST_OFFERED)
        .params(reader_language=language)
    ).all()


def link(run: Run, session: ClassSession, public_id: str) -> None:
    """Let a session of the run be one of a webinar, or stand by itself again (no id).

    Moment and length are the webinar's then. Raises SessionUnusable for one that is not of the
    run's organisations, or that another session of the run is already.
    """
    if not public_id:
        session.webinar_session_id = None
        return
    found = db.session.scalars(
        select(WebinarSession)
        .join(Webinar, Webinar.id == WebinarSession.webinar_id)
        .where(
            WebinarSession.public_id == public_id,
            or_(
                and_(WebinarSession.state != "cancelled", _of_organisations(run)),
                WebinarSession.id == session.webinar_session_id,
            ),
        )
    ).one_or_none()
    if found is None:
        raise SessionUnusable("webinar", _l("Choose a session of a webinar from the list."))
    twin = select(ClassSession.id).where(
        ClassSession.run_id == run.id, ClassSession.webinar_session_id == found.id
    )
    with db.session.no_autoflush:
        others = [id_ for id_ in db.session.scalars(twin) if id_ != session.id]
    if others:
        raise SessionUnusable(
            "webinar", _l("Another session of this training is this one of the webinar already.")
        )
    session.webinar_session_id, session.online = found.id, True
    session.starts_at, session.minutes = found.starts_at, found.minutes


def linked_to(session: ClassSession) -> str:
    """Return the public id of the session of a webinar that counts as this one, or nothing."""
    statement = select(WebinarSession.public_id).where(
        WebinarSession.id == session.webinar_session_id
    )
    return db.session.scalar(statement) or ""


def keep_up(changed: WebinarSession) -> None:
    """Move, lengthen and cancel the sessions of runs that are this session of a webinar.

    What a partner accepted in a report stays as it was.
    """
    for session in standing_on(changed.id):
        session.starts_at, session.minutes = changed.starts_at, changed.minutes
        if changed.cancelled_at is not None:
            session.cancelled_at = session.cancelled_at or changed.cancelled_at
    db.session.flush()


def settled(webinar_session_id: int) -> None:
    """Let a job take over who was at a session of a webinar, when runs stand on it."""
    if standing_on(webinar_session_id):
        outbox.enqueue("programmes.take_attendance", webinar_session_id=webinar_session_id)


def standing_on(webinar_session_id: int) -> list[ClassSession]:
    """Return the sessions of runs, but reported ones, that are this session of a webinar."""
    return list(
        db.session.scalars(
            select(ClassSession)
            .join(Run, Run.id == ClassSession.run_id)
            .where(ClassSession.webinar_session_id == webinar_session_id, Run.state != "reported")
            .order_by(ClassSession.id)
        )
    )
