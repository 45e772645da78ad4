"""Characters as they are kept: ligatures and presentation forms opened, no control signs."""

import unicodedata

from elearn.library.readers.text import symbol

HYPHENS = "\x02\xad"
# A sign that stands for no character: fonts without a table of characters give these.
NOTHING = frozenset("\x00\ufffe\uffff\ufffd\ufeff")
SPACES = frozenset(" \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t")
LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}


def opened(char: str, font: str) -> str:
    """Return the characters one sign of a font stands for, or "" for none."""
    code = ord(char)
    if code < 0x80:
        return char if (code >= 0x20 and code != 0x7F) or char in "\t\x02" else ""
    if char in SPACES:
        return " "
    if char in LIGATURES:
        return LIGATURES[char]
    if char in NOTHING or 0x80 <= code < 0xA0 or char in "\u200b\u200e\u200f\u061c\u2060":
        return ""
    if 0xFB00 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC or 0x2E80 <= code <= 0x2FDF:
        return unicodedata.normalize("NFKC", char)
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return ""
    if 0xE000 <= code <= 0xF8FF:
        return symbol(code, font)
    if 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFC", char)
    return char


def is_rtl(char: str) -> bool:
    """Tell whether a character runs from right to left."""
    return char >= "\u0590" and unicodedata.bidirectional(char) in ("R", "AL")


def is_han(char: str) -> bool:
    """Tell whether a character belongs to a script written without spaces."""
    return (
        "\u3400" <= char <= "\u9fff"
        or "\u3040" <= char <= "\u30ff"
        or "\u3000" <= char <= "\u303f"
        or "\uff00" <= char <= "\uffef"
        or "\U00020000" <= char <= "\U0003ffff"
    )
