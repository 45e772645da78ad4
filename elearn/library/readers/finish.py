"""What every reader does last: contents lists out, levels without jumps, ids, targets, language."""

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby

from elearn.library.readers.captions import attach
from elearn.library.readers.language import direction, fitting, guess
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.media import Album, is_decoration
from elearn.library.readers.model import (
    Block,
    Doc,
    Figure,
    Heading,
    List,
    Para,
    Run,
    Table,
    children,
    plain,
    runs_of,
    text_of,
    walk,
)
from elearn.library.readers.text import solid

CONTENTS_TITLES = frozenset(
    {
        "contents",
        "table of contents",
        "list of contents",
        "toc",
        "table des matières",
        "sommaire",
        "índice",
        "indice",
        "contenido",
        "contenidos",
        "tabla de contenido",
        "tabla de contenidos",
        "índice general",
        "содержание",
        "оглавление",
        "المحتويات",
        "جدول المحتويات",
        "قائمة المحتويات",
        "الفهرس",
        "目录",
        "目 录",
        "目錄",
        "inhalt",
        "inhaltsverzeichnis",
        "índice de contenidos",
        "sumário",
    }
)
PAGE_END = re.compile(r"(?:\t+|\s\.{3,}|\.{4,}|…{1,}|(?:\. ){3,}|·{3,})\s*[\divxlcIVXLC٠-٩]{1,5}$")
PAGE_NUMBER = re.compile(r"\d+$")
LINES = 4
TELLING = 20
# Only the end of a line is looked at: a search over a line of dots takes for ever.
LINE_END = 60


def finish(doc: Doc, album: Album, ledger: Ledger, hint: str = "") -> Doc:
    """Complete a document whose blocks are read: mutates and returns it."""
    _drop_contents(doc, ledger)
    _drop_decoration(doc, album, ledger)
    doc.blocks = attach(doc.blocks)
    for block in doc.blocks:
        for inner in children(block):
            inner[:] = _without_headings(inner)
    normalise_levels([b for b in doc.blocks if isinstance(b, Heading)])
    _give_ids(doc)
    _languages(doc, hint)
    doc.media = {key: album.items[key] for key in sorted(album.items)}
    for media in doc.media.values():
        if media.uses and not _alternative(doc, media.id):
            ledger.warn("no-alternative-text", media.name)
    doc.report = ledger.report(doc)
    return doc


def _drop_contents(doc: Doc, ledger: Ledger) -> None:
    """Drop typed contents lists, and the heading "Contents" when nothing is left under it."""
    keep: list[Block] = []
    for is_lines, group in groupby(doc.blocks, _is_contents_line):
        for block in () if is_lines else group:
            titled = bool(keep) and is_contents_title(keep[-1])
            if titled and isinstance(block, List) and _points_inside(block):
                ledger.drop("contents", text_of(block), block.src.index)
            else:
                keep.append(block)
        lines = list(group) if is_lines else []
        if lines and _is_contents_list(lines, bool(keep) and is_contents_title(keep[-1])):
            for line in lines:
                ledger.drop("contents", text_of(line), line.src.index)
        else:
            keep.extend(lines)
    doc.blocks = [b for i, b in enumerate(keep) if not _empty_contents(keep, i, ledger)]


def _is_contents_line(block: Block) -> bool:
    return isinstance(block, Para) and bool(PAGE_END.search(raw_text(block)[-LINE_END:]))


def _is_contents_list(lines: list[Block], titled: bool) -> bool:
    return len(lines) >= 2 if titled else len(lines) >= LINES and _pages_rise(lines)


def _pages_rise(lines: list[Block]) -> bool:
    """Page numbers of a contents list rise; amounts at the end of lines do not."""
    found = [PAGE_NUMBER.search(text_of(line)) for line in lines]
    pages = [int(number.group()) for number in found if number]
    return pages == sorted(pages) and len(set(pages)) > 1


def _points_inside(block: List) -> bool:
    """Tell whether a list is made of references into the document and nothing else."""
    runs = [run for inner in walk([block]) for runs in runs_of(inner) for run in runs]
    inside = sum(solid(run.text) for run in runs if run.xref)
    return inside >= 0.8 * sum(solid(run.text) for run in runs)


def raw_text(block: Para) -> str:
    """Return a paragraph's text with its tabs."""
    return "".join(run.text for run in block.runs if not run.note and not run.media).rstrip()


def is_contents_title(block: Block) -> bool:
    """Tell whether a block is the title of a contents list."""
    if isinstance(block, Heading | Para):
        return plain(block.runs).casefold().strip(" :.") in CONTENTS_TITLES
    return False


def _empty_contents(blocks: list[Block], at: int, ledger: Ledger) -> bool:
    block = blocks[at]
    if not is_contents_title(block):
        return False
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    if after is None or isinstance(after, Heading):
        ledger.drop("contents", text_of(block), block.src.index)
        return True
    return False


def _without_headings(blocks: list[Block]) -> list[Block]:
    """Inside tables, lists and quotations a heading is a line in bold: no section begins there."""
    result: list[Block] = []
    for block in blocks:
        for inner in children(block):
            inner[:] = _without_headings(inner)
        if isinstance(block, Heading):
            label = [Run(f"{block.label} ", "b")] if block.label else []
            bold = [replace(run, marks="".join(sorted({*run.marks, "b"}))) for run in block.runs]
            line = Para(runs=label + bold, role="label", lang=block.lang, dir=block.dir)
            line.src, line.anchors = block.src, block.anchors
            result.append(line)
        else:
            result.append(block)
    return result


def _drop_decoration(doc: Doc, album: Album, ledger: Ledger) -> None:
    gone = {key for key, media in album.items.items() if is_decoration(media)}
    if not gone:
        return
    for blocks in _all_lists(doc):
        for block in blocks:
            for runs in runs_of(block):
                for run in [r for r in runs if r.media in gone]:
                    ledger.drop("decoration", where=block.src.index)
                    runs.remove(run)
        for block in [b for b in blocks if isinstance(b, Figure) and b.media in gone]:
            ledger.drop("decoration", block.alt, block.src.index, counted=False)
            blocks.remove(block)
    for key in gone:
        album.drop(key)


def _all_lists(doc: Doc) -> list[list[Block]]:
    lists = [doc.blocks, *(note.blocks for note in doc.notes.values())]
    for blocks in list(lists):
        for block in walk(blocks):
            lists.extend(children(block))
    return lists


def normalise_levels(headings: list[Heading]) -> None:
    """Renumber levels so that the first is 1 and none is more than one deeper than its parent.

    Headings that were siblings stay siblings.
    """
    stack: list[tuple[int, int]] = []
    for heading in headings:
        while stack and stack[-1][0] > heading.level:
            deepest = stack.pop()
            if not stack or stack[-1][0] < heading.level:
                # Shallower than its elder sibling was, deeper than their parent: the same rank.
                stack.append((heading.level, deepest[1]))
        if not stack or stack[-1][0] < heading.level:
            stack.append((heading.level, stack[-1][1] + 1 if stack else 1))
        heading.level = stack[-1][1]


def _give_ids(doc: Doc) -> None:
    targets: dict[str, str] = {}
    number = 0
    lists = [doc.blocks, *(note.blocks for note in doc.notes.values())]
    for blocks in lists:
        for block in walk(blocks):
            number += 1
            block.id = f"n{number}"
            for anchor in block.anchors:
                targets.setdefault(anchor, block.id)
    used: set[str] = set()
    for blocks in lists:
        for block in walk(blocks):
            for runs in runs_of(block):
                for run in runs:
                    run.xref = targets.get(run.xref, "")
                    used.add(run.xref)
    for blocks in lists:
        for block in walk(blocks):
            block.anchors = []


def _languages(doc: Doc, hint: str) -> None:
    tags: Counter[str] = Counter()
    texts: list[str] = []
    for block in doc.blocks:
        text = text_of(block)
        texts.append(text)
        if block.lang:
            tags[block.lang] += len(text)
    common = tags.most_common(1)
    language = guess(" ".join(texts)[:400_000], common[0][0] if common else hint) or hint
    doc.meta.setdefault("language", language)
    doc.meta["dir"] = direction(doc.meta["language"])
    lists = [doc.blocks, *(note.blocks for note in doc.notes.values())]
    for blocks in lists:
        for block in walk(blocks):
            if isinstance(block, Heading | Para):
                block.lang = block.lang or _own_language(block, doc.meta["language"])
                block.dir = block.dir or direction(block.lang)
            elif not block.dir and isinstance(block, Table | List):
                block.dir = _dir_inside(block)


def _own_language(block: Heading | Para, language: str) -> str:
    """The language of the document, unless the script of a longer line contradicts it."""
    text = plain(block.runs)
    return fitting(language, text) if len(text) >= TELLING else language


def _dir_inside(block: Block) -> str:
    """A table or list runs as most of the paragraphs in it do."""
    seen = Counter(
        ("rtl" if b.dir == "rtl" else direction(b.lang)) if b.lang or b.dir else ""
        for b in walk([block])
        if isinstance(b, Para)
    )
    seen.pop("", None)
    return seen.most_common(1)[0][0] if seen else ""


def _alternative(doc: Doc, key: str) -> bool:
    for blocks in (doc.blocks, *(note.blocks for note in doc.notes.values())):
        for block in walk(blocks):
            if isinstance(block, Figure) and block.media == key and not block.alt:
                return False
    return True
