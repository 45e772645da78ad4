"""A book as EPUB: a page for each chapter, pictures as files, a contents page, notes at the end."""

import base64
import re
from html import escape

from tests.fidelity.as_html import Page
from tests.fidelity.books import Book
from tests.library.readers.docx_made import zipped

PICTURE = re.compile(r'src="data:image/png;base64,([^"]+)"')
XHTML = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="{0}" lang="{0}" dir="{1}"><head><title>'
    "{2}</title></head><body>{3}</body></html>"
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">{0}</dc:identifier>'
    "<dc:title>{1}</dc:title><dc:language>{2}</dc:language></metadata><manifest>{3}</manifest>"
    "<spine>{4}</spine></package>"
)
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)


def written(book: Book) -> bytes:
    """Return the file."""
    page = Page(book).written().decode()
    body = page[page.index("<body>") + 6 : page.rindex("</body>")]
    pictures: dict[str, bytes] = {}

    def kept_apart(found: re.Match[str]) -> str:
        name = f"picture{len(pictures) + 1}.png"
        pictures[name] = base64.b64decode(found.group(1))
        return f'src="{name}"'

    chapters = re.split(r"(?=<h1>|<section )", PICTURE.sub(kept_apart, body))
    names = [f"c{at}.xhtml" for at in range(len(chapters))]
    # A note stands in another file than the place it belongs to.
    joined = [one.replace('href="#note', f'href="{names[-1]}#note') for one in chapters]
    direction, head = "rtl" if book.rtl else "ltr", book.head
    pages = {
        name: XHTML.format(book.language, direction, escape(head["title"]), marked(one))
        for name, one in zip(names, joined, strict=True)
    }
    contents = "".join(
        f'<li><a href="{name}">{escape(title)}</a></li>'
        for name, one in pages.items()
        for title in re.findall(r"<h1[^>]*>(.*?)</h1>", one)
    )
    nav = f'<nav epub:type="toc"><h1>{head["contents"]}</h1><ol>{contents}</ol></nav>'
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "book.opf": package(book, names, list(pictures)),
        "nav.xhtml": XHTML.format(book.language, direction, head["contents"], nav),
        **pages,
        **pictures,
    }
    return zipped(parts)


def marked(chapter: str) -> str:
    """Return a chapter as EPUB marks its notes."""
    return chapter.replace('role="doc-noteref"', 'epub:type="noteref" role="doc-noteref"')


def package(book: Book, pages: list[str], pictures: list[str]) -> str:
    """Return the list of the parts and their order."""
    items = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    items += "".join(
        f'<item id="{name[:-6]}" href="{name}" media-type="application/xhtml+xml"/>'
        for name in pages
    )
    items += "".join(
        f'<item id="{name[:-4]}" href="{name}" media-type="image/png"/>' for name in pictures
    )
    spine = "".join(f'<itemref idref="{name[:-6]}"/>' for name in pages)
    head = book.head
    return PACKAGE.format(head["symbol"], escape(head["title"]), book.language, items, spine)
