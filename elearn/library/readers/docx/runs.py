"""Runs of a paragraph: text with marks, links, note references, pictures, fields."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from elearn.library.readers.docx.drawing import chosen
from elearn.library.readers.docx.mathtext import formula
from elearn.library.readers.docx.names import MC, M, R, W, flag, hexadecimal
from elearn.library.readers.docx.pictures import PictureReader
from elearn.library.readers.docx.styles import read_run
from elearn.library.readers.flow.looks import Props, laid_over
from elearn.library.readers.flow.raw import RawPara
from elearn.library.readers.flow.weights import Weights
from elearn.library.readers.model import Run
from elearn.library.readers.text import kept, symbol

if TYPE_CHECKING:
    from elearn.library.readers.docx.story import Story

NOTHING = Props()
THROUGH = frozenset(
    W + name for name in ("smartTag", "customXml", "sdtContent", "dir", "bdo", "ins", "moveTo")
)
KEPT_REVISIONS = frozenset({W + "ins", W + "moveTo"})
WRAPPERS = frozenset({W + "sdt", MC + "AlternateContent"})
GONE = frozenset({W + "del", W + "moveFrom"})
FIELD_PARTS = frozenset({W + "fldChar", W + "instrText"})
DRAWINGS = frozenset({W + "drawing", W + "pict", W + "object"})
INNER = frozenset({W + "ruby", MC + "AlternateContent"})
NOTES = {W + "footnoteReference": "fn", W + "endnoteReference": "en"}
LETTERS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
MONOSPACED = ("courier", "consolas", "lucida console", "monaco", "menlo", "dejavu sans mono")
CODE_STYLES = ("verbatim", "source code", "html code", "inline code", "code char")
SEQUENCE_WITHIN = 40
SAFE = ("http://", "https://", "mailto:")


class RunReader:
    """Reads the children of one paragraph."""

    def __init__(self, story: "Story", raw: RawPara) -> None:
        self.story = story
        self.context = story.context
        self.raw = raw
        self.runs: list[Run] = []
        self.link = ""
        self.xref = ""
        self.weights = Weights()
        self.dropped_contents: list[str] = []
        self.custom_note = ""
        self.heading = bool(raw.level or raw.style.level)

    def children(self, element: Iterable[Any]) -> None:
        """Read everything inside a paragraph or one of its wrappers, in order."""
        for child in element:
            tag = child.tag
            if tag == W + "r":
                self._run(child)
            elif tag == W + "hyperlink":
                self._hyperlink(child)
            elif tag in THROUGH:
                if tag in KEPT_REVISIONS:
                    self.context.revisions += 1
                self.children(child)
            elif tag in GONE:
                self._deleted(child)
            elif tag == W + "fldSimple":
                self._simple_field(child)
            elif tag == W + "bookmarkStart":
                self.raw.anchors.append(child.get(W + "name", ""))
            elif tag in (M + "oMath", M + "oMathPara"):
                self._formula(child)
            elif tag in WRAPPERS:
                inner = child.find(W + "sdtContent") if tag == W + "sdt" else chosen(child)
                self.children(() if inner is None else inner)

    def _hyperlink(self, element: Any) -> None:
        relation = self.context.package.relations(self.story.part).get(element.get(R + "id", ""))
        anchor = element.get(W + "anchor", "")
        before = self.link, self.xref
        if relation is not None and relation.outside:
            self.link = relation.target + (f"#{anchor}" if anchor else "")
        else:
            self.xref = anchor
        self.children(element)
        self.link, self.xref = before

    def _simple_field(self, element: Any) -> None:
        fields = self.story.fields
        fields.mark("begin")
        fields.instruct(element.get(W + "instr", ""))
        fields.mark("separate")
        self.children(element)
        fields.mark("end")

    def _deleted(self, element: Any) -> None:
        text = "".join(t.text or "" for t in element.iter(W + "t", W + "delText"))
        self.context.ledger.drop("deleted-revision", text, self.raw.index, counted=False)

    def _formula(self, element: Any) -> None:
        inner = element.iter(M + "oMath") if element.tag == M + "oMathPara" else (element,)
        for one in inner:
            for run in formula(one):
                self._emit(run.text, run.marks, self.raw.props)

    def _run(self, element: Any) -> None:
        own = element.find(W + "rPr")
        props, char_style = self._props(own)
        if props.hidden:
            self._hidden(element)
            return
        marks = self._marks(props, char_style)
        for child in element:
            if child.tag == W + "t":
                self._emit(kept(child.text or "", props.font or ""), marks, props)
            elif child.tag != W + "rPr":
                self._special(child, marks, props)

    def _props(self, own: Any) -> tuple[Props, str]:
        base = self.raw.props
        if own is None:
            return base, ""
        style_id = own.find(W + "rStyle")
        direct = Props()
        read_run(own, direct)
        name = ""
        if style_id is not None:
            style = self.context.styles.run(style_id.get(W + "val"))
            base, name = laid_over(base, style.props), style.name
        return (base if direct == NOTHING else laid_over(base, direct)), name

    def _hidden(self, element: Any) -> None:
        for child in element:
            if child.tag in FIELD_PARTS:
                self._field_part(child)
        text = "".join(t.text or "" for t in element.iter(W + "t"))
        if text:
            self.context.ledger.drop("hidden", text, self.raw.index)

    def _marks(self, props: Props, char_style: str) -> str:
        marks = []
        if self._is_bold(props):
            marks.append("b")
        if self._is_code(props, char_style):
            marks.append("c")
        if props.vertical == "subscript":
            marks.append("d")
        if props.italic_rtl if props.rtl else props.italic:
            marks.append("i")
        if props.vertical == "superscript":
            marks.append("p")
        if props.struck:
            marks.append("s")
        return "".join(marks)

    @staticmethod
    def _is_bold(props: Props) -> bool:
        return bool(props.bold_rtl if props.rtl else props.bold)

    @staticmethod
    def _is_code(props: Props, char_style: str) -> bool:
        if char_style.casefold().startswith(CODE_STYLES):
            return True
        return (props.font or "").casefold().startswith(MONOSPACED)

    def _special(self, child: Any, marks: str, props: Props) -> None:
        tag = child.tag
        if tag in LETTERS:
            self._emit(LETTERS[tag], marks, props)
        elif tag == W + "br":
            self._break(child, marks, props)
        elif tag == W + "lastRenderedPageBreak":
            self.context.page += 1
            if not self.weights.letters:
                self.raw.page = self.story.page
        elif tag == W + "sym":
            code = hexadecimal(child.get(W + "char"))
            self._emit(symbol(code, child.get(W + "font", "")), marks, props)
        elif tag in FIELD_PARTS:
            self._field_part(child)
        elif tag in NOTES:
            self._note(child, NOTES[tag])
        elif tag in DRAWINGS:
            PictureReader(self).read(child)
        elif tag in INNER:
            self._inner(child, marks, props)

    def _inner(self, child: Any, marks: str, props: Props) -> None:
        if child.tag == W + "ruby":
            self._ruby(child)
            return
        branch = chosen(child)
        for inner in () if branch is None else branch:
            self._special(inner, marks, props)

    def _field_part(self, child: Any) -> None:
        fields = self.story.fields
        if child.tag == W + "fldChar":
            box = child.find(f"{W}ffData/{W}checkBox")
            ending = child.get(W + "fldCharType", "") == "end"
            sign = fields.open[-1].box if ending and fields.open else ""
            fields.mark(child.get(W + "fldCharType", ""))
            if box is not None:
                said = flag(box, "checked")
                fields.tick(bool(flag(box, "default") if said is None else said))
            self._emit(sign, "", self.raw.props)
        else:
            self.story.fields.instruct(child.text or "")

    def _break(self, child: Any, marks: str, props: Props) -> None:
        if child.get(W + "type", "textWrapping") == "textWrapping":
            self._emit("\n", marks, props)
        elif self.runs:
            self._emit(" ", marks, props)

    def _ruby(self, element: Any) -> None:
        for part in (element.find(W + "rubyBase"), element.find(W + "rt")):
            if part is None:
                continue
            if part.tag == W + "rt":
                self._emit("(", "", self.raw.props)
            for run in part.findall(W + "r"):
                self._run(run)
            if part.tag == W + "rt":
                self._emit(")", "", self.raw.props)

    def _note(self, element: Any, prefix: str) -> None:
        if self.story.fields.contents:
            return
        self.context.ledger.counts_in["references"] += 1
        key = prefix + element.get(W + "id", "")
        if element.get(W + "customMarkFollows", "0") in ("1", "true", "on"):
            self.custom_note = key
            return
        self.context.refer(key)
        self.runs.append(Run("", note=key))

    def _emit(self, text: str, marks: str, props: Props) -> None:
        fields = self.story.fields
        if not text or fields.silent:
            return
        if fields.contents or self.raw.contents or self.story.in_contents:
            self.dropped_contents.append(text)
            return
        if self.custom_note:
            self.context.refer(self.custom_note, text.strip())
            self.runs.append(Run(text.strip(), note=self.custom_note))
            self.custom_note = ""
            return
        if fields.counts and self.weights.letters <= SEQUENCE_WITHIN:
            self.raw.sequence = True
        self._weigh(text, props)
        link = self.link or fields.link
        if link and not link.casefold().startswith(SAFE):
            link = ""
        xref = "" if link else self.xref or fields.xref
        last = self.runs[-1] if self.runs else None
        if (
            last is not None
            and not last.note
            and not last.media
            and (last.marks, last.link, last.xref) == (marks, link, xref)
        ):
            last.text += text
        else:
            self.runs.append(Run(text, marks, link, xref))

    def _weigh(self, text: str, props: Props) -> None:
        tag = (props.lang_bidi if props.rtl else props.lang) or ""
        if not text.isascii() and props.lang_east and any("\u3040" <= c <= "\u9fff" for c in text):
            tag = props.lang_east
        size = (props.size_rtl or props.size) if props.rtl else props.size
        self.weights.add(
            text,
            bold=self._is_bold(props),
            size=size,
            tag=tag,
            under=bool(props.under) and not self._leads(),
            slanted=bool(props.italic_rtl if props.rtl else props.italic),
        )

    def _leads(self) -> bool:
        """Tell whether the text now is a link: links are underlined for being links."""
        fields = self.story.fields
        return bool(self.link or self.xref or fields.link or fields.xref)

    def finished(self) -> list[Run]:
        """Return the runs and give the paragraph the looks most of its letters have."""
        raw = self.raw
        if self.dropped_contents:
            raw.contents = raw.contents or not self.weights.letters
            self.context.ledger.drop("contents", "".join(self.dropped_contents), raw.index)
        self.weights.give(raw)
        return self.runs
