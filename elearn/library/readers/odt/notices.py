"""Parts of an OpenDocument text that are left out, and the text in them."""

from collections.abc import Iterator
from typing import Any

from elearn.library.readers.odt.names import DRAW, OFFICE, STYLE, SVG, TABLE, TEXT, XLINK
from elearn.library.readers.text import kept, solid

# What holds text that is not shown in the document: settings of indexes, comments, descriptions,
# forms, and deleted text, which stands apart from the rest.
ASIDE = frozenset(
    {
        OFFICE + "annotation",
        OFFICE + "forms",
        OFFICE + "event-listeners",
        OFFICE + "dde-source",
        TEXT + "tracked-changes",
        TEXT + "note-citation",
        TEXT + "number",
        TEXT + "sequence-decls",
        TEXT + "variable-decls",
        TEXT + "user-field-decls",
        TEXT + "table-of-content-source",
        TEXT + "illustration-index-source",
        TEXT + "table-index-source",
        TEXT + "object-index-source",
        TEXT + "user-index-source",
        TEXT + "alphabetical-index-source",
        TEXT + "bibliography-source",
        TEXT + "script",
        SVG + "title",
        SVG + "desc",
        TABLE + "title",
        TABLE + "desc",
        TABLE + "shapes",
        DRAW + "glue-point",
    }
)


def shown_texts(element: Any) -> Iterator[str]:
    """Yield the text of an element that the document shows."""
    if element.text and not _is_structure(element):
        yield element.text
    for child in element:
        if child.tag not in ASIDE and isinstance(child.tag, str):
            yield from shown_texts(child)
        if child.tail and not _is_structure(element):
            yield child.tail


def _is_structure(element: Any) -> bool:
    """Between blocks there is only white space."""
    return str(element.tag) in STRUCTURE


STRUCTURE = frozenset(
    {
        OFFICE + "text",
        TEXT + "list",
        TEXT + "list-item",
        TEXT + "list-header",
        TEXT + "section",
        TEXT + "table-of-content",
        TEXT + "index-body",
        TEXT + "index-title",
        TEXT + "note-body",
        TABLE + "table",
        TABLE + "table-row",
        TABLE + "table-cell",
    }
)


def all_text(element: Any) -> str:
    """Return the text an element shows, its paragraphs apart."""
    lines = [p for p in element.iter(TEXT + "p", TEXT + "h") if not _within(p, element)]
    if not lines:
        return "".join(shown_texts(element))
    return " ".join("".join(shown_texts(line)) for line in lines)


def _within(paragraph: Any, top: Any) -> bool:
    """Tell whether a paragraph stands inside another one, or in a part left aside."""
    at = paragraph.getparent()
    while at is not None and at is not top:
        if at.tag in (TEXT + "p", TEXT + "h") or at.tag in ASIDE:
            return True
        at = at.getparent()
    return False


def characters(element: Any) -> int:
    """Count the characters the document shows."""
    return sum(solid(kept(text)) for text in shown_texts(element))


def is_hidden_section(element: Any) -> bool:
    """Tell whether a section is not shown."""
    if element.get(TEXT + "is-hidden") == "true":
        return True
    return str(element.get(TEXT + "display")) == "none"


def outside_section(element: Any) -> str:
    """Return the address a section is taken from, or ""."""
    source = element.find(TEXT + "section-source")
    return "" if source is None else str(source.get(XLINK + "href") or "")


def heads(root: Any) -> list[str]:
    """Return the running heads and feet of the page styles."""
    tags = [
        STYLE + name + side for name in ("header", "footer") for side in ("", "-left", "-first")
    ]
    found: list[str] = []
    for element in () if root is None else root.iter(*tags):
        line = " ".join(kept(all_text(element)).split())
        if line:
            found.append(line)
    return sorted(set(found))
