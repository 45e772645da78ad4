"""What the trainers' pages say of the terms of a glossary."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flask_babel import gettext as _

from courses.glossary import Entry
from courses.views.wording import short

SHOWS = ("all", "ours", "changed", "hidden")


class TermLine(NamedTuple):
    """A term in the list of the desk: `tags` are states that need no attention."""

    id: str
    term: str
    meaning: str
    hidden: bool
    changed: str
    tags: tuple[str, ...]


class Filter(NamedTuple):
    """A part of the list, and how many terms it has."""

    name: str
    label: str
    terms: int


def wanted(entry: Entry, show: str) -> bool:
    """Tell whether a term belongs to a part of the list."""
    if show == "ours":
        return entry.state != "manual"
    if show == "changed":
        return entry.manual_changed
    return entry.hidden if show == "hidden" else True


def filters(entries: Sequence[Entry]) -> list[Filter]:
    """Return the parts of the list that hold terms."""
    labels = {
        "all": _("All"),
        "ours": _("Your wording"),
        "changed": _("Changed in the manual"),
        "hidden": _("Hidden"),
    }
    counts = {name: sum(wanted(entry, name) for entry in entries) for name in SHOWS}
    return [Filter(name, labels[name], counts[name]) for name in SHOWS if counts[name]]


def lines(entries: Iterable[Entry]) -> list[TermLine]:
    """Return terms ready to be listed; words are looked up once."""
    states = {"own": _("Your term"), "reworded": _("Reworded"), "left": _("Reworded"), "manual": ""}
    changed = {"reworded": _("The manual changed"), "left": _("No longer in the manual")}
    hidden, unlinked = _("Hidden"), _("Not linked")

    def tags(entry: Entry) -> tuple[str, ...]:
        said = (states[entry.state], hidden if entry.hidden else "")
        return tuple(one for one in (*said, "" if entry.linked else unlinked) if one)

    return [
        TermLine(
            entry.id,
            entry.term,
            short(entry.meaning),
            entry.hidden,
            changed.get(entry.state, "") if entry.manual_changed else "",
            tags(entry),
        )
        for entry in entries
    ]
