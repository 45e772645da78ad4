"""The reader of Word documents: opens the parts, reads the body, decides, builds."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from elearn.library.readers.archive import Archive
from elearn.library.readers.docx.names import MC, M, W
from elearn.library.readers.docx.notes import comments, read_notes
from elearn.library.readers.docx.numbering import Numbering
from elearn.library.readers.docx.package import Package
from elearn.library.readers.docx.story import Context, Story
from elearn.library.readers.docx.styles import Styles
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.finish import finish
from elearn.library.readers.flow.build import Builder
from elearn.library.readers.flow.evidence import find_headings
from elearn.library.readers.flow.front import give_symbol, give_title
from elearn.library.readers.flow.layout import unfold
from elearn.library.readers.flow.lists import number_paragraphs
from elearn.library.readers.flow.pseudo import promote
from elearn.library.readers.flow.raw import Raw, RawBox
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.media import Album
from elearn.library.readers.model import Doc, text_of
from elearn.library.readers.text import folded, kept, solid

CORE = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/dc/elements/1.1/}language": "file-language",
    "{http://purl.org/dc/terms/}created": "created",
    "{http://purl.org/dc/terms/}modified": "modified",
}
STEPS = 500


def read_docx(
    path: Path,
    main: str,
    *,
    album: Album,
    limits: Limits = DEFAULT,
    progress: Callable[[float], None] = lambda _: None,
    style_map: dict[str, int | str] | None = None,
) -> Doc:
    """Read a DOCX into the model. `style_map` (name -> level or role) goes before all evidence.

    Raises Unreadable: damaged, dtd, bomb, no-text and what a hostile archive is refused with.
    """
    with Archive(path, limits) as archive:
        package = Package(archive, main, limits)
        root = package.xml(main)
        body = None if root is None else root.find(W + "body")
        if body is None:
            raise Unreadable("damaged", detail=f"{main}: no body")
        context = _context(package, album, body, progress)
        doc = Doc(meta={"format": "docx"})
        _meta(package, doc)
        doc.blocks = _body(context, body, main, style_map)
        settings = _part(package, "settings")
        read_notes(context, doc, settings, body)
        progress(0.85)
        comments(context)
        _furniture(context, doc, settings)
        give_title(doc)
        done = finish(doc, album, context.ledger, doc.meta.get("file-language", ""))
    progress(1.0)
    if not any(text_of(block) for block in done.blocks):
        raise Unreadable("scanned" if done.media else "no-text")
    return done


def _part(package: Package, kind: str) -> Any:
    part = package.related(kind)
    return package.xml(part) if part else None


def _context(
    package: Package, album: Album, body: Any, progress: Callable[[float], None]
) -> Context:
    styles = Styles(_part(package, "styles"))
    numbering = Numbering(_part(package, "numbering"), styles.style_lists)
    total = sum(1 for _ in body.iter(W + "p")) or 1

    def step(index: int) -> None:
        if index % STEPS == 0:
            progress(min(0.1 + 0.6 * index / total, 0.7))

    ledger = Ledger()
    context = Context(package, styles, numbering, album, ledger, step)
    context.pages_known = body.find(f".//{W}lastRenderedPageBreak") is not None
    for part in (body, *(_notes_root(package, kind) for kind in ("footnotes", "endnotes"))):
        _count_in(part, ledger)
    return context


def _notes_root(package: Package, kind: str) -> Any:
    return _part(package, kind)


def _count_in(root: Any, ledger: Ledger) -> None:
    """Count what the file holds, apart from the reading itself, to check the reading by."""
    if root is None:
        return
    left_out = _left_out(root)
    for text in root.iter(W + "t", M + "t"):
        if text not in left_out:
            ledger.counts_in["characters"] += solid(kept(text.text or ""))
    for paragraph in root.iter(W + "p"):
        if any((t.text or "").strip() for t in paragraph.iter(W + "t")):
            ledger.counts_in["paragraphs"] += 1


def _left_out(root: Any) -> set[Any]:
    """Return the texts that are deleted, or stand in the branch of an alternative not read."""
    found: set[Any] = set()
    for element in root.iter(W + "del", W + "moveFrom", MC + "Fallback"):
        if element.tag == MC + "Fallback":
            choice = element.getparent().find(MC + "Choice")
            if choice is None or not len(choice):
                continue
        found.update(element.iter(W + "t", M + "t"))
    return found


def _body(
    context: Context, body: Any, main: str, style_map: dict[str, int | str] | None
) -> list[Any]:
    raws = Story(context, main).read(body)
    real = find_headings(raws, context.ledger, style_map)
    flow = unfold(raws, context.ledger)
    promote(_opened(flow), real)
    number_paragraphs(flow)
    blocks = Builder(context.ledger).blocks(flow)
    if context.revisions:
        context.ledger.warn("revisions-kept", str(context.revisions))
    return blocks


def _opened(raws: list[Raw]) -> list[Raw]:
    """Return the flow with text boxes that could be headings left closed."""
    return [raw for raw in raws if not isinstance(raw, RawBox)]


def _meta(package: Package, doc: Doc) -> None:
    for name in ("docProps/core.xml",):
        root = package.xml(name)
        for element in () if root is None else root:
            key = CORE.get(element.tag)
            if key and element.text and element.text.strip():
                doc.meta[key] = folded(kept(element.text))


def _furniture(context: Context, doc: Doc, settings: Any) -> None:
    """Note running heads, what was never fetched, and what was never opened."""
    package, ledger = context.package, context.ledger
    heads: list[str] = []
    for relation in package.relations(package.main).values():
        if relation.kind in ("header", "footer") and not relation.outside:
            root = package.xml(relation.target)
            lines = [] if root is None else [_line(p) for p in root.iter(W + "p")]
            heads += [line for line in lines if line]
    for line in sorted(set(heads)):
        ledger.drop("running-head", line, counted=False)
    for kind, target in package.outside():
        ledger.warn("outside-reference", f"{kind}: {target}")
    for name in sorted(package.archive.entries):
        if "/embeddings/" in name or "/activeX/" in name:
            ledger.warn("embedded-file", name)
    give_symbol(doc, heads)


def _line(paragraph: Any) -> str:
    return folded("".join(kept(t.text or "") for t in paragraph.iter(W + "t")))
