"""A webinar copied with its texts, agenda, speakers, partners, topics and forms; no people."""

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from elearn.accounts.session import SignedIn
from elearn.core.database import Model, db
from elearn.webinars import planning, queries, scheduling, times
from elearn.webinars.models import (
    AgendaItem,
    Speaker,
    Webinar,
    WebinarPartner,
    WebinarSession,
    WebinarText,
    WebinarTopic,
)
from elearn.webinars.planning import Settings
from elearn.webinars.planning_errors import Unusable
from elearn.webinars.scheduling import Planned

# What a copy gets anew.
OWN = frozenset(("id", "public_id", "webinar_id"))


def clone(webinar_id: int, actor: SignedIn | None, *, first_day: date | None = None) -> Webinar:
    """Make a draft copy. With a first day its sessions are copied, as drafts shifted by whole days.

    They keep their hours by the clocks of their zones. Cancelled ones are not copied. Addresses and
    telephone numbers of meetings and code words are of one session, so copies have none. Raises
    Unusable.
    """
    source = planning.locked(webinar_id)
    title = planning.text_of(webinar_id, source.language).title
    made = planning.inserted(
        title,
        organisation_id=source.organisation_id,
        created_by_id=planning.actor_id(actor),
        follows_id=source.id,
        **vars(Settings.of(source)),
    )
    _copy_rows(WebinarText, webinar_id, made.id)
    _copy_rows(WebinarPartner, webinar_id, made.id)
    _copy_rows(WebinarTopic, webinar_id, made.id)
    speakers = _copy_rows(Speaker, webinar_id, made.id)
    _copy_rows(AgendaItem, webinar_id, made.id, speaker_id=speakers)
    planning.note(made, actor, "webinar.clone", of=source.public_id)
    if first_day is not None:
        _copy_sessions(webinar_id, made.id, first_day, actor)
    return made


def _copy_rows(
    table: type[Model], source_id: int, copy_id: int, **renamed: dict[int, int]
) -> dict[int, int]:
    """Copy the rows of a table; return new ids by old. `renamed` maps ids in other columns."""
    columns = table.__table__.c
    rows = db.session.execute(
        select(table.__table__).where(columns.webinar_id == source_id).order_by(columns.id)
    ).all()
    ids = {}
    for row in rows:
        values: dict[str, Any] = {
            name: value for name, value in row._mapping.items() if name not in OWN
        }
        for name, new in renamed.items():
            values[name] = new.get(values[name])
        copied = table(webinar_id=copy_id, **values)
        db.session.add(copied)
        db.session.flush()
        ids[row.id] = copied.id  # type: ignore[attr-defined]
    return ids


def _copy_sessions(webinar_id: int, copy_id: int, first_day: date, actor: SignedIn | None) -> None:
    sessions = db.session.scalars(
        select(WebinarSession)
        .where(WebinarSession.webinar_id == webinar_id, WebinarSession.state != "cancelled")
        .order_by(WebinarSession.starts_at, WebinarSession.id)
    ).all()
    if not sessions:
        raise Unusable("first_day", _l("There is no session to copy. Leave the day empty."))
    first = times.there(sessions[0].starts_at, sessions[0].zone).date()
    shift = first_day - first
    try:
        plans = [_planned(session, shift) for session in sessions]
    except OverflowError as error:
        raise Unusable("first_day", _l("Choose another first day.")) from error
    for planned in plans:
        scheduling.add_session(copy_id, planned, actor)


def _planned(session: WebinarSession, shift: timedelta) -> Planned:
    start = times.there(session.starts_at, session.zone)
    pools = queries.seats_of(session.id)
    return Planned(
        day=start.date() + shift,
        hour=start.time(),
        language=session.language,
        zone=session.zone,
        title=session.title,
        minutes=session.minutes,
        seats=pools.pop("", 0),
        regions=pools,
        provider=session.provider,
    )
