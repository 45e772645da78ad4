"""The package of a book: what it says of itself, its parts, and the order they are read in."""

import posixpath
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from elearn.library.readers.archive import Archive
from elearn.library.readers.epub.pages import xml_of
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.html_files import CONTAINER, Files, container_of
from elearn.library.readers.limits import Limits
from elearn.library.readers.text import folded, kept, shown

DC = "{http://purl.org/dc/elements/1.1/}"
PAGE_TYPES = (
    "application/xhtml+xml",
    "text/html",
    "application/x-dtbook+xml",
    "text/x-oeb1-document",
)
FACTS = {
    "title": "title",
    "language": "language",
    "publisher": "publisher",
    "rights": "rights",
    "date": "created",
    "creator": "author",
}
# What is longer than the register takes is cut, with a sign that it is.
LONGEST_FACT = {"rights": 2000, "publisher": 200, "language": 20}
UNNAMED = ("unknown title", "unknown author", "unknown", "untitled")


@dataclass(slots=True)
class Part:
    """A part of a book as its package lists it."""

    name: str
    type: str
    properties: frozenset[str]


@dataclass(slots=True)
class Book:
    """The package read. `spine` are the pages in order, `linear` those of the main text.

    `missing` are pages the order of reading names and the archive does not hold.
    """

    meta: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    spine: list[str] = field(default_factory=list)
    linear: set[str] = field(default_factory=set)
    contents: str = ""
    ncx: str = ""
    guide: dict[str, str] = field(default_factory=dict)
    cover: str = ""
    missing: list[str] = field(default_factory=list)


def book_of(archive: Archive, limits: Limits) -> Book:
    """Read the package of a book. Raises Unreadable: damaged, and what its XML is refused with."""
    part = container_of(list(archive.entries))
    if not part:
        raise Unreadable("damaged", detail=f"{CONTAINER} is missing")
    container = xml_of(archive.read(part), part, limits)
    path = next((e.get("full-path", "") for e in container.iter("{*}rootfile")), "")
    name = Files(archive).find(path, part.removesuffix(CONTAINER))
    if not name:
        raise Unreadable("damaged", detail="the package is missing")
    root = xml_of(archive.read(name), name, limits)
    book = Book()
    files, folder = Files(archive), posixpath.dirname(name)
    _facts(root, book)
    _parts(root, book, files, folder)
    _spine(root, book)
    for reference in root.iter("{*}reference"):
        part = files.find(reference.get("href", ""), folder)
        book.guide.setdefault(reference.get("type", ""), part)
    return book


def _facts(root: Any, book: Book) -> None:
    for element in root.iter():
        if not isinstance(element.tag, str) or not element.tag.startswith(DC):
            continue
        key = FACTS.get(element.tag.removeprefix(DC))
        text = folded(kept(element.text or ""))
        if key and text and text.casefold() not in UNNAMED:
            book.meta.setdefault(key, shown(text, LONGEST_FACT.get(key, 300)))


def _parts(root: Any, book: Book, files: Files, folder: str) -> None:
    cover = next((e.get("content") for e in root.iter("{*}meta") if e.get("name") == "cover"), "")
    for item in root.iter("{*}item"):
        properties = frozenset((item.get("properties") or "").split())
        name = files.find(unquote(item.get("href", "")), folder)
        part = Part(name, item.get("media-type", ""), properties)
        book.parts[item.get("id", "")] = part
        if "nav" in properties:
            book.contents = name
        if part.type == "application/x-dtbncx+xml":
            book.ncx = book.ncx or name
        if "cover-image" in properties or item.get("id") == cover:
            book.cover = book.cover or name


def _spine(root: Any, book: Book) -> None:
    spine = root.find("{*}spine")
    if spine is None:
        raise Unreadable("damaged", detail="the book has no order of reading")
    toc = book.parts.get(spine.get("toc", ""))
    if toc is not None and toc.name:
        book.ncx = toc.name
    aside: list[str] = []
    for reference in spine.iter("{*}itemref"):
        part = book.parts.get(reference.get("idref", ""))
        if part is None or not part.name:
            book.missing.append(reference.get("idref", ""))
            continue
        if part.type not in PAGE_TYPES:
            continue
        if part.name in book.spine or part.name in aside:
            continue
        if reference.get("linear") == "no":
            aside.append(part.name)
        else:
            book.spine.append(part.name)
            book.linear.add(part.name)
    # What is not in the line of reading (notes, solutions) comes after it.
    book.spine += aside
    if book.missing and not book.spine:
        raise Unreadable("damaged", detail=f"no page is there: {book.missing[0]}")
