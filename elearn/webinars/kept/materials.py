"""Recordings, slides and documents of a webinar: added, changed, put in order, published: writes.

Call inside `transaction.write()`; files are looked over and kept before it (`material_files`).
What is kept of sessions is added when they are over, so a webinar in the archive takes it, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from elearn.accounts.session import SignedIn
from elearn.core import storage
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.i18n import NAMES
from elearn.core.transaction import after_commit
from elearn.webinars import planning
from elearn.webinars.errors import SessionNotFound
from elearn.webinars.kept import material_queries as queries
from elearn.webinars.kept.chapters import Mark
from elearn.webinars.kept.material_errors import LessonStandsOnIt, MaterialNotFound
from elearn.webinars.kept.material_files import Kept
from elearn.webinars.kept.material_models import MATERIAL_KINDS, Chapter, Material, RecordingStep
from elearn.webinars.kept.transcripts import MOST_CHARACTERS
from elearn.webinars.models import WebinarSession
from elearn.webinars.planning_errors import Unusable

MOST_MATERIALS = 100
LONGEST_MINUTES = 1440
# What a column holds: 2 GiB, short of it by a byte.
LARGEST_SIZE = 2**31 - 1


@dataclass(frozen=True)
class Described:
    """What is said of a material. `session` is a session's public id, empty for the whole webinar.

    `address` is where it lies when it is no file of ours; `size` in bytes, `minutes` of a
    recording, both None where nobody knows them.
    """

    kind: str
    title: str
    language: str
    session: str = ""
    address: str = ""
    size: int | None = None
    minutes: int | None = None

    def check(self) -> None:
        """Raise Unusable for what cannot be kept."""
        if self.kind not in MATERIAL_KINDS:
            raise Unusable("kind", _l("Choose what it is from the list."))
        if not self.title.strip():
            raise Unusable("title", _l("Give it a title."))
        if self.language not in NAMES:
            raise Unusable("language", _l("Choose a language from the list."))
        if self.size is not None and not 1 <= self.size <= LARGEST_SIZE:
            raise Unusable("size", _l("Give a size of up to 2,000 MB, or none."))
        if self.minutes is not None and not 1 <= self.minutes <= LONGEST_MINUTES:
            raise Unusable("minutes", _l("Give whole minutes, up to 1,440."))
        if self.address and not is_safe(self.address):
            raise Unusable("address", _l("Give the whole address, with https:// before it."))


def is_safe(address: str) -> bool:
    """Tell whether an address leads to a place on the web by an encrypted connection."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and " " not in address


def add(
    webinar_id: int, said: Described, actor: SignedIn | None, *, file: Kept | None = None
) -> Material:
    """Add a material at the end, unpublished. A recording has an address, others that or a file.

    Raises Unusable, SessionNotFound.
    """
    webinar = planning.locked(webinar_id)
    said.check()
    order = queries.rows_of(webinar_id)
    if len(order) >= MOST_MATERIALS:
        raise Unusable("title", _l("A webinar has 100 recordings, slides and documents at most."))
    material = Material(webinar_id=webinar_id, added_by_id=planning.actor_id(actor))
    material.position = max((one.position for one in order), default=-1) + 1
    _say(material, said, file)
    db.session.add(material)
    db.session.flush()
    planning.note(
        webinar, actor, "webinar.add-material", material=material.public_id, kind=said.kind
    )
    return material


def change(
    webinar_id: int,
    public_id: str,
    said: Described,
    actor: SignedIn | None,
    *,
    file: Kept | None = None,
) -> Material:
    """Change what is said of a material; without an address or a new file its own file stays.

    Raises Unusable, SessionNotFound, MaterialNotFound.
    """
    webinar = planning.locked(webinar_id)
    said.check()
    material = material_of(webinar_id, public_id)
    before = material.storage_key
    if said.kind != "recording" and material.kind == "recording":
        _refuse_what_is_taught(material)
    _say(material, said, file)
    db.session.flush()
    _forget(before)
    planning.note(webinar, actor, "webinar.change-material", material=public_id)
    return material


def _say(material: Material, said: Described, file: Kept | None) -> None:
    """Write what is said; decide whether it lies at an address or is a file of ours."""
    material.session_id = _session_id(material.webinar_id, said.session)
    material.kind, material.title, material.language = said.kind, said.title.strip(), said.language
    material.minutes = said.minutes if said.kind == "recording" else None
    if file is not None and said.address:
        raise Unusable("address", _l("Give an address or a file, not both."))
    if said.kind == "recording" and not said.address:
        raise Unusable("address", _l("Give the address of the recording."))
    if said.address:
        material.address, material.size = said.address, said.size
        material.storage_key, material.media_type = None, ""
    elif file is not None:
        material.address, material.size = "", file.size
        material.storage_key, material.media_type = file.storage_key, file.media_type
    elif material.storage_key is None:
        raise Unusable("address", _l("Give an address, or choose a file."))


def _session_id(webinar_id: int, public_id: str) -> int | None:
    if not public_id:
        return None
    found = db.session.scalar(
        select(WebinarSession.id).where(
            WebinarSession.webinar_id == webinar_id, WebinarSession.public_id == public_id
        )
    )
    if found is None:
        raise SessionNotFound
    return found


def material_of(webinar_id: int, public_id: str) -> Material:
    """Return a material of the webinar. Raises MaterialNotFound."""
    found = db.session.scalars(
        select(Material)
        .where(Material.webinar_id == webinar_id, Material.public_id == public_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise MaterialNotFound
    return found


def recording_of(webinar_id: int, public_id: str) -> Material:
    """Return a recording of the webinar; others have neither chapters nor words.

    Raises MaterialNotFound, Unusable.
    """
    material = material_of(webinar_id, public_id)
    if material.kind != "recording":
        raise Unusable("kind", _l("Only a recording has chapters and a transcript."))
    return material


def put_chapters(
    webinar_id: int, public_id: str, marks: Sequence[Mark], actor: SignedIn | None
) -> None:
    """Replace the chapters of a recording. Raises MaterialNotFound, Unusable."""
    webinar = planning.locked(webinar_id)
    material = recording_of(webinar_id, public_id)
    before = [Mark(row.second, row.title) for row in queries.chapters_of(material.id)]
    if before == list(marks):
        return
    db.session.execute(delete(Chapter).where(Chapter.material_id == material.id))
    db.session.add_all(
        Chapter(material_id=material.id, second=mark.second, title=mark.title) for mark in marks
    )
    db.session.flush()
    planning.note(webinar, actor, "webinar.put-chapters", material=public_id, chapters=len(marks))


def put_transcript(
    webinar_id: int, public_id: str, transcript: str, actor: SignedIn | None
) -> None:
    """Keep the words of a recording (see `transcripts.kept`); none takes them away.

    Raises MaterialNotFound, Unusable.
    """
    webinar = planning.locked(webinar_id)
    material = recording_of(webinar_id, public_id)
    if len(transcript) > MOST_CHARACTERS:
        raise Unusable("transcript", _l("A transcript has 500,000 characters at most."))
    if material.transcript == transcript:
        return
    material.transcript = transcript
    planning.note(
        webinar, actor, "webinar.put-transcript", material=public_id, characters=len(transcript)
    )


def publish(webinar_id: int, public_id: str, actor: SignedIn | None) -> None:
    """Let everybody who sees the webinar see the material. Raises MaterialNotFound."""
    webinar = planning.locked(webinar_id)
    material = material_of(webinar_id, public_id)
    if material.published_at is None:
        material.published_at = now()
        planning.note(webinar, actor, "webinar.publish-material", material=public_id)


def unpublish(webinar_id: int, public_id: str, actor: SignedIn | None) -> None:
    """Let only organisers see the material. Raises MaterialNotFound."""
    webinar = planning.locked(webinar_id)
    material = material_of(webinar_id, public_id)
    if material.published_at is not None:
        material.published_at = None
        planning.note(webinar, actor, "webinar.unpublish-material", material=public_id)


def move(webinar_id: int, public_id: str, by: int, actor: SignedIn | None) -> None:
    """Move a material one place up (-1) or down (1); at the ends nothing moves.

    Raises MaterialNotFound.
    """
    webinar = planning.locked(webinar_id)
    material, order = material_of(webinar_id, public_id), queries.rows_of(webinar_id)
    target = order.index(material) + by
    if not 0 <= target < len(order):
        return
    order.remove(material)
    order.insert(target, material)
    for position, one in enumerate(order):
        one.position = position
    planning.note(webinar, actor, "webinar.move-material", material=public_id)


def remove(webinar_id: int, public_id: str, actor: SignedIn | None) -> None:
    """Remove a material, its file and its chapters. Raises MaterialNotFound, LessonStandsOnIt."""
    webinar = planning.locked(webinar_id)
    material = material_of(webinar_id, public_id)
    _refuse_what_is_taught(material)
    key = material.storage_key
    db.session.execute(delete(Chapter).where(Chapter.material_id == material.id))
    db.session.delete(material)
    db.session.flush()
    _forget(key)
    planning.note(webinar, actor, "webinar.remove-material", material=public_id)


def _refuse_what_is_taught(material: Material) -> None:
    taught = select(RecordingStep.id).where(RecordingStep.material_id == material.id).limit(1)
    if db.session.scalar(taught) is not None:
        raise LessonStandsOnIt


def _forget(key: str | None) -> None:
    """Delete a file once this is committed, unless a material still needs it."""
    if key is None:
        return
    needed = select(Material.id).where(Material.storage_key == key).limit(1)
    if db.session.scalar(needed) is None:
        after_commit(partial(storage.delete, key))
