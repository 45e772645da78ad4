"""Pages of a book: XHTML without its document type, as elements the reader of HTML knows."""

import re
from html.entities import html5
from typing import Any

import lxml.html
from lxml import etree

from elearn.library.readers.codings import decoded
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.html import opened
from elearn.library.readers.limits import Limits
from elearn.library.readers.xml import parse

OPS = "{http://www.idpf.org/2007/ops}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"
# Only a document type without declarations of its own is skipped; nothing is ever loaded.
DOCTYPE = re.compile(r"""<!DOCTYPE\s(?:"[^"]*"|'[^']*'|[^"'<>\[\]])*>""", re.IGNORECASE)
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
CODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
# The names our own marks have on elements; a book cannot bring them along.
TYPE, LEVEL, PAGE, BREAK = "elearn-type", "elearn-level", "elearn-page", "elearn-break"
TITLE = "elearn-title"
PROLOG = 4096


def xml_of(data: bytes, part: str, limits: Limits) -> Any:
    """Return the root of a part. Raises Unreadable as `parse` does, a plain DOCTYPE excepted."""
    return parse(_plain(data).encode(), part, limits)


def _plain(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        found = CODING.search(data[:PROLOG])
        try:
            text = data.decode(found.group(1).decode() if found else "utf-8-sig")
        except (UnicodeDecodeError, LookupError):
            text = data.decode("utf-8", "replace")
    text = DECLARATION.sub("", text.removeprefix("\ufeff"), count=1)
    return DOCTYPE.sub("", text[:PROLOG], count=1) + text[PROLOG:]


def page_of(data: bytes, part: str, limits: Limits) -> Any:
    """Return a page as HTML elements; one that is not well formed is read as browsers read HTML.

    Raises Unreadable: dtd, bomb.
    """
    try:
        root = parse(ENTITY.sub(_letter, _plain(data)).encode(), part, limits)
    except Unreadable as error:
        if error.code != "damaged":
            raise
        root = opened(decoded(data), limits)
        for element in root.iter():
            if isinstance(element.tag, str) and element.get("epub:type"):
                element.set(TYPE, element.get("epub:type"))
        return root
    for element in root.iter():
        if isinstance(element.tag, str):
            _plainly_named(element)
    etree.cleanup_namespaces(root)
    text = etree.tostring(root, method="html", encoding="unicode")
    return opened(text, limits)


def _letter(found: re.Match[str]) -> str:
    name = found.group(1)
    return found.group() if name in OWN else html5.get(name + ";", found.group())


def _plainly_named(element: Any) -> None:
    element.tag = etree.QName(element).localname.lower()
    for name, value in list(element.attrib.items()):
        if name == OPS + "type":
            element.set(TYPE, value)
        elif name == XML + "lang" and not element.get("lang"):
            element.set("lang", value)
        elif name in (XLINK + "href", "href") and element.tag == "image":
            element.set("src", value)
        if name.startswith("{") or name.startswith("elearn-"):
            del element.attrib[name]
    if element.tag == "math":
        # The alternative forms of a formula would be read besides it.
        for other in [e for e in element.iter() if str(e.tag).endswith("annotation")]:
            other.getparent().remove(other)


def types(element: Any) -> set[str]:
    """Return what a book says an element is, in EPUB's words."""
    said = set((element.get(TYPE) or "").split())
    role = element.get("role") or ""
    return said | {role.removeprefix("doc-")} if role.startswith("doc-") else said


def make_pictures(body: Any) -> None:
    """Put plain pictures in the place of drawings that only hold one, as covers do."""
    for drawing in [e for e in body.iter("svg")]:
        images = [e for e in drawing.iter("image") if e.get("src")]
        if len(images) != 1 or drawing.getparent() is None:
            continue
        title = drawing.find("title")
        alt = "" if title is None else title.text or ""
        picture = lxml.html.Element("img", src=images[0].get("src"), alt=alt)
        picture.tail = drawing.tail
        drawing.getparent().replace(drawing, picture)
