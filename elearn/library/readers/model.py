"""The neutral document model, version 1: what every reader makes and everything else reads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

VERSION = 1


@dataclass(slots=True)
class Run:
    """A stretch of text with one set of marks.

    `marks` is a sorted string of b (bold), i (italic), u (underlined), s (struck), p (superscript),
    d (subscript), c (code). `link` is an outside address, `xref` the id of a block in this
    document, `note` the id of a note (its text is the printed mark), `media` a picture in the
    line (its text is the alternative text).
    """

    text: str
    marks: str = ""
    link: str = ""
    xref: str = ""
    note: str = ""
    media: str = ""


@dataclass(slots=True)
class Source:
    """Where a block stood: running number, printed number, page (when the format knows pages)."""

    index: int = 0
    label: str = ""
    page: int | None = None
    style: str = ""


@dataclass(slots=True, kw_only=True)
class Block:
    """What all blocks have. `lang` and `dir` are empty where the reader does not know them."""

    kind: ClassVar[str] = ""

    id: str = ""
    lang: str = ""
    dir: str = ""
    src: Source = field(default_factory=Source)
    anchors: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Heading(Block):
    """A title. `label` is its number as printed; `evidence` says why it is taken for a heading."""

    kind: ClassVar[str] = "heading"

    level: int = 1
    label: str = ""
    runs: list[Run] = field(default_factory=list)
    evidence: str = ""
    confidence: float = 1.0
    style: str = ""

    @property
    def title(self) -> str:
        """The title as plain text, without its number and without note marks."""
        return plain(self.runs)


@dataclass(slots=True, kw_only=True)
class Para(Block):
    """A paragraph. `label` is its printed number; `role` may be title, label, caption or number."""

    kind: ClassVar[str] = "para"

    label: str = ""
    runs: list[Run] = field(default_factory=list)
    role: str = ""


@dataclass(slots=True, kw_only=True)
class Item:
    """One item of a list; `label` is its number or letter as printed."""

    label: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class List(Block):
    """A list. `format`: decimal, lower-letter, lower-roman ..., bullet, or terms (a glossary)."""

    kind: ClassVar[str] = "list"

    ordered: bool = False
    start: int = 1
    format: str = "bullet"
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Cell:
    """A cell of a table; it may hold any blocks."""

    blocks: list[Block] = field(default_factory=list)
    colspan: int = 1
    rowspan: int = 1
    header: bool = False


@dataclass(slots=True, kw_only=True)
class Row:
    """A row of a table."""

    cells: list[Cell] = field(default_factory=list)
    header: bool = False


@dataclass(slots=True, kw_only=True)
class Table(Block):
    """A table of data. Tables used for layout never get here: their cells' blocks do."""

    kind: ClassVar[str] = "table"

    rows: list[Row] = field(default_factory=list)
    caption: list[Run] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Figure(Block):
    """A picture with its alternative text and caption."""

    kind: ClassVar[str] = "figure"

    media: str = ""
    alt: str = ""
    caption: list[Run] = field(default_factory=list)
    width: int = 0
    height: int = 0


@dataclass(slots=True, kw_only=True)
class Box(Block):
    """A framed part: a text box, or a table of one cell with a border or fill."""

    kind: ClassVar[str] = "box"

    title: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Code(Block):
    """A listing, white space kept."""

    kind: ClassVar[str] = "code"

    text: str = ""
    language: str = ""


@dataclass(slots=True, kw_only=True)
class Quote(Block):
    """A quotation."""

    kind: ClassVar[str] = "quote"

    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Note:
    """A footnote or endnote; `label` is its printed mark."""

    id: str = ""
    kind: str = "footnote"
    label: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Media:
    """A picture file. `name` is its SHA-256 and suffix; pixels are 0 when they are not known."""

    id: str = ""
    name: str = ""
    type: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    uses: int = 0
    usable: bool = True


@dataclass(slots=True, kw_only=True)
class Report:
    """The account of the reading: what came in, what is carried, what was dropped and why."""

    counts_in: dict[str, int] = field(default_factory=dict)
    counts_out: dict[str, int] = field(default_factory=dict)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    complete: bool = True


@dataclass(slots=True, kw_only=True)
class Doc:
    """A document read. `meta` holds title, language, dir, format and what the file says."""

    model: int = VERSION
    meta: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    report: Report = field(default_factory=Report)


def plain(runs: list[Run]) -> str:
    """Return the runs' text, white space folded, without note marks and pictures."""
    return " ".join("".join(r.text for r in runs if not r.note and not r.media).split())


def children(block: Block) -> Iterator[list[Block]]:
    """Yield each list of blocks a block holds: cells, items, the inside of boxes and quotations."""
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                yield cell.blocks
    elif isinstance(block, List):
        for item in block.items:
            yield item.blocks
    elif isinstance(block, Box | Quote):
        yield block.blocks


def walk(blocks: list[Block]) -> Iterator[Block]:
    """Yield all blocks in reading order, the inner ones after the block that holds them."""
    for block in blocks:
        yield block
        for inner in children(block):
            yield from walk(inner)


def runs_of(block: Block) -> Iterator[list[Run]]:
    """Yield the lists of runs that belong to the block itself."""
    if isinstance(block, Heading | Para):
        yield block.runs
    elif isinstance(block, Table | Figure):
        yield block.caption


def terms_of(block: Block) -> list[str]:
    """Return the terms of a list of terms, whose labels are text and not numbers."""
    terms = isinstance(block, List) and block.format == "terms"
    return [item.label for item in block.items] if terms else []  # type: ignore[attr-defined]


def text_of(block: Block) -> str:
    """Return all text of a block and what it holds, white space folded, note marks left out."""
    parts: list[str] = []
    for inner in walk([block]):
        parts.extend(terms_of(inner))
        if isinstance(inner, Code):
            parts.append(inner.text)
        if isinstance(inner, Box) and inner.title:
            parts.append(inner.title)
        parts.extend(plain(runs) for runs in runs_of(inner))
    return " ".join(" ".join(parts).split())
