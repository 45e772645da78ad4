"""The reader of HTML pages: the main column, without what surrounds it."""

import re
from typing import Any

import lxml.html
from lxml import etree

from elearn.library.readers.codings import decoded
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.finish import finish, is_contents_title
from elearn.library.readers.flow.pseudo import ENOUGH
from elearn.library.readers.html_blocks import PageReader
from elearn.library.readers.html_furniture import drop_bars
from elearn.library.readers.html_looks import mark_by_looks, sheet_of
from elearn.library.readers.html_numbers import number_paragraphs
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.media import Album
from elearn.library.readers.model import Doc, Para, text_of
from elearn.library.readers.text import folded, kept, solid

GONE = frozenset(
    [
        "script",
        "style",
        "nav",
        "aside",
        "noscript",
        "template",
        "iframe",
        "frame",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "button",
        "input",
        "select",
        "textarea",
        "link",
        "meta",
        "base",
        "dialog",
        "annotation",
        "annotation-xml",
    ]
)
GONE_ROLES = frozenset(
    ["navigation", "search", "banner", "contentinfo", "complementary", "doc-toc"]
)
SILENT = frozenset(["script", "style", "template", "link", "meta", "base", "svg", "annotation"])
GONE_CLASSES = frozenset(["mw-editsection", "noprint", "navbox", "breadcrumbs", "pagination"])
CONTENTS_NAMES = frozenset(
    ["toc", "table-of-contents", "contents-list", "doc-toc", "tableofcontents", "toctree-wrapper"]
)
# Lines of a contents list, as word processors write them.
CONTENTS_LINE = re.compile(r"^(?:MsoToc(?:\d|Heading)|TOC\d?$|contents-\d)", re.IGNORECASE)
ANCHOR_SIGNS = frozenset(
    ["headerlink", "anchor", "anchorjs-link", "header-anchor", "heading-anchor"]
)


def read_html(
    data: bytes,
    *,
    album: Album,
    limits: Limits = DEFAULT,
    meta: dict[str, str] | None = None,
    enough: int = ENOUGH,
) -> Doc:
    """Read an HTML page into the model. `meta` (from elsewhere) goes before what the page says;
    from `enough` headings on no line is taken for one by its look.

    Raises Unreadable: bomb when it is nested too deeply or has too many elements, no-text.
    """
    root = opened(decoded(data), limits)
    ledger = Ledger()
    main = main_of(root, ledger)
    mark_by_looks(main, sheet_of([root]), enough)
    reader = PageReader(album, ledger, limits)
    return told(reader, main, {"format": "html", **meta_of(root), **(meta or {})})


def main_of(root: Any, ledger: Ledger) -> Any:
    """Return the main column of a page, without what is no part of the text."""
    body = root.find("body") if root.find("body") is not None else root
    for element in body.xpath(".//*[@*[starts-with(name(), 'elearn-')]]"):
        # Names of our own marks: a page cannot bring them along.
        for name in [name for name in element.attrib if name.startswith("elearn-")]:
            del element.attrib[name]
    _strip(body, ledger)
    drop_bars(body, ledger)
    return _main_column(body, ledger)


def told(reader: PageReader, main: Any, meta: dict[str, str], hint: str = "") -> Doc:
    """Return what a reader finds in the main part of a page. Raises Unreadable: no-text."""
    doc = Doc(meta=meta)
    count_in(main, reader.ledger)
    doc.blocks = number_paragraphs(reader.read(main))
    doc.notes = reader.notes.found
    if not doc.meta.get("title"):
        doc.meta["title"] = _first_title(doc)
    # Pages are often copied with the language of another one: the text decides.
    declared = doc.meta.pop("language", "")
    finish(doc, reader.album, reader.ledger, hint or declared)
    if not any(text_of(block) for block in doc.blocks):
        raise Unreadable("scanned" if doc.media else "no-text")
    return doc


def opened(text: str, limits: Limits) -> Any:
    """Return the root of a page. Raises Unreadable: bomb, no-text."""
    if text.count("<") > 2 * limits.elements:
        raise Unreadable("bomb", detail="too many elements")
    # A declared encoding is a byte matter; lxml refuses it in text.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise Unreadable("no-text", detail=str(error)) from error
    if any("depth" in entry.message.casefold() for entry in parser.error_log):
        raise Unreadable("bomb", detail="nested too deeply")
    if _deep(root, limits.depth):
        raise Unreadable("bomb", detail="nested too deeply")
    return root


def _deep(root: Any, most: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > most:
            return True
    return False


def meta_of(root: Any) -> dict[str, str]:
    """Return what the head of a page says of it."""
    meta: dict[str, str] = {}
    title = root.find("head/title")
    if title is not None and title.text and title.text.strip():
        meta["title"] = folded(kept(title.text))
    for element in root.iterfind("head/meta"):
        name = (element.get("name") or "").casefold()
        if name in ("author", "dc.creator") and element.get("content"):
            meta["author"] = folded(kept(element.get("content")))
    if root.get("lang"):
        meta["language"] = root.get("lang")
    return meta


def _strip(body: Any, ledger: Ledger) -> None:
    """Take out what is no part of the text, and say so."""
    for element in [e for e in body.iter() if isinstance(e.tag, str) and _gone(e)]:
        if element.getparent() is None:
            continue
        if element.tag not in SILENT:
            reason = "contents" if _is_contents(element) else "page-furniture"
            text = element.text_content()
            if text.strip():
                ledger.drop(reason, text, counted=False)
        element.drop_tree()


def _gone(element: Any) -> bool:
    tag = element.tag
    if tag in GONE:
        return True
    if element.get("role") in GONE_ROLES or element.get("hidden") is not None:
        return True
    if tag == "a" and set((element.get("class") or "").split()) & ANCHOR_SIGNS:
        return len(folded(element.text_content())) <= 2
    if tag in ("header", "footer"):
        inside = any(True for _ in element.iterancestors("main", "article", "section"))
        titled = element.find(".//h1") is not None or element.find(".//h2") is not None
        return not inside and not titled
    return _is_contents(element) or bool(set((element.get("class") or "").split()) & GONE_CLASSES)


def is_furniture(element: Any) -> bool:
    """Tell whether an element is none of the text, and no contents list either."""
    return isinstance(element.tag, str) and _gone(element) and not _is_contents(element)


def _is_contents(element: Any) -> bool:
    if element.tag == "p":
        return bool(CONTENTS_LINE.match(element.get("class") or ""))
    if element.tag not in ("div", "ul", "ol", "section", "details", "nav"):
        return False
    names = {(element.get("id") or "").casefold(), *(element.get("class") or "").casefold().split()}
    return bool(names & CONTENTS_NAMES)


def _main_column(body: Any, ledger: Ledger) -> Any:
    found = body.xpath(".//main | .//*[@role='main']")
    articles = body.xpath(".//article[not(ancestor::article)]")
    total = solid(body.text_content())
    if len(found) == 1:
        column = found[0]
    elif len(articles) == 1 and solid(articles[0].text_content()) >= 0.6 * total:
        column = articles[0]
    else:
        return body
    outside = total - solid(column.text_content())
    if outside > 0:
        ledger.drop("page-furniture", f"{outside} characters around the main column", counted=False)
    return column


def count_in(main: Any, ledger: Ledger) -> None:
    """Count what the page holds, apart from the reading itself, to check the reading by."""
    ledger.counts_in["characters"] = solid(kept(main.text_content()))
    for tag, name in (("p", "paragraphs"), ("table", "tables"), ("img", "images")):
        ledger.counts_in[name] = sum(1 for _ in main.iter(tag))


def _first_title(doc: Doc) -> str:
    for block in doc.blocks:
        titled = isinstance(block, Para) and block.role == "title"
        if titled or (block.kind == "heading" and not is_contents_title(block)):
            return text_of(block)
    return ""
