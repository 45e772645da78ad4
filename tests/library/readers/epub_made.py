"""Small books and archives of pages, built part by part."""

from pathlib import Path
from xml.sax.saxutils import escape

from tests.library.readers.docx_made import zipped

XHTML = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
    '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
)
Line = tuple[int, str, str]


def page(body: str, *, head: str = "", doctype: str = "") -> str:
    """A page of a book."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{doctype}<html {XHTML}><head>{head}</head>'
        f"<body>{body}</body></html>"
    )


def nav(*lines: Line, more: str = "") -> str:
    """The navigation page; a line is its level, its title and its address."""
    return page(f'<nav epub:type="toc">{_nested(list(lines))}</nav>{more}')


def _nested(lines: list[Line]) -> str:
    items: list[str] = []
    at = 0
    while at < len(lines):
        level, title, href = lines[at]
        end = next((n for n in range(at + 1, len(lines)) if lines[n][0] <= level), len(lines))
        inner = _nested(lines[at + 1 : end]) if end > at + 1 else ""
        items.append(f'<li><a href="{href}">{escape(title)}</a>{inner}</li>')
        at = end
    return f"<ol>{''.join(items)}</ol>"


def ncx(*lines: Line) -> str:
    """An NCX of one level."""
    points = "".join(
        f"<navPoint><navLabel><text>{escape(title)}</text></navLabel>"
        f'<content src="{href}"/></navPoint>'
        for _, title, href in lines
    )
    doctype = '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/ncx.dtd">'
    address = "http://www.daisy.org/z3986/2005/ncx/"
    return f'{doctype}<ncx xmlns="{address}" version="2005-1"><navMap>{points}</navMap></ncx>'


def package(
    pages: list[str],
    *,
    contents: str = "nav.xhtml",
    meta: str = "",
    more: str = "",
    aside: tuple[str, ...] = (),
) -> str:
    """The package; `aside` are pages out of the line of reading, `more` other items."""
    kind = 'media-type="application/xhtml+xml"'
    items = "".join(f'<item id="i{n}" href="{name}" {kind}/>' for n, name in enumerate(pages))
    if contents.endswith(".ncx"):
        items += f'<item id="toc" href="{contents}" media-type="application/x-dtbncx+xml"/>'
    elif contents:
        items += f'<item id="toc" href="{contents}" {kind} properties="nav"/>'
    order = "".join(
        f'<itemref idref="i{n}" linear="{"no" if name in aside else "yes"}"/>'
        for n, name in enumerate(pages)
    )
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{meta}</metadata>'
        f"<manifest>{items}{more}</manifest><spine>{order}</spine></package>"
    )


def parts_of(
    pages: dict[str, str],
    contents: str,
    *,
    contents_name: str = "nav.xhtml",
    meta: str = "",
    more: str = "",
    aside: tuple[str, ...] = (),
    parts: dict[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """The parts of a book whose pages lie in OEBPS/."""
    said = package(list(pages), contents=contents_name, meta=meta, more=more, aside=aside)
    made: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/content.opf": said,
    }
    if contents_name:
        made[f"OEBPS/{contents_name}"] = contents
    made.update({f"OEBPS/{name}": text for name, text in pages.items()})
    made.update(parts or {})
    return made


def write_epub(folder: Path, pages: dict[str, str], contents: str = "", **more: object) -> Path:
    """A book as a file; `more` as for `parts_of`."""
    path = folder / "made.epub"
    path.write_bytes(zipped(parts_of(pages, contents, **more)))  # type: ignore[arg-type]
    return path
