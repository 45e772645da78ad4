"""XML of untrusted files: no entity, no address, no document type, bounded size and depth."""

import re
from typing import Any

from lxml import etree

from elearn.library.readers.errors import Unreadable
from elearn.library.readers.limits import DEFAULT, Limits

# The strict variant of the format has the same names under other addresses.
STRICT = b"http://purl.oclc.org/ooxml/"
STRICT_TO_USUAL = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
PROLOG = 64 * 1024


def parse(data: bytes, part: str, limits: Limits = DEFAULT) -> Any:
    """Return the root element of a part.

    Raises Unreadable: dtd when it declares a document type, bomb when it has too many elements
    or is nested too deeply, damaged when it is not well formed.
    """
    # Two-byte encodings hide the words from a plain search.
    if DOCTYPE.search(data[:PROLOG].replace(b"\x00", b"")):
        raise Unreadable("dtd", detail=part)
    if data.count(b"<") > 2 * limits.elements:
        raise Unreadable("bomb", detail=f"{part}: too many elements")
    if STRICT in data[:PROLOG]:
        for strict, usual in STRICT_TO_USUAL:
            data = data.replace(strict, usual)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise _refusal(error, part) from error
    if root is None:
        raise Unreadable("damaged", detail=f"{part}: empty")
    if root.getroottree().docinfo.doctype:
        raise Unreadable("dtd", detail=part)
    return root


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _refusal(error: Any, part: str) -> Unreadable:
    text = str(error)
    if "depth" in text.casefold():
        return Unreadable("bomb", detail=f"{part}: nested too deeply")
    if "ntity" in text or "amplification" in text:
        return Unreadable("dtd", detail=part)
    if "memory" in text.casefold() or text.startswith("unknown error"):
        # The parser that gets no memory can often not even say so.
        return Unreadable("too-big", detail=part)
    return Unreadable("damaged", detail=f"{part}: {text}")
