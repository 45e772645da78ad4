"""Names of elements and attributes in Word's XML, spelled once."""

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
XML = "{http://www.w3.org/XML/1998/namespace}"

VAL = W + "val"
OFF = frozenset({"0", "false", "off", "none"})


def val(parent: Any, name: str) -> str | None:
    """Return the value of a child element, or None when there is no such child."""
    child = parent.find(W + name)
    return None if child is None else str(child.get(VAL, ""))


def flag(parent: Any, name: str) -> bool | None:
    """Return a switch: True, False when switched off, None when it is not mentioned."""
    child = parent.find(W + name)
    if child is None:
        return None
    return child.get(VAL, "1") not in OFF


def whole(text: str | None) -> int | None:
    """Return a whole number, or None where there is none."""
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None


def hexadecimal(text: str | None) -> int:
    """Return a number written in hexadecimal digits, 0 where it is none."""
    try:
        return int(text or "0", 16)
    except ValueError:
        return 0
