"""Runs of a paragraph: text with marks, links, note references, pictures, fields."""

import re
from typing import TYPE_CHECKING, Any

from elearn.library.readers.flow.looks import Props, laid_over
from elearn.library.readers.flow.raw import Raw, RawPara
from elearn.library.readers.flow.weights import Weights
from elearn.library.readers.language import script_of
from elearn.library.readers.model import Run
from elearn.library.readers.odt.context import RawNote
from elearn.library.readers.odt.drawing import Drawings
from elearn.library.readers.odt.names import DRAW, OFFICE, TEXT, XLINK, count
from elearn.library.readers.odt.notices import ASIDE, all_text
from elearn.library.readers.text import kept

if TYPE_CHECKING:
    from elearn.library.readers.odt.story import Story

SPACE = re.compile(r"[ \t\r\n]+")
SAFE = ("http://", "https://", "mailto:")
PLACES = frozenset(
    TEXT + name for name in ("bookmark", "bookmark-start", "reference-mark", "reference-mark-start")
)
REFERENCES = frozenset(
    TEXT + name for name in ("bookmark-ref", "reference-ref", "sequence-ref", "note-ref")
)
CHANGES = frozenset({TEXT + "change-start", TEXT + "change-end"})
HIDDEN = frozenset({TEXT + "hidden-text", TEXT + "hidden-paragraph"})
MONOSPACED = ("courier", "consolas", "lucida console", "monaco", "menlo", "dejavu sans mono")
FREE_MONOSPACED = ("liberation mono", "noto sans mono", "cousine")
CODE_STYLES = ("source text", "teletype", "verbatim", "source code", "html code", "code char")
NUMBERS = re.compile(r"^(?:\d+\.)+")
SEQUENCE_WITHIN = 40
SPACES = 200


class RunReader:
    """Reads the content of one paragraph."""

    def __init__(self, story: "Story", raw: RawPara) -> None:
        self.story = story
        self.context = story.context
        self.raw = raw
        self.runs: list[Run] = []
        self.after: list[Raw] = []
        self.weights = Weights()
        self.props = raw.props
        self.style_name = ""
        self.link = ""
        self.xref = ""
        self.spaced = True
        self.contents: list[str] = []

    def children(self, element: Any) -> None:
        """Read everything inside an element, in order."""
        self._text(element.text)
        for child in element:
            self.element(child)
            self._text(child.tail)

    def element(self, child: Any) -> None:
        """Read one element of a paragraph."""
        tag = child.tag
        if tag == TEXT + "span":
            self._span(child)
        elif tag == TEXT + "s":
            self._emit("\u0020" * (count(child.get(TEXT + "c"), 1, SPACES) or 1))
        elif tag == TEXT + "tab":
            self._emit("\t")
        elif tag == TEXT + "line-break":
            self._emit("\n")
            self.spaced = True
        elif tag == TEXT + "a":
            self._link(child)
        elif tag == TEXT + "note":
            self._note(child)
        elif tag in PLACES:
            self.raw.anchors.append(child.get(TEXT + "name", ""))
        elif tag == OFFICE + "annotation":
            self.context.ledger.drop("comment", all_text(child), self.raw.index, counted=False)
        elif tag.startswith(DRAW):
            Drawings(self).read(child)
        elif tag not in ASIDE:
            self._field(child)

    def _field(self, child: Any) -> None:
        tag = child.tag
        if tag in REFERENCES:
            self._reference(child)
        elif tag in CHANGES:
            self.context.changed(child, child.get(TEXT + "change-id", ""))
        elif tag == TEXT + "soft-page-break":
            self.context.page += 1
            if not self.weights.letters:
                self.raw.page = self.context.at_page()
        elif tag in HIDDEN:
            self._conditional(child)
        elif tag == TEXT + "sequence":
            self._sequence(child)
        elif tag == TEXT + "ruby":
            self._ruby(child)
        else:
            self.children(child)

    def _span(self, element: Any) -> None:
        before = self.props, self.style_name
        style = self.context.styles.text(element.get(TEXT + "style-name"))
        if style.id:
            self.props = laid_over(self.props, style.props)
            self.style_name = style.name or self.style_name
        self.children(element)
        self.props, self.style_name = before

    def _link(self, element: Any) -> None:
        before = self.link, self.xref
        address = (element.get(XLINK + "href") or "").strip()
        if address.startswith("#"):
            self.xref = target(address[1:])
        elif address.casefold().startswith(SAFE):
            self.link = address
        name = element.get(OFFICE + "name")
        if name:
            self.raw.anchors.append(name)
        self.children(element)
        self.link, self.xref = before

    def _reference(self, element: Any) -> None:
        before = self.xref
        self.xref = element.get(TEXT + "ref-name", "")
        self.children(element)
        self.xref = before

    def _sequence(self, element: Any) -> None:
        name = element.get(TEXT + "ref-name")
        if name:
            self.raw.anchors.append(name)
        if self.weights.letters <= SEQUENCE_WITHIN:
            self.raw.sequence = True
        self.children(element)

    def _conditional(self, element: Any) -> None:
        if element.get(TEXT + "is-hidden") == "true":
            text = "".join(element.itertext())
            self.context.ledger.drop("hidden", text, self.raw.index)
        else:
            self.children(element)

    def _ruby(self, element: Any) -> None:
        for child in element:
            beside = child.tag == TEXT + "ruby-text"
            if beside:
                self._emit("(")
            self.children(child)
            if beside:
                self._emit(")")

    def _note(self, element: Any) -> None:
        context = self.context
        if self.story.in_contents or context.deleting:
            return
        kind = "endnote" if element.get(TEXT + "note-class") == "endnote" else "footnote"
        citation = element.find(TEXT + "note-citation")
        mark = "" if citation is None else "".join(citation.itertext()).strip()
        key = f"{kind[0]}n{len(context.notes) + 1}"
        body = element.find(TEXT + "note-body")
        note = RawNote(key, kind, mark, [])
        context.notes.append(note)
        context.ledger.counts_in["notes"] += 1
        context.ledger.counts_in["references"] += 1
        self.raw.anchors.append(element.get(TEXT + "id", ""))
        note.raws = [] if body is None else self.story.inside().read(body)
        self.runs.append(Run(mark, note=key))
        self.spaced = False

    def _text(self, text: str | None) -> None:
        """White space counts as one space, and as none after another space."""
        if not text:
            return
        folded = SPACE.sub(" ", text)
        if self.spaced:
            folded = folded.lstrip(" ")
        if folded:
            self._emit(folded)

    def _emit(self, text: str) -> None:
        props = self.props
        self.spaced = text.endswith((" ", "\t", "\n"))
        text = kept(text, props.font or "")
        if self.context.deleting:
            self.context.ledger.drop("deleted-revision", text, self.raw.index)
        elif props.hidden:
            self.context.ledger.drop("hidden", text, self.raw.index)
        elif self.raw.contents or self.story.in_contents:
            self.contents.append(text)
        elif text:
            self._keep(text, props)

    def _keep(self, text: str, props: Props) -> None:
        script = script_of(text)
        rtl = script in ("arabic", "hebrew")
        bold = bool(props.bold_rtl if rtl and props.bold_rtl is not None else props.bold)
        tag = props.lang_bidi if rtl else props.lang_east if script == "han" else props.lang
        size = props.size_rtl or props.size if rtl else props.size
        slanted = bool(props.italic_rtl if rtl and props.italic_rtl is not None else props.italic)
        looks = {"bold": bold, "under": bool(props.under and not self.link), "slanted": slanted}
        self.weights.add(text, size=size, tag=tag or "", **looks)
        marks = self._marks(props, bold, slanted)
        xref = "" if self.link else self.xref
        last = self.runs[-1] if self.runs else None
        if (
            last is not None
            and not (last.note or last.media)
            and (last.marks, last.link, last.xref) == (marks, self.link, xref)
        ):
            last.text += text
        else:
            self.runs.append(Run(text, marks, self.link, xref))

    def _marks(self, props: Props, bold: bool, slanted: bool) -> str:
        code = (props.font or "").casefold().startswith((*MONOSPACED, *FREE_MONOSPACED))
        code = code or self.style_name.casefold().startswith(CODE_STYLES)
        said = (
            ("b", bold),
            ("c", code),
            ("d", props.vertical == "subscript"),
            ("i", slanted),
            ("p", props.vertical == "superscript"),
            ("s", props.struck),
        )
        return "".join(mark for mark, on in said if on)

    def finish(self) -> None:
        """Give the paragraph its runs and the looks most of its letters have."""
        raw = self.raw
        if self.contents:
            raw.contents = raw.contents or not self.weights.letters
            self.context.ledger.drop("contents", "".join(self.contents), raw.index)
        raw.runs = self.runs
        self.weights.give(raw)
        if raw.level:
            raw.anchors.append(f"{raw.text}|outline")


def target(address: str) -> str:
    """Return the anchor an address inside the document means."""
    name, _, kind = address.rpartition("|")
    if kind in ("outline", "table", "region"):
        return f"{NUMBERS.sub('', name) if kind == 'outline' else name}|{kind}"
    return name if kind in ("graphic", "frame", "ole", "") and name else address
