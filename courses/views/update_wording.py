"""What the pages of an update say about its proposals, resolved once before any loop."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from courses.deciding import Decided
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


# What decides a proposal again, when it stands otherwise.
TAKE = {
    "changed": _l("Take the new text"),
    "new": _l("Bring it in"),
    "removed": _l("Take it out"),
    "moved": _l("Move it"),
    "renumbered": _l("Take the new number"),
}
TAKE_BACK = {
    "changed": _l("Take the old text"),
    "new": _l("Take it out"),
    "removed": _l("Put it back"),
    "moved": _l("Move it back"),
    "renumbered": _l("Take the old number"),
}


def ways_again(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the acts that would decide a proposal otherwise than it is decided."""
    ways = []
    if card["state"] != "accepted" or card["own"]:
        ways.append({"act": "accept", "label": TAKE[card["kind"]]})
    if card["state"] != "declined":
        label = _("Keep my text") if card["own"] else TAKE_BACK[card["kind"]]
        ways.append({"act": "decline", "label": label})
    return ways


def bulk(rows: Iterable[AnyRow]) -> list[dict[str, Any]]:
    """Return what can be decided at once, each with what it touches."""
    found = list(rows)
    free = [row for row in found if not row.edited]
    editorial = [row for row in free if row.weight == "editorial"]
    numbers = [row for row in found if row.kind == "renumbered"]
    ways = [
        ("untouched", free, number_of(free)),
        # The same proposals are not offered twice.
        ("editorial", editorial if editorial not in (free, numbers) else [], number_of(editorial)),
        ("renumbered", numbers if numbers != free else [], number_of(numbers)),
    ]
    return [
        {"which": which, "label": bulk_label(which, count), "words": touched_words(some)}
        for which, some, count in ways
        if some
    ]


def number_of(rows: Iterable[AnyRow]) -> int:
    return sum(row.number for row in rows)


def bulk_label(which: str, count: int) -> str:
    """Return what the button says."""
    if which == "untouched":
        return str(
            ngettext(
                "Accept %(num)s that nobody edited",
                "Accept all %(num)s that nobody edited",
                count,
            )
        )
    if which == "editorial":
        return str(
            ngettext(
                "Accept %(num)s editorial change that nobody edited",
                "Accept all %(num)s editorial changes that nobody edited",
                count,
            )
        )
    return str(ngettext("Accept %(num)s new number", "Accept all %(num)s new numbers", count))


def touched_words(rows: Iterable[AnyRow]) -> str:
    """Return what a decision on these proposals touches: lessons, kinds, material changes."""
    kinds: Counter[str] = Counter()
    lessons: set[int] = set()
    new_lessons = material = 0
    for row in rows:
        kinds[row.kind] += row.number
        material += row.number * (row.weight == "material")
        if row.step_id is not None:
            lessons.add(row.step_id)
        elif row.kind == "new":
            new_lessons += row.number
    said = [lessons_words(len(lessons), new_lessons), kinds_words(kinds)]
    if material:
        said.append(str(_("Material: %(num)s", num=material)))
    return " ".join(f"{part}." for part in said if part)


def lessons_words(count: int, added: int) -> str:
    """Return how many lessons change and how many are added."""
    said = []
    if count:
        said.append(str(ngettext("Changes %(num)s lesson", "Changes %(num)s lessons", count)))
    if added:
        said.append(str(ngettext("Adds %(num)s lesson", "Adds %(num)s lessons", added)))
    return ". ".join(said)


def kinds_words(kinds: Mapping[str, int]) -> str:
    """Return the kinds of changes with their numbers."""
    return ", ".join(f"{KINDS[kind]}: {kinds[kind]}" for kind in KINDS if kinds.get(kind))


def decided_words(done: Decided) -> str:
    """Return what a decision on many proposals came to."""
    count, lessons = done.decided, len(done.lessons)
    said = [str(ngettext("%(num)s proposal is decided", "%(num)s proposals are decided", count))]
    if count:
        said.append(kinds_words(done.kinds))
    if lessons:
        said.append(
            str(
                ngettext(
                    "%(num)s lesson of the draft changed",
                    "%(num)s lessons of the draft changed",
                    lessons,
                )
            )
        )
    if done.left:
        said.append(
            str(
                ngettext(
                    "%(num)s is left open, since its text was edited meanwhile",
                    "%(num)s are left open, since their texts were edited meanwhile",
                    done.left,
                )
            )
        )
    return " ".join(f"{part}." for part in said)


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
