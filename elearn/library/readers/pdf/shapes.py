"""What the reader of PDF works with: spans of characters, lines of spans, pages of lines."""

from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks: the family of its font, its size in points, weight, slant and colour."""

    family: str = ""
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    mono: bool = False
    colour: int = 0

    @property
    def name(self) -> str:
        """A short name, the same for all text that looks alike."""
        marks = ("b" if self.bold else "") + ("i" if self.italic else "")
        tint = f" #{self.colour:06x}" if self.colour else ""
        return f"{self.size:g} {self.family}{' ' + marks if marks else ''}{tint}"


@dataclass(slots=True)
class Box:
    """A rectangle on the page as it is seen, in points, the origin at the bottom left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Return the width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Return the height in points."""
        return self.y1 - self.y0

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def joined(self, other: "Box") -> "Box":
        """Return the smallest rectangle around both."""
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )

    def overlap(self, other: "Box") -> float:
        """Return the area both cover."""
        wide = min(self.x1, other.x1) - max(self.x0, other.x0)
        high = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(wide, 0.0) * max(high, 0.0)


@dataclass(slots=True)
class Span:
    """Characters drawn in one go: one look, one baseline. `chars`, `lefts`, `rights` go together.

    `mcid` is the number of the marked content they belong to, or -1; `spaced` says that the
    library saw a gap before them.
    """

    look: Look
    y: float
    mcid: int = -1
    artifact: bool = False
    spaced: bool = False
    turned: bool = False
    hidden: bool = False
    order: int = 0
    chars: list[str] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    # The look and baseline of the text around raised glyphs.
    home: tuple[Look, float] | None = None

    # Where a link leads that covers them: an outside address, or a place in the document.
    link: str = ""
    goal: str = ""

    @property
    def text(self) -> str:
        """Return the characters."""
        return "".join(self.chars)

    def part(self, begin: int, end: int) -> "Span":
        """Return some of the characters as a span of their own, all of them as the same."""
        if begin == 0 and end == len(self.chars):
            return self
        return replace(
            self,
            spaced=self.spaced and begin == 0,
            chars=self.chars[begin:end],
            lefts=self.lefts[begin:end],
            rights=self.rights[begin:end],
        )


@dataclass(slots=True)
class Piece:
    """A stretch of a line with one look; `raised` is p for superscript and d for subscript."""

    text: str
    look: Look
    raised: str = ""
    link: str = ""
    goal: str = ""
    x0: float = 0.0
    x1: float = 0.0
    note: str = ""


@dataclass(slots=True)
class Line:
    """A line of text. `element` is the tag it belongs to, where the document is tagged.

    `column` counts the parts of its page in reading order; `edges` are those of its column.
    """

    pieces: list[Piece]
    box: Box
    y: float
    page: int
    look: Look
    rtl: bool = False
    column: int = 0
    edges: tuple[float, float] | None = None
    element: Any = None
    # Set by the steps that judge lines.
    dropped: str = ""
    level: int = 0
    evidence: str = ""
    confidence: float = 0.0
    heading: int = 0
    note: str = ""
    anchors: list[str] = field(default_factory=list)
    turned: bool = False
    artifact: bool = False
    # The table it stands for; its `note` is set, as for a picture.
    table: Any = None

    @property
    def text(self) -> str:
        """Return the text of the line."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def whole(self) -> str:
        """Return the text of the line, or of all the table it stands for."""
        return self.table.text if self.table is not None else self.text


@dataclass(slots=True)
class Page:
    """One page: its size and its text."""

    number: int
    width: float
    height: float
    spans: list[Span] = field(default_factory=list)
    characters: int = 0
    unmapped: int = 0
    tabled: bool = False
