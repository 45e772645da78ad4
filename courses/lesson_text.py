"""The text of a lesson: blocks on one side, one piece of HTML to edit on the other. Pure.

Each block is one element; the element of a block that carries a paragraph has the paragraph's key
as its id, so that provenance survives editing the lesson as one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Protocol

from lxml import html as markup

from courses.reading_time import word_count
from elearn.core.html import plain

KEY = re.compile(r"b-[0-9a-f]{12}")
# Ids a text may keep besides keys: those of notes and their marks, made by the readers.
NOTE_ID = re.compile(r"b-[0-9a-f]{12}-[\w.-]{1,40}")
# The readers put the notes of a block at its end.
NOTES = '<div class="notes">'
IN_LINE = re.compile(
    "a|abbr|b|br|code|del|dfn|em|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|var"
)
# The class of a block a machine suggested. It stands in the markup, so that it survives editing the
# lesson as one text.
SUGGESTED = "machine-suggested"
HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_TAG = re.compile(r"<(/?\w+)([^>]*)>")
_ADDRESS = re.compile(r'\s(?:href|src)="[^"]*"')
KINDS = {"ul": "list", "ol": "list", "dl": "list", "table": "table", "figure": "figure"} | {
    "blockquote": "quote",
    "pre": "code",
}


class Original(Protocol):
    """The paragraph of the edition a block was made from."""

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def page(self) -> int | None: ...


@dataclass(frozen=True)
class LessonText:
    """A text ready to be stored: its blocks and its words."""

    blocks: list[dict[str, Any]]
    words: int


def one_element(html: str, key: str | None) -> str:
    """Return clean markup as one element whose id is the key (no id without a key)."""
    elements = list(top_elements(html))
    if len(elements) == 1:
        element = elements[0]
    else:
        element = markup.Element("div")
        element.extend(elements)
    element.attrib.pop("id", None)
    if key:
        element.set("id", key)
    return serialised(element)


def text_of_blocks(blocks: Iterable[Mapping[str, Any]]) -> str:
    """Return the blocks as one HTML text to edit, a blank line between two blocks."""
    return "\n\n".join(str(block["html"]) for block in blocks)


def from_html(html: str, originals: Mapping[str, Original], language: str) -> LessonText:
    """Return the text that clean HTML holds.

    An element whose id is the key of a known paragraph keeps it (the first one, when it occurs
    twice) and is marked as edited when it says something else than the paragraph.
    """
    blocks: list[dict[str, Any]] = []
    used: set[str] = set()
    for element in top_elements(html):
        name = element.attrib.pop("id", "")
        key = name if name in originals and name not in used else None
        anchor = element.tag in HEADINGS and KEY.fullmatch(name) and name not in used
        if key or anchor:
            used.add(name)
            element.set("id", name)
        keep_own_ids(element, used)
        if not has_content(element):
            used.discard(name)
            continue
        blocks.append(block_of(element, key, originals.get(key or "")))
    return LessonText(blocks, words_of(blocks, language))


def block_of(
    element: markup.HtmlElement, key: str | None, original: Original | None
) -> dict[str, Any]:
    """Return the stored form of one block.

    What a machine suggested says so (`suggested`), and is never the manual's own text.
    """
    html = serialised(element)
    block = {
        "key": key,
        "html": html,
        "label": original.label if original else "",
        "page": original.page if original else None,
        "kind": original.kind if original else kind_of(element),
        "edited": original is not None and said(html) != said(one_element(original.html, None)),
    }
    if key is None and SUGGESTED in (element.get("class") or "").split():
        block |= {"edited": True, "suggested": True}
    return block


def kind_of(element: markup.HtmlElement) -> str:
    """Return the kind of a block written by hand."""
    tag = str(element.tag)
    if tag in HEADINGS:
        return "heading"
    if tag == "div" and "box" in (element.get("class") or "").split():
        return "box"
    return KINDS.get(tag, "para")


def words_of(blocks: Iterable[Mapping[str, Any]], language: str) -> int:
    """Return the words of a lesson; its notes do not count, as when a manual is split."""
    return sum(word_count(plain(block["html"].partition(NOTES)[0]), language) for block in blocks)


def said(html: str) -> str:
    """Return what markup says: tags, addresses and words, without what cleaning may change."""
    bare = _TAG.sub(lambda tag: f"<{tag[1]}{''.join(_ADDRESS.findall(tag[2]))}>", html)
    return " ".join(unescape(bare).split())


def top_elements(html: str) -> Iterator[markup.HtmlElement]:
    """Yield the elements of a text; loose words become paragraphs, parted by blank lines."""
    root = markup.fragment_fromstring(html, create_parent="div")
    loose: list[str] = [escape(root.text or "", quote=False)]
    for element in list(root):
        tail, element.tail = element.tail or "", None
        if isinstance(element.tag, str) and not IN_LINE.fullmatch(element.tag):
            yield from paragraphs("".join(loose))
            yield element
            loose = []
        elif isinstance(element.tag, str):
            loose.append(serialised(element))
        loose.append(escape(tail, quote=False))
    yield from paragraphs("".join(loose))


def paragraphs(loose: str) -> Iterator[markup.HtmlElement]:
    """Yield a paragraph for each stretch of loose text between blank lines."""
    for stretch in re.split(r"\n\s*\n", loose):
        if stretch.strip():
            yield markup.fragment_fromstring(f"<p>{stretch.strip()}</p>")


def keep_own_ids(element: markup.HtmlElement, used: set[str]) -> None:
    """Drop inner ids that could clash with the page's own or occur twice."""
    for inner in element.iterdescendants():
        name = inner.get("id")
        if name is None:
            continue
        if NOTE_ID.fullmatch(name) and name not in used:
            used.add(name)
        else:
            del inner.attrib["id"]


def has_content(element: markup.HtmlElement) -> bool:
    """Tell whether the element shows anything."""
    return (
        bool(element.text_content().strip()) or element.tag in ("img", "hr") or has_image(element)
    )


def has_image(element: markup.HtmlElement) -> bool:
    return next(element.iter("img"), None) is not None


def serialised(element: markup.HtmlElement) -> str:
    return str(markup.tostring(element, encoding="unicode", method="html", with_tail=False))
