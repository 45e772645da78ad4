"""What changed from one edition of a tool to another, told by the lasting keys of paragraphs.

Headings are told too: a `Side` of kind "heading" whose key is that of its section, whose label is
the printed number and whose text is the title. A section that moved as a whole is one change,
that of its heading: the paragraphs that went with it are not listed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from sqlalchemy import select

from elearn.core.database import db
from elearn.core.html import plain
from elearn.library.chains import longest_rise
from elearn.library.models import Edition, Paragraph, Section
from elearn.library.pictures_named import pictures_in
from elearn.library.weights import weigh

# The least share of sections, in per cent, that makes proposals worth reading.
RECOGNISED = 50.0

KINDS = ("changed", "new", "removed", "moved", "renumbered")
WEIGHTS = ("editorial", "material")
HEADING = "heading"
_NUMBER = re.compile(r'<span class="number">.*?</span>', re.S)
# A note's number in the text, and before the note: a note added above changes both.
_NOTE_MARK = re.compile(
    r'<sup><a href="#b-[0-9a-f]{12}-[^"]*">[^<]*</a></sup>'
    r'|(<div class="note" id="[^"]*">(?:<p[^>]*>)?)<sup>[^<]*</sup>'
)


@dataclass(frozen=True)
class Side:
    """A paragraph or heading as it stands in one edition.

    `section` holds the titles from the top; `position` is the place in reading order, headings
    counted. `text` has neither the printed number nor the notes, `html` has both.
    """

    key: str
    label: str
    kind: str
    html: str
    text: str
    page: int | None
    section: tuple[str, ...]
    position: int


@dataclass(frozen=True)
class Change:
    """One difference; `kind` is the strongest: changed, then moved, then renumbered.

    `after_key` says where a new or moved one stands: the key of the paragraph before it in its
    section, the heading's key for the first one of a section, None with nothing before it.
    """

    kind: str
    key: str
    before: Side | None
    after: Side | None
    after_key: str | None = None
    weight: str = "material"
    moved: bool = False
    renumbered: bool = False


@dataclass(frozen=True)
class Comparison:
    """All differences in the order of the new edition, removed ones where they stood."""

    changes: list[Change]
    unchanged: int
    aligned_percent: float

    @property
    def advice(self) -> bool:
        """Whether so little was recognised that a new course is the better way."""
        return self.aligned_percent < RECOGNISED


def compare(
    old: Sequence[Side],
    new: Sequence[Side],
    aligned_percent: float | None = None,
    language: str = "en",
) -> Comparison:
    """Compare two editions whose keys were carried; both in reading order, with their headings.

    Without `aligned_percent` it is the share of the old headings that are in the new edition.
    """
    before = {one.key: one for one in old}
    moved = moved_keys(old, new)
    places: list[tuple[float, int, Change]] = []
    unchanged = 0
    for here, side in enumerate(new):
        change = difference(before.get(side.key), side, side.key in moved, language)
        if change is None:
            unchanged += 1
            continue
        if change.kind == "new" or change.moved:
            change = placed(change, new, here)
        places.append((here, 0, change))
    order = {one.key: place for place, one in enumerate(new)}
    for there, side in enumerate(old):
        if side.key not in order:
            at = place_left(old, there, order)
            places.append((at + 0.5, there, Change("removed", side.key, side, None)))
    if aligned_percent is None:
        headings = [one.key for one in old if one.kind == HEADING]
        kept = sum(key in order for key in headings)
        aligned_percent = 100 * kept / len(headings) if headings else 100.0
    ordered = sorted(places, key=lambda one: (one[0], one[1]))
    return Comparison([change for *_place, change in ordered], unchanged, aligned_percent)


def difference(before: Side | None, after: Side, moved: bool, language: str) -> Change | None:
    """Return what became of a paragraph, or None when nothing did."""
    if before is None:
        return Change("new", after.key, None, after)
    renumbered = before.label != after.label
    reworded = body(before) != body(after)
    if reworded:
        kind, weight = "changed", weigh(body(before), body(after), language)
    elif moved:
        kind, weight = "moved", "editorial"
    elif renumbered:
        kind, weight = "renumbered", "editorial"
    else:
        return None
    return Change(kind, after.key, before, after, weight=weight, moved=moved, renumbered=renumbered)


def body(side: Side) -> str:
    """Return what a paragraph says, its notes included, its number and theirs not."""
    if side.kind == HEADING:
        return " ".join(side.text.split())
    html = _NOTE_MARK.sub(r"\1", _NUMBER.sub("", side.html))
    said = plain(html) or " ".join(side.text.split())
    return " ".join((said, *pictures_in(side.html)))


def moved_keys(old: Sequence[Side], new: Sequence[Side]) -> set[str]:
    """Return the keys of what left its place; a section that moved is its heading alone."""
    common = {one.key for one in old} & {one.key for one in new}
    there, here = homes(old, common), homes(new, common)
    order = {one.key: place for place, one in enumerate(old)}
    headings = [one.key for one in new if one.kind == HEADING and one.key in common]
    moved = out_of_order(headings, order)
    # With a moved heading go those below it, which did not leave it.
    moved = {key for key in moved if not (here.get(key) in moved and here[key] == there.get(key))}
    together: dict[str, list[str]] = {}
    for one in new:
        if one.key in common and one.kind != HEADING:
            if there[one.key] == here[one.key]:
                together.setdefault(here[one.key], []).append(one.key)
            else:
                moved.add(one.key)
    for keys in together.values():
        moved |= out_of_order(keys, order)
    return moved


def homes(sides: Sequence[Side], common: set[str]) -> dict[str, str]:
    """Return for each paragraph the heading above it that both editions have; for a heading, too.

    A heading that only one of them has parts nothing: what stands under it did not move.
    """
    found: dict[str, str] = {}
    open_ones: list[tuple[int, str]] = []
    last = ""
    for one in sides:
        if one.kind == HEADING and one.key in common:
            depth = len(one.section)
            open_ones = [entry for entry in open_ones if entry[0] < depth]
            found[one.key] = open_ones[-1][1] if open_ones else ""
            open_ones.append((depth, one.key))
            last = one.key
        elif one.kind != HEADING:
            found[one.key] = last
    return found


def out_of_order(keys: Sequence[str], order: dict[str, int]) -> set[str]:
    """Return the fewest keys without which the rest stands in its old order."""
    places = [order[key] for key in keys]
    kept = set(longest_rise(places))
    return {key for at, key in enumerate(keys) if at not in kept}


def placed(change: Change, new: Sequence[Side], here: int) -> Change:
    """Return a change that says what it stands behind."""
    before = new[here - 1] if here else None
    return Change(
        change.kind,
        change.key,
        change.before,
        change.after,
        before.key if before else None,
        change.weight,
        change.moved,
        change.renumbered,
    )


def place_left(old: Sequence[Side], there: int, order: dict[str, int]) -> float:
    """Return where in the new edition something stood that is gone."""
    for place in range(there - 1, -1, -1):
        if old[place].key in order:
            return float(order[old[place].key])
    return -1.0


def changes_between(old_edition_id: int, new_edition_id: int) -> Comparison:
    """Compare two stored editions."""
    new = db.session.get_one(Edition, new_edition_id)
    percent = new.aligned_percent if new.follows_id == old_edition_id else None
    language = new.language
    old_sides, new_sides = list(sides_of(old_edition_id)), list(sides_of(new_edition_id))
    db.session.rollback()
    return compare(old_sides, new_sides, percent, language)


def sides_of(edition_id: int) -> Iterator[Side]:
    """Yield the headings and paragraphs of a stored edition in reading order."""
    rows = db.session.execute(
        select(
            Paragraph.section_id,
            Paragraph.key,
            Paragraph.kind,
            Paragraph.label,
            Paragraph.html,
            Paragraph.text,
            Paragraph.page,
        )
        .where(Paragraph.edition_id == edition_id)
        .order_by(Paragraph.position)
    ).all()
    below: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        below.setdefault(row.section_id, []).append(place)
    sections = db.session.execute(
        select(Section.id, Section.parent_id, Section.key, Section.label, Section.title)
        .where(Section.edition_id == edition_id)
        .order_by(Section.position)
    )
    paths: dict[int, tuple[str, ...]] = {}
    position = 0
    for section in sections:
        path = (*paths.get(section.parent_id, ()), section.title)
        paths[section.id] = path
        if section.key:
            html = f"<h2>{escape(section.title, quote=False)}</h2>"
            facts = (section.key, section.label, HEADING, html, section.title, None)
            yield Side(*facts, path, position)
            position += 1
        for row in (rows[place] for place in below.get(section.id, ())):
            facts = (row.key, row.label, row.kind, row.html, row.text, row.page)
            yield Side(*facts, path, position)
            position += 1
