"""Pages and pictures in one archive, HTML or Markdown, read as one document."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html

from elearn.library.readers.archive import Archive
from elearn.library.readers.codings import decoded
from elearn.library.readers.epub.blocks import BookReader
from elearn.library.readers.epub.contents import Entry
from elearn.library.readers.epub.headings import Marker, target_of
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.html import main_of, meta_of, opened, told
from elearn.library.readers.html_blocks import PageReader
from elearn.library.readers.html_files import Files, Page, index_of, joined, named, pages_in
from elearn.library.readers.html_furniture import drop_repeated
from elearn.library.readers.html_index import Reached, entries_of
from elearn.library.readers.html_looks import mark_by_looks, sheet_of
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.markdown import rendered
from elearn.library.readers.media import Album
from elearn.library.readers.model import Doc

MARKDOWN = (".md", ".markdown")


def read_pages(
    path: Path,
    *,
    album: Album,
    limits: Limits = DEFAULT,
    progress: Callable[[float], None] = lambda _: None,
) -> Doc:
    """Read an archive of pages with their pictures into the model.

    Where there is an index, the pages it leads to are read in its order and at its levels, else all
    pages in the order of their names.
    Raises Unreadable as the reader of HTML does, and what a hostile archive is refused with.
    """
    with Archive(path, limits) as archive:
        names = pages_in(list(archive.entries))
        if not names:
            raise Unreadable("unsupported", detail="an archive without pages")
        opener = _Opener(archive, limits, progress, len(names))
        files = Files(archive)
        index = index_of(names)
        chosen = Reached(files, names, opener.root).order(index) if index else names
        ledger = Ledger()
        for name in names:
            if name not in chosen:
                ledger.warn("page-not-read", name)
        entries = entries_of(opener.root(index), index, chosen, files) if index else []
        pages = [Page(name, main_of(opener.root(name), ledger)) for name in chosen]
        drop_repeated([page.body for page in pages], ledger)
        whole = joined(pages, files)
        mark_by_looks(whole, sheet_of([opener.root(name) for name in chosen]))
        reader: PageReader = PageReader(album, ledger, limits, files)
        if entries:
            _mark(whole, pages, entries, index, files)
            reader = BookReader(album, ledger, limits, files)
        kind = "markdown" if chosen[0].casefold().endswith(MARKDOWN) else "html"
        doc = told(reader, whole, {**opener.said(chosen), "format": kind})
    progress(1.0)
    return doc


def _mark(whole: Any, pages: list[Page], entries: list[Entry], index: str, files: Files) -> None:
    """Give the headings the index lists the levels it gives them."""
    numbers = {page.part: number for number, page in enumerate(pages)}
    names = named(whole)
    places = [(entry, target_of(entry, index, names, numbers, files)) for entry in entries]
    Marker(whole, tagged=True).mark(
        [(entry, element) for entry, element in places if element is not None]
    )


class _Opener:
    """Opens the pages of an archive, each once."""

    def __init__(
        self, archive: Archive, limits: Limits, progress: Callable[[float], None], many: int
    ) -> None:
        self.archive = archive
        self.limits = limits
        self.progress = progress
        self.many = many
        self.roots: dict[str, Any] = {}
        self.facts: dict[str, dict[str, str]] = {}

    def root(self, name: str) -> Any:
        """Return the root of a page. Raises Unreadable: bomb, and what the archive raises."""
        if name not in self.roots:
            self.progress(0.1 + 0.5 * len(self.roots) / self.many)
            self.roots[name], facts = _page(self.archive.read(name), name, self.limits)
            self.facts[name] = {**meta_of(self.roots[name]), **facts}
        return self.roots[name]

    def said(self, names: list[str]) -> dict[str, str]:
        """Return what the pages say of themselves, the first ones before the others."""
        return {key: said for name in reversed(names) for key, said in self.facts[name].items()}


def _page(data: bytes, name: str, limits: Limits) -> tuple[Any, dict[str, str]]:
    said: dict[str, str] = {}
    if name.casefold().endswith(MARKDOWN):
        text, said = rendered(data)
    else:
        text = decoded(data)
    try:
        return opened(text, limits), said
    except Unreadable as error:
        if error.code != "no-text":
            raise
        # One empty page among others does no harm.
        return lxml.html.Element("body"), said
