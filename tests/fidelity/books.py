"""The books of the measurement: texts of our own in a small markup, numbered as manuals are.

A line begins with what it is: `#` a heading (`#~` without a number, `#A` an annex), `=` a numbered
paragraph, `-` `a)` `1)` items, `|` a row (`|!` a heading row, `|^` a caption; a cell `<` belongs to
the one before it, `^` to the one above), `!` a picture, `>` a box, `~` a term; `[^...]` is a note.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
# The numbers of each kind, as far as the books need them; nothing of the readers is used here.
NUMBERS = {
    "1": [str(n) for n in range(1, 100)],
    "I": ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"],
    "A": list("ABCDEFGHIJ"),
    "a": list("abcdefghij"),
    "ا": list("أبتثجحخدذر"),
    "一": list("一二三四五六七八九十"),
}
WORD_FORMATS = {
    "1": "decimal",
    "I": "upperRoman",
    "A": "upperLetter",
    "a": "lowerLetter",
    "ا": "arabicAlpha",
    "一": "chineseCounting",
}
PLACE = re.compile(r"\{(.)\}")
NOTE = re.compile(r"\[\^([^\]]+)\]")
TERM = re.compile(r"\s?[:：]\s?")


@dataclass
class Cell:
    """A cell of a table of a book."""

    text: str
    colspan: int = 1
    rowspan: int = 1


@dataclass
class Piece:
    """A part of a book: heading, para, list, table, figure, box or terms."""

    kind: str
    text: str = ""
    label: str = ""
    level: int = 0
    style: str = ""
    items: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    heads: int = 0
    alt: str = ""


@dataclass
class Book:
    """A book: what its head says, and its pieces."""

    head: dict[str, str]
    pieces: list[Piece]

    @property
    def language(self) -> str:
        return self.head["language"]

    @property
    def rtl(self) -> bool:
        return self.language == "ar"

    @property
    def headings(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind == "heading"]


def read(language: str) -> Book:
    """Return the book of that language."""
    return parsed((TEXTS / f"{language}.txt").read_text(encoding="utf-8"))


def parsed(text: str) -> Book:
    """Return the book written in the markup."""
    head, _, body = text.partition("\n---\n")
    fields = {key: value.strip() for key, _, value in (x.partition(":") for x in head.split("\n"))}
    counter = Counter(fields)
    lines = [line for line in body.split("\n") if line.strip()]
    pieces: list[Piece] = []
    for kind, group in groupby(lines, kind_of):
        pieces += counter.pieces(kind, list(group))
    return Book(fields, pieces)


def kind_of(line: str) -> str:
    """Tell what a line is by its first letters."""
    for start, kind in (("#", "heading"), ("=", "para"), ("|", "table"), ("!", "figure")):
        if line.startswith(start):
            return kind
    for start, kind in ((">", "box"), ("~", "terms"), ("-", "bullet")):
        if line.startswith(start + " "):
            return kind
    if re.match(r"[a-zа-я]\) ", line):
        return "letter"
    return "step" if re.match(r"\d\) ", line) else "plain"


class Counter:
    """Numbers the headings, paragraphs, tables and figures of one book."""

    def __init__(self, head: dict[str, str]) -> None:
        self.levels = [one.strip() for one in head["levels"].split("|")]
        self.head = head
        self.counts = [0] * 6
        self.seen = dict.fromkeys(("annex", "paragraphs", "table", "figure"), 0)

    def pieces(self, kind: str, lines: list[str]) -> Iterator[Piece]:
        """Yield the pieces a run of lines of one kind makes."""
        if kind in ("bullet", "letter", "step"):
            yield Piece("list", style=kind, items=[line.split(" ", 1)[1] for line in lines])
        elif kind == "terms":
            yield Piece("terms", items=[line[2:] for line in lines])
        elif kind == "table":
            yield self._table(lines)
        else:
            yield from (self._single(kind, line) for line in lines)

    def _single(self, kind: str, line: str) -> Piece:
        if kind == "heading":
            return self._heading(line)
        if kind == "figure":
            _, alt, caption = (part.strip() for part in line.split("|"))
            picture = line[1:].split("|")[0].strip()
            return Piece("figure", caption, self._next("figure"), style=picture, alt=alt)
        if kind == "box":
            title, _, text = line[2:].partition(" | ")
            return Piece("box", text, title)
        if kind == "para":
            return Piece("para", line[2:], self._next("paragraphs"))
        return Piece("para", line)

    def _next(self, what: str) -> str:
        self.seen[what] += 1
        return filled(self.head[what], [self.seen[what]])

    def _heading(self, line: str) -> Piece:
        mark, title = line.split(" ", 1)
        if mark == "#~":
            return Piece("heading", title, level=1, style="plain")
        if mark == "#A":
            return Piece("heading", title, self._next("annex"), level=1, style="annex")
        level = len(mark)
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (6 - level)
        label = filled(self.levels[level - 1], self.counts[:level])
        return Piece("heading", title, label, level=level)

    def _table(self, lines: list[str]) -> Piece:
        made = Piece("table")
        if lines[0].startswith("|^"):
            made.text, made.label = lines.pop(0)[2:].strip(), self._next("table")
        made.heads = sum(line.startswith("|!") for line in lines)
        grid = [[cell.strip() for cell in re.split(r"\|!?", line)[1:]] for line in lines]
        made.rows = [
            [merged(grid, row, at) for at in range(len(cells)) if cells[at] not in ("<", "^")]
            for row, cells in enumerate(grid)
        ]
        made.items = ["|".join(cells) for cells in grid]
        return made


def merged(grid: list[list[str]], row: int, at: int) -> Cell:
    """Return the cell that begins at a place of a grid, with what belongs to it."""
    wide, high = 1, 1
    while at + wide < len(grid[row]) and grid[row][at + wide] == "<":
        wide += 1
    while row + high < len(grid) and grid[row + high][at] == "^":
        high += 1
    return Cell(grid[row][at], wide, high)


def filled(template: str, counts: list[int]) -> str:
    """Return a number as printed: one place takes the last count, several take all in turn."""
    places = PLACE.findall(template)
    given = counts if len(places) > 1 else counts[-1:]
    for sign, count in zip(places, given, strict=True):
        template = template.replace(f"{{{sign}}}", NUMBERS[sign][count - 1], 1)
    return template


def parts(text: str) -> list[tuple[str, bool]]:
    """Split a text into stretches and notes, the notes marked True."""
    return [(part, at % 2 == 1) for at, part in enumerate(NOTE.split(text)) if part]


def bare(text: str) -> str:
    """Return a text without its notes."""
    return NOTE.sub("", text)


def notes(book: Book) -> list[str]:
    """Return the notes of a book in order."""
    return [note for piece in book.pieces for note in NOTE.findall(piece.text)]
