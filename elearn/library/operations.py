"""Writes of the library: starting and settling imports, the register of tools and editions."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from elearn.accounts.audit import record
from elearn.accounts.session import SignedIn
from elearn.core import outbox, storage
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.errors import Invalid
from elearn.library import queries
from elearn.library.errors import ImportIsRunning, NoSuchEdition, TooManyImports, UnknownTool
from elearn.library.models import (
    EDITION_STATUSES,
    TOOL_KINDS,
    Edition,
    Import,
    SourceDocument,
    Tool,
)
from elearn.library.slugs import slug_of
from elearn.library.uploads import Upload

MOST_PER_HOUR = 20
RUNNING = ("waiting", "reading")


def start_import(actor: SignedIn, upload: Upload, details: dict[str, Any]) -> Import:
    """Register an uploaded file and queue the job that reads it.

    `details` is what the trainer says of the edition; what is missing comes from the document.
    With `edition_of`, a tool's slug or an edition's public id, it is a new edition of that tool.
    Raises TooManyImports over 20 an hour and ImportIsRunning while another document of the same
    person is being read.
    """
    refuse_when_busy(actor)
    details = following(details)
    document = registered_document(actor, upload)
    found = Import(source_document_id=document.id, started_by_id=actor.id, details=dict(details))
    db.session.add(found)
    db.session.flush()
    outbox.enqueue("library.read_import", import_id=found.id)
    record(
        actor.id,
        "import.start",
        "import",
        found.public_id,
        file=document.name,
        sha256=document.sha256,
    )
    return found


def following(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details with `edition_of` as the slug of a tool, and the edition that was named.

    Raises UnknownTool for a name that is neither a tool's nor an edition's.
    """
    name = str(details.get("edition_of") or "")
    if not name:
        return {key: value for key, value in details.items() if key != "edition_of"}
    found = queries.tool_followed(name)
    if found is None:
        raise UnknownTool
    told = {"edition_of": found.slug}
    if found.public_id:
        told["edition_of_id"] = found.public_id
    return dict(details) | told


def refuse_when_busy(actor: SignedIn) -> None:
    """Raise unless the person may start another import now."""
    mine = select(func.count(Import.id)).where(Import.started_by_id == actor.id)
    hour_ago = now() - timedelta(hours=1)
    if (db.session.scalar(mine.where(Import.created_at > hour_ago)) or 0) >= MOST_PER_HOUR:
        raise TooManyImports
    if db.session.scalar(mine.where(Import.state.in_(RUNNING))):
        raise ImportIsRunning


def registered_document(actor: SignedIn, upload: Upload) -> SourceDocument:
    """Return the document with these bytes, registering it when it is new."""
    sha256 = hashlib.sha256(upload.content).hexdigest()
    known = queries.document_by_hash(sha256)
    if known is not None:
        return known
    document = SourceDocument(
        sha256=sha256,
        storage_key=storage.key_of(upload.content),
        name=upload.name[:255],
        format=upload.format,
        size=len(upload.content),
        uploaded_by_id=actor.id,
    )
    db.session.add(document)
    db.session.flush()
    return document


def note_progress(import_id: int, percent: int, step: str) -> bool:
    """Say how far reading is; return False when the trainer has stopped it."""
    statement = (
        update(Import)
        .where(Import.id == import_id, Import.state.in_(RUNNING))
        .values(state="reading", progress=percent, step=step)
        .returning(Import.id)
    )
    return db.session.scalar(statement) is not None


def settle(import_id: int, state: str, **values: Any) -> None:
    """Bring a running import to `review`, `refused` or `failed`; a stopped one stays stopped."""
    db.session.execute(
        update(Import)
        .where(Import.id == import_id, Import.state.in_(RUNNING))
        .values(state=state, step="", progress=100, finished_at=now(), **values)
    )


def earlier_decisions(import_id: int) -> dict[str, Any]:
    """Return what the same person decided of the same document last, as columns of a new import.

    Nothing when there is none, or when the import has decisions of its own already.
    """
    found = db.session.get_one(Import, import_id)
    if found.decisions:
        return {}
    statement = (
        select(Import.public_id, Import.decisions)
        .where(Import.source_document_id == found.source_document_id, Import.id < import_id)
        .where(Import.started_by_id == found.started_by_id)
        .where(Import.state.in_(("review", "done")))
        .order_by(Import.id.desc())
        .limit(1)
    )
    earlier = db.session.execute(statement).one_or_none()
    if earlier is None:
        return {}
    decisions = {name: value for name, value in earlier.decisions.items() if name != "before"}
    if not decisions:
        return {}
    return {
        "decisions": decisions,
        "details": dict(found.details) | {"decisions_from": earlier.public_id},
    }


def cancel(found: Import, actor: SignedIn) -> None:
    """Stop an import that is not done; what was read is forgotten."""
    if found.state == "done":
        raise Invalid(_("This import is done; there is nothing to stop."))
    found.state = "cancelled"
    found.finished_at = now()
    record(actor.id, "import.cancel", "import", found.public_id)


def describe(found: Import, details: dict[str, Any]) -> None:
    """Replace what the trainer says of the edition."""
    found.details = dict(found.details) | details


def register_edition(
    details: dict[str, Any], document_id: int | None, actor_id: int | None
) -> Edition:
    """Add an edition to its tool, adding the tool when its title is new.

    A label that the tool has in this language already gets the number of the copy added.
    """
    tool = tool_for(details)
    first = _("New edition") if details.get("edition_of") else _("First edition")
    label = str(details.get("label") or first)[:100]
    language = str(details.get("language") or "en")
    taken = set(
        db.session.scalars(
            select(Edition.label).where(Edition.tool_id == tool.id, Edition.language == language)
        )
    )
    edition = Edition(
        tool_id=tool.id,
        source_document_id=document_id,
        label=free_label(label, taken),
        symbol=str(details.get("symbol") or "")[:120],
        publisher=str(details.get("publisher") or "")[:200],
        status=details["status"] if details.get("status") in EDITION_STATUSES else "draft",
        language=language,
        year=details.get("year"),
        rights=str(details.get("rights") or ""),
        acknowledgement=str(details.get("acknowledgement") or ""),
        source_address=str(details.get("source_address") or "")[:500],
    )
    db.session.add(edition)
    db.session.flush()
    record(actor_id, "edition.register", "edition", edition.public_id, tool=tool.slug)
    return edition


def say_followed(edition_id: int, follows_id: int, percent: float | None) -> None:
    """Keep which edition an edition follows, and how many of its sections were recognised."""
    db.session.execute(
        update(Edition)
        .where(Edition.id == edition_id)
        .values(follows_id=follows_id, aligned_percent=percent)
    )


def free_label(label: str, taken: set[str]) -> str:
    """Return the label, with the first free number added when it is taken."""
    number = 2
    free = label
    while free in taken:
        free = f"{label} ({number})"
        number += 1
    return free


def tool_for(details: dict[str, Any]) -> Tool:
    """Return the tool named by `tool_slug` or by the title, adding it when it is new."""
    title = str(details.get("title") or _("Untitled document"))[:300]
    slug = str(details.get("edition_of") or details.get("tool_slug") or slug_of(title))
    tool = db.session.scalars(select(Tool).where(Tool.slug == slug)).one_or_none()
    if tool is None:
        kind = details.get("kind")
        tool = Tool(
            slug=slug,
            kind=kind if kind in TOOL_KINDS else "manual",
            title=title,
            topic=str(details.get("topic") or "")[:200],
            waste_streams=list(details.get("waste_streams") or []),
        )
        db.session.add(tool)
        db.session.flush()
    return tool


def show_edition(edition_id: int, actor: SignedIn | None) -> None:
    """Put an edition into the public toolkit, as publishing a course made from it does."""
    statement = (
        update(Edition)
        .where(Edition.id == edition_id, Edition.loaded_at.is_not(None), Edition.shown_at.is_(None))
        .values(shown_at=now())
        .returning(Edition.public_id)
    )
    public_id = db.session.scalar(statement)
    if public_id:
        record(actor.id if actor else None, "edition.show", "edition", public_id)


def change_edition(public_id: str, values: dict[str, Any], actor: SignedIn) -> None:
    """Change what the register says of an edition. Raises NoSuchEdition."""
    edition = db.session.scalars(
        select(Edition).where(Edition.public_id == public_id)
    ).one_or_none()
    if edition is None:
        raise NoSuchEdition
    before = {name: getattr(edition, name) for name in values}
    for name, value in values.items():
        setattr(edition, name, value)
    changed = {n: [before[n], values[n]] for n in values if before[n] != values[n]}
    record(actor.id, "edition.change", "edition", public_id, changed=changed)
