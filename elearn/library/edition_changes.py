"""What changed in an edition against the one it follows, as pages and programs show it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.library import access, changes
from elearn.library.changes import Change, Comparison
from elearn.library.errors import NoSuchEdition
from elearn.library.models import Edition, Tool
from elearn.library.queries import AnyRow
from elearn.library.word_diff import diff_html

KEPT = 32


def edition_before(edition: AnyRow, person: SignedIn | None) -> AnyRow:
    """Return the edition that an edition follows. Raises NoSuchEdition, also when it is hidden."""
    row = db.session.execute(
        select(Edition.public_id)
        .join(Tool, Tool.id == Edition.tool_id)
        .where(
            Edition.id
            == select(Edition.follows_id).where(Edition.id == edition.id).scalar_subquery()
        )
    ).one_or_none()
    if row is None:
        raise NoSuchEdition
    return access.open_edition(edition.tool_slug, row.public_id, person)


def has_changes(edition: AnyRow, person: SignedIn | None) -> bool:
    """Tell whether there is an edition before this one that the person may see."""
    try:
        edition_before(edition, person)
    except NoSuchEdition:
        return False
    return True


def comparison_of(before: AnyRow, edition: AnyRow) -> Comparison:
    """Return what changed; editions never change, so it is worked out once."""
    return _compared(before.public_id, edition.public_id, before.id, edition.id)


@lru_cache(maxsize=KEPT)
def _compared(before: str, after: str, before_id: int, after_id: int) -> Comparison:
    # The public ids tell one installation's editions from another's.
    return changes.changes_between(before_id, after_id)


def shown(found: Sequence[Change], language: str) -> list[dict[str, Any]]:
    """Return changes with the words that went and came marked."""
    return [entry(change, language) for change in found]


def entry(change: Change, language: str) -> dict[str, Any]:
    """Return one change; `before` and `after` are plain texts, `diff` is clean HTML."""
    side = change.after or change.before
    before = change.before.text if change.before else ""
    after = change.after.text if change.after else ""
    return {
        "kind": change.kind,
        "key": change.key,
        "label": side.label if side else "",
        "section": list(side.section) if side else [],
        "before": before,
        "after": after,
        "diff": diff_html(before, after, language),
        "weight": change.weight,
        "moved": change.moved,
        "renumbered": change.renumbered,
    }
