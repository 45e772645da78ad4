"""The reader of Markdown: rendered to HTML and read as a page; front matter and notes besides."""

import re
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from elearn.library.readers.codings import decoded
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.html import read_html
from elearn.library.readers.limits import DEFAULT, Limits
from elearn.library.readers.markdown_terms import with_terms
from elearn.library.readers.media import Album
from elearn.library.readers.model import Doc
from elearn.library.readers.text import folded, kept

DEEPEST = 60
FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^([A-Za-z][\w -]{0,40}):[ \t]*(.*)$")
NOTE = re.compile(r"^\[\^([^\]\s]{1,60})\]:[ \t]*(.*)$")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
ATTRIBUTES = re.compile(r"[ \t]*\{[#.][^{}\n]{0,120}\}[ \t]*$")
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]")
# Each section of raw text that is opened and never closed costs a search to the end of the file.
RAW, RAW_END, MOST_RAW = "<![CDATA[", "]]>", 200
TOO_DEEP = re.compile(rf"^(?:[ \t]*>){{{DEEPEST},}}", re.MULTILINE)
NAMES = {"lang": "language", "license": "licence", "date": "created"}


def read_markdown(data: bytes, *, album: Album, limits: Limits = DEFAULT) -> Doc:
    """Read Markdown (CommonMark with tables, notes and front matter) into the model.

    Raises Unreadable as the reader of HTML does.
    """
    page, meta = rendered(data)
    # Who writes one heading in Markdown knows how to write them all.
    doc = read_html(page.encode(), album=album, limits=limits, meta=meta, enough=1)
    doc.meta["format"] = "markdown"
    return doc


def rendered(data: bytes) -> tuple[str, dict[str, str]]:
    """Return Markdown as a page, and what its front matter says. Raises Unreadable: bomb."""
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    text = text.removeprefix("\ufeff")
    if TOO_DEEP.search(text):
        raise Unreadable("bomb", detail="nested too deeply")
    if text.count(RAW) - text.count(RAW_END) > MOST_RAW:
        raise Unreadable("bomb", detail="raw text opened and not closed")
    meta, text = front_matter(text)
    text, notes = split_notes(text)
    try:
        return _renderer(notes).render(with_terms(text)) + _notes_page(notes), meta
    except RecursionError as error:
        raise Unreadable("bomb", detail="nested too deeply") from error


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split "key: value" lines between --- lines at the start from the text."""
    found = FRONT.match(text)
    if not found:
        return {}, text
    meta: dict[str, str] = {}
    for line in found.group(1).split("\n"):
        field = FIELD.match(line)
        if field:
            key = field.group(1).strip().casefold().replace(" ", "-")
            value = field.group(2).strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            if value:
                meta[NAMES.get(key, key)] = folded(kept(value))
        elif line.startswith((" ", "\t")) and meta:
            last = next(reversed(meta))
            meta[last] = folded(f"{meta[last]} {kept(line)}")
    return meta, text[found.end() :]


def split_notes(text: str) -> tuple[str, dict[str, str]]:
    """Take note texts ("[^1]: ...") and attributes of headings out of the text, code left alone."""
    kept_lines: list[str] = []
    notes: dict[str, str] = {}
    fence, current = "", ""
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark.group(1)
        elif mark and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        elif not fence:
            note = NOTE.match(line)
            if note:
                current = note.group(1)
                notes[current] = note.group(2)
                continue
            if current and line.startswith(("    ", "\t")):
                notes[current] += "\n" + line.strip()
                continue
            current = current if not line.strip() else ""
            if HEADING.match(line):
                line = ATTRIBUTES.sub("", line)
        kept_lines.append(line)
    return "\n".join(kept_lines), notes


def _renderer(notes: dict[str, str]) -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": True, "maxNesting": 4 * DEEPEST}).enable(
        ["table", "strikethrough"]
    )
    order = list(notes)

    def reference(state: Any, silent: bool) -> bool:
        found = re.compile(r"\[\^([^\]\s]{1,60})\]").match(state.src, state.pos)
        if not found or found.group(1) not in notes:
            return False
        if not silent:
            token = state.push("html_inline", "", 0)
            name = escape(found.group(1))
            number = order.index(found.group(1)) + 1
            token.content = f'<sup><a role="doc-noteref" href="#fn-{name}">{number}</a></sup>'
        state.pos = found.end()
        return True

    renderer.inline.ruler.before("link", "note_reference", reference)
    return renderer


def _notes_page(notes: dict[str, str]) -> str:
    if not notes:
        return ""
    renderer = MarkdownIt("commonmark", {"html": True, "maxNesting": 4 * DEEPEST})
    items = "".join(
        f'<li id="fn-{escape(name)}">{renderer.render(text)}</li>' for name, text in notes.items()
    )
    return f'<section role="doc-endnotes"><ol>{items}</ol></section>'
