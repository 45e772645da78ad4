"""Books without heading tags: headings told by the looks their style sheets give them."""

from collections import Counter
from typing import Any

from elearn.library.readers.epub.pages import LEVEL, TITLE
from elearn.library.readers.epub.sheet import Look, Sheet
from elearn.library.readers.html_files import elements
from elearn.library.readers.text import folded, solid

# What word processors take where nothing is said, in points.
USUAL = 10.5
LARGER = 0.4
LONGEST = 160
ENOUGH = 3
FRAMES = frozenset(["table", "aside", "li", "figure", "blockquote", "dd", "dt"])
STOPS = (".", "。", "؛", ";", ":", "：", ",")


def mark_by_looks(whole: Any, sheet: Sheet) -> int:
    """Mark lines that stand out from the text, in books that have no heading tags.

    Returns how many were marked; lines larger than those the contents list are left alone.
    """
    bare = _bare_tables(whole)
    lines = [e for e in elements(whole) if e.tag == "p" and not _framed(e, bare)]
    looks = {line: sheet.look(line) for line in lines}
    body = _body(lines, looks)
    known = {looks[e]: int(e.get(LEVEL)) for e in lines if e.get(LEVEL, "0") != "0"}
    top = max((look.size for look in known), default=0.0) or 1000.0
    chosen = [
        line for line in lines if looks[line].size <= top and _stands_out(line, looks[line], body)
    ]
    levels = _levels([looks[line] for line in chosen], known)
    marked = 0
    for line in chosen:
        if line.get(LEVEL) is None:
            line.set(LEVEL, str(levels[looks[line]]))
            marked += 1
    _title(lines, looks, top)
    return marked


def _title(lines: list[Any], looks: dict[Any, Look], top: float) -> None:
    """Mark the one line before all headings that is larger than any of them."""
    before: list[Any] = []
    for line in lines:
        if line.get(LEVEL) is not None:
            break
        if folded(line.text_content()) and looks[line].size > top:
            before.append(line)
    if len(before) == 1:
        before[0].set(TITLE, "1")


def _bare_tables(whole: Any) -> set[Any]:
    """Return the tables that hold a single line: they are no frame."""
    return {
        table
        for table in whole.iter("table")
        if sum(bool(line.text_content().strip()) for line in table.iter("p")) == 1
    }


def _framed(element: Any, bare: set[Any]) -> bool:
    """Lines inside frames are none of the text's headings."""
    return any(e.tag in FRAMES and e not in bare for e in element.iterancestors())


def _body(lines: list[Any], looks: dict[Any, Look]) -> Look:
    seen: Counter[Look] = Counter()
    for line in lines:
        look = looks[line]
        seen[Look(look.size, False, False, look.colour, look.family)] += solid(line.text_content())
    return seen.most_common(1)[0][0] if seen else Look()


def _stands_out(line: Any, look: Look, body: Look) -> bool:
    text = folded(line.text_content())
    if not text or len(text) > LONGEST or text.endswith(STOPS) or not any(map(str.isalpha, text)):
        return False
    usual, size = body.size or USUAL, look.size or body.size or USUAL
    larger = size > usual + LARGER and (look.bold or size >= 1.15 * usual or _other(look, body))
    return larger or (size > usual - LARGER and _other(look, body))


def _other(look: Look, body: Look) -> bool:
    """Headings of word processors have a colour and a family of their own."""
    return "" not in (look.colour, look.family) and (
        look.colour != body.colour and look.family != body.family
    )


def _levels(looks: list[Look], known: dict[Look, int]) -> dict[Look, int]:
    """Give each look a level: the known ones theirs, the next smaller ones the next below."""
    order = {look: at for at, look in reversed(list(enumerate(looks)))}
    ranked = sorted(order, key=lambda k: (-k.size, not k.bold, k.slanted, order[k]))
    levels: dict[Look, int] = {}
    last = 0
    for look in ranked:
        last = known.get(look, last + 1)
        levels[look] = last
    return levels
