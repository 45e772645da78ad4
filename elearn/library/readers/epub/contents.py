"""The contents of a book as its own list gives them, and its list of printed pages."""

from dataclasses import dataclass
from typing import Any

from elearn.library.readers.archive import Archive
from elearn.library.readers.epub.package import Book
from elearn.library.readers.epub.pages import page_of, types, xml_of
from elearn.library.readers.limits import Limits
from elearn.library.readers.text import folded, kept

DEEPEST = 12


@dataclass(slots=True)
class Entry:
    """A line of the contents. `part` is the page in which the address `folder`/`href` lies."""

    level: int
    title: str
    href: str


@dataclass(slots=True)
class Contents:
    """The lines of the contents, the pages of the printed edition, and where both were found."""

    part: str
    entries: list[Entry]
    pages: list[Entry]


def contents_of(archive: Archive, book: Book, limits: Limits) -> Contents:
    """Return the contents: of the navigation page, else of the NCX; empty without both."""
    if book.contents:
        root = page_of(archive.read(book.contents), book.contents, limits)
        found = Contents(book.contents, [], [])
        for nav in root.iter("nav"):
            kinds = types(nav)
            if "toc" in kinds and not found.entries:
                _list(nav.find(".//ol"), 1, found.entries)
            elif "page-list" in kinds and not found.pages:
                _list(nav.find(".//ol"), 1, found.pages)
        if found.entries:
            return found
    if book.ncx:
        root = xml_of(archive.read(book.ncx), book.ncx, limits)
        return _ncx(root, book.ncx)
    return Contents("", [], [])


def _list(element: Any, level: int, into: list[Entry]) -> None:
    if element is None or level > DEEPEST:
        return
    for item in element.iterchildren("li"):
        inner = item.find("ol")
        link = next(
            (e for e in item.iter("a", "span") if inner is None or inner not in e.iterancestors()),
            None,
        )
        title = "" if link is None else folded(kept(link.text_content()))
        if link is not None:
            into.append(Entry(level, title, link.get("href") or ""))
        _list(inner, level + 1, into)


def _ncx(root: Any, part: str) -> Contents:
    found = Contents(part, [], [])
    for point in root.iterfind("{*}navMap/{*}navPoint"):
        _point(point, 1, found.entries)
    for target in root.iterfind("{*}pageList/{*}pageTarget"):
        entry = _entry(target, 1)
        entry.title = target.get("value") or entry.title
        found.pages.append(entry)
    return found


def _point(point: Any, level: int, into: list[Entry]) -> None:
    into.append(_entry(point, level))
    for inner in point.iterfind("{*}navPoint"):
        if level < DEEPEST:
            _point(inner, level + 1, into)


def _entry(point: Any, level: int) -> Entry:
    text = point.find("{*}navLabel/{*}text")
    title = "" if text is None else folded(kept("".join(text.itertext())))
    content = point.find("{*}content")
    return Entry(level, title, "" if content is None else content.get("src") or "")
