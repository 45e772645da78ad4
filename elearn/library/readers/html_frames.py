"""Framed parts of pages (notes, tips, warnings) and lines of a role, by the classes they have."""

import re
from typing import Any

from elearn.library.readers.model import Block, Box, Para, Quote, plain
from elearn.library.readers.text import solid

BOX_TITLE = 120
ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*")
NAMES = (
    "note tip warning caution important admonition sidebar danger hint attention "
    "box callout infobox textbox"
)
CLASSES = frozenset(NAMES.split())
TITLE_CLASSES = frozenset(["admonition-title", "sidebar-title", "topic-title", "title"])
HEADINGS = tuple(f"h{n}" for n in range(1, 7))
# What holds more than this is a part of the text, whatever its class says.
LARGEST = 4000


# What word processors call the styles of single lines when they write pages.
ROLES = {
    "msotitle": "title",
    "msosubtitle": "subtitle",
    "subtitle": "subtitle",
    "msocaption": "caption",
    "caption": "caption",
}


def role_of(element: Any) -> str:
    """Return the role of a line: title, subtitle, caption, or "" for any other."""
    return next((ROLES[name] for name in sorted(classes(element)) if name in ROLES), "")


def classes(element: Any) -> set[str]:
    """Return the classes of an element."""
    return set((element.get("class") or "").casefold().split())


def is_frame(element: Any) -> bool:
    """Tell whether an element frames a part that stands beside the text."""
    if element.tag != "div" or not classes(element) & CLASSES:
        return False
    headings = sum(1 for _ in element.iter(*HEADINGS))
    return headings <= 1 and solid(element.text_content()) <= LARGEST


def in_frame(element: Any) -> bool:
    """Tell whether an element stands in a frame."""
    return any(is_frame(around) for around in element.iterancestors("div"))


def as_label(blocks: list[Block]) -> list[Block]:
    """Return the blocks of a heading that begins no section: a line in bold."""
    for block in blocks:
        if isinstance(block, Para):
            block.role = "label"
            for run in block.runs:
                run.marks = "".join(sorted({*run.marks, "b"}))
    return blocks


def mark_title(frame: Any, blocks: list[Block]) -> None:
    """Set the first line in bold where the page calls it the title of the frame."""
    first = next((e for e in frame.iter("p", "div", "span") if e is not frame), None)
    if first is not None and classes(first) & TITLE_CLASSES and isinstance(blocks[0], Para):
        as_label(blocks[:1])


def boxed(inner: list[Block]) -> Box:
    """Return a box of some blocks, titled by the line in bold it begins with."""
    first = inner[0]
    if len(inner) < 2 or not isinstance(first, Para) or not _is_title(first):
        return Box(blocks=inner)
    return Box(title=plain(first.runs), blocks=inner[1:], anchors=first.anchors)


def quoted(inner: list[Block]) -> Block:
    """Return a quotation, or a box where it begins as notes in Markdown do: [!NOTE]."""
    first = inner[0]
    run = first.runs[0] if isinstance(first, Para) and first.runs else None
    found = ALERT.match(run.text) if run is not None else None
    if run is None or found is None:
        return Quote(blocks=inner)
    run.text = run.text[found.end() :].lstrip()
    rest = inner if plain(first.runs) else inner[1:]  # type: ignore[attr-defined]
    return Box(title=found.group(1).capitalize(), blocks=rest) if rest else Quote(blocks=inner)


def _is_title(para: Para) -> bool:
    styled = para.role == "label" or all("b" in run.marks for run in para.runs if run.text.strip())
    bare = not any(run.note or run.media or run.link for run in para.runs)
    return styled and bare and 0 < len(plain(para.runs)) <= BOX_TITLE
