"""What is known of a document made from a book: outline, counts, all its text."""

from collections import Counter
from typing import Any

from tests.fidelity import books
from tests.fidelity.books import Book


def gold_of(book: Book, suffix: str) -> dict[str, Any]:
    """Return what a reader should find in the book written as that kind of file."""
    pieces = book.pieces
    tables = [piece for piece in pieces if piece.kind == "table"]
    cells = [cell for piece in tables for row in piece.rows for cell in row]
    known = {
        "outline": [[piece.level, piece.text] for piece in book.headings],
        "labels": [piece.label for piece in book.headings],
        "optional": [book.head["title"], book.head["contents"], book.head["symbol"]],
        "language": book.language,
        "tables": len(tables),
        "merged": sum(c.colspan > 1 or c.rowspan > 1 for c in cells),
        "cells": [cell.text for cell in cells if cell.text],
        "notes": books.notes(book),
        "images": [piece.alt for piece in pieces if piece.kind == "figure"],
        "items": sum(len(piece.items) for piece in pieces if piece.kind == "list"),
        "numbers": [[p.label, books.bare(p.text)] for p in pieces if p.kind == "para" and p.label],
        "boxes": sum(piece.kind == "box" for piece in pieces),
        "text": texts(book),
        "contents": [line(piece) for piece in book.headings],
        "running": [] if suffix in ("html", "md", "chromium.pdf") else running(book, suffix),
    }
    return known | {"md": {"merged": 0}, "lo.epub": left_by_libreoffice(book)}.get(suffix, {})


def left_by_libreoffice(book: Book) -> dict[str, Any]:
    """Return what differs in an EPUB of LibreOffice, which leaves much of a document out.

    It writes no heading rows of tables, no merged cells, no lists or numbers, and the name of a
    picture for its description.
    """
    heads = Counter(
        cell.text
        for piece in book.pieces
        for row in piece.rows[: piece.heads]
        for cell in row
        if cell.text
    )
    cells = [
        cell.text
        for piece in book.pieces
        for row in piece.rows[piece.heads :]
        for cell in row
        if cell.text
    ]
    unnamed = ["" for piece in book.pieces if piece.kind == "figure"]
    text = []
    for line_of_text in texts(book):
        if heads[line_of_text]:
            heads[line_of_text] -= 1
        else:
            text.append(line_of_text)
    return {"merged": 0, "items": 0, "numbers": [], "images": unnamed, "cells": cells, "text": text}


def running(book: Book, suffix: str) -> list[str]:
    """Return the line that stands at the head of every page."""
    symbol = book.head["symbol"]
    return [symbol] if suffix.startswith("typst") else [f"{symbol} {book.head['title']}"]


def line(piece: books.Piece) -> str:
    return f"{piece.label} {piece.text}".strip()


def texts(book: Book) -> list[str]:
    """Return all text of a book, a paragraph each, in order; numbers and notes apart."""
    found: list[str] = []
    for piece in book.pieces:
        if piece.kind == "heading":
            found.append(piece.text)
        elif piece.kind == "table":
            found += [piece.text] if piece.text else []
            found += [cell.text for row in piece.rows for cell in row if cell.text]
        elif piece.kind == "list":
            found += piece.items
        elif piece.kind == "terms":
            found += [part for item in piece.items for part in books.TERM.split(item)]
        elif piece.kind == "box":
            found += [piece.label, piece.text]
        else:
            found.append(books.bare(piece.text))
    return found + books.notes(book)
