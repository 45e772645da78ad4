"""Properties of OpenDocument styles, as the looks all word-processor readers share."""

from typing import Any

from elearn.library.readers.flow.looks import Props
from elearn.library.readers.odt.names import FO, STYLE, TEXT, count, points

TWENTIETHS = 20
NO_LINE = ("none", "hidden", "")
SIDES = ("top", "bottom", "left", "right")
ALIGN = {"center": "center", "end": "right", "right": "right", "justify": "both"}
WEIGHTS = {"bold": True, "normal": False}


def read_paragraph(element: Any, into: Props, page_rtl: bool = False) -> None:
    """Read a style's paragraph properties."""
    found = element.find(STYLE + "paragraph-properties")
    if found is None:
        return
    left = points(found.get(FO + "margin-left") or found.get(FO + "margin"))
    if left is not None:
        into.indent = round(left * TWENTIETHS)
    first = points(found.get(FO + "text-indent"))
    if first is not None:
        into.first = round(first * TWENTIETHS)
    align = found.get(FO + "text-align")
    if align is not None:
        into.align = ALIGN.get(align, "left")
    keep = found.get(FO + "keep-with-next")
    if keep is not None:
        into.keep_next = keep == "always"
    mode = found.get(STYLE + "writing-mode")
    if mode == "page":
        into.bidi = page_rtl or None
    elif mode is not None:
        into.bidi = mode.startswith("rl")
    if found.get(FO + "border") is not None:
        into.bordered = found.get(FO + "border") not in NO_LINE


def read_text(element: Any, into: Props, fonts: dict[str, str]) -> None:
    """Read a style's text properties. A size in per cent is kept as a negative number."""
    found = element.find(STYLE + "text-properties")
    if found is None:
        return
    into.bold = weight(found.get(FO + "font-weight"))
    into.bold_rtl = weight(found.get(STYLE + "font-weight-complex"))
    into.italic = _unless(found.get(FO + "font-style"), "normal")
    into.italic_rtl = _unless(found.get(STYLE + "font-style-complex"), "normal")
    into.struck = _unless(found.get(STYLE + "text-line-through-style"), "none")
    into.caps = _unless(found.get(FO + "text-transform"), "none")
    display = found.get(TEXT + "display")
    into.hidden = None if display is None else display == "none"
    into.vertical = _vertical(found.get(STYLE + "text-position"))
    into.under = _unless(found.get(STYLE + "text-underline-style"), "none")
    into.size = _size(found.get(FO + "font-size"))
    into.size_rtl = _size(found.get(STYLE + "font-size-complex"))
    into.font = found.get(FO + "font-family") or fonts.get(found.get(STYLE + "font-name", ""))
    into.lang = language(found, FO + "language", FO + "country")
    into.lang_bidi = language(found, STYLE + "language-complex", STYLE + "country-complex")
    into.lang_east = language(found, STYLE + "language-asian", STYLE + "country-asian")


def weight(said: str | None) -> bool | None:
    """Return whether a font weight is bold, None where nothing is said."""
    if said is None:
        return None
    return WEIGHTS.get(said, count(said, 0) >= 600)


def _unless(said: str | None, off: str) -> bool | None:
    return None if said is None else said != off


def _vertical(said: str | None) -> str | None:
    if said is None:
        return None
    first = said.split()[0] if said.split() else "0%"
    if first in ("super", "sub"):
        return {"super": "superscript", "sub": "subscript"}[first]
    number = first.rstrip("%")
    if count(number.lstrip("-"), 0) == 0:
        return "baseline"
    return "subscript" if number.startswith("-") else "superscript"


def _size(said: str | None) -> int | None:
    """Return a size in half points."""
    if said is None:
        return None
    if said.endswith("%"):
        number = said.rstrip("%").split(".")[0]
        return -count(number, 0) or None
    size = points(said)
    return None if size is None else round(size * 2)


def language(found: Any, name: str, country: str) -> str | None:
    """Return a language tag of two attributes, None where nothing is said."""
    tag, place = found.get(name), found.get(country)
    if tag in (None, "none", "zxx", ""):
        return None if tag is None else ""
    return f"{tag}-{place}" if place not in (None, "none", "") else str(tag)


def framed(element: Any) -> tuple[bool, bool]:
    """Return whether the style of a cell draws lines on two sides or more, and fills it."""
    found = element.find(STYLE + "table-cell-properties")
    if found is None:
        return False, False
    whole = found.get(FO + "border")
    lines = sum(found.get(f"{FO}border-{side}", whole or "") not in NO_LINE for side in SIDES)
    fill = (found.get(FO + "background-color") or "transparent").casefold()
    return lines >= 2, fill not in ("transparent", "#ffffff", "")
