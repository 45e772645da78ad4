"""What the pages of an update say about its proposals, resolved once before any loop."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from courses.desk_queries import AnyRow

KINDS = {
    "changed": _l("Changed"),
    "new": _l("New"),
    "removed": _l("Removed"),
    "moved": _l("Moved"),
    "renumbered": _l("Another number"),
}
STATES = {
    "open": _l("Open"),
    "accepted": _l("Accepted"),
    "edited": _l("Your own text"),
    "declined": _l("Declined"),
}
SHAPES = {"open": "todo", "accepted": "done", "edited": "done", "declined": "locked"}
WEIGHTS = {"editorial": _l("Editorial"), "material": _l("Material")}
UPDATE_STATES = {
    "open": _l("Waits for decisions"),
    "done": _l("Finished"),
    "dropped": _l("Not taken over"),
}
UPDATE_SHAPES = {"open": "attention", "done": "done", "dropped": "locked"}
FILTERS = {
    "open": _l("Open"),
    "material": _l("Material"),
    "edited": _l("Edited in this course"),
    "decided": _l("Decided"),
    "all": _l("All"),
}


def grouped(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cards under the lessons they are about, in their order."""
    groups: dict[Any, dict[str, Any]] = {}
    for one in found:
        group = groups.setdefault(one["group"], {"lesson": one["lesson"], "cards": []})
        group["cards"].append(one)
    return list(groups.values())


def filters(slug: str, update: AnyRow, chosen: str) -> list[dict[str, Any]]:
    """Return the filters of the list with their counts."""
    counts = {
        "open": update.open,
        "material": update.material,
        "edited": update.edited,
        "decided": update.proposals - update.open,
        "all": update.proposals,
    }
    address = url_for("courses_desk_updates.show", slug=slug, update_id=update.public_id)
    return [
        {
            "label": label,
            "count": counts[name],
            "url": f"{address}?show={name}",
            "current": name == chosen,
        }
        for name, label in FILTERS.items()
    ]
