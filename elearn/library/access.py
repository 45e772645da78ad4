"""Who may see an import or an edition, and who may change the register."""

from sqlalchemy import select

from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.library import queries
from elearn.library.errors import NoSuchEdition, NoSuchImport, NoSuchTool
from elearn.library.models import Import
from elearn.library.queries import AnyRow


def open_import(public_id: str, person: SignedIn | None) -> Import:
    """Return the import of a trainer, or of anybody for an admin. Raises NoSuchImport."""
    found = db.session.scalars(select(Import).where(Import.public_id == public_id)).one_or_none()
    if found is None or person is None or not may_see_import(person, found.started_by_id):
        raise NoSuchImport
    return found


def may_see_import(person: SignedIn, started_by_id: int) -> bool:
    """Tell whether the import is the person's own, or they are an admin."""
    return person.id == started_by_id or person.holds("admin")


def open_tool(slug: str, person: SignedIn | None) -> tuple[AnyRow, list[AnyRow]]:
    """Return a tool and the editions the person may see. Raises NoSuchTool."""
    tool = queries.tool_by_slug(slug)
    editions = queries.editions_of(tool.id, shown_only=not sees_drafts(person)) if tool else []
    if tool is None or not editions:
        raise NoSuchTool
    return tool, list(editions)


def open_edition(slug: str, public_id: str, person: SignedIn | None) -> AnyRow:
    """Return an edition the person may read. Raises NoSuchEdition."""
    edition = queries.edition_by_public_id(public_id)
    if edition is None or edition.tool_slug != slug or edition.loaded_at is None:
        raise NoSuchEdition
    if edition.shown_at is None and not sees_drafts(person):
        raise NoSuchEdition
    return edition


def sees_drafts(person: SignedIn | None) -> bool:
    """Tell whether the person works on the toolkit: trainers, reviewers and admins."""
    return person is not None and bool(person.roles & {"trainer", "reviewer", "admin"})


def edition_to_change(public_id: str) -> AnyRow:
    """Return an edition for the register's admins. Raises NoSuchEdition."""
    edition = queries.edition_by_public_id(public_id)
    if edition is None or edition.loaded_at is None:
        raise NoSuchEdition
    return edition
