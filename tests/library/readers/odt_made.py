"""Small OpenDocument texts, built part by part, so that a test says exactly what is in the file."""

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.library.readers.docx_made import zipped

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": f"{OASIS}office:1.0",
        "text": f"{OASIS}text:1.0",
        "table": f"{OASIS}table:1.0",
        "draw": f"{OASIS}drawing:1.0",
        "style": f"{OASIS}style:1.0",
        "fo": f"{OASIS}xsl-fo-compatible:1.0",
        "svg": f"{OASIS}svg-compatible:1.0",
        "meta": f"{OASIS}meta:1.0",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "math": "http://www.w3.org/1998/Math/MathML",
    }.items()
)
KIND = "application/vnd.oasis.opendocument.text"
PLAIN_STYLES = '<style:style style:name="Standard" style:family="paragraph"/>' + "".join(
    f'<style:style style:name="Heading_20_{n}" style:display-name="Heading {n}" '
    f'style:family="paragraph" style:default-outline-level="{n}"/>'
    for n in range(1, 7)
)


def p(text: str = "", *, style: str = "Standard", inner: str = "") -> str:
    """A paragraph; `inner` is XML after the text."""
    return f"<text:p text:style-name={quoteattr(style)}>{escape(text)}{inner}</text:p>"


def h(level: int, text: str, *, style: str = "", more: str = "") -> str:
    """A heading; `more` are attributes."""
    name = style or f"Heading_20_{level}"
    return (
        f'<text:h text:style-name="{name}" text:outline-level="{level}" {more}>'
        f"{escape(text)}</text:h>"
    )


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{escape(text)}</text:span>'


def item(*blocks: str, more: str = "") -> str:
    """An item of a list; plain texts become paragraphs."""
    made = "".join(block if block.startswith("<") else p(block) for block in blocks)
    return f"<text:list-item {more}>{made}</text:list-item>"


def lst(*items: str, style: str = "", more: str = "") -> str:
    """A list; plain texts become items."""
    made = "".join(one if one.startswith("<text:list-") else item(one) for one in items)
    named = f'text:style-name="{style}"' if style else ""
    return f"<text:list {named} {more}>{made}</text:list>"


def level(
    n: int, number_format: str, *, prefix: str = "", suffix: str = ".", more: str = ""
) -> str:
    """A level of a list style or of the outline, as the text of its attributes."""
    return (
        f'text:level="{n}" style:num-format={quoteattr(number_format)} '
        f"style:num-prefix={quoteattr(prefix)} style:num-suffix={quoteattr(suffix)} {more}"
    )


def list_style(name: str, *levels: str) -> str:
    inner = "".join(f"<text:list-level-style-number {one}/>" for one in levels)
    return f'<text:list-style style:name="{name}">{inner}</text:list-style>'


def outline(*levels: str) -> str:
    inner = "".join(f"<text:outline-level-style {one}/>" for one in levels)
    return f'<text:outline-style style:name="Outline">{inner}</text:outline-style>'


def style(name: str, *, text: str = "", paragraph: str = "", more: str = "") -> str:
    """A style made for single places; `text` and `paragraph` are attributes of properties."""
    family = "paragraph" if paragraph or 'parent-style-name="' in more else "text"
    return (
        f'<style:style style:name="{name}" style:family="{family}" {more}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


def note(text: str, *, mark: str = "1", kind: str = "footnote") -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
        f"<text:note-body>{p(text)}</text:note-body></text:note>"
    )


def frame(part: str, *, alt: str = "", more: str = "") -> str:
    """A picture of 300 by 200 points."""
    said = f"<svg:desc>{escape(alt)}</svg:desc>" if alt else ""
    return (
        f'<draw:frame svg:width="300pt" svg:height="200pt" {more}>'
        f"<draw:image xlink:href={quoteattr(part)}/>{said}</draw:frame>"
    )


def text_box(*blocks: str) -> str:
    return f"<draw:frame><draw:text-box>{''.join(blocks)}</draw:text-box></draw:frame>"


def tc(*blocks: str, more: str = "") -> str:
    """A cell; plain texts become paragraphs."""
    made = "".join(block if block.startswith("<") else p(block) for block in blocks)
    return f"<table:table-cell {more}>{made}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def tr(*cells: str) -> str:
    made = "".join(cell if cell.startswith("<table:") else tc(cell) for cell in cells)
    return f"<table:table-row>{made}</table:table-row>"


def tbl(*rows: str, head: str = "", name: str = "Table1") -> str:
    first = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
    return f'<table:table table:name="{name}">{first}{"".join(rows)}</table:table>'


def parts_of(
    body: str,
    *,
    styles: str = "",
    automatic: str = "",
    master: str = "",
    meta: str = "",
    parts: dict[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """The parts of a document, by name, in the order LibreOffice writes them."""
    made: dict[str, str | bytes] = {
        "mimetype": KIND,
        "content.xml": (
            f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            f"</office:body></office:document-content>"
        ),
        "styles.xml": (
            f"<office:document-styles {NAMESPACES}><office:styles>{PLAIN_STYLES}{styles}"
            f"</office:styles>{master}</office:document-styles>"
        ),
        "meta.xml": (
            f"<office:document-meta {NAMESPACES}><office:meta>{meta}</office:meta>"
            f"</office:document-meta>"
        ),
        "META-INF/manifest.xml": "<manifest/>",
    }
    made.update(parts or {})
    return made


def write_odt(folder: Path, body: str, **more: object) -> Path:
    """A document as a file; `more` as for `parts_of`."""
    path = folder / "made.odt"
    path.write_bytes(zipped(parts_of(body, **more)))  # type: ignore[arg-type]
    return path
