"""Slides and documents that are uploaded: looked over by name, first bytes and what is inside.

Slow, so it comes before the transaction that keeps the row.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l

from elearn.core import storage
from elearn.library.readers.archive import Archive
from elearn.library.readers.child import check
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.limits import DEFAULT, MIB
from elearn.library.readers.scratch import scratch
from elearn.library.readers.sentences import told
from elearn.webinars.kept.material_errors import FileRefused

MOST_BYTES = 20 * MIB
LIMITS = replace(DEFAULT, file_size=MOST_BYTES)
OPEN_XML = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "pptx": f"{OPEN_XML}.presentationml.presentation",
    "docx": f"{OPEN_XML}.wordprocessingml.document",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
}
EXTENSIONS = {media_type: name for name, media_type in MEDIA_TYPES.items()}
# Files of webinars have names of their own in storage, so that no other room needs the same one.
SUFFIX = ".webinar"
_PDF_END = b"%%EOF"
_UNSAFE_PDF = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
_SLIDES = f"{OPEN_XML}.presentationml.presentation.main+xml".encode()


@dataclass(frozen=True)
class Kept:
    """A file in storage, as a row of a material names it."""

    storage_key: str
    media_type: str
    size: int


def taken(name: str, content: bytes) -> Kept:
    """Look a file over and keep it. Raises FileRefused."""
    found = looked_over(name, content)
    return Kept(storage.put(content, SUFFIX), MEDIA_TYPES[found], len(content))


def looked_over(name: str, content: bytes) -> str:
    """Return what the file is: its ending, which its content agrees with. Raises FileRefused."""
    ending = name.rpartition(".")[2].casefold()
    if ending not in MEDIA_TYPES:
        raise FileRefused(_l("Choose a file of the kind PDF, PPTX, ODP, DOCX or ODT."))
    if len(content) > MOST_BYTES:
        raise FileRefused(_l("This file is larger than 20 MB. Make its pictures smaller first."))
    with scratch() as folder:
        path = Path(folder) / "document"
        path.write_bytes(content)
        try:
            found = format_of(path, content)
        except Unreadable as error:
            raise FileRefused(told(error).sentence) from error
    if found != ending:
        raise FileRefused(
            _l(
                "The name of this file ends in .%(ending)s, but it is something else.",
                ending=ending,
            )
        )
    return ending


def format_of(path: Path, content: bytes) -> str:
    """Return what a file is by its content. Raises Unreadable."""
    if content.startswith(b"PK"):
        with Archive(path, LIMITS) as archive:
            slides = slides_of(archive)
        if slides:
            return slides
    found = check(path, LIMITS).format
    if found == "pdf":
        look_into_pdf(content)
    return found


def slides_of(archive: Archive) -> str:
    """Return whether an archive holds slides, and of which kind. Raises Unreadable for macros."""
    names = [name.casefold() for name in archive.entries]
    if "[Content_Types].xml" in archive.entries:
        types = archive.read("[Content_Types].xml")
        if _SLIDES not in types or "ppt/presentation.xml" not in names:
            return ""
        if b"macroenabled" in types.lower() or any(n.endswith("vbaproject.bin") for n in names):
            raise Unreadable("macro")
        return "pptx"
    if "mimetype" not in archive.entries or "content.xml" not in names:
        return ""
    if archive.read("mimetype").strip() != MEDIA_TYPES["odp"].encode():
        return ""
    refuse_unsafe(archive, names)
    return "odp"


def refuse_unsafe(archive: Archive, names: list[str]) -> None:
    """Refuse OpenDocument slides with a password or macros, as the library refuses texts."""
    manifest: Any = "META-INF/manifest.xml"
    if manifest in archive.entries and b"encryption-data" in archive.read(manifest):
        raise Unreadable("password")
    modules = [name for name in names if name.startswith("basic/") and name.endswith(".xml")]
    if any(not name.endswith(("script-lc.xml", "script-lb.xml")) for name in modules):
        raise Unreadable("macro")


def look_into_pdf(content: bytes) -> None:
    """Refuse a PDF that is cut short, or that says openly that it runs or carries something."""
    if not content.startswith(b"%PDF-") or _PDF_END not in content[-2048:]:
        raise Unreadable("damaged", detail="no end of a PDF")
    if any(word in content for word in _UNSAFE_PDF):
        raise Unreadable("unsafe-archive", detail="a PDF that runs or carries something")
