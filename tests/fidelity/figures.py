"""The figures of one document: what its model holds of what is known to be in the file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from elearn.library.readers.model import (
    Block,
    Box,
    Cell,
    Code,
    Doc,
    Figure,
    Heading,
    List,
    Para,
    Table,
    runs_of,
    terms_of,
    text_of,
    walk,
)
from elearn.library.readers.outline import outline_of
from elearn.library.sections import section_tree, walk_sections
from tests.fidelity.grams import kept, solid
from tests.fidelity.samples import Sample
from tests.fidelity.scoring import score

Share = tuple[int, int]


@dataclass
class Figures:
    """Figures of one file. Pairs are (found, known); None is what does not apply."""

    name: str
    format: str
    kind: str
    refused: str = ""
    f1: float | None = None
    parents: float | None = None
    kept: float | None = None
    tables: Share | None = None
    cells: float | None = None
    merged: Share | None = None
    notes: Share | None = None
    images: Share | None = None
    alts: Share | None = None
    items: Share | None = None
    numbers: Share | None = None
    contents: int = 0
    running: float = 0.0
    complete: bool = True
    pages: int = 0
    words: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0
    same: bool = True
    wrong: list[str] = field(default_factory=list)


def compare(found: Figures, sample: Sample, doc: Doc, independent: Sequence[str]) -> None:
    """Fill in what comes of comparing a model with what is known of its document."""
    gold = sample.gold
    carried = carried_text(doc)
    found.words = len(carried.split())
    found.complete = doc.report.complete
    if gold.get("outline"):
        scored = score(outline_of(doc), gold["outline"], gold.get("optional", ()))
        found.f1, found.parents = scored.f1, scored.parents
        found.wrong += [f"heading missed: {title}" for title in scored.missed[:5]]
        found.wrong += [f"no heading: {title}" for title in scored.extra[:5]]
    if "text" in gold:
        found.kept, missed = kept(gold["text"], carried)
        _details(found, doc, gold, carried)
    else:
        dropped = sum(entry.get("characters", 0) for entry in doc.report.dropped)
        found.kept, missed = kept(independent, carried, spare=dropped)
    found.wrong += [f"text missed: {text[:70]}" for text in missed[:3] if found.kept < 0.999]


def _details(found: Figures, doc: Doc, gold: dict[str, Any], carried: str) -> None:
    blocks = list(all_blocks(doc))
    tables = [block for block in blocks if isinstance(block, Table)]
    cells = [cell for table in tables for row in table.rows for cell in row.cells]
    found.tables = (len(tables), gold["tables"])
    merged = sum(cell.colspan > 1 or cell.rowspan > 1 for cell in cells)
    found.merged = (merged, gold["merged"])
    known = Counter(map(solid, gold["cells"]))
    lost = known - Counter(solid(cell_text(cell)) for cell in cells)
    found.cells = 1 - lost.total() / max(known.total(), 1)
    found.wrong += [f"cell missed: {text}" for text in list(lost)[:3]]
    texts = [solid(" ".join(map(text_of, note.blocks))) for note in doc.notes.values()]
    found.notes = (sum(solid(note) in texts for note in gold["notes"]), len(gold["notes"]))
    pictures = [b.alt for b in blocks if isinstance(b, Figure)] + line_pictures(blocks)
    found.images = (len(pictures), len(gold["images"]))
    alts = Counter(map(solid, gold["images"])) & Counter(map(solid, pictures))
    found.alts = (alts.total(), len(gold["images"]))
    items = sum(len(b.items) for b in blocks if isinstance(b, List) and b.format != "terms")
    found.items = (items, gold["items"])
    found.numbers = numbers(doc, gold["numbers"])
    lines = Counter(solid(text_of(b)) for b in blocks if isinstance(b, Para))
    found.contents = sum(contents_line(line, gold["contents"]) * n for line, n in lines.items())
    running = sum(solid(one).count(solid(line)) for line in gold["running"] for one in lines)
    found.running = running / max(found.pages, 1) if found.format == "pdf" else 0.0


def all_blocks(doc: Doc) -> Iterator[Block]:
    """Yield every block of a document, notes included."""
    yield from walk(doc.blocks)
    for note in doc.notes.values():
        yield from walk(note.blocks)


def carried_text(doc: Doc) -> str:
    """Return all text a model carries: blocks, labels, captions, notes."""
    parts: list[str] = []
    for block in all_blocks(doc):
        parts += terms_of(block)
        if isinstance(block, Code):
            parts.append(block.text)
        if isinstance(block, Box):
            parts.append(block.title)
        if isinstance(block, Heading | Para) and block.label:
            parts.append(block.label)
        if isinstance(block, List) and block.ordered:
            parts += [item.label for item in block.items]
        for runs in runs_of(block):
            parts.append("".join(run.text for run in runs if not run.note and not run.media))
    return "\n".join(parts)


def cell_text(cell: Cell) -> str:
    return " ".join(map(text_of, cell.blocks))


def line_pictures(blocks: Sequence[Block]) -> list[str]:
    """Return the alternative texts of pictures that stand in lines."""
    runs = (run for block in blocks for own in runs_of(block) for run in own)
    return [run.text for run in runs if run.media]


def numbers(doc: Doc, known: Sequence[tuple[str, str]]) -> Share:
    """Count the numbered paragraphs that have just their number, read as lessons show them."""
    said: set[tuple[str, str]] = set()
    for node in walk_sections(section_tree(doc)):
        said |= {(solid(one.label), solid(one.text)[:30]) for one in node.paragraphs}
        for block in walk(node.blocks):
            if isinstance(block, List):
                said |= {
                    (solid(item.label), solid(" ".join(map(text_of, item.blocks)))[:30])
                    for item in block.items
                }
    return sum((solid(label), solid(text)[:30]) in said for label, text in known), len(known)


def contents_line(line: str, known: Sequence[str]) -> bool:
    """Tell whether a line is one of a contents list: a title and a page number."""
    return any(
        line.startswith(solid(title)) and line[len(solid(title)) :].isdigit() for title in known
    )
