"""Which pages of an archive are read, in which order, and what the index says of their levels."""

import posixpath
from collections.abc import Callable, Iterator
from typing import Any

from elearn.library.readers.epub.contents import Entry
from elearn.library.readers.html import is_furniture
from elearn.library.readers.html_files import Files
from elearn.library.readers.html_furniture import leads_on
from elearn.library.readers.text import folded, kept

LISTS = frozenset(["ul", "ol", "dl", "menu", "dir"])
ITEMS = frozenset(["li", "dt", "dd"])
# Pages that help to find other pages, by what the heads of pages call them.
FINDERS = frozenset(["search", "index", "copyright", "alternate"])
ASIDE = FINDERS | {"contents", "help"}
DEEPEST = 12
LONGEST = 300


class Reached:
    """The pages an index leads to: those it links in its order, and after each what it adds."""

    def __init__(self, files: Files, names: list[str], root_of: Callable[[str], Any]) -> None:
        self.files = files
        self.names = set(names)
        self.root_of = root_of
        self.finders: set[str] = set()

    def order(self, index: str) -> list[str]:
        """Return the pages in the order of reading, the index first."""
        listed = self._linked(index)
        known = {index, *listed}
        result = [index]
        stack = list(reversed(listed))
        while stack:
            name = stack.pop()
            result.append(name)
            more = [other for other in self._linked(name) if other not in known]
            known.update(more)
            stack.extend(reversed(more))
        return [name for name in result if name == index or name not in self.finders]

    def _linked(self, name: str) -> list[str]:
        root = self.root_of(name)
        folder = posixpath.dirname(name)
        for link in root.iter("link"):
            if FINDERS & set((link.get("rel") or "").casefold().split()):
                self.finders.add(self.files.find(link.get("href") or "", folder))
        addresses = [*_addresses(root, bars=False), *_addresses(root, bars=True)]
        found = (self.files.find(address, folder) for address in addresses)
        return list(dict.fromkeys(part for part in found if part in self.names and part != name))


def _addresses(root: Any, *, bars: bool) -> Iterator[str]:
    """Yield the addresses in the text of a page, or those in bars, where only "next" is new."""
    for element in root.iter("a", "area", "frame"):
        address = element.get("src" if element.tag == "frame" else "href")
        ways = set((element.get("rel") or "").casefold().split())
        if not address or ASIDE & ways:
            continue
        if bars == (leads_on(element) or _in_furniture(element)):
            yield address.strip()


def _in_furniture(element: Any) -> bool:
    return any(is_furniture(around) for around in element.iterancestors())


def entries_of(root: Any, index: str, pages: list[str], files: Files) -> list[Entry]:
    """Return the lists of links in the index as contents, where they lead to most of the pages."""
    folder = posixpath.dirname(index)
    found: dict[str, Entry] = {}
    for link in root.iter("a"):
        around = [e.tag for e in link.iterancestors()]
        href = (link.get("href") or "").strip()
        title = folded(kept(link.text_content()))
        depth = sum(tag in LISTS for tag in around)
        if leads_on(link) or _in_furniture(link):
            continue
        if not depth or not ITEMS & set(around) or not 0 < len(title) <= LONGEST:
            continue
        if files.find(href, folder) in pages and files.find(href, folder) != index:
            found.setdefault(href, Entry(min(depth, DEEPEST), title, href))
    entries = list(found.values())
    reached = {files.find(entry.href, folder) for entry in entries}
    if len(reached) < 2 or 2 * len(reached) < len(pages) - 1:
        return []
    least = min(entry.level for entry in entries)
    return [Entry(entry.level - least + 1, entry.title, entry.href) for entry in entries]
