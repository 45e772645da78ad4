"""The reader of OpenDocument texts: opens the parts, reads the body, decides, builds."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from elearn.library.readers.archive import Archive
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.finish import finish
from elearn.library.readers.flow.build import Builder
from elearn.library.readers.flow.evidence import find_headings
from elearn.library.readers.flow.front import give_symbol, give_title
from elearn.library.readers.flow.layout import unfold
from elearn.library.readers.flow.lists import number_paragraphs
from elearn.library.readers.flow.pseudo import promote
from elearn.library.readers.flow.raw import RawBox, flat
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.media import Album
from elearn.library.readers.model import Block, Doc, Note, text_of
from elearn.library.readers.odt.context import Context
from elearn.library.readers.odt.lists import ListStyles
from elearn.library.readers.odt.names import DC, META, OFFICE, TEXT
from elearn.library.readers.odt.notices import all_text, characters, heads, shown_texts
from elearn.library.readers.odt.package import Package
from elearn.library.readers.odt.story import Story
from elearn.library.readers.odt.styles import Styles
from elearn.library.readers.text import folded, kept

FACTS = {
    DC + "title": "title",
    META + "initial-creator": "author",
    DC + "creator": "author",
    DC + "language": "file-language",
    META + "creation-date": "created",
    DC + "date": "modified",
}
CONTENT = "content.xml"
STEPS = 500


def read_odt(
    path: Path,
    *,
    album: Album,
    limits: Limits = DEFAULT,
    progress: Callable[[float], None] = lambda _: None,
    style_map: dict[str, int | str] | None = None,
) -> Doc:
    """Read an ODT into the model. `style_map` (name -> level or role) goes before all evidence.

    Raises Unreadable: damaged, dtd, bomb, no-text and what a hostile archive is refused with.
    """
    with Archive(path, limits) as archive:
        package = Package(archive, limits)
        root = package.xml(CONTENT)
        body = None if root is None else root.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise Unreadable("damaged", detail=f"{CONTENT}: no text")
        common = package.xml("styles.xml")
        context = _context(package, album, root, common, body, progress)
        doc = Doc(meta={"format": "odt"})
        _meta(package, doc)
        doc.blocks = _body(context, body, style_map)
        _notes(context, doc)
        progress(0.85)
        _furniture(context, doc, common)
        give_title(doc)
        done = finish(doc, album, context.ledger, doc.meta.get("file-language", ""))
    progress(1.0)
    if not any(text_of(block) for block in done.blocks):
        raise Unreadable("scanned" if done.media else "no-text")
    return done


def _context(
    package: Package,
    album: Album,
    root: Any,
    common: Any,
    body: Any,
    progress: Callable[[float], None],
) -> Context:
    total = sum(1 for _ in body.iter(TEXT + "p", TEXT + "h")) or 1

    def step(index: int) -> None:
        if index % STEPS == 0:
            progress(min(0.1 + 0.6 * index / total, 0.7))

    ledger = Ledger()
    lists = ListStyles(common, root)
    context = Context(package, Styles(common, root), lists, album, ledger, step)
    context.pages_known = body.find(f".//{TEXT}soft-page-break") is not None
    ledger.counts_in["characters"] = characters(body)
    for line in body.iter(TEXT + "p", TEXT + "h"):
        if any(text.strip() for text in shown_texts(line)):
            ledger.counts_in["paragraphs"] += 1
    _changes(context, body)
    return context


def _changes(context: Context, body: Any) -> None:
    """Note what was deleted, and how many insertions stay."""
    inserted = 0
    for region in body.iterfind(f"{TEXT}tracked-changes/{TEXT}changed-region"):
        inserted += region.find(TEXT + "insertion") is not None
        deletion = region.find(TEXT + "deletion")
        if deletion is not None:
            context.removed.add(region.get(TEXT + "id", ""))
            context.ledger.drop("deleted-revision", all_text(deletion), counted=False)
    if inserted:
        context.ledger.warn("revisions-kept", str(inserted))


def _body(context: Context, body: Any, style_map: dict[str, int | str] | None) -> list[Block]:
    raws = Story(context).read(body)
    real = find_headings(raws, context.ledger, style_map)
    flow = unfold(raws, context.ledger)
    promote([raw for raw in flow if not isinstance(raw, RawBox)], real)
    number_paragraphs(flow)
    return Builder(context.ledger).blocks(flow)


def _notes(context: Context, doc: Doc) -> None:
    for kind in ("footnote", "endnote"):
        for note in [note for note in context.notes if note.kind == kind]:
            for p in flat(note.raws):
                p.level = 0
            blocks = Builder(context.ledger).blocks(note.raws)
            doc.notes[note.key] = Note(id=note.key, kind=kind, label=note.mark, blocks=blocks)


def _meta(package: Package, doc: Doc) -> None:
    root = package.xml("meta.xml")
    for element in () if root is None else root.iterfind(f"{OFFICE}meta/*"):
        key = FACTS.get(element.tag)
        if key and element.text and element.text.strip():
            doc.meta.setdefault(key, folded(kept(element.text)))


def _furniture(context: Context, doc: Doc, common: Any) -> None:
    """Note running heads, and what was never opened."""
    lines = heads(common)
    for line in lines:
        context.ledger.drop("running-head", line, counted=False)
    give_symbol(doc, lines)
