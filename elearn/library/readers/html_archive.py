"""Pages and pictures in one archive, HTML or Markdown, read as one document."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html

from elearn.library.readers.archive import Archive
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.html import decoded, main_of, meta_of, opened, told
from elearn.library.readers.html_blocks import PageReader
from elearn.library.readers.html_files import Files, Page, joined, main_pages
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

    The index is read where there is one, else all pages in the order of their names.
    Raises Unreadable as the reader of HTML does, and what a hostile archive is refused with.
    """
    with Archive(path, limits) as archive:
        chosen, left = main_pages(list(archive.entries))
        if not chosen:
            raise Unreadable("unsupported", detail="an archive without pages")
        ledger = Ledger()
        for name in left:
            ledger.warn("page-not-read", name)
        pages: list[Page] = []
        meta: dict[str, str] = {}
        for number, name in enumerate(chosen):
            progress(0.1 + 0.5 * number / len(chosen))
            body, said = _page(archive.read(name), name, ledger, limits)
            meta = {**said, **meta}
            pages.append(Page(name, body))
        files = Files(archive)
        whole = joined(pages, files)
        reader = PageReader(album, ledger, limits, files)
        kind = "markdown" if chosen[0].casefold().endswith(MARKDOWN) else "html"
        doc = told(reader, whole, {**meta, "format": kind})
    progress(1.0)
    return doc


def _page(data: bytes, name: str, ledger: Ledger, limits: Limits) -> tuple[Any, dict[str, str]]:
    said: dict[str, str] = {}
    if name.casefold().endswith(MARKDOWN):
        text, said = rendered(data)
    else:
        text = decoded(data)
    try:
        root = opened(text, limits)
    except Unreadable as error:
        if error.code != "no-text":
            raise
        # One empty page among others does no harm.
        return lxml.html.Element("body"), said
    return main_of(root, ledger), {**meta_of(root), **said}
