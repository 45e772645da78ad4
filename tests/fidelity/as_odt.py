"""A book as OpenDocument text, written by hand: typed numbers, real notes, merged cells."""

from html import escape

from tests.fidelity import books
from tests.fidelity.books import Book, Piece
from tests.fidelity.pictures import drawing
from tests.library.readers import odt_made as made

BOLD = made.style("Bold", text='fo:font-weight="bold"')
BULLETS = (
    '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" '
    'text:bullet-char="•"/></text:list-style>'
)
BOXED = (
    '<style:style style:name="Box.A1" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #000000"/></style:style>'
)


class Text:
    """Writes one book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.notes = 0
        self.pictures: dict[str, bytes] = {}

    def written(self) -> bytes:
        """Return the file."""
        body = "".join(getattr(self, f"_{piece.kind}")(piece) for piece in self.book.pieces)
        parts: dict[str, str | bytes] = dict(self.pictures)
        return made.zipped(made.parts_of(body, automatic=BOLD + BULLETS + BOXED, parts=parts))

    def _inner(self, text: str) -> str:
        inner = ""
        for part, is_note in books.parts(text):
            self.notes += is_note
            inner += made.note(part, mark=str(self.notes)) if is_note else escape(part)
        return inner

    def _p(self, text: str, label: str = "") -> str:
        return made.p(f"{label} " if label else "", inner=self._inner(text))

    def _heading(self, piece: Piece) -> str:
        return made.h(piece.level, f"{piece.label} {piece.text}".strip())

    def _para(self, piece: Piece) -> str:
        return self._p(piece.text, piece.label)

    def _list(self, piece: Piece) -> str:
        return made.lst(*(made.item(self._p(item)) for item in piece.items), style="Bullets")

    def _terms(self, piece: Piece) -> str:
        return "".join(map(self._p, piece.items))

    def _table(self, piece: Piece) -> str:
        rows = [self._row(line.split("|")) for line in piece.items]
        above = self._p(f"{piece.label}. {piece.text}") if piece.text else ""
        head, body = rows[: piece.heads], rows[piece.heads :]
        return above + made.tbl(*body, head="".join(head))

    def _row(self, cells: list[str]) -> str:
        return made.tr(
            *(
                made.COVERED if cell in ("<", "^") else made.tc(self._p(cell), more=span)
                for cell, span in zip(cells, spans(cells), strict=True)
            )
        )

    def _figure(self, piece: Piece) -> str:
        part = f"Pictures/{len(self.pictures)}.png"
        self.pictures[part] = drawing(self.book.language + piece.style)
        picture = made.p(inner=made.frame(part, alt=piece.alt))
        return picture + self._p(f"{piece.label}. {piece.text}")

    def _box(self, piece: Piece) -> str:
        title = made.p(inner=made.span(piece.label, "Bold"))
        cell = made.tc(title, self._p(piece.text), more='table:style-name="Box.A1"')
        return made.tbl(made.tr(cell))


def spans(cells: list[str]) -> list[str]:
    """Return for each cell of a row how wide it is said to be."""
    said = []
    for at in range(len(cells)):
        wide = 1
        while at + wide < len(cells) and cells[at + wide] == "<":
            wide += 1
        said.append(f'table:number-columns-spanned="{wide}"' if wide > 1 else "")
    return said
