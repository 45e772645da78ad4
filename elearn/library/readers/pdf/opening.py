"""A PDF opened: what cannot be read is refused, what is not carried is listed."""

import ctypes
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from elearn.library.readers.errors import Unreadable
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.pdf.binding import utf16
from elearn.library.readers.pdf.packed import packed_streams, refuse_bombs

MOST_PAGES = 1000
MOST_NAMED = 10
LOCKED = (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY)
OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
MOST_OBJECTS = 8 * 1024 * 1024
# What a PDF can do or carry besides its text, and the code it is listed with.
BESIDES = (
    ("javascript", re.compile(rb"/S\s*/JavaScript\b|/JavaScript\s*(?:<<|\d+\s+\d+\s+R)")),
    ("launch", re.compile(rb"/S\s*/Launch\b")),
    ("attachment", re.compile(rb"/EmbeddedFiles?\b")),
)


def opened(data: bytes, ledger: Ledger, limits: Limits = DEFAULT) -> pdfium.PdfDocument:
    """Return the document, listing what it does besides showing pages.

    Raises Unreadable: password, bomb, too-big (over 1,000 pages), damaged (no pages included).
    """
    refuse_bombs(data, limits)
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = "password" if error.err_code in LOCKED else "damaged"
        raise Unreadable(code, detail=str(error)) from error
    if len(pdf) == 0:
        raise Unreadable("damaged", detail="no pages")
    if len(pdf) > MOST_PAGES:
        raise Unreadable("too-big", detail=f"{len(pdf)} pages")
    if c.FPDF_GetSecurityHandlerRevision(pdf.raw) >= 0:
        ledger.warn("permissions")
    for code in besides(data):
        ledger.warn(code, attached(pdf) if code == "attachment" else "")
    return pdf


def attached(pdf: pdfium.PdfDocument) -> str:
    """Return the names of the first files attached to a document."""
    count = min(c.FPDFDoc_GetAttachmentCount(pdf.raw), MOST_NAMED)
    files = (c.FPDFDoc_GetAttachment(pdf.raw, at) for at in range(count))
    return ", ".join(filter(None, (utf16(attachment_name, file) for file in files if file)))


def attachment_name(file: Any, buffer: Any, size: int) -> int:
    """Write the name of an attached file as UTF-16 and return its size in bytes."""
    into = ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR)) if buffer else None
    return int(c.FPDFAttachment_GetName(file, into, size))


def besides(data: bytes) -> list[str]:
    """Return the codes of scripts, programs to start and files that a PDF carries."""
    places = [data, *object_streams(data)]
    return [code for code, words in BESIDES if any(words.search(place) for place in places)]


def object_streams(data: bytes) -> Iterator[bytes]:
    """Yield the objects that are packed together, as most programs write them now."""
    for words, start, end in packed_streams(data):
        if OBJECTS.search(words):
            try:
                yield zlib.decompressobj().decompress(data[start:end], MOST_OBJECTS)
            except zlib.error:
                continue
