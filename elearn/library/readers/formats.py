"""One door to all readers: a file in, a document with lasting ids out. Runs in the child."""

from collections.abc import Callable
from pathlib import Path

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
from elearn.library.readers.sniff import PAGES_IN_ARCHIVE, disagrees, sniff
from elearn.library.readers.text import folded


def read_path(
    path: Path,
    *,
    name: str,
    media_folder: Path | None = None,
    family: str = "",
    style_map: dict[str, int | str] | None = None,
    limits: Limits = DEFAULT,
    progress: Callable[[float], None] = lambda _: None,
    ignore_bookmarks: bool = False,
) -> Doc:
    """Read a file of any known kind in this process. Raises Unreadable without a sentence."""
    found = sniff(path, limits)
    album = Album(media_folder)
    if found.format == "docx":
        doc = read_docx(
            path,
            found.main,
            album=album,
            limits=limits,
            progress=progress,
            style_map=style_map,
        )
    elif found.format == "odt":
        doc = read_odt(path, album=album, limits=limits, progress=progress, style_map=style_map)
    elif found.format == "pdf":
        doc = read_pdf(
            path,
            album=album,
            limits=limits,
            progress=progress,
            ignore_bookmarks=ignore_bookmarks,
        )
    elif found.format == "epub":
        doc = read_epub(path, album=album, limits=limits, progress=progress)
    elif found.main == PAGES_IN_ARCHIVE:
        doc = read_pages(path, album=album, limits=limits, progress=progress)
    elif found.format == "html":
        doc = read_html(path.read_bytes(), album=album, limits=limits)
    elif found.format == "markdown":
        doc = read_markdown(path.read_bytes(), album=album, limits=limits)
    else:
        raise Unreadable("unsupported", detail=found.format)
    if disagrees(found, name):
        doc.report.warnings.append({"code": "name-disagrees", "text": name[-80:]})
    if not doc.meta.get("title"):
        doc.meta["title"] = folded(name.rpartition(".")[0] or name)
    return assign_ids(doc, family)
