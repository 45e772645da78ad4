"""Headings below those that bookmarks name: bookmarks often name chapters alone.

What bookmarks say stands. Below it the tags are believed, else the contents list, and the looks of
lines only where all bookmarks are of one level, since a full set of them leaves no title out.
"""

from collections.abc import Iterable
from statistics import median

from elearn.library.readers.pdf.contents import Entry, plain
from elearn.library.readers.pdf.headings import (
    DEPTH,
    ENOUGH_TAGS,
    LABELLED,
    LARGER,
    ONLY_LABEL,
    Marker,
    Place,
    heading_of,
    is_numbered,
)
from elearn.library.readers.pdf.shapes import Line
from elearn.library.readers.pdf.tags import Element

TAGGED, MATCHED = 0.6, 0.3
# A look that is used so often below chapters is one of headings.
LEAST_OF_LOOK = 3
SURE = {"tag": 0.9, "contents": 0.85, "font": 0.6}


def fill_below(marker: Marker, entries: list[Entry]) -> None:
    """Mark the headings that the bookmarks, already marked, leave out."""
    named = [line for line in marker.lines if line.level]
    if not named:
        return
    if not _by_tags(marker, named):
        _by_looks(marker, named, entries)


def _by_tags(marker: Marker, named: list[Line]) -> bool:
    """Take tagged headings that are deeper than all that have bookmarks; False without tags."""
    depths = [_tagged(line) for line in named]
    known = [(line.level, depth) for line, depth in zip(named, depths, strict=True) if depth]
    if len(known) < max(ENOUGH_TAGS, TAGGED * len(named)):
        return False
    shift = int(median(level - depth for level, depth in known))
    deepest = max(depth for _, depth in known)
    before: Element | None = None
    for at, line in enumerate(marker.lines):
        holder = heading_of(line.element) if isinstance(line.element, Element) else None
        depth = _tagged(line)
        if holder is not None and not line.heading and depth > deepest and plain(line.text):
            if holder is before:
                line.heading = marker.lines[at - 1].heading
            else:
                marker.mark((at, at + 1), depth + shift, "tag", SURE["tag"])
        before = holder
    return True


def _tagged(line: Line) -> int:
    return (line.element.level or 0) if isinstance(line.element, Element) else 0


def _by_looks(marker: Marker, named: list[Line], entries: list[Entry]) -> None:
    begun = next(at for at, line in enumerate(marker.lines) if line.level)
    free = [
        place
        for place in marker.candidates()
        if place[0] > begun and not any(line.heading for line in marker.lines[slice(*place)])
    ]
    known = {plain(marker.text(at, at + 1)) for at, line in enumerate(marker.lines) if line.level}
    flat = len({line.level for line in named}) == 1
    titles = {plain(entry.title) for entry in entries} - known
    titles = {title for title in titles if not any(is_numbered(title, one) for one in known)}
    said = {place: marker.entry(place, titles) for place in free}
    matched = {place for place in free if said[place]}
    if titles and len({said[place] for place in matched}) >= MATCHED * len(titles):
        chosen = marker.like(free, matched) if flat else [p for p in free if p in matched]
        evidence = "contents"
    elif flat:
        chosen, evidence = list(marker.likely(free)), "font"
    else:
        return
    # Lower than the bookmarked titles, or with a number of its own.
    least = min(line.look.size for line in named)
    chosen = [p for p in chosen if p in matched or _below(marker, p, least)]
    if evidence == "font":
        chosen = list(_regular(marker, chosen))
    _mark(marker, chosen, named, evidence)


def _below(marker: Marker, place: Place, least: float) -> bool:
    look = marker.lines[place[0]].look
    # "Chapter 3" on a line of its own belongs to the title that follows it.
    if ONLY_LABEL.match(marker.text(*place)):
        return False
    return look.size < least or bool(LABELLED.match(marker.text(*place)))


def _regular(marker: Marker, places: list[Place]) -> Iterable[Place]:
    """Leave out looks that are rare, and bold lines in the size of the text without a number."""
    looks = [marker.lines[begin].look.name for begin, _ in places]
    for place, name in zip(places, looks, strict=True):
        bigger = marker.lines[place[0]].look.size > marker.body.size * LARGER
        numbered = LABELLED.match(marker.text(*place))
        alone = marker.stands_alone(place)
        if looks.count(name) >= LEAST_OF_LOOK and (bigger or numbered or alone):
            yield place


def _mark(marker: Marker, chosen: list[Place], named: list[Line], evidence: str) -> None:
    """Number the levels on from those of the bookmarks."""
    numbers = marker.number_levels(chosen)
    ranks = marker.ranks([begin for begin, _ in chosen])
    said = [(line.level, DEPTH.match(line.text)) for line in named]
    shifts = [level - 1 - depth.group(1).count(".") for level, depth in said if depth]
    lowest = min(line.level for line in named)
    shift, level = (shifts[0] if shifts else lowest - 1), 1
    starts = dict(chosen)
    for at, line in enumerate(marker.lines):
        if line.level and line.evidence == "bookmark":
            level = line.level
        if at in starts:
            place = (at, starts[at])
            below = level + ranks[line.look.name]
            own = numbers[place] + shift if place in numbers else below
            marker.mark(place, max(own, level + 1), evidence, SURE[evidence])
