"""A book as an HTML page with its numbers typed, notes at the end and pictures inside."""

import base64
from html import escape

from tests.fidelity import books
from tests.fidelity.books import Book, Piece
from tests.fidelity.pictures import drawing

SHEET = """
@page { size: A4; margin: 25mm 20mm; @bottom-center { content: counter(page); } }
body { font: 12pt/1.5 "Liberation Serif", "Noto Naskh Arabic", "Noto Serif CJK SC", serif; }
h1 { break-before: page; } table { border-collapse: collapse; } td, th { border: 1px solid; }
.box { border: 1px solid; padding: 1em; }
"""


class Page:
    """Writes one book as a page; `sheet` is its style sheet."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.notes: list[str] = []

    def written(self, sheet: str = "") -> bytes:
        """Return the page."""
        head, direction = self.book.head, "rtl" if self.book.rtl else "ltr"
        body = "\n".join(getattr(self, f"_{piece.kind}")(piece) for piece in self.book.pieces)
        page = (
            f'<!DOCTYPE html>\n<html lang="{head["language"]}" dir="{direction}"><head>'
            f'<meta charset="utf-8"><title>{escape(head["title"])}</title><style>{sheet}</style>'
            f"</head><body>\n<p>{head['symbol']}</p>\n{body}\n{self._list_of_notes()}</body></html>\n"
        )
        return page.encode()

    def _text(self, text: str) -> str:
        made = ""
        for part, is_note in books.parts(text):
            if not is_note:
                made += escape(part, quote=False)
                continue
            self.notes.append(part)
            at = len(self.notes)
            made += f'<sup><a role="doc-noteref" id="ref{at}" href="#note{at}">{at}</a></sup>'
        return made

    def _list_of_notes(self) -> str:
        items = "".join(
            f'<li id="note{at}">{escape(note)} <a role="doc-backlink" href="#ref{at}">↩</a></li>'
            for at, note in enumerate(self.notes, 1)
        )
        return f'<section role="doc-endnotes"><ol>{items}</ol></section>' if items else ""

    def _heading(self, piece: Piece) -> str:
        title = f"{piece.label} {piece.text}".strip()
        return f"<h{piece.level}>{escape(title)}</h{piece.level}>"

    def _para(self, piece: Piece) -> str:
        label = f"{piece.label} " if piece.label else ""
        return f"<p>{label}{self._text(piece.text)}</p>"

    def _list(self, piece: Piece) -> str:
        items = "".join(f"<li>{self._text(item)}</li>" for item in piece.items)
        if piece.style == "bullet":
            return f"<ul>{items}</ul>"
        kind = ' type="a"' if piece.style == "letter" else ""
        return f"<ol{kind}>{items}</ol>"

    def _terms(self, piece: Piece) -> str:
        pairs = ""
        for item in piece.items:
            term, text = books.TERM.split(item, maxsplit=1)
            pairs += f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>"
        return f"<dl>{pairs}</dl>"

    def _table(self, piece: Piece) -> str:
        rows = ""
        for at, row in enumerate(piece.rows):
            tag = "th" if at < piece.heads else "td"
            rows += "<tr>"
            for cell in row:
                said = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
                said += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
                rows += f"<{tag}{said}>{self._text(cell.text)}</{tag}>"
            rows += "</tr>\n"
        caption = f"{piece.label}. {piece.text}" if piece.text else ""
        said = f"<caption>{escape(caption)}</caption>" if caption else ""
        return f"<table>{said}{rows}</table>"

    def _figure(self, piece: Piece) -> str:
        data = base64.b64encode(drawing(self.book.language + piece.style)).decode()
        caption = escape(f"{piece.label}. {piece.text}")
        picture = f'<img src="data:image/png;base64,{data}" alt="{escape(piece.alt)}">'
        return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"

    def _box(self, piece: Piece) -> str:
        title = f"<p><strong>{escape(piece.label)}</strong></p>"
        return f'<div class="box">{title}<p>{self._text(piece.text)}</p></div>'
