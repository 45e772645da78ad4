"""What a file is, told by its content alone; its name is never trusted."""

import re
from dataclasses import dataclass
from pathlib import Path

from elearn.library.readers.archive import Archive
from elearn.library.readers.codings import guessed
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.html_files import CONTAINER, container_of, index_of, pages_in
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.xml import parse

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|h[1-6]|p|div|article|main|section|table|ul|ol|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
PIECE = 1024 * 1024
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SUFFIXES = {
    "docx": ("docx",),
    "html": ("html", "htm", "xhtml", "zip"),
    "markdown": ("md", "markdown", "txt", "zip"),
    "odt": ("odt", "ott"),
    "epub": ("epub",),
    "pdf": ("pdf",),
}
PACKAGES = {
    "application/epub+zip": "epub",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
}
PAGES_IN_ARCHIVE = "archive"
FONTS_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
LIBRARY_LISTS = ("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """`format` is docx, html, markdown, odt, epub or pdf; `main` the part of a DOCX to read.

    `main` of html and markdown says whether the pages came in an archive.
    """

    format: str
    main: str = ""


def sniff(path: Path, limits: Limits = DEFAULT) -> Sniffed:
    """Tell what the file is.

    Raises Unreadable: too-big, damaged (empty), old-doc, password, macro, unsupported, and what a
    hostile archive is refused with.
    """
    size = path.stat().st_size
    if size > limits.file_size:
        raise Unreadable("too-big", detail=f"{size} bytes")
    if size == 0:
        raise Unreadable("damaged", detail="empty file")
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK"):
        return _package(path, limits)
    if start.startswith(OLE):
        raise _ole(path)
    if b"%PDF-" in start[:1024]:
        return Sniffed("pdf")
    return _text(path, start)


def _package(path: Path, limits: Limits) -> Sniffed:
    with Archive(path, limits) as archive:
        if "[Content_Types].xml" in archive.entries:
            return _word(archive, limits)
        if "mimetype" in archive.entries:
            kind = archive.read("mimetype").strip().decode("ascii", "replace")
            if PACKAGES.get(kind) == "odt":
                _refuse_unsafe(archive)
            if PACKAGES.get(kind) == "epub":
                _refuse_protected(archive, limits)
            if kind in PACKAGES:
                return Sniffed(PACKAGES[kind])
        if container_of(list(archive.entries)):
            # A book packed without saying so first, or with a folder around it.
            _refuse_protected(archive, limits)
            return Sniffed("epub")
        pages = [] if "mimetype" in archive.entries else pages_in(list(archive.entries))
        if pages:
            first = index_of(pages) or pages[0]
            markdown = first.casefold().endswith((".md", ".markdown"))
            return Sniffed("markdown" if markdown else "html", PAGES_IN_ARCHIVE)
    raise Unreadable("unsupported", detail="an archive that is no document")


def _word(archive: Archive, limits: Limits) -> Sniffed:
    types = parse(archive.read("[Content_Types].xml"), "[Content_Types].xml", limits)
    overrides = [(e.get("ContentType", ""), e.get("PartName", "")) for e in types]
    names = [name.casefold() for name in archive.entries]
    if any("macroenabled" in kind.casefold() for kind, _ in overrides) or any(
        name.endswith("vbaproject.bin") for name in names
    ):
        raise Unreadable("macro")
    for kind, part in overrides:
        if kind == MAIN and part.lstrip("/") in archive.entries:
            return Sniffed("docx", part.lstrip("/"))
    if any(kind == MAIN for kind, _ in overrides):
        raise Unreadable("damaged", detail="the main part is missing")
    raise Unreadable("unsupported", detail="an office file that is no Word document")


def _refuse_unsafe(archive: Archive) -> None:
    """Refuse an OpenDocument text with a password or with macros; its manifest is not parsed."""
    manifest = "META-INF/manifest.xml"
    if manifest in archive.entries and b"encryption-data" in archive.read(manifest):
        raise Unreadable("password")
    for name in archive.entries:
        folder, _, rest = name.partition("/")
        # Lists of libraries are there even where no library is.
        macro = folder == "Basic" and rest.endswith(".xml") and not rest.endswith(LIBRARY_LISTS)
        if macro or (folder == "Scripts" and rest and not rest.endswith("/")):
            raise Unreadable("macro")


def _refuse_protected(archive: Archive, limits: Limits) -> None:
    """Refuse a book with encrypted pages; fonts made unreadable to others do no harm."""
    beside = container_of(list(archive.entries)).removesuffix(CONTAINER)
    part = beside + "META-INF/encryption.xml"
    if part not in archive.entries:
        return
    methods = parse(archive.read(part), part, limits).iter("{*}EncryptionMethod")
    if any(method.get("Algorithm", "") not in FONTS_ONLY for method in methods):
        raise Unreadable("password")


def _ole(path: Path) -> Unreadable:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable("password")
    if "WordDocument".encode("utf-16-le") in data:
        return Unreadable("old-doc")
    return Unreadable("unsupported", detail="an old office file")


def _text(path: Path, start: bytes) -> Sniffed:
    bare = start.removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        bare = start[2:].replace(b"\x00", b"")
    elif b"\x00" in start:
        raise Unreadable("unsupported", detail="not a text")
    if bare.startswith(b"{\\rtf"):
        raise Unreadable("unsupported", detail="rtf")
    if b"<?mso-application" in bare or b"<pkg:package" in bare:
        raise Unreadable("unsupported", detail="flat office file")
    if HTML.match(bare):
        return Sniffed("html")
    if bare.lstrip().startswith(b"<?xml"):
        raise Unreadable("unsupported", detail="xml")
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not _readable(path, "utf-16" if wide else "utf-8"):
        raise Unreadable("no-text")
    return Sniffed("markdown")


def _readable(path: Path, coding: str) -> bool:
    """Tell whether a text holds anything but space, a piece at a time to stay small."""
    shown = False
    try:
        with path.open(encoding=coding, newline="") as file:
            while piece := file.read(PIECE):
                shown = shown or bool(piece.strip("\ufeff \t\r\n"))
    except UnicodeError as error:
        with path.open("rb") as old:
            start = old.read(PIECE)
        if CONTROLS.search(start) or not guessed(start):
            raise Unreadable("unsupported", detail="not a text") from error
        return True
    return shown


def disagrees(sniffed: Sniffed, name: str) -> bool:
    """Tell whether the file's name promises another format than its content has."""
    suffix = name.rpartition(".")[2].casefold() if "." in name else ""
    return bool(suffix) and suffix not in SUFFIXES[sniffed.format]
