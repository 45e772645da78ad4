"""Pages without headings: lines that are only set to look like headings are taken for them.

Old pages, and those that word processors write, know bold and large letters alone. Their lines
are judged by the rules for documents of word processors.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import lxml.html

from elearn.library.readers.epub.sheet import Sheet
from elearn.library.readers.flow.looks import Props
from elearn.library.readers.flow.numbers import Level, Number
from elearn.library.readers.flow.pseudo import ENOUGH, promote
from elearn.library.readers.flow.raw import Raw, RawPara
from elearn.library.readers.html_attributes import list_format, whole
from elearn.library.readers.html_frames import is_frame
from elearn.library.readers.model import Run
from elearn.library.readers.text import folded, kept

LOOKS = "elearn-looks"
HEADINGS = {f"h{n}": n for n in range(1, 7)}
LINES = frozenset(["p", "div", "center", "td", "body", "section", "article", "main"])
BLOCKS = (
    LINES
    | HEADINGS.keys()
    | set(["ul", "ol", "dl", "table", "pre", "blockquote", "hr", "form", "li", "tr", "figure"])
)
FRAMES = frozenset(["li", "dd", "dt", "blockquote", "figure", "caption", "pre", "a"])
# A cell with more letters than this holds a part of the text: its table is there for the layout.
CELL = 1000
USUAL = 12.0
NEAR = 3


def mark_by_looks(main: Any, sheet: Sheet, enough: int = ENOUGH) -> None:
    """Turn lines that look like headings into headings, where the page has fewer than three.

    `enough` is another number of headings from which a page is taken at its word.
    """
    real = sum(1 for _ in main.iter(*HEADINGS))
    if real >= enough:
        return
    for element in [e for e in main.iter("b", "strong", "font", "big", "u", "span")]:
        _stand_alone(element)
    lines = {id(raw): (raw, element) for raw, element in _lines(main, sheet)}
    promote(_raws(lines), real)
    for raw, element in lines.values():
        if raw.level and raw.evidence == "looks":
            element.tag = f"h{min(raw.level, 6)}"
            element.set(LOOKS, str(raw.confidence))


def _raws(lines: dict[int, tuple[RawPara, Any]]) -> list[Raw]:
    return [raw for raw, _ in lines.values()]


def _stand_alone(element: Any) -> None:
    """Give a line of its own look that only breaks part from the text a paragraph of its own."""
    parent, before, after = element.getparent(), element.getprevious(), element.getnext()
    if parent is None or parent.tag not in LINES or not element.text_content().strip():
        return
    if before is None and after is None and not (parent.text or element.tail or "").strip():
        return
    led = (parent.text if before is None else before.tail) or ""
    parted = before is None or before.tag == "br" or before.tag in BLOCKS
    ends = after is None or after.tag == "br" or after.tag in BLOCKS
    if led.strip() or (element.tail or "").strip() or not parted or not ends:
        return
    if any(e.tag in BLOCKS for e in element.iterdescendants() if isinstance(e.tag, str)):
        return
    if parent.tag == "p" and after is not None:
        _split(parent, element, after)
        return
    line = lxml.html.Element("p")
    element.addprevious(line)
    element.tail = None
    line.append(element)
    if after is not None and after.tag == "br":
        after.drop_tree()


def _split(paragraph: Any, element: Any, after: Any) -> None:
    """Make two paragraphs of one whose first line stands apart."""
    if element.getprevious() is not None:
        return
    line = lxml.html.Element("p", **{k: v for k, v in paragraph.attrib.items() if k != "id"})
    paragraph.addprevious(line)
    element.tail = None
    line.append(element)
    if after.tag == "br":
        after.drop_tree()


def _lines(main: Any, sheet: Sheet) -> Iterator[tuple[RawPara, Any]]:
    """Yield the lines of the text with their looks."""
    cells = {cell for cell in main.iter("td", "th") if len(cell.text_content()) < CELL}
    frames = (cells | set(main.iter(*FRAMES))) - _numbering_items(main)
    frames |= {e for e in main.iter("div") if is_frame(e)}
    for at, element in enumerate(main.iter(*LINES, *HEADINGS)):
        if element is main or _holds(element) or _framed(element, frames):
            continue
        text = folded(kept(element.text_content()))
        if not text:
            continue
        raw = RawPara(runs=[Run(text)], index=at, level=HEADINGS.get(element.tag, 0))
        look = sheet.look(element)
        raw.bold, raw.slanted, raw.under = look.bold, look.slanted, look.under
        raw.size = round(2 * (look.size or USUAL))
        if element.getparent().tag == "li":
            raw.number = _number(element)
        raw.props = Props(align="center" if _centred(element) else None)
        yield raw, element


def _holds(element: Any) -> bool:
    """Tell whether an element holds other lines."""
    return any(e.tag in BLOCKS for e in element.iterdescendants() if isinstance(e.tag, str))


def _framed(element: Any, frames: set[Any]) -> bool:
    """Tell whether a line stands in a list, a quotation or a cell of data."""
    return element.tag == "td" or any(e in frames for e in element.iterancestors())


def _numbering_items(main: Any) -> set[Any]:
    """Return the items that are there for their number alone: headings Word counts, as a page."""
    found: set[Any] = set()
    for top in main.iter("ol"):
        if any(True for _ in top.iterancestors("ol", "ul")) or top.find(".//ul") is not None:
            continue
        lines = [e for e in top.iter("p", "li") if not _holds(e) and e.text_content().strip()]
        if len(lines) == 1:
            found.update(top.iter("li"))
    return found


def _number(line: Any) -> Number:
    """Return the number of a line in a list of its own."""
    lists = list(line.iterancestors("ol"))
    level = Level(len(lists) - 1, format=list_format(lists[0]))
    return Number("", whole(lists[0].get("start"), 1), "", "", level)


def _centred(element: Any) -> bool:
    # What centres whole pages says nothing of a line.
    for around in (element, *islice(element.iterancestors(), NEAR)):
        style = (around.get("style") or "").replace(" ", "").casefold()
        if around.tag == "center" or "text-align:center" in style:
            return True
        if around.get("align"):
            return bool(around.get("align").casefold() == "center")
    return False


def sheet_of(roots: list[Any]) -> Sheet:
    """Return the style sheets written into pages."""
    return Sheet(element.text or "" for root in roots for element in root.iter("style"))
