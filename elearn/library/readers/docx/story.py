"""Reading a story (body, text box, note) into paragraphs and tables, nothing decided yet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from elearn.library.readers.docx.drawing import chosen
from elearn.library.readers.docx.fields import Fields
from elearn.library.readers.docx.names import MC, W, flag, val, whole
from elearn.library.readers.docx.numbering import Counters, Numbering
from elearn.library.readers.docx.package import Package
from elearn.library.readers.docx.rawtable import read_table
from elearn.library.readers.docx.runs import RunReader
from elearn.library.readers.docx.styles import Styles, read_paragraph
from elearn.library.readers.flow.looks import Props, laid_over
from elearn.library.readers.flow.numbers import Number
from elearn.library.readers.flow.raw import Raw, RawPara, RawTable
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.media import Album

NOTHING = Props()
GALLERIES = ("Table of Contents", "Bibliography Index", "Index")
GONE = frozenset({W + "del", W + "moveFrom"})
THROUGH = frozenset({W + "customXml", W + "ins", W + "moveTo", W + "smartTag", W + "sdtContent"})


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A reference to a note: its key, the mark the author typed, its section and page."""

    key: str
    mark: str
    section: int
    page: int


@dataclass(slots=True)
class Context:
    """What all stories of a document share."""

    package: Package
    styles: Styles
    numbering: Numbering
    album: Album
    ledger: Ledger
    step: Callable[[int], None]
    note_refs: list["NoteRef"] = field(default_factory=list)
    section: int = 0
    index: int = 0
    page: int = 1
    pages_known: bool = False
    revisions: int = 0

    def refer(self, key: str, mark: str = "") -> None:
        """Note that the text refers to a note here."""
        self.note_refs.append(NoteRef(key, mark, self.section, self.page))


class Story:
    """One story of one part, counting its lists for itself."""

    def __init__(self, context: Context, part: str) -> None:
        self.context = context
        self.part = part
        self.counters = Counters()
        self.fields = Fields()
        self.in_contents = 0
        self._anchors: list[str] = []
        self._held: RawPara | None = None

    def read(self, container: Any) -> list[Raw]:
        """Return the paragraphs and tables of a body, cell, text box or note."""
        raws: list[Raw] = []
        self._children(container, raws)
        if self._held is not None:
            raws.append(self._held)
            self._held = None
        if self._anchors and raws and isinstance(raws[-1], RawPara):
            raws[-1].anchors += self._anchors
            self._anchors = []
        return raws

    def _children(self, container: Any, raws: list[Raw]) -> None:
        for child in container:
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child, raws)
            elif tag == W + "tbl":
                raws.append(self._table(child))
            elif tag == W + "sdt":
                self._control(child, raws)
            elif tag in THROUGH:
                self._children(child, raws)
            elif tag == MC + "AlternateContent":
                branch = chosen(child)
                if branch is not None:
                    self._children(branch, raws)
            elif tag == W + "bookmarkStart":
                self._anchors.append(child.get(W + "name", ""))
            elif tag in GONE:
                self.context.ledger.drop("deleted-revision", _text(child), counted=False)
            elif tag == W + "altChunk":
                self.context.ledger.warn("embedded-document", self.part)

    def _control(self, element: Any, raws: list[Raw]) -> None:
        content = element.find(W + "sdtContent")
        if content is None:
            return
        gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        contents = gallery is not None and gallery.get(W + "val") in GALLERIES
        self.in_contents += contents
        self._children(content, raws)
        self.in_contents -= contents

    def _table(self, element: Any) -> RawTable:
        self.context.ledger.counts_in["tables"] += 1
        table = read_table(element, self.context.styles, self._cell)
        self.context.index += 1
        table.index = self.context.index
        table.page = self.page
        table.anchors, self._anchors = [*self._anchors, *table.anchors], []
        return table

    def _cell(self, element: Any) -> list[Raw]:
        held, self._held = self._held, None
        raws = self.read(element)
        self._held = held
        return raws

    def inside(self) -> "Story":
        """Return a story for a text box: it counts its lists for itself."""
        return Story(self.context, self.part)

    @property
    def page(self) -> int | None:
        return self.context.page if self.context.pages_known else None

    def _paragraph(self, element: Any, raws: list[Raw]) -> None:
        raw = self._start(element)
        self._leave_open_contents(raw)
        reader = RunReader(self, raw)
        reader.children(element)
        raw.runs = reader.finished()
        self.context.section += element.find(f"{W}pPr/{W}sectPr") is not None
        raw.contents = raw.contents or self.in_contents > 0
        mark = element.find(f"{W}pPr/{W}rPr")
        frame = element.find(f"{W}pPr/{W}framePr")
        initial = frame is not None and frame.get(W + "dropCap") in ("drop", "margin")
        gone = mark is not None and any(mark.find(tag) is not None for tag in GONE)
        self.fields.next_paragraph()
        if initial or gone:
            # Its end was deleted, or it is a large initial: the text runs on in the next one.
            self._held = _joined(self._held, raw)
            return
        if mark is not None and flag(mark, "vanish") and not raw.text and not raw.figures:
            return
        if self._held is not None:
            raw, self._held = _joined(self._held, raw), None
        raw.number = self._number(element, raw)
        raws.append(raw)

    def _start(self, element: Any) -> RawPara:
        context = self.context
        context.index += 1
        context.step(context.index)
        properties = element.find(W + "pPr")
        own = Props()
        style_id = None
        if properties is not None:
            style_id = val(properties, "pStyle")
            read_paragraph(properties, own)
        style = context.styles.paragraph(style_id)
        raw = RawPara(style=style, index=context.index, page=self.page)
        raw.props = style.props if own == NOTHING else laid_over(style.props, own)
        if properties is not None and own.outline is not None:
            raw.evidence, raw.level = "outline", own.outline + 1 if own.outline < 9 else 0
        raw.anchors, self._anchors = self._anchors, []
        raw.contents = style.role in ("toc", "toc-title")
        return raw

    def _leave_open_contents(self, raw: RawPara) -> None:
        """A heading ends a contents field whose end was lost, else the rest would be dropped."""
        heading = raw.level or (raw.style.level or 0)
        if heading and not raw.contents and self.fields.contents and not self.in_contents:
            self.fields.leave_contents()

    def _number(self, element: Any, raw: RawPara) -> Number | None:
        own = element.find(f"{W}pPr/{W}numPr")
        num_id = None if own is None else val(own, "numId")
        ilvl = None if own is None else whole(val(own, "ilvl"))
        numbering = self.context.numbering
        style = raw.style
        if num_id is None:
            num_id = style.props.num_id
            if num_id is not None and ilvl is None:
                bound = numbering.level_of_style(num_id, style.id)
                bound = style.props.ilvl if bound is None else bound
                ilvl = bound or 0
        if not num_id or num_id == "0" or raw.contents:
            return None
        return numbering.count(self.counters, num_id, ilvl or 0)


def _joined(first: RawPara | None, second: RawPara) -> RawPara:
    if first is None:
        return second
    second.runs = first.runs + second.runs
    second.figures = first.figures + second.figures
    second.boxes = first.boxes + second.boxes
    second.anchors = first.anchors + second.anchors
    return second


def _text(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(W + "t", W + "delText"))
