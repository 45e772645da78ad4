"""A book as DOCX, as Word writes it: automatic numbers, real notes, merged cells, running heads."""

import re
from itertools import count
from xml.sax.saxutils import escape

from tests.fidelity import books
from tests.fidelity.books import Book, Piece
from tests.fidelity.pictures import drawing
from tests.library.readers import docx_made as made

TYPES = {
    "document": "document.main",
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "header1": "header",
    "footer1": "footer",
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
HEADINGS, ANNEXES, PARAGRAPHS, BULLETS = 1, 2, 3, 4
FONTS = {"ar": "Noto Sans Arabic", "zh": "Noto Sans CJK SC"}
WIDTH = 9000


class Writer:
    """Writes one book. `pages` are the page numbers of its headings for the contents list."""

    def __init__(self, book: Book, pages: list[int]) -> None:
        self.book = book
        self.pages = pages
        self.notes: dict[int, str] = {}
        self.media: dict[str, bytes] = {}
        self.lists = count(10)
        self.starts: list[tuple[int, str]] = []
        self.bookmarks = count(1)
        self.ppr = "<w:bidi/>" if book.rtl else ""
        self.rpr = "<w:rtl/>" if book.rtl else ""

    def written(self) -> bytes:
        """Return the file."""
        body = self._front() + "".join(self._piece(piece) for piece in self.book.pieces)
        return made.zipped(made.parts_of(body + SECTION, links=self._links(), parts=self._parts()))

    def _front(self) -> str:
        head = self.book.head
        lines = [self._p(head["symbol"]), self._p(head["title"], style="Title")]
        lines.append(self._p(head["contents"], style="TOCHeading"))
        begin = FIELD.format("begin") + INSTRUCTION + FIELD.format("separate")
        headings = self.book.headings
        for at, (piece, page) in enumerate(zip(headings, self.pages, strict=True)):
            inner = begin if at == 0 else ""
            text = f"{piece.label} {piece.text}".strip()
            tab = "<w:r><w:tab/></w:r>"
            inner += f"{made.t(text, self.rpr)}{tab}{made.t(str(page), self.rpr)}"
            inner += FIELD.format("end") if at == len(headings) - 1 else ""
            lines.append(made.p(style=f"TOC{piece.level}", ppr=self.ppr, inner=inner))
        return "".join(lines)

    def _p(self, text: str, **more: object) -> str:
        ppr = str(more.pop("ppr", "")) + self.ppr
        return made.p(style=str(more.pop("style", "")), ppr=ppr, inner=self._runs(text), **more)  # type: ignore[arg-type]

    def _runs(self, text: str, properties: str = "") -> str:
        inner = ""
        for part, is_note in books.parts(text):
            if not is_note:
                inner += made.t(part, properties + self.rpr)
                continue
            key = len(self.notes) + 1
            mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            inner += f'{mark}<w:footnoteReference w:id="{key}"/></w:r>'
            own = f"{mark}<w:footnoteRef/></w:r>{made.t(' ' + part, self.rpr)}"
            self.notes[key] = made.p(ppr=self.ppr, inner=own)
        return inner

    def _piece(self, piece: Piece) -> str:
        written: str = getattr(self, f"_{piece.kind}")(piece)
        return written

    def _heading(self, piece: Piece) -> str:
        key = next(self.bookmarks)
        inner = f'<w:bookmarkStart w:id="{key}" w:name="_Toc{key}"/>{self._runs(piece.text)}'
        inner += f'<w:bookmarkEnd w:id="{key}"/>'
        style = {"plain": "HeadingPlain", "annex": "HeadingAnnex"}
        name = style.get(piece.style, f"Heading{piece.level}")
        return made.p(style=name, ppr=self.ppr, inner=inner)

    def _para(self, piece: Piece) -> str:
        num = (PARAGRAPHS, 0) if piece.label else None
        return self._p(piece.text, num=num)

    def _list(self, piece: Piece) -> str:
        key = BULLETS
        if piece.style != "bullet":
            key = next(self.lists)
            russian = self.book.language == "ru" and piece.style == "letter"
            self.starts.append((key, "russianLower" if russian else piece.style))
        return "".join(self._p(item, num=(key, 0)) for item in piece.items)

    def _terms(self, piece: Piece) -> str:
        lines = ""
        for item in piece.items:
            term, mark, text = re.split(r"(\s?[:：]\s?)", item, maxsplit=1)
            bold = made.t(term, "<w:b/><w:bCs/>" + self.rpr)
            lines += made.p(ppr=self.ppr, inner=bold + made.t(mark + text, self.rpr))
        return lines

    def _table(self, piece: Piece) -> str:
        above = self._caption("table", piece) if piece.text else ""
        columns = len(piece.items[0].split("|"))
        step = WIDTH // columns
        grid = f'<w:gridCol w:w="{step}"/>' * columns
        rows = "".join(
            self._row(line.split("|"), at < piece.heads, step)
            for at, line in enumerate(piece.items)
        )
        properties = '<w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
        if self.book.rtl:
            properties = '<w:tblStyle w:val="TableGrid"/><w:bidiVisual/>'
        opening = f"<w:tbl><w:tblPr>{properties}{BORDERS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        return above + opening + rows + "</w:tbl>" + made.p()

    def _row(self, cells: list[str], head: bool, step: int) -> str:
        row, at = "", 0
        while at < len(cells):
            wide = 1
            while at + wide < len(cells) and cells[at + wide] == "<":
                wide += 1
            said = f'<w:tcW w:w="{step * wide}" w:type="dxa"/>'
            said += f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
            if cells[at] == "^":
                said += "<w:vMerge/>"
            elif head:
                said += '<w:vMerge w:val="restart"/>'
            text = "" if cells[at] == "^" else cells[at]
            bold = "<w:b/><w:bCs/>" if head else ""
            row += made.tc(made.p(ppr=self.ppr, inner=self._runs(text, bold)), properties=said)
            at += wide
        return f"<w:tr><w:trPr>{'<w:tblHeader/>' if head else ''}</w:trPr>{row}</w:tr>"

    def _figure(self, piece: Piece) -> str:
        key = f"rP{len(self.media) + 1}"
        self.media[key] = drawing(self.book.language + piece.style)
        inner = made.picture(key, alt=piece.alt, pixels=(400, 200))
        centred = '<w:keepNext/><w:jc w:val="center"/>'
        return made.p(ppr=centred, inner=inner) + self._caption("figure", piece)

    def _caption(self, kind: str, piece: Piece) -> str:
        number = re.search(r"\d+", piece.label)
        at = number.group() if number else ""
        field = (
            f'<w:fldSimple w:instr=" SEQ {kind} \\* ARABIC ">{made.t(at, self.rpr)}</w:fldSimple>'
        )
        before = made.t(piece.label[: -len(at)], self.rpr)
        inner = before + field + made.t(f". {piece.text}", self.rpr)
        return made.p(style="Caption", ppr=self.ppr, inner=inner)

    def _box(self, piece: Piece) -> str:
        title = made.p(ppr=self.ppr, inner=made.t(piece.label, "<w:b/><w:bCs/>" + self.rpr))
        shade = f'<w:tcW w:w="{WIDTH}" w:type="dxa"/><w:shd w:val="clear" w:fill="E8EEF4"/>'
        cell = made.tc(title + self._p(piece.text), properties=shade)
        grid = f'<w:tblGrid><w:gridCol w:w="{WIDTH}"/></w:tblGrid>'
        return f"<w:tbl><w:tblPr>{BORDERS}</w:tblPr>{grid}<w:tr>{cell}</w:tr></w:tbl>{made.p()}"

    def _links(self) -> tuple[str, ...]:
        fixed = (
            made.relation("rF", "footnotes", "footnotes.xml"),
            made.relation("rH", "header", "header1.xml"),
            made.relation("rB", "footer", "footer1.xml"),
        )
        return fixed + tuple(made.relation(key, "image", f"media/{key}.png") for key in self.media)

    def _parts(self) -> dict[str, str | bytes]:
        head = made.p(style="Header", ppr=self.ppr, inner=made.t(self._running(), self.rpr))
        page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        foot = made.p(ppr='<w:jc w:val="center"/>', inner=page)
        names = made.NAMESPACES
        parts: dict[str, str | bytes] = {
            "[Content_Types].xml": content_types(),
            "word/styles.xml": styles(self.book),
            "word/numbering.xml": self._numbering(),
            "word/footnotes.xml": made.notes_part("footnote", self.notes),
            "word/header1.xml": f"<w:hdr {names}>{head}</w:hdr>",
            "word/footer1.xml": f"<w:ftr {names}>{foot}</w:ftr>",
        }
        return parts | {f"word/media/{key}.png": data for key, data in self.media.items()}

    def _running(self) -> str:
        return f"{self.book.head['symbol']} {self.book.head['title']}"

    def _numbering(self) -> str:
        levels, annex = self.book.head["levels"].split("|"), self.book.head["annex"]
        own = [
            made.level(
                at,
                word_format(one),
                word_text(one.strip(), at),
                left=0,
                style=f"Heading{at + 1}",
                legal=len(books.PLACE.findall(one)) > 1,
            )
            for at, one in enumerate(levels)
        ]
        kinds = [
            made.abstract(1, *own),
            made.abstract(2, made.level(0, word_format(annex), word_text(annex, 0) + ".", left=0)),
            made.abstract(3, made.level(0, "decimal", "%1.", left=0)),
            made.abstract(4, made.level(0, "bullet", "•")),
            made.abstract(5, made.level(0, "lowerLetter", "(%1)")),
            made.abstract(6, made.level(0, "decimal", "%1.")),
            made.abstract(7, made.level(0, "russianLower", "%1)")),
        ]
        numbers = [made.number(key, key) for key in (1, 2, 3, 4)]
        abstracts = {"letter": 5, "step": 6, "russianLower": 7}
        for key, style in self.starts:
            numbers.append(made.number(key, abstracts[style], made.start_override(0, 1)))
        inside = "".join(kinds + numbers)
        return f"<w:numbering {made.NAMESPACES}>{inside}</w:numbering>"


def word_format(template: str) -> str:
    """Return Word's name for the kind of number a level has of its own."""
    return books.WORD_FORMATS[books.PLACE.findall(template)[-1]]


def word_text(template: str, at: int) -> str:
    """Return Word's pattern for the number of a level."""
    places = books.PLACE.findall(template)
    first = 1 if len(places) > 1 else at + 1
    for offset, sign in enumerate(places):
        template = template.replace(f"{{{sign}}}", f"%{first + offset}", 1)
    return escape(template)


def content_types() -> str:
    address = "http://schemas.openxmlformats.org/package/2006/content-types"
    inside = "".join(
        f'<Default Extension="{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
        )
    )
    inside += "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}{kind}+xml"/>'
        for name, kind in TYPES.items()
    )
    return f'<Types xmlns="{address}">{inside}</Types>'


def styles(book: Book) -> str:
    """Return the part of styles: headings with numbers, contents lines with dots."""
    font = FONTS.get(book.language, "Noto Sans")
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
    lang = f'<w:lang w:val="{book.language}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    size = '<w:sz w:val="24"/><w:szCs w:val="24"/>'
    spacing = '<w:spacing w:after="160" w:line="320" w:lineRule="auto"/>'
    made_styles = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{size}{lang}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{spacing}</w:pPr></w:pPrDefault></w:docDefaults>"
        + style("Normal", "Normal", default=True)
        + style("Title", "Title", '<w:jc w:val="center"/>', bold(40))
        + style("TOCHeading", "TOC Heading", "", bold(32))
        + style("Caption", "caption", "<w:keepNext/>", "")
        + style(
            "Header", "header", '<w:jc w:val="right"/>', '<w:sz w:val="18"/><w:szCs w:val="18"/>'
        )
    )
    for at, points in ((1, 32), (2, 28), (3, 24)):
        numbered = f'<w:numPr><w:ilvl w:val="{at - 1}"/><w:numId w:val="{HEADINGS}"/></w:numPr>'
        page = "<w:pageBreakBefore/>" if at == 1 else ""
        keep = f'<w:keepNext/>{page}{numbered}<w:outlineLvl w:val="{at - 1}"/>'
        made_styles += style(f"Heading{at}", f"heading {at}", keep, bold(points))
        tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{WIDTH}"/></w:tabs>'
        indent = f'<w:ind w:left="{(at - 1) * 240}"/>'
        made_styles += style(f"TOC{at}", f"toc {at}", tab + indent)
    first = '<w:keepNext/><w:pageBreakBefore/>{}<w:outlineLvl w:val="0"/>'
    annexes = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{ANNEXES}"/></w:numPr>'
    made_styles += style("HeadingPlain", "Heading Plain", first.format(""), bold(32))
    made_styles += style("HeadingAnnex", "Heading Annex", first.format(annexes), bold(32))
    return f"<w:styles {made.NAMESPACES}>{made_styles}</w:styles>"


def style(key: str, name: str, ppr: str = "", rpr: str = "", *, default: bool = False) -> str:
    said = ' w:default="1"' if default else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{said} w:styleId="{key}"><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def bold(size: int) -> str:
    return f'<w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rH"/>'
    '<w:footerReference w:type="default" r:id="rB"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="700"'
    ' w:footer="700" w:gutter="0"/></w:sectPr>'
)
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
INSTRUCTION = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h </w:instrText></w:r>'
