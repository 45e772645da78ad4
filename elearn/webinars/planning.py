"""Writes of webinars: texts, settings, partners, topics, whether everybody sees them.

Call inside `transaction.write()`. Every write locks the webinar first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from elearn.accounts.audit import record
from elearn.accounts.models import Organisation
from elearn.accounts.session import SignedIn
from elearn.accounts.zones import zones
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.i18n import NAMES
from elearn.library import addresses
from elearn.library.models import Tool
from elearn.webinars import access, ending, queries
from elearn.webinars.errors import WebinarNotFound
from elearn.webinars.models import (
    AgendaItem,
    Webinar,
    WebinarPartner,
    WebinarSession,
    WebinarText,
    WebinarTopic,
)
from elearn.webinars.planning_errors import (
    DefaultTextStays,
    NotFitToPublish,
    OrganisationUnknown,
    PeopleAreRegistered,
    SessionsAreToCome,
    StateForbids,
    TextNotFound,
    ToolUnknown,
    Unusable,
)
from elearn.webinars.registration.registration_models import LIVE, Registration

MOST_PARTNERS = 40
MOST_TOPICS = 40
# Addresses under /webinars/ that belong to other pages.
RESERVED = frozenset(
    (
        "past",
        "organised",
        "new",
        "questions",
        "join",
        "invitations",
        "calendar",
        "calendar.ics",
        "embed",
    )
)


@dataclass(frozen=True)
class Text:
    """What a webinar says of itself in one language."""

    title: str
    summary: str = ""
    description: str = ""
    audience: str = ""
    privacy_note: str = ""


@dataclass(frozen=True)
class Settings:
    """How a webinar is run; `language` is the main one, `zone` the host's. See `Webinar`."""

    language: str = "en"
    zone: str = "UTC"
    sign_up: str = "one"
    door: str = "open"
    listed: bool = True
    guests: bool = True
    delegations: bool = False
    retention_days: int = 365
    offer_hours: int = 12
    join_opens_minutes: int = 15
    certificates: bool = True
    share_percent: int = 70
    code_word_counts: bool = False
    feedback_needed: bool = False

    @classmethod
    def of(cls, webinar: Webinar) -> "Settings":
        """Return the settings of a webinar."""
        return cls(**{one.name: getattr(webinar, one.name) for one in fields(cls)})


def actor_id(actor: SignedIn | None) -> int | None:
    """Return whose act is recorded; None is the system's."""
    return actor.id if actor else None


def note(webinar: Webinar, actor: SignedIn | None, act: str, **detail: Any) -> None:
    """Record the act on the webinar."""
    record(actor_id(actor), act, "webinar", webinar.public_id, **detail)


def locked(webinar_id: int) -> Webinar:
    """Return the webinar as it is now; nobody else changes it until the transaction ends."""
    webinar = db.session.scalars(
        select(Webinar)
        .where(Webinar.id == webinar_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if webinar is None:
        raise WebinarNotFound
    return webinar


# -- making, settings ---------------------------------------------------------------------------


def create_webinar(
    text: Text, settings: Settings, actor: SignedIn | None, *, organisation_id: int | None
) -> Webinar:
    """Make a draft with its text in the main language. Its organisation's partners run it.

    Raises Unusable, and OrganisationUnknown for one the actor does not act for. The system, and
    admins, may make one that belongs to no organisation.
    """
    if actor is not None and not access.may_run_for(actor, organisation_id):
        raise OrganisationUnknown
    _refuse_odd(text, settings)
    values = vars(settings) | {"organisation_id": organisation_id}
    webinar = inserted(text.title, created_by_id=actor_id(actor), **values)
    db.session.add(WebinarText(webinar_id=webinar.id, language=settings.language, **vars(text)))
    db.session.flush()
    note(webinar, actor, "webinar.create", title=text.title)
    return webinar


def _refuse_odd(text: Text, settings: Settings) -> None:
    if not text.title.strip():
        raise Unusable("title", _l("Give the webinar a title."))
    if settings.language not in NAMES:
        raise Unusable("language", _l("Choose a language from the list."))
    if settings.zone not in zones():
        raise Unusable("zone", _l("Choose a time zone from the list."))


def inserted(title: str, **values: Any) -> Webinar:
    """Insert a webinar under a free address that no page of webinars has."""
    return addresses.inserted(
        lambda slug: Webinar(slug=slug, **values), Webinar, title, reserved=RESERVED
    )


def change_settings(webinar_id: int, settings: Settings, actor: SignedIn | None) -> None:
    """Change how the webinar is run. Raises Unusable, StateForbids, TextNotFound.

    The main language needs a text. Sessions keep the zone they were planned in.
    """
    webinar = changeable(webinar_id)
    text = text_of(webinar_id, settings.language)
    _refuse_odd(Text(text.title), settings)
    asked = vars(settings)
    changed = sorted(name for name, value in asked.items() if getattr(webinar, name) != value)
    for name in changed:
        setattr(webinar, name, asked[name])
    db.session.flush()
    if changed:
        note(webinar, actor, "webinar.change", fields=changed)


def changeable(webinar_id: int) -> Webinar:
    """Return the locked webinar. Raises StateForbids for one in the archive."""
    webinar = locked(webinar_id)
    if webinar.state == "archived":
        raise StateForbids("archived")
    return webinar


# -- texts --------------------------------------------------------------------------------------


def text_of(webinar_id: int, language: str) -> WebinarText:
    """Return what the webinar says of itself in a language. Raises TextNotFound."""
    statement = select(WebinarText).where(
        WebinarText.webinar_id == webinar_id, WebinarText.language == language
    )
    text = db.session.scalars(statement).one_or_none()
    if text is None:
        raise TextNotFound
    return text


def put_text(webinar_id: int, language: str, text: Text, actor: SignedIn | None) -> WebinarText:
    """Write what the webinar says in a language, new or anew. Raises Unusable, StateForbids."""
    webinar = changeable(webinar_id)
    _refuse_odd(text, Settings(language=language))
    if webinar.state == "published" and language == webinar.language and not text.summary.strip():
        raise Unusable("summary", _l("The webinar is published: people read its summary."))
    try:
        kept = text_of(webinar_id, language)
    except TextNotFound:
        kept = WebinarText(webinar_id=webinar_id, language=language)
        db.session.add(kept)
    for name, value in vars(text).items():
        setattr(kept, name, value)
    db.session.flush()
    note(webinar, actor, "webinar.put-text", language=language)
    return kept


def remove_text(webinar_id: int, language: str, actor: SignedIn | None) -> None:
    """Remove a text and the agenda in its language; people get the main one.

    Raises TextNotFound, DefaultTextStays, StateForbids.
    """
    webinar = changeable(webinar_id)
    if language == webinar.language:
        raise DefaultTextStays
    db.session.delete(text_of(webinar_id, language))
    for item in db.session.scalars(
        select(AgendaItem).where(
            AgendaItem.webinar_id == webinar_id, AgendaItem.language == language
        )
    ):
        db.session.delete(item)
    db.session.flush()
    note(webinar, actor, "webinar.remove-text", language=language)


# -- partners, topics ---------------------------------------------------------------------------


def set_partners(
    webinar_id: int, partners: Sequence[tuple[str, str]], actor: SignedIn | None
) -> None:
    """Let exactly these organisations (public id, role) take part.

    Those with the role `delivery` see who registers. Raises OrganisationUnknown, StateForbids.
    """
    webinar = changeable(webinar_id)
    named = dict.fromkeys(partners)
    rows = db.session.execute(
        select(Organisation.public_id, Organisation.id).where(
            Organisation.public_id.in_([public_id for public_id, _role in named])
        )
    )
    ids: dict[str, int] = {public_id: id_ for public_id, id_ in rows}
    if any(public_id not in ids for public_id, _role in named) or len(named) > MOST_PARTNERS:
        raise OrganisationUnknown
    wanted = {(ids[public_id], role) for public_id, role in named}
    kept = db.session.scalars(
        select(WebinarPartner).where(WebinarPartner.webinar_id == webinar_id)
    ).all()
    for row in kept:
        if (row.organisation_id, row.role) not in wanted:
            db.session.delete(row)
    for organisation_id, role in sorted(wanted - {(row.organisation_id, row.role) for row in kept}):
        db.session.add(
            WebinarPartner(webinar_id=webinar_id, organisation_id=organisation_id, role=role)
        )
    db.session.flush()
    note(webinar, actor, "webinar.set-partners", partners=[list(one) for one in named])


def set_topics(webinar_id: int, tools: Sequence[str], actor: SignedIn | None) -> None:
    """Let the webinar be about exactly these tools, by their addresses.

    Raises ToolUnknown, StateForbids.
    """
    webinar = changeable(webinar_id)
    named = list(dict.fromkeys(tools))
    found = db.session.execute(
        select(Tool.slug, Tool.id).where(Tool.slug.in_(named), queries.SHOWN)
    )
    ids: dict[str, int] = {slug: id_ for slug, id_ in found}
    if any(slug not in ids for slug in named) or len(named) > MOST_TOPICS:
        raise ToolUnknown
    kept = db.session.scalars(
        select(WebinarTopic).where(WebinarTopic.webinar_id == webinar_id)
    ).all()
    wanted = set(ids.values())
    for row in kept:
        if row.tool_id not in wanted:
            db.session.delete(row)
    for tool_id in sorted(wanted - {row.tool_id for row in kept}):
        db.session.add(WebinarTopic(webinar_id=webinar_id, tool_id=tool_id))
    db.session.flush()
    note(webinar, actor, "webinar.set-topics", tools=named)


# -- who sees it --------------------------------------------------------------------------------


def publish(webinar_id: int, actor: SignedIn | None) -> None:
    """Let everybody see the webinar and register; one in the archive comes back.

    Raises NotFitToPublish without a summary in the main language, or without an open session
    (one that was archived needs none).
    """
    webinar = locked(webinar_id)
    if webinar.state == "published":
        return
    if not text_of(webinar_id, webinar.language).summary.strip():
        raise NotFitToPublish("summary")
    if webinar.state == "draft" and not _sessions(webinar_id, WebinarSession.state == "open"):
        raise NotFitToPublish("session")
    webinar.state = "published"
    webinar.published_at = webinar.published_at or now()
    note(webinar, actor, "webinar.publish")


def unpublish(webinar_id: int, actor: SignedIn | None) -> None:
    """Make the webinar a draft again. Raises PeopleAreRegistered while somebody is."""
    webinar = locked(webinar_id)
    if webinar.state == "draft":
        return
    people = registered(webinar_id)
    if people:
        raise PeopleAreRegistered(people)
    webinar.state = "draft"
    note(webinar, actor, "webinar.unpublish")


def archive(webinar_id: int, actor: SignedIn | None) -> None:
    """Put a published webinar into the archive: everybody reads it, nobody registers.

    Raises StateForbids for a draft, SessionsAreToCome while an open session is not over.
    """
    webinar = locked(webinar_id)
    if webinar.state == "archived":
        return
    if webinar.state == "draft":
        raise StateForbids("not-published")
    if _sessions(webinar_id, WebinarSession.state == "open", ending.to_come(now())):
        raise SessionsAreToCome
    webinar.state = "archived"
    note(webinar, actor, "webinar.archive")


def _sessions(webinar_id: int, *conditions: Any) -> int:
    statement = select(func.count()).select_from(WebinarSession)
    return (
        db.session.scalar(statement.where(WebinarSession.webinar_id == webinar_id, *conditions))
        or 0
    )


def registered(webinar_id: int) -> int:
    """Return how many people's registrations for sessions of the webinar stand for something."""
    return (
        db.session.scalar(
            select(func.count(func.distinct(Registration.sign_up_id)))
            .join(WebinarSession, WebinarSession.id == Registration.session_id)
            .where(WebinarSession.webinar_id == webinar_id, Registration.state.in_(LIVE))
        )
        or 0
    )
