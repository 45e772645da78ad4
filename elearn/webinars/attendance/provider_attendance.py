"""Who is at a session and what was recorded, asked from its conferencing system.

A system tells who is in the room at this moment. Whoever was seen twice within `GAP` was there in
between; who was seen once was there, for nobody knows how long. The network is asked outside of
every transaction; what it answered is written in pieces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.webinars import access
from elearn.webinars.attendance import attendance, joining, settling
from elearn.webinars.attendance import attendance_queries as queries
from elearn.webinars.attendance.attendance_errors import NotNowInRoom
from elearn.webinars.attendance.counting import Said, Span, covered
from elearn.webinars.attendance.providers import Recording, provider_named
from elearn.webinars.attendance.windows import JOIN_AFTER, ends
from elearn.webinars.kept import materials
from elearn.webinars.kept.material_errors import MaterialNotFound
from elearn.webinars.kept.material_models import Material
from elearn.webinars.models import Webinar, WebinarSession

ASK = "webinars.ask_providers"
# Twice as long as between two questions of the job, and a little: one may be missed.
GAP = timedelta(minutes=12)
AT_ONCE = 100
# Those that tell who is in the room.
TELLING = ("bigbluebutton",)


def ask(webinar: Webinar, session: WebinarSession, actor: SignedIn | None) -> int:
    """Ask who is in the room now and write it down; return how many registered people are.

    Raises NotNowInRoom outside of the session, NotSupported, ProviderFailed.
    """
    moment = now()
    if session.state == "cancelled" or not (
        session.starts_at <= moment < ends(session) + JOIN_AFTER
    ):
        raise NotNowInRoom
    found = provider_named(session.provider).attendance(joining.meeting_of(webinar, session))
    marks, session_id = sorted({one.mark for one in found}), session.id
    seen = 0
    for start in range(0, len(marks), AT_ONCE):
        with write():
            session = db.session.get_one(WebinarSession, session_id)
            seen += note_seen(session, marks[start : start + AT_ONCE], moment, actor)
    return seen


def note_seen(
    session: WebinarSession, marks: Sequence[str], moment: datetime, actor: SignedIn | None
) -> int:
    """Write down that people (public ids of registrations) were seen in the room at a moment."""
    ids = [row.id for row in queries.ticks_of(session.id, marks)]
    # Nobody is at a session before it begins, or after it ends.
    moment = min(max(moment, session.starts_at), ends(session))
    before: Mapping[int, list[Span]] = {
        row.registration_id: attendance.spans_in(row.spans)
        for row in queries.said_of(ids)
        if row.source == "provider"
    }
    said = {}
    for id_ in ids:
        spans = with_moment(before.get(id_, []), moment)
        said[id_] = Said("provider", min(covered(spans), session.minutes), spans)
    attendance.say(session, said, actor)
    return len(ids)


def with_moment(spans: Sequence[Span], moment: datetime) -> list[Span]:
    """Return spans with a moment at which somebody was seen, later than all of them. Pure."""
    if spans and moment - spans[-1][1] <= GAP:
        start, end = spans[-1]
        return [*spans[:-1], (start, max(end, moment))]
    return [*spans, (moment, moment)]


def running() -> list[int]:
    """Return the ids of the sessions that run now where the system tells who is there."""
    moment = now()
    rows = db.session.scalars(
        select(WebinarSession).where(
            WebinarSession.state == "open",
            WebinarSession.provider.in_(TELLING),
            WebinarSession.starts_at <= moment,
            WebinarSession.starts_at > moment - timedelta(days=1) - JOIN_AFTER,
        )
    )
    return [one.id for one in rows if moment < ends(one) + JOIN_AFTER]


def recordings_of(webinar: Webinar, session: WebinarSession) -> Sequence[tuple[Recording, bool]]:
    """Return the recordings the system keeps of a session, and whether each is added already.

    Raises NotSupported, ProviderFailed.
    """
    meeting = joining.meeting_of(webinar, session)
    found = provider_named(session.provider).recordings(meeting)
    known = set(
        db.session.scalars(select(Material.address).where(Material.webinar_id == webinar.id))
    )
    return [(one, one.address in known) for one in found]


def add_recording(slug: str, session_id: str, address: str, person: SignedIn) -> None:
    """Add a recording the system keeps to what is kept of the webinar, unpublished, once.

    Raises MaterialNotFound for an address the system does not name, and what `recordings_of`,
    `materials.add` and the gate raise.
    """
    webinar, session = access.open_session(slug, session_id, person, to="manage")
    found = {one.address: (one, added) for one, added in recordings_of(webinar, session)}
    if address not in found:
        raise MaterialNotFound
    one, added = found[address]
    if added:
        return
    with write():
        webinar, session = access.open_session(slug, session_id, person, to="manage")
        said = materials.Described(
            kind="recording",
            title=settling.title_of(webinar, session)[:300],
            language=session.language,
            session=session.public_id,
            address=one.address,
            size=one.size if one.size and one.size <= materials.LARGEST_SIZE else None,
            minutes=one.minutes if 1 <= one.minutes <= materials.LONGEST_MINUTES else None,
        )
        materials.add(webinar.id, said, person)
