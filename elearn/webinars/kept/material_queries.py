"""Reads of what is kept of webinars: recordings, slides, chapters. No rights."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, String, bindparam, select

from elearn.core.database import db, read
from elearn.webinars.kept.chapters import Mark
from elearn.webinars.kept.material_models import Chapter, Material
from elearn.webinars.models import WebinarSession
from elearn.webinars.queries import AnyRow

_webinar_id = bindparam("webinar_id", type_=Integer())
_kept = (
    select(
        Material.id,
        Material.public_id,
        Material.kind,
        Material.language,
        Material.title,
        Material.address,
        Material.media_type,
        Material.size,
        Material.minutes,
        (Material.transcript != "").label("has_transcript"),
        Material.published_at,
        WebinarSession.public_id.label("session"),
        WebinarSession.starts_at.label("session_starts_at"),
        WebinarSession.zone.label("session_zone"),
        Chapter.second,
        Chapter.title.label("chapter"),
    )
    .outerjoin(WebinarSession, WebinarSession.id == Material.session_id)
    .outerjoin(Chapter, Chapter.material_id == Material.id)
    .where(Material.webinar_id == _webinar_id)
    .order_by(Material.position, Material.id, Chapter.second)
)
_published = _kept.where(Material.published_at.is_not(None))
_one = _kept.where(Material.public_id == bindparam("public_id", type_=String()))


@dataclass
class Kept:
    """A material with its chapters; `row` has its columns."""

    row: AnyRow
    chapters: list[Mark] = field(default_factory=list)


def materials_of(webinar_id: int, *, unpublished: bool = False) -> list[Kept]:
    """Return what is kept of a webinar in its order; unpublished things only when asked for."""
    rows = read(_kept if unpublished else _published, {"webinar_id": webinar_id}).all()
    return gathered(rows)


def material(webinar_id: int, public_id: str) -> Kept | None:
    """Return one material, or None."""
    rows = read(_one, {"webinar_id": webinar_id, "public_id": public_id}).all()
    return next(iter(gathered(rows)), None)


def gathered(rows: Sequence[Any]) -> list[Kept]:
    """Return each material once, with its chapters."""
    found: dict[int, Kept] = {}
    for row in rows:
        kept = found.setdefault(row.id, Kept(row))
        if row.second is not None:
            kept.chapters.append(Mark(row.second, row.chapter))
    return list(found.values())


def transcript_of(material_id: int) -> str:
    """Return the words of a recording."""
    return db.session.scalar(select(Material.transcript).where(Material.id == material_id)) or ""


def rows_of(webinar_id: int) -> list[Material]:
    """Return the materials in their order, to be changed."""
    statement = (
        select(Material)
        .where(Material.webinar_id == webinar_id)
        .order_by(Material.position, Material.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def chapters_of(material_id: int) -> Sequence[AnyRow]:
    """Return when chapters begin and what they are about."""
    return db.session.execute(
        select(Chapter.second, Chapter.title)
        .where(Chapter.material_id == material_id)
        .order_by(Chapter.second)
    ).all()


def file_of(webinar_id: int, public_id: str) -> AnyRow | None:
    """Return key, type and title of a material that is a file of ours, or None."""
    return db.session.execute(
        select(
            Material.storage_key, Material.media_type, Material.title, Material.published_at
        ).where(
            Material.webinar_id == webinar_id,
            Material.public_id == public_id,
            Material.storage_key.is_not(None),
        )
    ).one_or_none()
