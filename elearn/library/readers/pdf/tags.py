"""The tag tree of a page: which element each piece of marked content belongs to."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as c

from elearn.library.readers.pdf.binding import utf16

DEEPEST = 60
MOST = 50_000
HEADINGS = {"H": 1, "Title": 0} | {f"H{n}": n for n in range(1, 7)}


@dataclass(eq=False, slots=True)
class Element:
    """A tag: its type, what it lies in, its alternative text, and how far a cell reaches."""

    type: str
    parent: "Element | None" = None
    alt: str = ""
    order: int = 0
    colspan: int = 1
    rowspan: int = 1
    lang: str = ""
    children: list["Element"] = field(default_factory=list)

    def within(self, *types: str) -> "Element | None":
        """Return the nearest element of one of the types that holds this one, or itself."""
        at: Element | None = self
        while at is not None:
            if at.type in types:
                return at
            at = at.parent
        return None

    @property
    def level(self) -> int | None:
        """The level of a heading, None for anything else."""
        at: Element | None = self
        while at is not None:
            if at.type in HEADINGS:
                return HEADINGS[at.type]
            at = at.parent
        return None


def tags_of(page: Any) -> dict[int, Element]:
    """Return the elements of a page by the number of their marked content."""
    tree = c.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        walker = _Walker()
        for at in range(c.FPDF_StructTree_CountChildren(tree)):
            walker.walk(c.FPDF_StructTree_GetChildAtIndex(tree, at), None, 0)
        return walker.found
    finally:
        c.FPDF_StructTree_Close(tree)


def has_tables(tags: dict[int, Element]) -> bool:
    """Tell whether the tags of a page say where its tables are."""
    return any(element.within("Table") is not None for element in tags.values())


def rows_of(table: Element) -> Iterator[Element]:
    """Yield the rows of a table in order, whatever groups them."""
    for element in table.children:
        if element.type == "TR":
            yield element
        else:
            yield from rows_of(element)


class _Walker:
    def __init__(self) -> None:
        self.found: dict[int, Element] = {}
        self.count = 0

    def walk(self, handle: Any, parent: Element | None, depth: int) -> None:
        if not handle or depth > DEEPEST or self.count > MOST:
            return
        self.count += 1
        made = Element(utf16(c.FPDF_StructElement_GetType, handle), parent, order=self.count)
        made.alt = utf16(c.FPDF_StructElement_GetAltText, handle)
        said = utf16(c.FPDF_StructElement_GetLang, handle)
        made.lang = said or (parent.lang if parent is not None else "")
        if made.type in ("TD", "TH"):
            made.colspan = _number(handle, b"ColSpan")
            made.rowspan = _number(handle, b"RowSpan")
        if parent is not None:
            parent.children.append(made)
        for at in range(c.FPDF_StructElement_GetMarkedContentIdCount(handle)):
            number = c.FPDF_StructElement_GetMarkedContentIdAtIndex(handle, at)
            if number >= 0:
                self.found.setdefault(number, made)
        for at in range(c.FPDF_StructElement_CountChildren(handle)):
            child = c.FPDF_StructElement_GetChildAtIndex(handle, at)
            if child:
                self.walk(child, made, depth + 1)
            else:
                number = c.FPDF_StructElement_GetChildMarkedContentID(handle, at)
                if number >= 0:
                    self.found.setdefault(number, made)


def _number(handle: Any, name: bytes) -> int:
    """Return how far a cell reaches, from its attributes; 1 when they do not say."""
    for at in range(c.FPDF_StructElement_GetAttributeCount(handle)):
        attribute = c.FPDF_StructElement_GetAttributeAtIndex(handle, at)
        value = c.FPDF_StructElement_Attr_GetValue(attribute, name)
        number = ctypes.c_float()
        if value and c.FPDF_StructElement_Attr_GetNumberValue(value, ctypes.byref(number)):
            return max(1, min(int(number.value), 1000))
    return 1
