"""What the person is told for each code a reader refuses with: what it is, and what to do."""

from flask_babel import lazy_gettext as _l

from elearn.library.readers.errors import Unreadable

SENTENCES = {
    "unsupported": _l("This kind of file cannot be read. Save it as DOCX or PDF and upload that."),
    "old-doc": _l(
        "This is a document of an old Word version. Open it in Word or LibreOffice, save it as "
        "DOCX and upload that."
    ),
    "macro": _l(
        "This document contains macros. Save it as DOCX or ODT without macros and upload that."
    ),
    "password": _l(
        "This document is protected by a password. Remove the password and upload it again."
    ),
    "too-big": _l("This document is too big. Split it into parts and upload them singly."),
    "damaged": _l(
        "This file is damaged. Open it in the program it was made with, save it again and "
        "upload that."
    ),
    "bomb": _l(
        "This file unpacks to far more than it should, so it was not opened. Save the document "
        "anew and upload that."
    ),
    "unsafe-archive": _l(
        "This file holds parts that a document should not hold, so it was not opened. Save the "
        "document anew and upload that."
    ),
    "dtd": _l(
        "This document declares its own document type, which is not safe to read. Save it anew "
        "in Word or LibreOffice and upload that."
    ),
    "no-text": _l(
        "No text was found in this document. Open it to see whether text is there, and run text "
        "recognition on it when it holds pictures of text."
    ),
    "timeout": _l(
        "Reading this document took too long and was stopped. Split it into parts and upload "
        "them singly."
    ),
    "scanned": _l(
        "This document is a set of scanned pictures without text. Run text recognition on it "
        "and upload the result."
    ),
    "cancelled": _l("Reading was stopped at your request."),
}


def told(error: Unreadable) -> Unreadable:
    """Return the error with its sentence for the person, translated when it is shown."""
    return Unreadable(error.code, SENTENCES.get(error.code, SENTENCES["damaged"]), error.detail)
