"""Lists: numbered paragraphs of a document apart from items of a list, and items nested."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from elearn.library.readers.flow.number_formats import PLAIN_NAMES
from elearn.library.readers.flow.numbers import Number
from elearn.library.readers.flow.raw import Raw, RawPara, RawTable, flat, is_empty
from elearn.library.readers.model import Block, Item, List

LONG_ITEM = 220
CONTINUED = 3
SLACK = 120


def number_paragraphs(raws: list[Raw]) -> None:
    """Give the role "number" to paragraphs counted through the text, as United Nations texts are.

    They go on counting after a heading, or are long; items of a list do neither.
    """
    groups: dict[tuple[str, int], list[RawPara]] = defaultdict(list)
    through: set[tuple[str, int]] = set()
    heading_at = 0
    last: dict[tuple[str, int], tuple[int, int]] = {}
    for at, p in enumerate(flat(raws)):
        if p.level and p.text:
            heading_at = at
        if p.number is None or p.level or p.number.bullet or p.role in ("caption", "title"):
            continue
        key = (p.number.abstract, p.number.level.ilvl)
        before = last.get(key)
        if before is not None and before[0] < heading_at and p.number.value == before[1] + 1:
            through.add(key)
        last[key] = (at, p.number.value)
        groups[key].append(p)
    for key, members in groups.items():
        if key in through or median(len(p.text) for p in members) > LONG_ITEM:
            for p in members:
                p.role = "number"


def is_item(raw: Raw) -> bool:
    """Tell whether a paragraph is an item of a list."""
    return (
        isinstance(raw, RawPara)
        and raw.number is not None
        and not raw.level
        and not raw.contents
        and raw.role not in ("number", "caption", "title", "subtitle", "code")
    )


@dataclass(slots=True)
class _Open:
    """A list being filled."""

    made: List
    number: Number
    indent: int


class Gatherer:
    """Turns a stretch of paragraphs into lists.

    `make` builds the blocks of one paragraph, `other` those of anything else in an item.
    """

    def __init__(
        self, make: Callable[[RawPara], list[Block]], other: Callable[[Raw], list[Block]]
    ) -> None:
        self.make = make
        self.other = other
        self.open: list[_Open] = []
        self.top: list[Block] = []

    def take(self, raws: list[Raw], at: int) -> tuple[list[Block], int]:
        """Return the lists that begin at a place, and the place after them."""
        while at < len(raws):
            raw = raws[at]
            if is_item(raw) and isinstance(raw, RawPara):
                self._item(raw)
                at += 1
                continue
            if self._follows(raw):
                at += 1
                continue
            ahead = self._continues(raws, at)
            if ahead == at:
                break
            for between in raws[at:ahead]:
                if isinstance(between, RawPara) and not is_empty(between):
                    self.open[-1].made.items[-1].blocks += self.make(between)
            at = ahead
        return self.top, at

    def _follows(self, raw: Raw) -> bool:
        """Put what the file itself puts into an open item there, and say whether it was so."""
        depth = raw.follows if isinstance(raw, RawPara | RawTable) else 0
        fitting = [at for at, e in enumerate(self.open) if e.number.level.ilvl < depth]
        if not fitting or (isinstance(raw, RawPara) and (raw.level or raw.contents)):
            return False
        del self.open[fitting[-1] + 1 :]
        if not isinstance(raw, RawPara) or not is_empty(raw):
            made = self.make(raw) if isinstance(raw, RawPara) else self.other(raw)
            self.open[-1].made.items[-1].blocks += made
        return True

    def _item(self, p: RawPara) -> None:
        number = p.number
        assert number is not None
        self._close_to(p, number)
        if not self.open or not self._fits(self.open[-1], p, number):
            self._begin(p, number)
        blocks = self.make(p)
        label = "" if number.bullet else number.label
        self.open[-1].made.items.append(Item(label=label, blocks=blocks))
        self.open[-1].number = number

    def _close_to(self, p: RawPara, number: Number) -> None:
        """Close the lists this item cannot be inside of."""
        for at, entry in enumerate(self.open):
            same = entry.number.abstract == number.abstract
            if same and entry.number.level.ilvl == number.level.ilvl:
                del self.open[at + 1 :]
                return
            if same and entry.number.level.ilvl > number.level.ilvl:
                del self.open[at:]
                return
        while self.open and not self._inside(self.open[-1], p, number):
            if self._beside(self.open[-1], p, number):
                return
            self.open.pop()

    @staticmethod
    def _inside(entry: _Open, p: RawPara, number: Number) -> bool:
        if entry.number.abstract == number.abstract:
            return number.level.ilvl > entry.number.level.ilvl
        if number.level.ilvl != entry.number.level.ilvl and abs(p.indent - entry.indent) < SLACK:
            return number.level.ilvl > entry.number.level.ilvl
        return p.indent > entry.indent + SLACK

    @staticmethod
    def _beside(entry: _Open, p: RawPara, number: Number) -> bool:
        return abs(p.indent - entry.indent) <= SLACK

    @staticmethod
    def _fits(entry: _Open, p: RawPara, number: Number) -> bool:
        """Whether the item goes on in this very list."""
        if entry.number.abstract == number.abstract:
            if entry.number.level.ilvl != number.level.ilvl:
                return False
            return number.bullet or number.value == entry.number.value + 1
        both = entry.number.bullet and number.bullet
        return both and abs(p.indent - entry.indent) <= SLACK

    def _begin(self, p: RawPara, number: Number) -> None:
        """Open a list: inside the last open one when the item lies deeper, else beside it."""
        if self.open and not self._inside(self.open[-1], p, number):
            self.open.pop()
        name = number.level.format
        made = List(
            ordered=not number.bullet and name != "none",
            start=number.value,
            format=PLAIN_NAMES.get(name, name),
        )
        if self.open and self.open[-1].made.items:
            self.open[-1].made.items[-1].blocks.append(made)
        else:
            self.top.append(made)
        made.src.index, made.src.page = p.index, p.page
        self.open.append(_Open(made, number, p.indent))

    def _continues(self, raws: list[Raw], at: int) -> int:
        """Return where the list goes on after empty lines and indented paragraphs, or `at`."""
        if not self.open:
            return at
        taken = 0
        for ahead in range(at, len(raws)):
            raw = raws[ahead]
            if not isinstance(raw, RawPara) or raw.level or raw.contents:
                return at
            if is_item(raw):
                return ahead if self._goes_on(raw) else at
            if is_empty(raw):
                continue
            taken += 1
            if raw.role or raw.indent < max(self.open[-1].indent - SLACK, 1) or taken > CONTINUED:
                return at
        return at

    def _goes_on(self, raw: RawPara) -> bool:
        number = raw.number
        assert number is not None
        for entry in self.open:
            same = entry.number.abstract == number.abstract
            if same and entry.number.level.ilvl == number.level.ilvl:
                return number.bullet or number.value == entry.number.value + 1
        return False
