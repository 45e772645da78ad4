"""The job that reads an uploaded document: bytes -> neutral model, pictures, report.

Long work with short transactions around it; killed at any point it is simply run again.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import select

from elearn.core import storage
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import carrying, media, operations, replay, styles, uploads
from elearn.library.decisions import revised, roles
from elearn.library.models import Import, SourceDocument
from elearn.library.readers.child import read_document
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.model import Doc
from elearn.library.readers.model_json import from_json, to_json
from elearn.library.readers.scratch import scratch
from elearn.library.sections import section_tree

log = structlog.get_logger("import")
# Under this name the report of an import says how much of the edition before was recognised.
RECOGNISED_KEY = "recognised_percent"
Keep = Callable[[bytes, str], str]


@dataclass(frozen=True)
class Read:
    """A document as read: the model, and its pictures by the model's media id."""

    doc: Doc
    pictures: dict[str, dict[str, Any]]

    def stored(self) -> bytes:
        """Return the JSON that is kept in storage."""
        body = {"doc": to_json(self.doc), "pictures": self.pictures}
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def load(model_key: str) -> Read:
    """Return a stored reading."""
    body = json.loads(storage.get(model_key))
    return Read(from_json(body["doc"]), body["pictures"])


def read_import(import_id: int) -> None:
    """Read the document of a waiting import and leave it for review, refused or failed."""
    row = db.session.execute(
        select(Import.state, Import.details, SourceDocument.storage_key, SourceDocument.name)
        .join(SourceDocument, SourceDocument.id == Import.source_document_id)
        .where(Import.id == import_id)
    ).one()
    style_map = styles.map_for(row.details)
    db.session.rollback()
    if row.state not in operations.RUNNING:
        return
    try:
        content = storage.get(row.storage_key)
        found = read_bytes(content, row.name, reporter(import_id), style_map)
    except Unreadable as reason:
        with write():
            operations.settle(import_id, "refused", code=reason.code, problem=reason.sentence)
        uploads.forget(row.storage_key)
        return
    keep(import_id, found)


def keep(import_id: int, found: Read) -> None:
    """Store a reading and leave its import for review."""
    model_key = storage.put(found.stored(), ".json")
    decided = decisions_of_own(import_id, found.doc) or decisions_followed(import_id, found.doc)
    recognised = recognised_percent(import_id, found, decided.get("decisions", {}))
    report = asdict(found.doc.report) | ({} if recognised is None else {RECOGNISED_KEY: recognised})
    with write():
        operations.settle(
            import_id,
            "review",
            model_key=model_key,
            report=report,
            **(operations.earlier_decisions(import_id) or decided),
        )


def recognised_percent(import_id: int, found: Read, decided: Mapping[str, Any]) -> float | None:
    """Return how many sections of the edition a document follows are in it, in per cent.

    None for what is no new edition, or one in another language, which is known by its numbers.
    """
    details = db.session.get_one(Import, import_id, populate_existing=True).details
    language = language_of(details, found.doc)
    base = carrying.followed(details, language) if details.get("edition_of") else None
    percent = None
    if base is not None and base.language == language:
        names = {key: picture["name"] for key, picture in found.pictures.items()}
        tree = section_tree(
            revised(found.doc, decided),
            roles=roles(decided),
            media_url=lambda one: f"/media/{names[one.id]}" if one.id in names else None,
        )
        percent = carrying.aligned(base, tree, language).percent
    db.session.rollback()
    return percent


def language_of(details: Mapping[str, Any], doc: Doc) -> str:
    """Return the language of an edition: what the trainer said, else what the document says."""
    said = str(details.get("language") or doc.meta.get("language") or "en")
    return said.replace("_", "-").split("-")[0].lower()


def decisions_of_own(import_id: int, doc: Doc) -> dict[str, Any]:
    """Return what was decided of an import before it was read again, by the headings of now."""
    row = db.session.get_one(Import, import_id, populate_existing=True)
    if not row.decisions or row.model_key is None:
        return {}
    old = load(row.model_key).doc
    if [block.id for block in old.blocks] == [block.id for block in doc.blocks]:
        return {"decisions": row.decisions}
    return {"decisions": replay.replayed(row.decisions, old, doc, replay.SAME_DOCUMENT)}


def decisions_followed(import_id: int, doc: Doc) -> dict[str, Any]:
    """Return what was decided for the edition a document follows, as columns of its import."""
    details = db.session.get_one(Import, import_id, populate_existing=True).details
    language = language_of(details, doc)
    base = carrying.followed(details, language) if details.get("edition_of") else None
    row = db.session.execute(
        select(Import.decisions, Import.model_key).where(
            Import.edition_id == (base.id if base else 0), Import.model_key.is_not(None)
        )
    ).first()
    db.session.rollback()
    if row is None or not row.decisions:
        return {}
    decisions = replay.replayed(row.decisions, load(row.model_key).doc, doc)
    return {"decisions": decisions} if decisions else {}


def reporter(import_id: int) -> Callable[[int, str], None]:
    """Return a function that writes progress and raises Unreadable once reading was stopped."""

    def report(percent: int, step: str) -> None:
        with write():
            going = operations.note_progress(import_id, percent, step)
        if not going:
            raise Unreadable("cancelled")

    return report


def read_bytes(
    content: bytes,
    name: str,
    report: Callable[[int, str], None],
    style_map: styles.StyleMap | None = None,
    keep: Keep = storage.put,
) -> Read:
    """Read a document in a limited child process and keep its pictures. Raises Unreadable.

    `style_map` says what styles of word processors mean; `keep` stores a picture and returns its
    name (`storage.key_of` names it and stores nothing).
    """
    with scratch() as folder:
        path = folder / "document"
        path.write_bytes(content)
        pictures_folder = folder / "media"
        pictures_folder.mkdir()
        doc = read_document(
            path,
            name=name,
            progress=report,
            media_folder=pictures_folder,
            style_map=style_map,
        )
        return Read(doc, keep_pictures(doc, pictures_folder, keep))


def keep_pictures(doc: Doc, folder: Path, keep: Keep = storage.put) -> dict[str, dict[str, Any]]:
    """Re-encode and store the pictures that can be shown; say in the report which cannot."""
    kept: dict[str, dict[str, Any]] = {}
    for found in doc.media.values():
        if not found.usable:
            continue
        try:
            kept[found.id] = kept_picture((folder / found.name).read_bytes(), keep)
        except (media.NotAPicture, FileNotFoundError) as error:
            doc.report.warnings.append(
                {"code": "picture-unreadable", "where": found.name, "detail": str(error)[:200]}
            )
    return kept


def kept_picture(content: bytes, keep: Keep = storage.put) -> dict[str, Any]:
    """Re-encode and store a picture; return its name, type and size, and those of a narrow one.

    Raises NotAPicture.
    """
    large, *smaller = (
        {
            "name": keep(picture.content, picture.suffix),
            "content_type": picture.content_type,
            "width": picture.width,
            "height": picture.height,
        }
        for picture in media.encode_widths(content)
    )
    return large | {"small": smaller[0]} if smaller else large
