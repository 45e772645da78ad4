"""One door to all readers: a file in, a document with lasting ids out. Runs in the child.

The child loads the one reader it needs: loading all of them took it twice as long.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypedDict

from elearn.library.identity import assign_ids
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.media import Album
from elearn.library.readers.model import Doc
from elearn.library.readers.sniff import PAGES_IN_ARCHIVE, Sniffed, disagrees, sniff
from elearn.library.readers.text import folded

# Kind -> the module beside this one and its function.
READERS = {
    "docx": ("docx.reader", "read_docx"),
    "odt": ("odt.reader", "read_odt"),
    "epub": ("epub.reader", "read_epub"),
    "pdf": ("pdf.reader", "read_pdf"),
    "html": ("html", "read_html"),
    "markdown": ("markdown", "read_markdown"),
    PAGES_IN_ARCHIVE: ("html_archive", "read_pages"),
}
Progress = Callable[[float], None]
StyleMap = dict[str, int | str] | None


class Shared(TypedDict):
    """What all readers of files are told."""

    album: Album
    limits: Limits
    progress: Progress


def read_path(
    path: Path,
    *,
    name: str,
    media_folder: Path | None = None,
    family: str = "",
    style_map: StyleMap = None,
    limits: Limits = DEFAULT,
    progress: Progress = lambda _: None,
    ignore_bookmarks: bool = False,
) -> Doc:
    """Read a file of any known kind in this process. Raises Unreadable without a sentence."""
    found = sniff(path, limits)
    album = Album(media_folder)
    doc = _read(found, path, album, limits, progress, style_map, ignore_bookmarks)
    if disagrees(found, name):
        doc.report.warnings.append({"code": "name-disagrees", "text": name[-80:]})
    if not doc.meta.get("title"):
        doc.meta["title"] = folded(name.rpartition(".")[0] or name)
    return assign_ids(doc, family)


def _read(
    found: Sniffed,
    path: Path,
    album: Album,
    limits: Limits,
    progress: Progress,
    style_map: StyleMap,
    ignore_bookmarks: bool,
) -> Doc:
    """Read by the reader of the kind that was found."""
    kind = PAGES_IN_ARCHIVE if found.main == PAGES_IN_ARCHIVE else found.format
    read = reader_of(kind)
    if kind in ("html", "markdown"):
        return read(path.read_bytes(), album=album, limits=limits)
    more: Shared = {"album": album, "limits": limits, "progress": progress}
    if kind == "docx":
        return read(path, found.main, style_map=style_map, **more)
    if kind == "odt":
        return read(path, style_map=style_map, **more)
    if kind == "pdf":
        return read(path, ignore_bookmarks=ignore_bookmarks, **more)
    return read(path, **more)


def reader_of(kind: str) -> Callable[..., Doc]:
    """Return the reader of that kind, loading it. Raises Unreadable for a kind without one."""
    if kind not in READERS:
        raise Unreadable("unsupported", detail=kind)
    module, function = READERS[kind]
    reader: Callable[..., Doc] = getattr(
        import_module(f"elearn.library.readers.{module}"), function
    )
    return reader
