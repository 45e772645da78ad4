"""Values in attributes of HTML: numbers, inherited ones, formats of lists, data in an address."""

import base64
import binascii
import re
from typing import Any
from urllib.parse import unquote_to_bytes

LIST_FORMATS = {
    "a": "lower-letter",
    "A": "upper-letter",
    "i": "lower-roman",
    "I": "upper-roman",
}
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]{4,20})", re.IGNORECASE)
LIST_STYLES = {
    "lower-alpha": "lower-letter",
    "lower-latin": "lower-letter",
    "upper-alpha": "upper-letter",
    "upper-latin": "upper-letter",
    "lower-roman": "lower-roman",
    "upper-roman": "upper-roman",
}
LARGEST_DATA = 1024 * 1024


def list_format(element: Any) -> str:
    """Return the format of a list: by its type, or by the style that stands on it."""
    if element.tag != "ol":
        return "bullet"
    styled = LIST_STYLE.search(element.get("style") or "")
    named = LIST_STYLES.get(styled.group(1).casefold(), "") if styled else ""
    return named or LIST_FORMATS.get(element.get("type", ""), "decimal")


def inherited(element: Any, name: str) -> str:
    """Return an attribute of an element or of the nearest one around it that has it."""
    while element is not None:
        value = element.get(name)
        if value:
            return str(value)
        element = element.getparent()
    return ""


def whole(text: str | None, default: int) -> int:
    """Return a whole number written in an attribute, or the default."""
    digits = (text or "").strip().removesuffix("px")
    return int(digits) if digits.lstrip("-").isdecimal() and len(digits) < 7 else default


def inline_data(source: str) -> bytes | None:
    """Return the bytes of a data: address up to 1 MB, or None."""
    if not source.casefold().startswith("data:image/") or len(source) > 2 * LARGEST_DATA:
        return None
    head, _, body = source.partition(",")
    try:
        data = base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
    return data if 0 < len(data) <= LARGEST_DATA else None


def aria_level(element: Any) -> int:
    """Return the level of what a page calls a heading by its role, or 0."""
    if element.get("role") != "heading":
        return 0
    return min(max(whole(element.get("aria-level"), 2), 1), 6)
