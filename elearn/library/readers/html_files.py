"""Pages and pictures that came together in one archive, and the addresses between them."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import lxml.html

from elearn.library.readers.archive import Archive

# Addresses in joined pages begin so: a colon keeps them apart from what pages can say.
PART = "part:"
DIGITS = re.compile(r"(\d{1,9})")

PAGES = (".html", ".htm", ".xhtml", ".md", ".markdown")


# What every book names its package in; some are packed with a folder around it.
CONTAINER = "META-INF/container.xml"


def container_of(names: list[str]) -> str:
    """Return the part of a book that names its package, or "" where the archive is no book."""
    found = [name for name in names if name == CONTAINER or name.endswith("/" + CONTAINER)]
    return min(found, key=lambda name: (name.count("/"), name), default="")


def pages_in(names: list[str]) -> list[str]:
    """Return the pages of an archive in the order of their names.

    What systems put beside (hidden files, __MACOSX) is no page.
    """
    pages = [
        name
        for name in names
        if name.casefold().endswith(PAGES)
        and not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
    ]
    return sorted(pages, key=_natural)


def index_of(pages: list[str]) -> str:
    """Return the page that leads to the others by its name, or ""."""
    stems = {name: name.rpartition("/")[2].partition(".")[0].casefold() for name in pages}
    indexes = [name for name in pages if stems[name] == "index"]
    return min(indexes, key=lambda name: (name.count("/"), _natural(name)), default="")


def _natural(name: str) -> list[tuple[int, str]]:
    """Order names as people do: 2 before 10."""
    parts = DIGITS.split(name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


class Files:
    """The pictures in an archive, by the addresses that joined pages give them."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.names = {name.casefold(): name for name in archive.entries}

    def find(self, address: str, folder: str = "") -> str:
        """Return the part an address in a page of a folder means, or ""."""
        bare = unquote(address.split("#")[0].split("?")[0]).strip().replace("\\", "/")
        if not bare or ":" in bare.split("/")[0] or bare.startswith("/"):
            return ""
        path = posixpath.normpath(posixpath.join(folder, bare))
        return self.names.get(path.casefold(), "")

    def holds(self, address: str) -> bool:
        """Tell whether a picture is in the archive."""
        return address.startswith(PART) and address.removeprefix(PART) in self.archive.entries

    def read(self, address: str) -> bytes | None:
        """Return a picture, or None where the archive has no such part."""
        return self.archive.read(address.removeprefix(PART)) if self.holds(address) else None


@dataclass(slots=True)
class Page:
    """A page: the part it is, and the element that holds its text."""

    part: str
    body: Any


def key(number: int, name: str = "") -> str:
    """Return the name an element of a page has among all pages joined."""
    return f"p{number}-{name}" if name else f"p{number}"


def joined(pages: list[Page], files: Files) -> Any:
    """Return all pages as one element, so that links between them lead inside it."""
    numbers = {page.part: number for number, page in enumerate(pages)}
    whole = lxml.html.Element("body")
    for number, page in enumerate(pages):
        holder = lxml.html.Element("div", id=key(number))
        for name in ("lang", "dir"):
            if page.body.get(name) or _root(page.body).get(name):
                holder.set(name, page.body.get(name) or _root(page.body).get(name))
        for element in elements(page.body):
            _address(element, number, page, numbers, files)
        holder.text = page.body.text
        holder.extend(list(page.body))
        whole.append(holder)
    return whole


def _root(element: Any) -> Any:
    return element.getroottree().getroot()


def elements(body: Any) -> Iterator[Any]:
    """Yield the elements of a page, no comments."""
    for element in body.iter():
        if isinstance(element.tag, str):
            yield element


def _address(element: Any, number: int, page: Page, numbers: dict[str, int], files: Files) -> None:
    folder = posixpath.dirname(page.part)
    for name in ("id", "name"):
        if element.get(name) and (name == "id" or element.tag == "a"):
            element.set(name, key(number, element.get(name)))
    href = element.get("href")
    if href is not None and element.tag == "a":
        target = inside(href.strip(), number, folder, numbers, files)
        if target:
            element.set("href", "#" + target)
    source = element.get("src")
    if source and element.tag == "img" and not _is_whole(source):
        element.set("src", PART + (files.find(source, folder) or source))


def _is_whole(address: str) -> bool:
    head = address.split("/")[0]
    return ":" in head or address.startswith("//")


def inside(href: str, number: int, folder: str, numbers: dict[str, int], files: Files) -> str:
    """Return the name among all pages of what an address points to, or ""."""
    path, _, fragment = href.partition("#")
    if not path:
        return key(number, unquote(fragment)) if fragment else ""
    at = numbers.get(files.find(path, folder))
    return "" if at is None else key(at, unquote(fragment))


def named(whole: Any) -> dict[str, Any]:
    """Return the elements of joined pages by their names."""
    return {e.get("id"): e for e in reversed(list(whole.iter())) if e.get("id")}
