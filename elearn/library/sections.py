"""From a document to sections and passages, the way the tables of the library keep them. Pure."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from elearn.library.alignment import NOTE
from elearn.library.identity import block_id, normalised
from elearn.library.readers.model import Block, Doc, Heading, Media, Para, Run, text_of
from elearn.library.readers.model_html import Renderer, Size, noted, stored_media
from elearn.library.section_roles import guess_roles

# A number an author typed before a heading or paragraph: 1. / 1.2 / II. / A. / (a)
TYPED_HEADING = re.compile(
    r"^(\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}[.)]|[IVXL]{1,6}[.)]|[A-ZА-Я][.)]|\([a-z]\)|\([ivx]+\)"
    r"|\d{1,2}\.[a-z]\.?)[\s\u00a0]+(?=\S)"
    r"|^([一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第.{1,3}[章节部])[\s\u00a0]*(?=\S)"
)
TYPED_PARAGRAPH = re.compile(
    r"^(\d{1,3}(?:\.\d{1,3})*[.)]|\([a-z]\)|\([ivx]{1,5}\)|[٠-٩]{1,3}[-.])[\s\u00a0]+(?=\S)"
)


@dataclass(slots=True)
class Passage:
    """One block of a section. `html` holds its number and its notes, `text` neither."""

    key: str
    kind: str
    label: str
    html: str
    text: str
    hash: str
    page: int | None


@dataclass(slots=True)
class SectionNode:
    """A section with its own passages and the sections below it.

    `key` is the id of its heading, "" for what stands before the first heading. `role` is body,
    front, annex, glossary or contents.
    """

    key: str
    level: int
    label: str
    title: str
    role: str = "body"
    lang: str = ""
    dir: str = ""
    page: int | None = None
    paragraphs: list[Passage] = field(default_factory=list)
    children: list["SectionNode"] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list, repr=False)


def section_tree(
    doc: Doc,
    *,
    roles: Mapping[str, str] | None = None,
    media_url: Callable[[Media], str | None] = stored_media,
    xref_url: Callable[[str], str | None] = lambda _: None,
    alts: Mapping[str, str] | None = None,
    sizes: Mapping[str, Sequence[Size]] | None = None,
) -> list[SectionNode]:
    """Return the document as a tree of sections.

    The document's blocks must have their lasting ids (`identity.assign_ids`). `roles` (heading
    id -> role) are a trainer's decisions and go before the guess. What stands before the first
    heading becomes a section of its own, titled as the document. `alts` (what was written for
    pictures) and `sizes` go by the ids of pictures.
    """
    renderer = Renderer(
        doc.media,
        doc.notes,
        media_url,
        xref_url,
        doc.meta.get("language", ""),
        doc.meta.get("dir", "ltr"),
        alts=alts or {},
        sizes=sizes or {},
    )
    top = nested(doc, renderer)
    guess_roles(top, roles or {}, doc.meta.get("title", ""))
    return top


def nested(doc: Doc, renderer: Renderer) -> list[SectionNode]:
    """Return the blocks of a document under their headings, sections in sections."""
    top: list[SectionNode] = []
    stack: list[SectionNode] = []
    for block in doc.blocks:
        if isinstance(block, Heading):
            node = _node(block, renderer)
            while stack and stack[-1].level >= node.level:
                stack.pop()
            (stack[-1].children if stack else top).append(node)
            stack.append(node)
            continue
        if not stack:
            title = doc.meta.get("title", "")
            stack.append(SectionNode("", 1, "", title, lang=doc.meta.get("language", "")))
            top.append(stack[0])
        stack[-1].blocks.append(block)
        passage = _passage(block, renderer)
        if passage is not None:
            stack[-1].paragraphs.append(passage)
    return top


def walk_sections(nodes: Iterable[SectionNode]) -> Iterable[SectionNode]:
    """Yield sections in reading order, parents before children."""
    for node in nodes:
        yield node
        yield from walk_sections(node.children)


def _node(heading: Heading, renderer: Renderer) -> SectionNode:
    label, title = bare_label(heading.label), heading.title
    if not label:
        label, title = split_label(title)
    node = SectionNode(
        heading.id,
        heading.level,
        label,
        title,
        lang=heading.lang,
        dir=heading.dir,
        page=heading.src.page,
    )
    renderer.scope = heading.id
    notes = renderer.notes_of(heading)
    if notes:
        text = _notes_text(heading, renderer)
        key = notes_key(heading.id)
        node.paragraphs.append(Passage(key, NOTE, "", notes, text, digest(text), heading.src.page))
    return node


def notes_key(heading_id: str) -> str:
    """Return the key of the passage that holds the notes of a heading."""
    return block_id("notes", heading_id, 1, "")


def _passage(block: Block, renderer: Renderer) -> Passage | None:
    label = ""
    if isinstance(block, Para):
        block = numbered(block)
        label = bare_label(block.label)
    html = renderer.block(block, notes=True)
    text = text_of(block)
    if not html or not (text or "<img" in html):
        return None
    hashed = digest(text, _notes_text(block, renderer))
    return Passage(block.id, block.kind, label, html, text, hashed, block.src.page)


def _notes_text(block: Block, renderer: Renderer) -> str:
    notes = [renderer.notes[key] for key in noted(block) if key in renderer.notes]
    return " ".join(text_of(b) for note in notes for b in note.blocks)


def numbered(block: Para) -> Para:
    """Return a paragraph with a typed number ("23. The competent ...") made its label."""
    if block.label or not block.runs or block.role in ("title", "subtitle", "label", "caption"):
        return block
    # What follows the number may begin a run of its own: "31. **Is it waste?** Yes ..."
    found = TYPED_PARAGRAPH.match("".join(run.text for run in block.runs))
    if not found:
        return block
    rest, cut = list(block.runs), found.end()
    while cut:
        first = rest.pop(0)
        if first.link or first.note or first.media:
            return block
        if cut < len(first.text):
            rest.insert(0, Run(first.text[cut:], first.marks, first.link, first.xref))
        cut -= min(cut, len(first.text))
    return replace(block, label=found.group(1), runs=rest)


def split_label(title: str) -> tuple[str, str]:
    """Split a typed number from a title: ("1.2", "Scope") of "1.2 Scope"."""
    found = TYPED_HEADING.match(title)
    if not found:
        return "", title
    return bare_label(found.group(1) or found.group(2)), title[found.end() :]


def bare_label(label: str) -> str:
    """Return a printed number as one cites it: "23" of "23." and "(a)" as it is."""
    text = label.strip().strip("\u00a0")
    return text if text.startswith(("(", "（")) else text.rstrip(".)、．-").strip()


def digest(*texts: str) -> str:
    """Return the hash that tells whether a passage's words changed; spaces and signs do not."""
    return hashlib.sha256("\x1f".join(normalised(t) for t in texts).encode()).hexdigest()
