"""The text of a lesson piece by piece, as its hints look at it, and where each piece stands. Pure.

Tags are cut out rather than parsed: a course has a thousand pieces, and hints need its words only.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

QUOTE_AROUND = 30

_ID = re.compile(r'\sid="([^"]+)"')
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"<a\b[^>]*>.*?</a>", re.S)
_HEADING = re.compile(r"\s*<h[2-6]\b")


@dataclass(frozen=True)
class Piece:
    """A block of a lesson: its markup, its printed number, and the anchor that leads to it.

    A block without an anchor of its own has that of the block before it; the first may have none.
    """

    html: str
    anchor: str = ""
    label: str = ""

    @property
    def heading(self) -> bool:
        return _HEADING.match(self.html) is not None

    @property
    def text(self) -> str:
        """The words, white space folded."""
        return words_of(self.html)

    @property
    def unlinked(self) -> str:
        """The words outside links; a sign stands for each link."""
        return words_of(_LINK.sub(" \u2020 ", self.html))


@dataclass(frozen=True)
class Place:
    """Where a hint points: an anchor in the lesson, a few words, and what a link could lead to."""

    anchor: str
    quote: str
    target: str = ""


def pieces_of(blocks: Iterable[Mapping[str, Any]]) -> tuple[Piece, ...]:
    """Return the pieces of a lesson from its stored blocks."""
    found: list[Piece] = []
    anchor = ""
    for block in blocks:
        html = str(block["html"])
        own = _ID.search(html.partition(">")[0])
        anchor = str(block.get("key") or "") or (own[1] if own else anchor)
        found.append(Piece(html, anchor, str(block.get("label") or "")))
    return tuple(found)


def words_of(html: str) -> str:
    """Return the words of clean markup, white space folded."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def quoted(text: str, start: int, end: int) -> str:
    """Return a stretch of a text with the words around it."""
    first, last = max(0, start - QUOTE_AROUND), min(len(text), end + QUOTE_AROUND)
    before, after = text[first:start], text[end:last]
    if first and " " in before:
        before = "… " + before.split(" ", 1)[1]
    if last < len(text) and " " in after:
        after = after.rsplit(" ", 1)[0] + " …"
    return (before + text[start:end] + after).replace("\u2020", "…")
