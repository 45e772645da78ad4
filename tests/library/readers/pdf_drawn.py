"""What is drawn on the small PDF files of tests: words, grids, boxes; and reading them."""

from pathlib import Path

from elearn.library.readers.formats import read_path
from elearn.library.readers.model import Doc, Table, text_of
from tests.library.readers.pdf_made import Pdf


def word(text: str, x: float, y: float, size: int = 10, font: str = "F1") -> bytes:
    """Draw a word."""
    return f"BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n".encode("latin-1")


def stroke(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """Draw a line."""
    return f"{x0} {y0} m {x1} {y1} l S\n".encode()


def fill(x: float, y: float, wide: float, high: float, grey: float = 0.8) -> bytes:
    """Fill a rectangle; what follows is black again."""
    return f"{grey} g {x} {y} {wide} {high} re f 0 g\n".encode()


def grid(rows: list[list[str]], *, top: int = 600, left: int = 72, wide: int = 120) -> bytes:
    """Draw a grid with words in its cells, rows of 20 points."""
    columns, bottom = len(rows[0]), top - 20 * len(rows)
    right = left + wide * columns
    drawn = [stroke(left, top - 20 * n, right, top - 20 * n) for n in range(len(rows) + 1)]
    drawn += [stroke(left + wide * n, bottom, left + wide * n, top) for n in range(columns + 1)]
    return b"".join(drawn) + words(rows, top=top, left=left, wide=wide)


def words(rows: list[list[str]], *, top: int = 600, left: int = 72, wide: int = 120) -> bytes:
    """Draw the words of a grid without its lines."""
    return b"".join(
        word(text, left + wide * column + 4, top - 20 * row - 14)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    )


def body(top: int = 760, lines: int = 3) -> bytes:
    """Draw a paragraph of running text."""
    text = "Every drum is closed, labelled and stored upright on a tight floor"
    return b"".join(word(text, 72, top - 14 * n) for n in range(lines))


def read(folder: Path, made: Pdf) -> Doc:
    """Read a file."""
    path = folder / "made.pdf"
    path.write_bytes(made.written())
    media = folder / "media"
    media.mkdir(exist_ok=True)
    return read_path(path, name="made.pdf", media_folder=media)


def tables(doc: Doc) -> list[list[list[str]]]:
    """Return the texts of the cells of all tables."""
    return [
        [[" ".join(map(text_of, cell.blocks)) for cell in row.cells] for row in block.rows]
        for block in doc.blocks
        if isinstance(block, Table)
    ]
