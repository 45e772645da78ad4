"""What becomes of the blocks of a lesson when a proposal is accepted, and the way back. Pure.

A block is known by its name: the key of its paragraph, or the id of its heading.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from courses.lesson_text import said
from courses.manual_order import ManualOrder
from elearn.core.html import plain

Block = dict[str, Any]

_HEADING_ID = re.compile(r'<h[2-6][^>]*\sid="(b-[0-9a-f]{12})"')
_ID = re.compile(r'<\w+[^>]*\sid="(b-[0-9a-f]{12})"')
_NUMBER = re.compile(r'(<span class="number">)(.*?)(</span>)', re.S)
_OWN_NUMBER = re.compile(r'(<\w+[^>]*>)<span class="number">(.*?)</span>\s*', re.S)
_HEADING = re.compile(r"(<h[2-6][^>]*>)(.*)(</h[2-6]>)", re.S)


def name_of(block: Mapping[str, Any]) -> str:
    """Return the name of a block; a block written by hand has none."""
    if block.get("key"):
        return str(block["key"])
    found = _HEADING_ID.match(str(block["html"]))
    return found[1] if found else ""


def anchor_of(block: Mapping[str, Any]) -> str:
    """Return the id of a block's element: a paragraph that lost its source still has it."""
    found = _ID.match(str(block["html"]))
    return found[1] if found else ""


def number_in(html: str) -> str:
    """Return the number that is printed before a paragraph, or ""."""
    found = _OWN_NUMBER.match(html)
    return plain(found[2]).rstrip(".)") if found else ""


def without_number(html: str) -> str:
    """Return a paragraph without the number that is printed before it."""
    return _OWN_NUMBER.sub(r"\1", html, count=1) if _OWN_NUMBER.match(html) else html


@dataclass(frozen=True)
class Kept:
    """A block as it was before a decision, and the name of the block before it."""

    block: Block
    before: str
    at: int


def find(blocks: Sequence[Block], name: str) -> int | None:
    """Return the place of the named block, or None."""
    return next((at for at, block in enumerate(blocks) if name_of(block) == name), None)


def taken_out(blocks: list[Block], names: Collection[str]) -> tuple[list[Block], list[Kept]]:
    """Return the blocks without the named ones, and these with the places they stood at."""
    left: list[Block] = []
    kept: list[Kept] = []
    for at, block in enumerate(blocks):
        if name_of(block) in names:
            kept.append(Kept(block, name_of(blocks[at - 1]) if at else "", at))
        else:
            left.append(block)
    return left, kept


def put_back(blocks: list[Block], kept: Iterable[Kept]) -> list[Block]:
    """Return the blocks with those that were taken out where they stood, or near it."""
    result = list(blocks)
    for one in kept:
        before = find(result, one.before) if one.before else None
        at = before + 1 if before is not None else min(one.at, len(result))
        result.insert(at, one.block)
    return result


def put_in(blocks: list[Block], new: Sequence[Block], key: str, order: ManualOrder) -> list[Block]:
    """Return the blocks with new ones where the edition has them.

    They come after the nearest block that stands before them in the edition, best in the same
    section; else before the nearest one after them; else at the end.
    """
    names = {name_of(block) for block in blocks} - {""}
    before, after = order.beside(key, names)
    if before is not None:
        at = (find(blocks, before) or 0) + 1
    elif after is not None:
        at = find(blocks, after) or 0
    else:
        at = len(blocks)
    return [*blocks[:at], *new, *blocks[at:]]


def replaced(blocks: list[Block], name: str, new: Block) -> tuple[list[Block], list[Kept]]:
    """Return the blocks with the named one replaced, and what it was."""
    at = find(blocks, name)
    if at is None:
        return blocks, []
    kept = Kept(blocks[at], name_of(blocks[at - 1]) if at else "", at)
    return [*blocks[:at], new, *blocks[at + 1 :]], [kept]


def relabelled(block: Block, label: str, after_html: str) -> Block:
    """Return a block with the printed number of the new edition; its words stay as they are."""
    printed = _NUMBER.search(after_html)
    if printed is None:
        return block | {"label": label}
    html = _NUMBER.sub(lambda found: found[1] + printed[2] + found[3], block["html"], count=1)
    return block | {"label": label, "html": html}


def retitled(block: Block, title: str) -> Block:
    """Return a heading block with another text, its level and id kept."""
    html = _HEADING.sub(
        lambda found: found[1] + escape(title, quote=False) + found[3], block["html"], count=1
    )
    return block | {"html": html}


def says_title(block: Mapping[str, Any], title: str) -> bool:
    """Tell whether a heading block says this title."""
    return plain(str(block["html"])) == " ".join(title.split())


def same(one: str, other: str) -> bool:
    """Tell whether two pieces of markup say the same."""
    return said(one) == said(other)
