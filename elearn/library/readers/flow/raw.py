"""What is read from the body before anything is decided: paragraphs and tables with their looks."""

from dataclasses import dataclass, field

from elearn.library.readers.flow.looks import PLAIN, Props, Style
from elearn.library.readers.flow.numbers import Number
from elearn.library.readers.model import Figure, Run, plain


@dataclass(slots=True)
class RawPara:
    """A paragraph with its runs, its looks, its number, and the pictures and boxes in it.

    `sequence`: its text begins with a number of a running sequence, as captions do. `follows`: how
    deep the list item lies that the file puts this paragraph into after its first one; 0 for none.
    """

    runs: list[Run] = field(default_factory=list)
    style: Style = field(default_factory=lambda: PLAIN)
    props: Props = field(default_factory=Props)
    number: Number | None = None
    index: int = 0
    page: int | None = None
    figures: list[Figure] = field(default_factory=list)
    boxes: list[list["Raw"]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    contents: bool = False
    sequence: bool = False
    follows: int = 0
    bold: bool = False
    under: bool = False
    slanted: bool = False
    size: int = 0
    lang: str = ""
    level: int = 0
    evidence: str = ""
    confidence: float = 0.0
    role: str = ""

    @property
    def text(self) -> str:
        return plain(self.runs)

    @property
    def indent(self) -> int:
        """Where the text begins, in twentieths of a point from the margin."""
        if self.props.indent is not None:
            return self.props.indent
        level = self.number.level if self.number else None
        return level.indent or 0 if level else 0


@dataclass(slots=True)
class RawCell:
    """A cell: its content, its width in columns, whether it continues the one above."""

    blocks: list["Raw"] = field(default_factory=list)
    colspan: int = 1
    merge: str = ""
    filled: bool = False
    bordered: bool = False
    column: int = 0
    rowspan: int = 1

    def paragraphs(self) -> list[RawPara]:
        return [p for p in flat(self.blocks) if p.text or p.figures]


@dataclass(slots=True)
class RawRow:
    """A row; `header` when Word repeats it on every page."""

    cells: list[RawCell] = field(default_factory=list)
    header: bool = False


@dataclass(slots=True)
class RawTable:
    """A table with what tells layout from data. `follows` as for paragraphs."""

    rows: list[RawRow] = field(default_factory=list)
    first_row: bool = False
    bordered: bool = False
    rtl: bool = False
    follows: int = 0
    index: int = 0
    page: int | None = None
    anchors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawBox:
    """A framed part found in a table of one cell."""

    blocks: list["Raw"] = field(default_factory=list)
    index: int = 0
    page: int | None = None
    anchors: list[str] = field(default_factory=list)


Raw = RawPara | RawTable | RawBox


def flat(raws: list[Raw]) -> list[RawPara]:
    """Return all paragraphs in order, those in tables and boxes included."""
    found: list[RawPara] = []
    for raw in raws:
        if isinstance(raw, RawPara):
            found.append(raw)
            for box in raw.boxes:
                found.extend(flat(box))
        elif isinstance(raw, RawBox):
            found.extend(flat(raw.blocks))
        else:
            for row in raw.rows:
                for cell in row.cells:
                    found.extend(flat(cell.blocks))
    return found


def is_empty(raw: RawPara) -> bool:
    """Tell whether a paragraph shows nothing."""
    return (
        not plain(raw.runs)
        and not raw.figures
        and not raw.boxes
        and not any(run.media or run.note for run in raw.runs)
    )
