"""Reads of webinars and sessions: column rows, prepared once. No rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from elearn.accounts.models import Organisation
from elearn.core.database import db, read
from elearn.library.models import Edition, Tool
from elearn.webinars.kept.material_models import Material, SessionQuestion
from elearn.webinars.models import (
    AgendaItem,
    SeatPool,
    Speaker,
    Webinar,
    WebinarPartner,
    WebinarSession,
    WebinarText,
    WebinarTopic,
)
from elearn.webinars.registration.registration_models import LIVE, Registration

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
MOST_TOOLS = 1000
# A tool everybody reads: one of its editions is in the public toolkit.
SHOWN = exists().where(Edition.tool_id == Tool.id, Edition.shown_at.is_not(None))

_webinar_id = bindparam("webinar_id", type_=Integer())
_language = bindparam("reader_language", type_=String())
_text, _main_text = aliased(WebinarText), aliased(WebinarText)
_title = func.coalesce(_text.title, _main_text.title).label("title")


def _pools(column: Any) -> Any:
    return (
        select(func.coalesce(func.sum(column), 0))
        .where(SeatPool.session_id == WebinarSession.id)
        .correlate(WebinarSession)
        .scalar_subquery()
    )


SEATS = _pools(SeatPool.seats).label("seats")
FREE = _pools(SeatPool.seats - SeatPool.taken).label("free")
RECORDINGS = (
    select(func.count())
    .select_from(Material)
    .where(
        Material.session_id == WebinarSession.id,
        Material.kind == "recording",
        Material.published_at.is_not(None),
    )
    .correlate(WebinarSession)
    .scalar_subquery()
    .label("recordings")
)
# What `standing.standing` reads, and what every list shows of a session.
OF_SESSION = (
    WebinarSession.public_id,
    WebinarSession.title.label("own_title"),
    WebinarSession.language,
    WebinarSession.starts_at,
    WebinarSession.zone,
    WebinarSession.minutes,
    WebinarSession.state,
    WebinarSession.opens_at,
    WebinarSession.closes_at,
    WebinarSession.moved_at,
    WebinarSession.moved_from,
    SEATS,
    FREE,
    RECORDINGS,
)


def with_title(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join the text in the reader's language (`reader_language`), else the main one, as `title`."""
    return (
        statement.join(
            _main_text,
            and_(_main_text.webinar_id == Webinar.id, _main_text.language == Webinar.language),
        )
        .outerjoin(_text, and_(_text.webinar_id == Webinar.id, _text.language == _language))
        .add_columns(
            _title,
            func.coalesce(_text.summary, _main_text.summary).label("summary"),
            func.coalesce(_text.language, _main_text.language).label("text_language"),
        )
    )


# -- one webinar --------------------------------------------------------------------------------


_sessions = (
    select(
        WebinarSession.id,
        *OF_SESSION,
        WebinarSession.cancel_reason,
        WebinarSession.cancelled_at,
        WebinarSession.held_at,
        WebinarSession.provider,
        (WebinarSession.address != "").label("has_address"),
    )
    .where(WebinarSession.webinar_id == _webinar_id)
    .order_by(WebinarSession.starts_at, WebinarSession.id)
)
_shown_sessions = _sessions.where(WebinarSession.state != "draft")


def sessions_of(webinar_id: int, *, drafts: bool = False) -> Sequence[AnyRow]:
    """Return the sessions of a webinar as they follow each other; drafts only when asked for."""
    statement = _sessions if drafts else _shown_sessions
    return read(statement, {"webinar_id": webinar_id}).all()


def _part(kind: Any, position: Any, **columns: Any) -> Select[Any]:
    """Return one kind of what stands beside the sessions, in the columns they share."""
    texts = ("key", "language", "title", "a", "b", "c", "d")
    empty = {name: literal("", Text()) for name in texts} | {"minutes": literal(0, Integer())}
    found = empty | columns
    return select(
        (literal(kind, Text()) if isinstance(kind, str) else kind).label("kind"),
        position.label("position"),
        *(found[name].label(name) for name in (*texts, "minutes")),
    )


_zero = literal(0, Integer())
_order_of_roles = case(
    (WebinarPartner.role == "content", 1), (WebinarPartner.role == "delivery", 2)
)
_beside = union_all(
    _part(
        "text",
        _zero,
        language=WebinarText.language,
        title=WebinarText.title,
        a=WebinarText.summary,
        b=WebinarText.description,
        c=WebinarText.audience,
        d=WebinarText.privacy_note,
    ).where(WebinarText.webinar_id == _webinar_id),
    _part(
        "speaker",
        Speaker.position,
        key=Speaker.public_id,
        title=Speaker.name,
        a=Speaker.affiliation,
        b=Speaker.about,
    ).where(Speaker.webinar_id == _webinar_id),
    _part(
        "agenda",
        AgendaItem.position,
        key=func.coalesce(Speaker.public_id, ""),
        language=AgendaItem.language,
        title=AgendaItem.title,
        a=func.coalesce(Speaker.name, ""),
        minutes=AgendaItem.minutes,
    )
    .select_from(AgendaItem)
    .outerjoin(Speaker, Speaker.id == AgendaItem.speaker_id)
    .where(AgendaItem.webinar_id == _webinar_id),
    _part(
        "partner",
        func.coalesce(_order_of_roles, 3),
        key=Organisation.public_id,
        title=Organisation.name,
        a=WebinarPartner.role,
    )
    .select_from(WebinarPartner)
    .join(Organisation, Organisation.id == WebinarPartner.organisation_id)
    .where(WebinarPartner.webinar_id == _webinar_id),
    _part("owner", _zero, key=Organisation.public_id, title=Organisation.name)
    .select_from(Webinar)
    .join(Organisation, Organisation.id == Webinar.organisation_id)
    .where(Webinar.id == _webinar_id),
    # One row where something is kept: pages without it ask no more.
    _part("kept", _zero, key=Material.public_id)
    .where(Material.webinar_id == _webinar_id, Material.published_at.is_not(None))
    .limit(1)
    .subquery()
    .select(),
    _part("answered", _zero, key=SessionQuestion.public_id)
    .select_from(SessionQuestion)
    .join(WebinarSession, WebinarSession.id == SessionQuestion.session_id)
    .where(WebinarSession.webinar_id == _webinar_id, SessionQuestion.state == "answered")
    .limit(1)
    .subquery()
    .select(),
    _part("topic", _zero, key=Tool.slug, title=Tool.title, a=Tool.kind)
    .select_from(WebinarTopic)
    .join(Tool, Tool.id == WebinarTopic.tool_id)
    .where(WebinarTopic.webinar_id == _webinar_id, SHOWN),
)


@dataclass(frozen=True)
class Beside:
    """What a webinar says beside its sessions: rows with title, language, key and more."""

    texts: dict[str, AnyRow]
    speakers: list[AnyRow]
    agenda: dict[str, list[AnyRow]]
    partners: list[AnyRow]
    owner: AnyRow | None
    topics: list[AnyRow]
    # Whether recordings, slides or documents are published.
    kept: bool
    # Whether questions are answered.
    answered: bool


def beside(webinar_id: int) -> Beside:
    """Return texts, speakers, agendas, partners and topics of a webinar, by one statement."""
    kinds: dict[str, list[AnyRow]] = {}
    rows = read(_beside, {"webinar_id": webinar_id}).all()
    for row in sorted(rows, key=lambda one: (one.position, one.title.casefold())):
        kinds.setdefault(row.kind, []).append(row)
    agenda: dict[str, list[AnyRow]] = {}
    for row in kinds.get("agenda", []):
        agenda.setdefault(row.language, []).append(row)
    texts = sorted(kinds.get("text", []), key=lambda one: str(one.language))
    return Beside(
        texts={row.language: row for row in texts},
        speakers=kinds.get("speaker", []),
        agenda=agenda,
        partners=kinds.get("partner", []),
        owner=next(iter(kinds.get("owner", [])), None),
        topics=kinds.get("topic", []),
        kept="kept" in kinds,
        answered="answered" in kinds,
    )


# -- the desk -----------------------------------------------------------------------------------


def webinars(condition: ColumnElement[bool], language: str) -> Select[Any]:
    """Return the statement for a list of webinars, what is to come first, then by title."""
    of = (WebinarSession.webinar_id == Webinar.id, WebinarSession.state.in_(("draft", "open")))
    sessions = select(func.count()).where(WebinarSession.webinar_id == Webinar.id)
    first = select(func.min(WebinarSession.starts_at)).where(*of)
    coming = first.correlate(Webinar).scalar_subquery()
    return (
        with_title(
            select(
                Webinar.public_id,
                Webinar.slug,
                Webinar.state,
                Webinar.zone,
                Organisation.name.label("organisation"),
                sessions.correlate(Webinar).scalar_subquery().label("sessions"),
                coming.label("next_at"),
            ).outerjoin(Organisation, Organisation.id == Webinar.organisation_id)
        )
        .where(condition)
        .order_by(coming.is_(None), coming, func.lower(_main_text.title), Webinar.id)
        .params(reader_language=language)
    )


def organisations(condition: ColumnElement[bool]) -> list[tuple[str, str]]:
    """Return public id and name of the organisations by name."""
    rows = db.session.execute(
        select(Organisation.public_id, Organisation.name)
        .where(condition)
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return [(public_id, name) for public_id, name in rows]


def organisation_id(public_id: str) -> int | None:
    """Return the id of an organisation, or None."""
    return db.session.scalar(select(Organisation.id).where(Organisation.public_id == public_id))


def tools() -> list[tuple[str, str]]:
    """Return address and title of the tools everybody reads in the toolkit, by title."""
    rows = db.session.execute(
        select(Tool.slug, Tool.title)
        .where(SHOWN)
        .order_by(func.lower(Tool.title), Tool.id)
        .limit(MOST_TOOLS)
    )
    return [(slug, title) for slug, title in rows]


def seats_of(session_id: int) -> dict[str, int]:
    """Return the seats of a session by regional group; the empty text stands for everybody."""
    rows = db.session.execute(
        select(SeatPool.region, SeatPool.seats).where(SeatPool.session_id == session_id)
    )
    return {region: seats for region, seats in rows}


def registered(session_id: int) -> int:
    """Return how many registrations for a session stand for something."""
    statement = select(func.count()).where(
        Registration.session_id == session_id, Registration.state.in_(LIVE)
    )
    return db.session.scalar(statement) or 0
