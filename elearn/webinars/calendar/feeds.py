"""Calendar addresses: one for everybody, and one of each person's own, which holds a secret.

A calendar program that follows an address asks again and again; what is taken away is said to be
cancelled, for those that forget nothing by themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from elearn.accounts.audit import record
from elearn.accounts.models import Organisation, Person
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.ids import hashed, secret
from elearn.webinars.access import PUBLIC_STATES
from elearn.webinars.calendar import addresses, ical, session_facts
from elearn.webinars.calendar.calendar_models import CalendarFeed
from elearn.webinars.calendar.session_facts import AnyRow, Titles
from elearn.webinars.models import Webinar, WebinarPartner, WebinarSession
from elearn.webinars.registration.registration_models import Registration, SignUp

# A feed reaches so far back, and holds so many sessions at most: the soonest of them.
BACK = timedelta(days=90)
MOST_SESSIONS = 1_000

_public = (
    session_facts.sessions.where(
        Webinar.state.in_(PUBLIC_STATES), Webinar.listed, WebinarSession.state != "draft"
    )
    .order_by(WebinarSession.starts_at, WebinarSession.id)
    .limit(MOST_SESSIONS)
)
_own = (
    session_facts.sessions.join(Registration, Registration.session_id == WebinarSession.id)
    .join(SignUp, SignUp.id == Registration.sign_up_id)
    .add_columns(*addresses.OWN_PAGE, Registration.state)
    .where(Registration.placed_at.is_not(None), WebinarSession.state != "draft")
    .order_by(WebinarSession.starts_at, WebinarSession.id)
    .limit(MOST_SESSIONS)
)


def make(person: SignedIn) -> str:
    """Give the person a calendar address of their own and return its secret, which is not kept.

    One they had before is dead from then on.
    """
    value = secret()
    facts = {"token_hash": hashed(value), "made_at": now()}
    statement = insert(CalendarFeed).values(person_id=person.id, **facts)
    statement = statement.on_conflict_do_update(index_elements=["person_id"], set_=facts)
    db.session.connection().execute(statement)
    record(person.id, "calendar-feed.make", "person", person.public_id)
    return value


def revoke(person: SignedIn) -> None:
    """Let the person's own calendar address be dead. Without one, nothing happens."""
    gone = delete(CalendarFeed).where(CalendarFeed.person_id == person.id)
    if db.session.scalar(gone.returning(CalendarFeed.id)) is not None:
        record(person.id, "calendar-feed.revoke", "person", person.public_id)


def made_at(person_id: int) -> datetime | None:
    """Return when the person's own calendar address was made, None without one."""
    statement = select(CalendarFeed.made_at).where(CalendarFeed.person_id == person_id)
    return db.session.scalar(statement)


def reader_of(value: str) -> AnyRow | None:
    """Return whose calendar address holds this secret; nobody whose account is closed."""
    statement = (
        select(Person.id, Person.name, Person.language, Person.timezone)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(
            CalendarFeed.token_hash == hashed(value),
            Person.suspended_at.is_(None),
            Person.erased_at.is_(None),
        )
    )
    return db.session.execute(statement).one_or_none()


@dataclass(frozen=True)
class Feed:
    """What a calendar file is written from."""

    rows: Sequence[AnyRow]
    titles: Titles

    def tag(self, *reader: str) -> str:
        """Return a mark of this state for a reader; another state has another one."""
        state = repr(([tuple(row) for row in self.rows], self.titles, reader))
        return hashed(state)[:32]


def _feed(rows: Sequence[AnyRow]) -> Feed:
    return Feed(rows, session_facts.titles_of(sorted({row.webinar_id for row in rows})))


def public_feed(partner: str = "", language: str = "") -> Feed:
    """Return sessions of listed webinars, cancelled ones too; of a partner, in a language."""
    statement = _public.where(WebinarSession.starts_at >= now() - BACK)
    if language:
        statement = statement.where(WebinarSession.language == language)
    if partner:
        statement = statement.where(_takes_part(partner))
    return _feed(db.session.execute(statement).all())


def _takes_part(partner: str) -> Any:
    """Return the condition that an organisation (public id) runs the webinar or takes part."""
    wanted = select(Organisation.id).where(Organisation.public_id == partner).scalar_subquery()
    with_them = exists().where(
        WebinarPartner.webinar_id == Webinar.id, WebinarPartner.organisation_id == wanted
    )
    return (Webinar.organisation_id == wanted) | with_them


def public_file(feed: Feed, language: str) -> str:
    """Return the calendar file of these sessions, for everybody."""
    entries = [
        session_facts.entry(row, feed.titles.of(row, language), addresses.page_of(row.slug))
        for row in feed.rows
    ]
    return ical.calendar(entries, name=_("Webinars at ESM Learn"))


def own_feed(person_id: int) -> Feed:
    """Return the sessions in which the person has a seat, or had one."""
    recent = WebinarSession.starts_at >= now() - BACK
    return _feed(db.session.execute(_own.where(SignUp.person_id == person_id, recent)).all())


def own_file(feed: Feed, reader: AnyRow) -> str:
    """Return the calendar file of a person's own sessions, in their language."""
    with force_locale(reader.language):
        entries = [
            session_facts.entry(
                row,
                feed.titles.of(row, reader.language),
                addresses.own_page(row),
                viewer_zone=reader.timezone,
                registered=True,
                gone=row.state != "in",
            )
            for row in feed.rows
        ]
        return ical.calendar(entries, name=_("My webinars at ESM Learn"))


def session_file(session: WebinarSession, language: str, viewer_zone: str | None) -> str:
    """Return the calendar file of one session, as everybody may have it."""
    row = db.session.execute(session_facts.sessions.where(WebinarSession.id == session.id)).one()
    title = session_facts.titles_of([row.webinar_id]).of(row, language)
    entry = session_facts.entry(
        row, title, addresses.page_of(row.slug), viewer_zone=viewer_zone, alarm=True
    )
    return ical.calendar([entry])


def partners() -> Sequence[AnyRow]:
    """Return organisations that run a webinar of the public calendar or take part in one."""
    listed = (Webinar.state.in_(PUBLIC_STATES), Webinar.listed)
    runs = select(Webinar.organisation_id).where(*listed)
    takes_part = (
        select(WebinarPartner.organisation_id)
        .join(Webinar, Webinar.id == WebinarPartner.webinar_id)
        .where(*listed)
    )
    statement = (
        select(Organisation.public_id, Organisation.name)
        .where(Organisation.id.in_(runs) | Organisation.id.in_(takes_part))
        .order_by(Organisation.name)
    )
    return db.session.execute(statement).all()
