"""Small Word documents, built part by part, so that a test says exactly what is in the file."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PLAIN_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
        for n in range(1, 7)
    )
)


def t(text: str, properties: str = "") -> str:
    """A run of text with run properties given as XML."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(text: str = "", *, style: str = "", num: tuple[int, int] | None = None, **more: str) -> str:
    """A paragraph. `num` is (list, level); `ppr`, `rpr` and `inner` are XML."""
    properties = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if num is not None:
        properties += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    runs = t(text, more.get("rpr", "")) if text else ""
    properties += more.get("ppr", "")
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}{more.get('inner', '')}</w:p>"


def h(level: int, text: str) -> str:
    """A heading in the built-in style."""
    return p(text, style=f"Heading{level}")


def level(ilvl: int, number_format: str, text: str, **more: object) -> str:
    """A level of a list definition. `more`: start, restart, legal, style, left, font."""
    inner = f'<w:start w:val="{more.get("start", 1)}"/><w:numFmt w:val="{number_format}"/>'
    if "restart" in more:
        inner += f'<w:lvlRestart w:val="{more["restart"]}"/>'
    if "style" in more:
        inner += f'<w:pStyle w:val="{more["style"]}"/>'
    if more.get("legal"):
        inner += "<w:isLgl/>"
    inner += f"<w:lvlText w:val={quoteattr(text)}/>"
    left = more.get("left", 360 * (ilvl + 1))
    inner += f'<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr>'
    if "font" in more:
        inner += f'<w:rPr><w:rFonts w:ascii="{more["font"]}"/></w:rPr>'
    return f'<w:lvl w:ilvl="{ilvl}">{inner}</w:lvl>'


def abstract(key: int, *levels: str, inner: str = "") -> str:
    """An abstract list definition."""
    return f'<w:abstractNum w:abstractNumId="{key}">{inner}{"".join(levels)}</w:abstractNum>'


def number(key: int, of: int, overrides: str = "") -> str:
    """A list over an abstract definition."""
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def start_override(ilvl: int, value: int) -> str:
    return f'<w:lvlOverride w:ilvl="{ilvl}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


def tc(*blocks: str, properties: str = "") -> str:
    """A cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks) or p()}</w:tc>"


def tr(*cells: str, header: bool = False) -> str:
    """A row; plain texts become cells."""
    made = "".join(cell if cell.startswith("<w:tc>") else tc(p(cell)) for cell in cells)
    return f"<w:tr><w:trPr>{'<w:tblHeader/>' if header else ''}</w:trPr>{made}</w:tr>"


def tbl(*rows: str, borders: bool = True, properties: str = "") -> str:
    """A table, with lines unless told otherwise."""
    line = '<w:{0} w:val="single" w:sz="4"/>'
    lines = "".join(line.format(side) for side in ("top", "left", "bottom", "right"))
    said = f"<w:tblBorders>{lines}</w:tblBorders>" if borders else ""
    return f"<w:tbl><w:tblPr>{properties}{said}</w:tblPr>{''.join(rows)}</w:tbl>"


def picture(key: str, *, alt: str = "", pixels: tuple[int, int] = (300, 200)) -> str:
    """A run with a picture."""
    width, height = pixels[0] * 9525, pixels[1] * 9525
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="1" name="Picture 1" descr={quoteattr(alt)}/>'
        f'<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{key}"/>'
        f"</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def notes_part(kind: str, notes: dict[int, str]) -> str:
    """The part of footnotes or endnotes; the texts are XML of paragraphs."""
    body = "".join(f'<w:{kind} w:id="{key}">{inner}</w:{kind}>' for key, inner in notes.items())
    return f'<w:{kind}s {NAMESPACES}><w:{kind} w:type="separator" w:id="-1"/>{body}</w:{kind}s>'


def relation(key: str, kind: str, target: str, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target={quoteattr(target)}{mode}/>'


def relations(*entries: str) -> str:
    address = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{address}">{"".join(entries)}</Relationships>'


def parts_of(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    links: tuple[str, ...] = (),
    parts: dict[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """The parts of a document, by name, in the order Word writes them."""
    entries = [relation("rS", "styles", "styles.xml"), relation("rN", "numbering", "numbering.xml")]
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
        ),
        "_rels/.rels": relations(relation("r1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{PLAIN_STYLES}{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
        "word/_rels/document.xml.rels": relations(*entries, *links),
    }
    made.update(parts or {})
    return made


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """The parts as a zip archive with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            data = content.encode() if isinstance(content, str) else content
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write_docx(folder: Path, body: str, **more: object) -> Path:
    """A document as a file; `more` as for `parts_of`."""
    path = folder / "made.docx"
    path.write_bytes(zipped(parts_of(body, **more)))  # type: ignore[arg-type]
    return path
