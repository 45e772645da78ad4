"""A book as PDF set by typst: tagged or not, with or without bookmarks."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import typst

from tests.fidelity import books
from tests.fidelity.books import Book, Piece
from tests.fidelity.pictures import drawing

FONTS = {"ar": "Noto Sans Arabic", "zh": "Noto Sans CJK SC"}
SPECIAL = str.maketrans({sign: "\\" + sign for sign in "\\#$*_`<>@=-+/~[]'\"^"})
SETUP = """
#set document(title: "{title}")
#set text(lang: "{lang}", size: 11pt, font: "{font}", hyphenate: false)
#set page(paper: "a4", margin: 2.5cm, numbering: "1", header: align(end, text(8pt, [{running}])))
#set heading(bookmarked: {bookmarked})
#show heading.where(level: 1): it => pagebreak(weak: true) + it
#set par(leading: 0.8em, spacing: 1.3em)
#align(center, text(20pt, [{shown}]))
#outline(title: [{contents}])
"""
CHAPTERS = "#show heading.where(level: 1): set heading(bookmarked: true)\n"
COLUMNS = """
#set page(columns: 2)
#set par(justify: true)
"""
# In columns a table stands across both, as it would not fit into one.
ACROSS = '#place(top, float: true, scope: "parent", [{}])'


class Setter:
    """Sets one book."""

    def __init__(self, book: Book, *, columns: bool = False) -> None:
        self.book = book
        self.columns = columns
        self.pictures: dict[str, bytes] = {}

    def written(
        self, *, tagged: bool = True, bookmarks: bool = True, chapters: bool = False
    ) -> bytes:
        """Return the file; with `chapters` the bookmarks name those alone."""
        head = self.book.head
        setup = SETUP.format(
            title=head["title"],
            shown=quoted(head["title"]),
            lang=head["language"],
            font=FONTS.get(self.book.language, "Noto Sans"),
            running=quoted(head["symbol"]),
            contents=quoted(head["contents"]),
            bookmarked="auto" if bookmarks else "false",
        )
        kinds: dict[str, Callable[[Piece], str]] = {
            "heading": self._heading,
            "para": self._para,
            "list": self._list,
            "terms": self._terms,
            "table": self._table,
            "figure": self._figure,
            "box": self._box,
        }
        text = (
            setup
            + (CHAPTERS if chapters else "")
            + (COLUMNS if self.columns else "")
            + "\n\n".join(kinds[piece.kind](piece) for piece in self.book.pieces)
        )
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "book.typ"
            source.write_text(text, encoding="utf-8")
            for name, data in self.pictures.items():
                (Path(folder) / name).write_bytes(data)
            made: bytes = typst.compile(source, pdf_tags=tagged, timestamp=0)
        return made

    def _text(self, text: str) -> str:
        return "".join(
            f"#footnote[{quoted(part)}]" if is_note else quoted(part)
            for part, is_note in books.parts(text)
        )

    def _heading(self, piece: Piece) -> str:
        label = f"{quoted(piece.label)} " if piece.label else ""
        return f"#heading(level: {piece.level})[{label}{quoted(piece.text)}]"

    def _para(self, piece: Piece) -> str:
        label = f"{quoted(piece.label)} " if piece.label else ""
        return label + self._text(piece.text)

    def _list(self, piece: Piece) -> str:
        items = ", ".join(f"[{self._text(item)}]" for item in piece.items)
        if piece.style == "bullet":
            return f"#list({items})"
        numbering = "(a)" if piece.style == "letter" else "1."
        return f'#enum(numbering: "{numbering}", {items})'

    def _terms(self, piece: Piece) -> str:
        return "\n\n".join(quoted(item) for item in piece.items)

    def _table(self, piece: Piece) -> str:
        rows = [", ".join(map(self._cell, row)) for row in piece.rows]
        columns = len(piece.items[0].split("|"))
        head = f"table.header({', '.join(rows[: piece.heads])}), "
        caption = f"{quoted(piece.label)}. {quoted(piece.text)}\n\n" if piece.text else ""
        table = f"#table(columns: {columns}, {head}{', '.join(rows[piece.heads :])})"
        return ACROSS.format(caption + table) if self.columns else caption + table

    def _cell(self, cell: books.Cell) -> str:
        spans = f"colspan: {cell.colspan}, rowspan: {cell.rowspan}"
        return f"table.cell({spans})[{quoted(cell.text)}]"

    def _figure(self, piece: Piece) -> str:
        name = f"{piece.style}.png"
        self.pictures[name] = drawing(self.book.language + piece.style)
        alt = piece.alt.replace('"', "")
        caption = f"{quoted(piece.label)}. {quoted(piece.text)}"
        return f'#image("{name}", width: 9cm, alt: "{alt}")\n\n{caption}'

    def _box(self, piece: Piece) -> str:
        inside = f"*{quoted(piece.label)}* #parbreak() {self._text(piece.text)}"
        return f"#block(stroke: 0.5pt, inset: 8pt, width: 100%)[{inside}]"


def quoted(text: str) -> str:
    """Return a text so that typst takes every sign for itself."""
    return text.translate(SPECIAL)
