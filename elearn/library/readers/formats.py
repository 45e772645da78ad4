"""One door to all readers: a file in, a document with lasting ids out. Runs in the child."""

from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

from elearn.library.identity import assign_ids
from elearn.library.readers.docx.reader import read_docx
from elearn.library.readers.epub.reader import read_epub
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.html import read_html
from elearn.library.readers.html_archive import read_pages
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.markdown import read_markdown
from elearn.library.readers.media import Album
from elearn.library.readers.model import Doc
from elearn.library.readers.odt.reader import read_odt
from elearn.library.readers.pdf.reader import read_pdf
from elearn.library.readers.sniff import PAGES_IN_ARCHIVE, Sniffed, disagrees, sniff
from elearn.library.readers.text import folded

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
    if found.main == PAGES_IN_ARCHIVE:
        return read_pages(path, album=album, limits=limits, progress=progress)
    if found.format == "html":
        return read_html(path.read_bytes(), album=album, limits=limits)
    if found.format == "markdown":
        return read_markdown(path.read_bytes(), album=album, limits=limits)
    more: Shared = {"album": album, "limits": limits, "progress": progress}
    if found.format == "docx":
        return read_docx(path, found.main, style_map=style_map, **more)
    if found.format == "odt":
        return read_odt(path, style_map=style_map, **more)
    if found.format == "epub":
        return read_epub(path, **more)
    if found.format == "pdf":
        return read_pdf(path, ignore_bookmarks=ignore_bookmarks, **more)
    raise Unreadable("unsupported", detail=found.format)
