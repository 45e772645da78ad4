"""The styles of a document, each with what it inherits."""

from typing import Any

from elearn.library.readers.docx.names import VAL, W, val, whole
from elearn.library.readers.flow.looks import PLAIN, Props, Style, give_meaning, laid_over


class Styles:
    """All styles of a document."""

    def __init__(self, root: Any) -> None:
        self.defaults = Props()
        self.raw: dict[tuple[str, str], Style] = {}
        self.default: dict[str, str] = {}
        self.style_lists: dict[str, str] = {}
        self.lined: set[str] = set()
        self._done: dict[tuple[str, str], Style] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        run = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        paragraph = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        read_run(run, self.defaults)
        read_paragraph(paragraph, self.defaults)
        for element in root.findall(W + "style"):
            kind = element.get(W + "type", "paragraph")
            style = Style(element.get(W + "styleId", ""), val(element, "name") or "", kind)
            style.based_on = val(element, "basedOn") or ""
            read_paragraph(element.find(W + "pPr"), style.props)
            read_run(element.find(W + "rPr"), style.props)
            if style.props.num_id and style.props.num_id != "0":
                style.props.num_style = style.id
            self.raw[kind, style.id] = style
            if element.get(W + "default") in ("1", "true", "on"):
                self.default[kind] = style.id
            if kind == "table" and _draws_lines(element):
                self.lined.add(style.id)
            if kind == "numbering" and style.props.num_id:
                self.style_lists[style.id] = style.props.num_id

    def paragraph(self, style_id: str | None) -> Style:
        """Return a paragraph style; the default one where the id is missing or unknown."""
        if style_id is None or ("paragraph", style_id) not in self.raw:
            style_id = self.default.get("paragraph", "")
        return self._resolved("paragraph", style_id)

    def run(self, style_id: str | None) -> Style:
        """Return a character style, or the plain one."""
        return self._resolved("character", style_id) if style_id else PLAIN

    def table_is_lined(self, style_id: str | None) -> bool:
        """Tell whether a table style, or one it is based on, draws lines."""
        at = style_id or self.default.get("table", "")
        for _ in range(32):
            style = self.raw.get(("table", at))
            if style is None or at in self.lined:
                break
            at = style.based_on
        return at in self.lined

    def _resolved(self, kind: str, style_id: str) -> Style:
        done = self._done.get((kind, style_id))
        if done is None:
            done = self._resolve(kind, style_id)
            self._done[kind, style_id] = done
        return done

    def _resolve(self, kind: str, style_id: str) -> Style:
        chain: list[Style] = []
        at: str = style_id
        while (kind, at) in self.raw and len(chain) < 32:
            style = self.raw[kind, at]
            if style in chain:
                break
            chain.append(style)
            at = style.based_on
        props = self.defaults if kind == "paragraph" else Props()
        for style in reversed(chain):
            props = laid_over(props, style.props)
        result = Style(style_id, chain[0].name if chain else "", kind, "", props)
        if kind == "paragraph":
            give_meaning(result, chain)
        return result


def _draws_lines(element: Any) -> bool:
    borders = element.find(f"{W}tblPr/{W}tblBorders")
    sides = () if borders is None else borders
    return sum(side.get(VAL, "") not in ("nil", "none", "") for side in sides) >= 2


def read_paragraph(element: Any, into: Props) -> None:
    """Read a paragraph's own properties (w:pPr)."""
    if element is None:
        return
    for child in element:
        reader = PARAGRAPH_READERS.get(child.tag)
        if reader is not None:
            reader(child, into)


def _outline(child: Any, into: Props) -> None:
    into.outline = whole(child.get(VAL))


def _number(child: Any, into: Props) -> None:
    into.num_id = val(child, "numId")
    into.ilvl = whole(val(child, "ilvl"))


def _indent(child: Any, into: Props) -> None:
    into.indent = whole(child.get(W + "left") or child.get(W + "start"))
    hanging = whole(child.get(W + "hanging"))
    into.first = whole(child.get(W + "firstLine")) if hanging is None else -hanging


def _align(child: Any, into: Props) -> None:
    into.align = child.get(VAL)


def _borders(child: Any, into: Props) -> None:
    into.bordered = len(child) >= 4


def read_run(element: Any, into: Props) -> None:
    """Read a run's own properties (w:rPr)."""
    if element is None:
        return
    for child in element:
        reader = RUN_READERS.get(child.tag)
        if reader is not None:
            reader(child, into)


def _switch(name: str) -> Any:
    def read(child: Any, into: Props) -> None:
        setattr(into, name, child.get(VAL, "1") not in ("0", "false", "off", "none"))

    return read


def _fonts(child: Any, into: Props) -> None:
    into.font = child.get(W + "ascii") or child.get(W + "hAnsi") or into.font


def _lang(child: Any, into: Props) -> None:
    into.lang = child.get(VAL) or into.lang
    into.lang_bidi = child.get(W + "bidi") or into.lang_bidi
    into.lang_east = child.get(W + "eastAsia") or into.lang_east


def _size(child: Any, into: Props) -> None:
    into.size = whole(child.get(VAL))


def _size_rtl(child: Any, into: Props) -> None:
    into.size_rtl = whole(child.get(VAL))


def _vertical(child: Any, into: Props) -> None:
    into.vertical = child.get(VAL)


RUN_READERS = {
    W + "b": _switch("bold"),
    W + "bCs": _switch("bold_rtl"),
    W + "i": _switch("italic"),
    W + "iCs": _switch("italic_rtl"),
    W + "u": _switch("under"),
    W + "strike": _switch("struck"),
    W + "dstrike": _switch("struck"),
    W + "caps": _switch("caps"),
    W + "vanish": _switch("hidden"),
    W + "rtl": _switch("rtl"),
    W + "vertAlign": _vertical,
    W + "sz": _size,
    W + "szCs": _size_rtl,
    W + "rFonts": _fonts,
    W + "lang": _lang,
}
PARAGRAPH_READERS = {
    W + "outlineLvl": _outline,
    W + "numPr": _number,
    W + "ind": _indent,
    W + "jc": _align,
    W + "keepNext": _switch("keep_next"),
    W + "bidi": _switch("bidi"),
    W + "pBdr": _borders,
}
