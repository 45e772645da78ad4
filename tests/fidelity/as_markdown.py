"""A book as Markdown: front matter, typed numbers, notes, tables (which cannot merge cells)."""

import base64
import re

from tests.fidelity import books
from tests.fidelity.books import Book, Piece
from tests.fidelity.pictures import drawing


class Text:
    """Writes one book as Markdown."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.notes: list[str] = []

    def written(self) -> bytes:
        """Return the text."""
        head = self.book.head
        front = [f"{key}: {head[key]}" for key in ("title", "language", "symbol")]
        body = "\n\n".join(getattr(self, f"_{piece.kind}")(piece) for piece in self.book.pieces)
        notes = "\n".join(f"[^{at}]: {note}" for at, note in enumerate(self.notes, 1))
        return "\n".join(["---", *front, "---", "", body, "", notes, ""]).encode()

    def _text(self, text: str) -> str:
        made = ""
        for part, is_note in books.parts(text):
            if is_note:
                self.notes.append(part)
            made += f"[^{len(self.notes)}]" if is_note else part
        return made

    def _heading(self, piece: Piece) -> str:
        label = f"{piece.label} " if piece.label else ""
        return f"{'#' * piece.level} {label}{piece.text}"

    def _para(self, piece: Piece) -> str:
        label = piece.label.replace(".", "\\.") + " " if piece.label else ""
        return label + self._text(piece.text)

    def _list(self, piece: Piece) -> str:
        if piece.style == "bullet":
            return "\n".join(f"- {self._text(item)}" for item in piece.items)
        return "\n".join(f"{at}. {self._text(item)}" for at, item in enumerate(piece.items, 1))

    def _terms(self, piece: Piece) -> str:
        pairs = (re.split(r"(\s?[:：]\s?)", item, maxsplit=1) for item in piece.items)
        return "\n\n".join(f"**{term}**{mark}{text}" for term, mark, text in pairs)

    def _table(self, piece: Piece) -> str:
        rows = [[c if c not in ("<", "^") else "" for c in i.split("|")] for i in piece.items]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * len(rows[0]))
        caption = f"{piece.label}. {piece.text}\n\n" if piece.text else ""
        return caption + "\n".join(lines)

    def _figure(self, piece: Piece) -> str:
        data = base64.b64encode(drawing(self.book.language + piece.style)).decode()
        return f"![{piece.alt}](data:image/png;base64,{data})\n\n{piece.label}. {piece.text}"

    def _box(self, piece: Piece) -> str:
        return f"> **{piece.label}**\n>\n> {self._text(piece.text)}"
