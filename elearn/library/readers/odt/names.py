"""Names of elements and attributes in OpenDocument's XML, and its lengths."""

import re

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = "{" + _OASIS + "office:1.0}"
TEXT = "{" + _OASIS + "text:1.0}"
TABLE = "{" + _OASIS + "table:1.0}"
DRAW = "{" + _OASIS + "drawing:1.0}"
STYLE = "{" + _OASIS + "style:1.0}"
FO = "{" + _OASIS + "xsl-fo-compatible:1.0}"
SVG = "{" + _OASIS + "svg-compatible:1.0}"
META = "{" + _OASIS + "meta:1.0}"
SCRIPT = "{" + _OASIS + "script:1.0}"
FORM = "{" + _OASIS + "form:1.0}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
DC = "{http://purl.org/dc/elements/1.1/}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
XML = "{http://www.w3.org/XML/1998/namespace}"

LENGTH = re.compile(r"^\s*(-?[\d.]+)(pt|in|cm|mm|pc|px|inch)?\s*$")
POINTS = {"pt": 1.0, "in": 72.0, "inch": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0}
POINTS["px"] = 0.75


def points(text: str | None) -> float | None:
    """Return a length in points, or None where there is none (percentages included)."""
    found = LENGTH.match(text or "")
    if not found:
        return None
    try:
        return float(found.group(1)) * POINTS.get(found.group(2) or "px", 1.0)
    except ValueError:
        return None


def count(text: str | None, default: int = 1, most: int = 1_000_000) -> int:
    """Return a whole number of an attribute, not below 0 and not above `most`."""
    digits = (text or "").strip()
    return min(int(digits), most) if digits.isdecimal() and len(digits) < 10 else default
