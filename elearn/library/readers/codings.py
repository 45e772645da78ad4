"""Texts of any coding: by byte order mark, as UTF-8, as declared, else by what makes letters.

Old pages often declare no coding, or one that was true before somebody saved them anew.
"""

import re
from collections.abc import Callable

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
XML_CODING = re.compile(
    rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE
)
TAG = re.compile(rb"<[^>]{0,2000}>")
HEAD = 4096
SAMPLE = 200_000
LATIN = "windows-1252"
# Browsers take the larger coding for the smaller one it holds.
LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "iso-8859-1": LATIN,
    "latin1": LATIN,
    "us-ascii": LATIN,
    "ascii": LATIN,
    "iso-8859-9": "windows-1254",
    "x-sjis": "shift_jis",
    "windows-31j": "cp932",
    "x-mac-cyrillic": "mac-cyrillic",
    "unicode": "utf-16",
}
# So many characters in a hundred may be wrong in a text that is what it says.
DAMAGED = 0.01
ENOUGH = 0.7
HIGH = re.compile(rb"[\x80-\xff]+")
# The second byte of a Chinese character may be a plain letter.
PAIRS = re.compile(rb"[\x81-\xfe][\x40-\xfe]")


def decoded(data: bytes) -> str:
    """Return a text as it was meant; never fails, since any byte means something in Latin."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _declared(data[:HEAD])
    plain = data.isascii()
    # Bytes that make UTF-8 by chance are all but impossible, whatever was declared.
    for name in (["utf-8-sig"] if not plain else []) + [declared, "utf-8-sig", guessed(data)]:
        text = _tried(data, name)
        if text is not None:
            return text
    return data.decode(LATIN, "replace")


def _declared(head: bytes) -> str:
    found = CHARSET.search(head) or XML_CODING.search(head)
    name = found.group(1).decode("ascii", "replace").casefold() if found else ""
    # What a reader of bytes could find the declaration in is not written in pairs of bytes.
    return "" if name.startswith(("utf-16", "ucs-2", "unicode")) else LARGER.get(name, name)


def _tried(data: bytes, name: str) -> str | None:
    """Return the text in a coding, or None when too much of it would be wrong."""
    if not name:
        return None
    try:
        return data.decode(name)
    except LookupError:
        return None
    except UnicodeError:
        if name.startswith("utf-8"):
            return None
    text = data.decode(name, "replace")
    return text if text.count("\ufffd") <= DAMAGED * len(text) else None


def guessed(data: bytes) -> str:
    """Return the old coding in which most of the bytes above ASCII make letters that fit, or ""."""
    bare = TAG.sub(b" ", data[:SAMPLE])
    high, pairs = HIGH.findall(bare), b"".join(PAIRS.findall(bare))
    if not high:
        return ""
    letters = b"".join(high)
    scores = {name: fits(_text(letters, name)) for name, fits in SCORES.items()}
    scores |= {name: fits(_text(pairs, name)) for name, fits in CHINESE.items()}
    best = max(scores, key=lambda name: scores[name])
    if 2 * sum(len(run) == 1 for run in high) > len(high) and best not in CHINESE:
        # Letters with accents stand alone among plain ones.
        return LATIN
    return best if scores[best] >= ENOUGH else ""


def _text(data: bytes, name: str) -> str:
    return data.decode(name, "replace")


def _share(text: str, fits: Callable[[str], bool]) -> float:
    return sum(map(fits, text)) / max(len(text), 1)


def _cyrillic(text: str) -> float:
    """Small letters are the rule: in the wrong Cyrillic coding most would be capitals."""
    return _share(text, lambda sign: "а" <= sign <= "ё")


def _arabic(text: str) -> float:
    return _share(text, lambda sign: "\u0621" <= sign <= "\u0652" or sign in "،؛؟")


def _common_in(name: str, first: int, last: int) -> Callable[[str], float]:
    """The characters in daily use have places of their own in codings of Chinese."""

    def fits(sign: str) -> bool:
        code = sign.encode(name, "ignore") if "\u3000" <= sign <= "\uffee" else b""
        return len(code) == 2 and (first <= code[0] <= last or sign in "，。、；：（）《》“”")

    return lambda text: _share(text, fits)


SCORES: dict[str, Callable[[str], float]] = {
    "windows-1251": _cyrillic,
    "koi8-r": _cyrillic,
    "windows-1256": _arabic,
}
CHINESE: dict[str, Callable[[str], float]] = {
    "gb18030": _common_in("gb2312", 0xB0, 0xD7),
    "big5hkscs": _common_in("big5", 0xA4, 0xC6),
}
