"""What the rules read: passages of the library as paragraphs, lists and tables. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from lxml import html as markup

from elearn.core.html import plain

ASIDE_KINDS = ("box", "quote", "note")
READ_KINDS = ("para", "list", "table", *ASIDE_KINDS)
# A paragraph that is an item: (a), a), (iv), or a bullet typed by hand.
ITEM_LABEL = re.compile(r"^(?:\(?(?:[a-zа-я]|[ivx]{1,4})\)|[•▪◦–—-])$", re.IGNORECASE)


@dataclass(frozen=True)
class Passage:
    """A paragraph of an edition in the place a course teaches it."""

    key: str
    kind: str
    html: str
    label: str = ""
    section: str = ""
    section_id: int = 0
    module_id: int | None = None
    annex: bool = False
    text: str = ""


@dataclass(frozen=True)
class Piece:
    """What stands in one or more passages. Of `text`, `items` and `rows` one is filled.

    `lead` is the paragraph before a list; `linked` says that items are mostly links.
    """

    keys: tuple[str, ...]
    section: str
    section_id: int
    module_id: int | None
    aside: bool
    text: str = ""
    label: str = ""
    items: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    lead: str = ""
    linked: bool = False
    nested: bool = False


def pieces(passages: Iterable[Passage], *, wide: bool = False) -> list[Piece]:
    """Return what the passages say, lists with their leads; boxes, notes and annexes if `wide`."""
    found = [
        piece
        for passage in passages
        if passage.kind in READ_KINDS
        for piece in _of_passage(passage)
        if wide or not piece.aside
    ]
    return _with_leads(_items_joined(found))


def _of_passage(passage: Passage) -> Iterator[Piece]:
    aside = passage.annex or passage.kind in ASIDE_KINDS
    base = Piece(
        (passage.key,), passage.section, passage.section_id, passage.module_id, aside,
        label=passage.label,
    )  # fmt: skip
    root = markup.fragment_fromstring(passage.html, create_parent="div")
    for mark in root.xpath('.//sup[a] | .//span[@class="number"]'):
        mark.drop_tree()
    for notes in root.xpath('.//div[@class="notes"]'):
        yield replace(base, text=text_of(notes), aside=True, label="")
        notes.drop_tree()
    yield from _of_elements(list(root), base)


def _of_elements(elements: Sequence[Any], base: Piece) -> Iterator[Piece]:
    for element in elements:
        if element.tag in ("div", "blockquote", "section"):
            yield from _of_elements(list(element), base)
        elif element.tag in ("ul", "ol"):
            yield _list(element, base)
        elif element.tag == "table":
            yield _table(element, base)
        elif element.tag == "p" and text_of(element):
            yield replace(base, text=text_of(element))


def _list(element: Any, base: Piece) -> Piece:
    items = element.xpath("./li")
    links = sum(len(text_of(link)) for link in element.xpath(".//a"))
    texts = tuple(text_of(item) for item in items)
    return replace(
        base,
        items=texts,
        linked=links > sum(map(len, texts)) / 2,
        nested=bool(element.xpath("./li//ul | ./li//ol | ./li//table")),
    )


def _table(element: Any, base: Piece) -> Piece:
    heads = element.xpath("./thead/tr")
    caption = " ".join(text_of(one) for one in element.xpath("./caption"))
    if len(heads) != 1 or element.xpath(".//*[@colspan or @rowspan] | .//td//table"):
        return replace(base, caption=caption)
    names = tuple(text_of(cell) for cell in heads[0].xpath("./th | ./td"))
    rows = tuple(
        tuple(text_of(cell) for cell in row.xpath("./th | ./td"))
        for row in element.xpath("./tbody/tr")
    )
    rows = tuple(row for row in rows if len(row) == len(names))
    return replace(base, heads=names, rows=rows, caption=caption)


def text_of(element: Any) -> str:
    """Return the words of an element, white space folded."""
    return plain(markup.tostring(element, encoding="unicode", with_tail=False))


def _items_joined(found: list[Piece]) -> list[Piece]:
    """Return the pieces with runs of lettered paragraphs, (a), (b), (c), made lists."""
    result: list[Piece] = []
    run: list[Piece] = []
    for piece in [*found, None]:
        follows = piece is not None and bool(piece.text) and bool(ITEM_LABEL.match(piece.label))
        if run and (piece is None or not follows or piece.section_id != run[-1].section_id):
            result += [_joined(run)] if len(run) > 1 else run
            run = []
        if piece is not None:
            (run if follows else result).append(piece)
    return result


def _joined(run: list[Piece]) -> Piece:
    keys = tuple(dict.fromkeys(piece.keys[0] for piece in run))
    items = tuple(piece.text for piece in run)
    return replace(run[0], keys=keys, items=items, text="", aside=any(p.aside for p in run))


def _with_leads(found: list[Piece]) -> list[Piece]:
    """Return the pieces, each list with the paragraph above it when that leads to it."""
    result = list(found[:1])
    for before, piece in pairwise(found):
        leads = before.text.endswith((":", "：")) and before.section_id == piece.section_id
        if piece.items and leads:
            keys = tuple(dict.fromkeys((*before.keys, *piece.keys)))
            piece = replace(piece, lead=before.text, keys=keys)
        result.append(piece)
    return result
