"""The outline review: acts of the trainer on headings, turned into decisions. Pure.

Decisions are those of `elearn.library.decisions`; `before` keeps the state one act ago with its
own `before`, so that the last ten acts can be undone. What was said of pictures is not undone.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses import outline_moves
from elearn.library.decisions import DEEPEST, SPLIT, revised
from elearn.library.readers.model import Doc, Heading

Decisions = Mapping[str, Any]
Changed = dict[str, Any]
ROLES = ("body", "front", "annex", "glossary")
# The key of what stands before the first heading.
BEFORE_FIRST = ""
# Below this confidence a heading is shown to be checked.
SURE = 0.6
MOST_UNDONE = 10
# What can be undone, and what stays whatever is undone.
STATE = ("headings", "splits", "order", "courses")
LASTING = ("pictures",)


@dataclass(frozen=True)
class Line:
    """A heading as the review shows it; headings of one `style` look alike in the document."""

    id: str
    level: int
    title: str
    style: str
    confidence: float
    evidence: str
    # The name of the style as the author sees it, where the document has names for styles.
    named: str = ""

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE


def lines(doc: Doc, decisions: Decisions) -> list[Line]:
    """Return the headings of the document as decided so far, in reading order."""
    first = {block.id: block for block in doc.blocks if isinstance(block, Heading)}
    return [
        Line(
            id=block.id,
            level=block.level,
            title=f"{block.label} {block.title}".strip(),
            style=style_of(first.get(block.id, block)),
            confidence=block.confidence,
            evidence=block.evidence,
            named=block.style,
        )
        for block in revised(doc, decisions).blocks
        if isinstance(block, Heading)
    ]


def style_of(heading: Heading) -> str:
    """Return what makes headings look alike: their style, else how and as what they were found."""
    return heading.style or f"{heading.evidence}/{heading.level}"


def joined_lines(doc: Doc, decisions: Decisions) -> list[tuple[str, str]]:
    """Return (id, title) of the headings that were joined with the section before them."""
    said = decisions.get("headings", {})
    return [
        (block.id, f"{block.label} {block.title}".strip())
        for block in doc.blocks
        if isinstance(block, Heading) and said.get(block.id, {}).get("joined")
    ]


def act(
    doc: Doc, decisions: Decisions, name: str, chosen: Collection[str], target: str = ""
) -> Changed:
    """Return the decisions after an act on the chosen headings.

    Acts: promote, demote (each with what stands below), promote-style, demote-style (all that
    look the same), up, down (among their siblings), under, before (the heading `target`), join,
    restore, leave-out, include, role-body|front|annex|glossary, one-course, each-course, undo,
    start-again. An unknown act changes nothing.
    """
    if name == "undo":
        return dict(decisions.get("before") or {}) | lasting(decisions)
    if name == "start-again":
        return with_history({}, decisions) if without_history(decisions) else dict(decisions)
    if name in ("one-course", "each-course"):
        return each_course(decisions, name == "each-course")
    now = lines(doc, decisions)
    if name in MOVES:
        return moved(doc, decisions, name, chosen, target)
    changes = dict(changes_of(name, now, chosen, decisions))
    return remembered(doc, decisions, changes) if changes else dict(decisions)


MOVES = ("up", "down", "under", "before")
ACTS = (
    *("promote", "demote", "promote-style", "demote-style", *MOVES, "join", "restore"),
    *("leave-out", "include", *(f"role-{role}" for role in ROLES)),
    *("one-course", "each-course", "undo", "start-again"),
)


def moved(
    doc: Doc, decisions: Decisions, name: str, chosen: Collection[str], target: str
) -> Changed:
    """Return the decisions with the chosen sections at another place."""
    levels = {line.id: line.level for line in lines(doc, decisions)}
    now = outline_moves.places(doc, decisions, levels)
    if name in ("up", "down"):
        order, changes = outline_moves.shifted(now, chosen, -1 if name == "up" else 1)
    elif target in levels:
        order, changes = outline_moves.placed(now, chosen, target, under=name == "under")
    else:
        return dict(decisions)
    if order == [place.id for place in now] and not changes:
        return dict(decisions)
    printed = outline_moves.places(doc, {"splits": decisions.get("splits", {})}, levels)
    as_printed = order == [place.id for place in printed]
    return remembered(doc, decisions, changes, [] if as_printed else order)


def each_course(decisions: Decisions, each: bool) -> Changed:
    """Return the decisions with one course, or with a course for each part at the top."""
    courses = dict(decisions.get("courses", {})) | {"each": each}
    if bool(decisions.get("courses", {}).get("each")) == each:
        return dict(decisions)
    return with_history(without_history(decisions) | {"courses": courses}, decisions)


def name_courses(decisions: Decisions, titles: Mapping[str, str]) -> Changed:
    """Return the decisions with titles for the courses, by the heading of their part."""
    courses = dict(decisions.get("courses", {})) | {"titles": dict(titles)}
    if courses == decisions.get("courses", {}):
        return dict(decisions)
    return with_history(without_history(decisions) | {"courses": courses}, decisions)


def changes_of(
    name: str, now: Sequence[Line], chosen: Collection[str], decisions: Decisions
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (heading id, what changes for it)."""
    if name in ("promote", "demote"):
        yield from levels(with_below(now, chosen), -1 if name == "promote" else 1)
    elif name in ("promote-style", "demote-style"):
        styles = {line.style for line in now if line.id in chosen}
        alike = [line for line in now if line.style in styles]
        yield from levels(alike, -1 if name == "promote-style" else 1)
    elif name in SIMPLE:
        known = {line.id for line in now} | set(decisions.get("headings", {}))
        for one in chosen:
            if one in known or (one == BEFORE_FIRST and name not in ("join", "restore")):
                yield one, SIMPLE[name]


SIMPLE: dict[str, dict[str, Any]] = {
    "join": {"joined": True},
    "restore": {"joined": None},
    "leave-out": {"left_out": True},
    "include": {"left_out": None},
    **{f"role-{role}": {"role": role} for role in ROLES},
}


def with_below(now: Sequence[Line], chosen: Collection[str]) -> list[Line]:
    """Return the chosen headings and all that stand below them."""
    found: list[Line] = []
    depth: int | None = None
    for line in now:
        if depth is not None and line.level <= depth:
            depth = None
        if depth is None and line.id in chosen:
            depth = line.level
        if depth is not None:
            found.append(line)
    return found


def levels(moved: Sequence[Line], by: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the new levels; a heading at the end of the scale stays, with what is below it."""
    stuck: int | None = None
    for line in moved:
        if stuck is not None and line.level > stuck:
            continue
        stuck = None
        if 1 <= line.level + by <= DEEPEST:
            yield line.id, {"level": line.level + by}
        else:
            stuck = line.level


def choose_courses(
    doc: Doc, decisions: Decisions, parts: Sequence[str], wanted: Collection[str]
) -> Changed:
    """Return the decisions with the parts left out that are not wanted, and the others not."""
    now = {line.id: line for line in lines(doc, decisions)}
    said = decisions.get("headings", {})
    changes = {
        part: {"left_out": None if part in wanted else True}
        for part in parts
        if part in now and bool(said.get(part, {}).get("left_out")) == (part in wanted)
    }
    return remembered(doc, decisions, changes) if changes else dict(decisions)


def remembered(
    doc: Doc,
    decisions: Decisions,
    changes: Mapping[str, Mapping[str, Any]],
    order: Sequence[str] | None = None,
) -> Changed:
    """Return the decisions with the changes, leaving out what the document says anyway."""
    original = {block.id: block.level for block in doc.blocks if isinstance(block, Heading)}
    after = without_history(decisions)
    headings = {name: dict(value) for name, value in after.get("headings", {}).items()}
    splits = dict(after.get("splits", {}))
    for name, change in changes.items():
        if name.startswith(SPLIT) and change.get("joined"):
            splits.pop(name.removeprefix(SPLIT), None)
            headings.pop(name, None)
            continue
        merged = {**headings.get(name, {}), **change}
        if merged.get("level") == original.get(name):
            merged["level"] = None
        headings[name] = {key: value for key, value in merged.items() if value is not None}
    return packed(headings, splits, decisions, order)


def rename(decisions: Decisions, heading: str, title: str) -> Changed:
    """Return the decisions with another title for a heading."""
    return changed(decisions, lambda headings, splits: set_title(headings, heading, title))


def set_title(headings: dict[str, Any], heading: str, title: str) -> None:
    headings[heading] = dict(headings.get(heading, {})) | {"title": title}


def split(decisions: Decisions, block: str, title: str, level: int) -> Changed:
    """Return the decisions with a new heading before a paragraph."""

    def put(headings: dict[str, Any], splits: dict[str, Any]) -> None:
        splits[block] = {"title": title, "level": level}

    return changed(decisions, put)


def changed(
    decisions: Decisions, change: Callable[[dict[str, Any], dict[str, Any]], None]
) -> Changed:
    """Return the decisions after a change to headings and splits."""
    after = without_history(decisions)
    headings, splits = dict(after.get("headings", {})), dict(after.get("splits", {}))
    change(headings, splits)
    return packed(headings, splits, decisions)


def packed(
    headings: dict[str, Any],
    splits: dict[str, Any],
    before: Decisions,
    order: Sequence[str] | None = None,
) -> Changed:
    """Return decisions without empty parts, keeping the state before for the undo."""
    headings = {name: value for name, value in headings.items() if value}
    after = without_history(before) | {"headings": headings, "splits": splits}
    if order is not None:
        after["order"] = list(order)
    return with_history({name: value for name, value in after.items() if value}, before)


def with_history(after: Changed, before: Decisions) -> Changed:
    """Return decisions that remember those before them, ten acts deep."""
    return {**after, **lasting(before), "before": shortened(before, MOST_UNDONE)}


def shortened(decisions: Decisions, depth: int) -> Changed:
    """Return what can be undone of decisions, with so many states at most."""
    earlier = decisions.get("before")
    if earlier is None or depth <= 1:
        return without_history(decisions)
    return without_history(decisions) | {"before": shortened(earlier, depth - 1)}


def lasting(decisions: Decisions) -> Changed:
    """Return what no undo takes away."""
    return {name: decisions[name] for name in LASTING if decisions.get(name)}


def without_history(decisions: Decisions) -> Changed:
    """Return what was decided of the outline, without the states before."""
    return {name: decisions[name] for name in STATE if decisions.get(name)}
