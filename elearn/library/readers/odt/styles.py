"""The styles of an OpenDocument text, each with what it inherits."""

from dataclasses import dataclass, field, replace
from typing import Any

from elearn.library.readers.flow.looks import BODY_LEVEL, Props, Style, give_meaning, laid_over
from elearn.library.readers.odt.names import FO, OFFICE, STYLE, SVG, count
from elearn.library.readers.odt.properties import framed, read_paragraph, read_text

DEEPEST = 32
RTL = ("rl", "rl-tb")


@dataclass(slots=True)
class Entry:
    """A style as it stands in the file. `list` is None where no list style is said."""

    name: str
    shown: str
    family: str
    parent: str
    automatic: bool
    props: Props = field(default_factory=Props)
    list: str | None = None
    framed: bool = False
    filled: bool = False
    new_page: bool = False
    rtl: bool | None = None


class Styles:
    """All styles the text can use: the common ones, and those made for single places."""

    def __init__(self, common: Any, content: Any) -> None:
        self.entries: dict[tuple[str, str], Entry] = {}
        self.defaults: dict[str, Props] = {}
        self.fonts: dict[str, str] = {}
        self._done: dict[tuple[str, str], Style] = {}
        self._in_list: dict[str, Props] = {}
        self.page_rtl = _page_rtl(common)
        for root in (common, content):
            if root is not None:
                self._read(root, root is content)

    def _read(self, root: Any, is_content: bool) -> None:
        for face in root.iter(STYLE + "font-face"):
            name = face.get(STYLE + "name", "")
            self.fonts[name] = face.get(SVG + "font-family", name).strip("'")
        places = [(OFFICE + "styles", False)]
        if is_content:
            places.append((OFFICE + "automatic-styles", True))
        for place, automatic in places:
            for element in root.iterfind(f"{place}/{STYLE}default-style"):
                self._default(element)
            for element in root.iterfind(f"{place}/{STYLE}style"):
                entry = self._entry(element, automatic)
                self.entries[entry.family, entry.name] = entry

    def _default(self, element: Any) -> None:
        props = Props()
        read_paragraph(element, props, self.page_rtl)
        read_text(element, props, self.fonts)
        self.defaults[element.get(STYLE + "family", "")] = props

    def _entry(self, element: Any, automatic: bool) -> Entry:
        name = element.get(STYLE + "name", "")
        entry = Entry(
            name,
            element.get(STYLE + "display-name") or name.replace("_20_", " "),
            element.get(STYLE + "family", ""),
            element.get(STYLE + "parent-style-name", ""),
            automatic,
            list=element.get(STYLE + "list-style-name"),
        )
        if entry.family in ("paragraph", "text"):
            read_paragraph(element, entry.props, self.page_rtl)
            read_text(element, entry.props, self.fonts)
            level = element.get(STYLE + "default-outline-level")
            if level is not None:
                entry.props.outline = count(level, BODY_LEVEL + 1) - 1
            entry.new_page = _new_page(element)
        elif entry.family.startswith("table"):
            entry.framed, entry.filled = framed(element)
            table = element.find(STYLE + "table-properties")
            mode = None if table is None else table.get(STYLE + "writing-mode")
            entry.rtl = None if mode is None else mode in RTL or (mode == "page" and self.page_rtl)
        return entry

    def chain(self, family: str, name: str | None) -> list[Entry]:
        """Return a style and those it is based on, the nearest first."""
        found: list[Entry] = []
        at = name or ""
        while (family, at) in self.entries and len(found) < DEEPEST:
            entry = self.entries[family, at]
            if entry in found:
                break
            found.append(entry)
            at = entry.parent
        return found

    def paragraph(self, name: str | None) -> Style:
        """Return the style of a paragraph: of one made for a single place, the one it changes."""
        return self._resolved("paragraph", name)

    def text(self, name: str | None) -> Style:
        """Return the style of a stretch of text."""
        return self._resolved("text", name)

    def list_of(self, name: str | None) -> str | None:
        """Return the list style a paragraph style names: "" for none, None if nothing is said."""
        return next((e.list for e in self.chain("paragraph", name) if e.list is not None), None)

    def in_list(self, name: str | None) -> Props:
        """Return the looks of a paragraph in a list: the list indents it, not its named style."""
        key = name or ""
        done = self._in_list.get(key)
        if done is None:
            own = self.chain("paragraph", name)[:1]
            direct = own[0].props.indent if own and own[0].automatic else None
            done = replace(self.paragraph(name).props, indent=direct or None)
            self._in_list[key] = done
        return done

    def begins_page(self, name: str | None) -> bool:
        """Tell whether a paragraph of this style begins a page."""
        return any(entry.new_page for entry in self.chain("paragraph", name)[:1])

    def cell(self, name: str | None) -> tuple[bool, bool]:
        """Return whether a cell's style draws lines around it and fills it."""
        chain = self.chain("table-cell", name)
        return any(e.framed for e in chain), any(e.filled for e in chain)

    def table_rtl(self, name: str | None) -> bool:
        """Tell whether a table runs from right to left."""
        said = (e.rtl for e in self.chain("table", name) if e.rtl is not None)
        return next(said, False)

    def _resolved(self, family: str, name: str | None) -> Style:
        key = (family, name or "")
        done = self._done.get(key)
        if done is None:
            done = self._resolve(family, self.chain(family, name))
            self._done[key] = done
        return done

    def _resolve(self, family: str, chain: list[Entry]) -> Style:
        props = self.defaults.get(family, Props()) if family == "paragraph" else Props()
        for entry in reversed(chain):
            props = _laid_over(props, entry.props)
        named = [entry for entry in chain if not entry.automatic] or chain
        own = named[0] if named else None
        style = Style(own.name if own else "", own.shown if own else "", family, "", props)
        if family == "paragraph":
            links = [Style(e.name, "" if e.automatic else e.shown, props=e.props) for e in chain]
            give_meaning(style, links)
        return style


def _laid_over(under: Props, over: Props) -> Props:
    props = laid_over(under, over)
    props.size = _scaled(under.size, over.size)
    props.size_rtl = _scaled(under.size_rtl, over.size_rtl)
    return props


def _scaled(under: int | None, over: int | None) -> int | None:
    """Return a size, one in per cent (kept as a negative number) of the one below."""
    if over is None or over >= 0:
        return under if over is None else over
    return None if under is None else under * -over // 100


def _page_rtl(common: Any) -> bool:
    """Tell whether the first page layout runs from right to left."""
    if common is None:
        return False
    layout = common.find(f"{OFFICE}automatic-styles/{STYLE}page-layout")
    properties = None if layout is None else layout.find(STYLE + "page-layout-properties")
    return properties is not None and properties.get(STYLE + "writing-mode", "") in RTL


def _new_page(element: Any) -> bool:
    properties = element.find(STYLE + "paragraph-properties")
    if element.get(STYLE + "master-page-name"):
        return True
    return properties is not None and properties.get(FO + "break-before", "") == "page"
