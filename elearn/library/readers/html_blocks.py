"""The blocks of an HTML page."""

from typing import Any

from elearn.library.readers.alternative import alternative
from elearn.library.readers.html_attributes import (
    LARGEST_DATA,
    aria_level,
    inherited,
    inline_data,
    list_format,
    whole,
)
from elearn.library.readers.html_files import Files
from elearn.library.readers.html_frames import (
    as_label,
    boxed,
    in_frame,
    is_frame,
    mark_title,
    quoted,
    role_of,
)
from elearn.library.readers.html_inline import BREAK, is_unsafe, link_of, tidy, with_mark
from elearn.library.readers.html_looks import LOOKS
from elearn.library.readers.html_notes import SIGNS_AROUND, Notes
from elearn.library.readers.html_tables import table_of
from elearn.library.readers.ledger import Ledger
from elearn.library.readers.limits import Limits
from elearn.library.readers.media import Album
from elearn.library.readers.model import (
    Block,
    Code,
    Figure,
    Heading,
    Item,
    List,
    Note,
    Para,
    Run,
    Source,
)
from elearn.library.readers.numerals import ordinary
from elearn.library.readers.text import folded, kept, solid

HEADINGS = {f"h{n}": n for n in range(1, 7)}
LISTS = frozenset(["ul", "ol", "menu", "dir"])
HOLDERS = frozenset(
    [
        "div",
        "section",
        "article",
        "main",
        "body",
        "header",
        "footer",
        "center",
        "form",
        "fieldset",
        "address",
        "details",
        "summary",
        "hgroup",
        "figure",
        "li",
        "dd",
        "dt",
        "p",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "legend",
        "label",
        "html",
    ]
)


class PageReader:
    """Reads the main column of one page. `files` are the pictures that came with it."""

    def __init__(
        self, album: Album, ledger: Ledger, limits: Limits, files: Files | None = None
    ) -> None:
        self.files = files
        self.album = album
        self.ledger = ledger
        self.limits = limits
        self.index = 0
        self.titles = 0
        self.notes: Notes
        self.runs: list[Run] = []
        self.after: list[Block] = []
        self.anchors: list[str] = []

    def read(self, main: Any) -> list[Block]:
        """Return the blocks of the page; its notes are in `notes.found`."""
        # A page that calls many headings its title means chapters.
        self.titles = sum("title" in (e.get("class") or "").split() for e in main.iter("h1"))
        self.notes = self.notes_of(main)
        blocks = self.blocks(main)
        number = 0
        wanted = dict.fromkeys(self.notes.texts)
        for name in wanted:
            if name in self.notes.found:
                number += 1
                item = self.notes.texts[name]
                before = solid(item.text_content())
                self.notes.strip_back(item, self.notes.found[name].label)
                self._uncount(before - solid(item.text_content()))
                self.notes.found[name].blocks = self.blocks(item)
                self.ledger.counts_in["notes"] += 1
        for text in self.notes.left():
            self.ledger.drop("note-without-reference", text)
        return blocks

    def notes_of(self, main: Any) -> Notes:
        """Return the notes of a page, taken out of it."""
        return Notes(main)

    def level_of(self, element: Any) -> int:
        """Return the level of a heading, 0 for anything else."""
        level = HEADINGS.get(element.tag) or aria_level(element)
        return 0 if level and in_frame(element) else level

    def headed(self, element: Any) -> bool:
        """Tell whether a list or a table holds headings, and so is only there for its layout."""
        return any(self.level_of(heading) for heading in element.iter(*HEADINGS))

    def blocks(self, element: Any) -> list[Block]:
        """Return the blocks inside an element."""
        outer = self.runs, self.after
        self.runs, self.after = [], []
        result: list[Block] = []
        self._inside(element, result, "", "", "")
        self._flush(element, result)
        self.runs, self.after = outer
        return result

    def _inside(self, element: Any, into: list[Block], marks: str, link: str, xref: str) -> None:
        self._text(element.text, marks, link, xref)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, into, marks, link, xref)
            self._text(child.tail, marks, link, xref)

    def _text(self, text: str | None, marks: str, link: str, xref: str) -> None:
        if text:
            self.runs.append(Run(text, marks, link, xref))

    def _child(self, child: Any, into: list[Block], marks: str, link: str, xref: str) -> None:
        tag = child.tag
        for name in (child.get("id"), child.get("name") if tag == "a" else None):
            if name:
                self.anchors.append(name)
        if tag in HOLDERS or tag in HEADINGS or tag in BLOCKS or child.get("role") == "heading":
            self._flush(child.getparent(), into)
            self._block(child, into)
        elif tag == "br":
            self.runs.append(Run(BREAK, marks, link, xref))
        elif tag == "img":
            self._image(child)
        elif tag == "a":
            self._link(child, into, marks, link, xref)
        elif tag == "q":
            self._text("“", marks, link, xref)
            self._inside(child, into, marks, link, xref)
            self._text("”", marks, link, xref)
        else:
            self._inside(child, into, with_mark(marks, tag), link, xref)

    def _link(self, child: Any, into: list[Block], marks: str, link: str, xref: str) -> None:
        address, target = link_of(child)
        if is_unsafe(child):
            self.ledger.drop("unsafe-link", child.get("href"), self.index, counted=False)
        key = self.notes.key(child, target)
        if key:
            label = folded(child.text_content()).strip(SIGNS_AROUND)
            self._uncount(solid(child.text_content()))
            self.runs.append(Run(label, note=key))
            self.notes.found.setdefault(key, Note(id=key, label=label))
            return
        self._inside(child, into, marks, address or link, target or xref)

    def _uncount(self, characters: int) -> None:
        """Take marks of notes and what leads back from them out of the account."""
        self.ledger.counts_in["characters"] -= characters

    def _flush(self, element: Any, into: list[Block]) -> None:
        """Make a paragraph of the runs gathered so far."""
        runs, self.runs = tidy(self.runs), []
        if runs and all(run.note or run.media or not run.text.strip() for run in runs):
            runs = [run for run in runs if run.note or run.media]
        if runs:
            role = role_of(element) if element.tag == "p" else ""
            into.append(self._placed(Para(runs=runs, role=role), element))
        if self.after:
            into.extend(self.after)
            self.after = []

    def _placed(self, block: Block, element: Any) -> Block:
        self.index += 1
        block.src = Source(self.index)
        block.lang = inherited(element, "lang")
        block.dir = inherited(element, "dir").casefold()
        if block.dir not in ("ltr", "rtl"):
            block.dir = ""
        block.anchors, self.anchors = self.anchors, []
        return block

    def _block(self, child: Any, into: list[Block]) -> None:
        tag = child.tag
        level = self.level_of(child)
        if level:
            self._heading(child, level, into)
        elif tag in HEADINGS:
            into.extend(as_label(self.blocks(child)))
        elif is_frame(child):
            self._box(child, into)
        elif tag == "pre":
            self._code(child, into)
        elif tag in LISTS:
            self._list(child, into)
        elif tag == "dl":
            self._terms(child, into)
        elif tag == "table":
            self._table(child, into)
        elif tag == "blockquote":
            inner = self.blocks(child)
            if inner:
                into.append(self._placed(quoted(inner), child))
        elif tag == "figure":
            self._figure(child, into)
        elif tag != "hr":
            into.extend(self.blocks(child))

    def _heading(self, child: Any, level: int, into: list[Block]) -> None:
        """One heading, whatever is inside it; pictures in it stand after it."""
        inner = self.blocks(child)
        lines = [b for b in inner if isinstance(b, Para) and any(r.text.strip() for r in b.runs)]
        if lines:
            first = lines[0]
            runs = [run for at, b in enumerate(lines) for run in [Run(" ")] * bool(at) + b.runs]
            if level == 1 and self.titles < 2 and "title" in (child.get("class") or "").split():
                title: Block = Para(runs=runs, role="title")
            else:
                for run in runs:
                    run.marks = run.marks.replace("b", "")
                title = Heading(level=level, runs=runs, evidence="tag", style=child.tag)
                if child.get(LOOKS):
                    title.evidence, title.confidence = "looks", float(child.get(LOOKS))
            title.src, title.lang, title.dir = first.src, first.lang, first.dir
            title.anchors = [anchor for line in lines for anchor in line.anchors]
            into.append(title)
        into.extend(b for b in inner if b not in lines)

    def _code(self, child: Any, into: list[Block]) -> None:
        text = kept("".join(child.itertext())).strip("\n")
        inner = child.find("code")
        names = "" if inner is None else inner.get("class") or ""
        language = names.removeprefix("language-").split(" ")[0] if "language-" in names else ""
        if text.strip():
            into.append(self._placed(Code(text=text, language=language), child))

    def _list(self, child: Any, into: list[Block]) -> None:
        items = [e for e in child if isinstance(e.tag, str)]
        if self.headed(child):
            self._sections(child, items, into)
            return
        ordered = child.tag == "ol"
        number = whole(child.get("start"), 1)
        made = List(ordered=ordered, start=number, format=list_format(child))
        self._placed(made, child)
        for element in items:
            if element.tag in LISTS:
                # A list put straight into a list belongs to the item before it.
                self._list(element, made.items[-1].blocks if made.items else into)
                continue
            number = whole(element.get("value"), number)
            label = f"{ordinary(made.format, number)}." if ordered else ""
            blocks = self.blocks(element)
            if blocks:
                made.items.append(Item(label=label, blocks=blocks))
                number += 1
        if made.items:
            into.append(made)

    def _sections(self, child: Any, items: list[Any], into: list[Block]) -> None:
        """A list of whole sections is layout; its numbers are those of the headings."""
        number = whole(child.get("start"), 1)
        for item in items:
            if item.tag in LISTS:
                self._list(item, into)
                continue
            number = whole(item.get("value"), number)
            blocks = self.blocks(item)
            first = blocks[0] if blocks else None
            if isinstance(first, Heading) and child.tag == "ol":
                first.label = f"{ordinary(list_format(child), number)}."
                first.src.label = first.label
            number += bool(blocks)
            into.extend(blocks)

    def _terms(self, child: Any, into: list[Block]) -> None:
        made = List(format="terms")
        self._placed(made, child)
        for element in child.iter("dt", "dd"):
            if element.tag == "dt":
                self.anchors.append(element.get("id") or "")
                made.items.append(Item(label=folded(kept(element.text_content()))))
            elif made.items:
                made.items[-1].blocks += self.blocks(element)
        if made.items:
            into.append(made)

    def _table(self, child: Any, into: list[Block]) -> None:
        if child.get("role") in ("presentation", "none") or self.headed(child):
            into.extend(self.blocks(child))
            return
        table = table_of(child, self.blocks)
        if [len(row.cells) for row in table.rows] == [1] and child.find("caption") is None:
            self._framed_cell(table.rows[0].cells[0].blocks, child, into)
            return
        caption = child.find("caption")
        if caption is not None:
            table.caption = [run for b in self.blocks(caption) for run in getattr(b, "runs", [])]
        if table.rows:
            into.append(self._placed(table, child))

    def _framed_cell(self, inner: list[Block], child: Any, into: list[Block]) -> None:
        """A table of one cell is a box; the line in bold it begins with is its title."""
        if inner:
            self.ledger.counts_out["tables-as-boxes"] += 1
            self._boxed(inner, child, into)

    def _box(self, child: Any, into: list[Block]) -> None:
        """A framed part; one that holds but a list or a table is not framed again."""
        inner = self.blocks(child)
        if len(inner) == 1 and not isinstance(inner[0], Para):
            into.extend(inner)
        elif inner:
            mark_title(child, inner)
            self._boxed(inner, child, into)

    def _boxed(self, inner: list[Block], child: Any, into: list[Block]) -> None:
        box = boxed(inner)
        anchors = box.anchors
        into.append(self._placed(box, child))
        box.anchors = [*anchors, *box.anchors]

    def _figure(self, child: Any, into: list[Block]) -> None:
        caption = child.find(".//figcaption")
        runs: list[Run] = []
        if caption is not None:
            runs = [run for b in self.blocks(caption) for run in getattr(b, "runs", [])]
            caption.getparent().remove(caption)
        inner = self.blocks(child)
        first = next((b for b in inner if b.kind in ("figure", "table")), None)
        if first is not None and runs:
            first.caption = runs  # type: ignore[attr-defined]
        into.extend(inner)
        if first is None and runs:
            into.append(self._placed(Para(runs=runs, role="caption"), child))

    def _picture(self, source: str) -> tuple[bytes | None, str]:
        """Return a picture, or why there is none."""
        if len(self.album.items) >= self.limits.pictures:
            return None, "too-many-pictures"
        if source.casefold().startswith("data:"):
            large = len(source) > LARGEST_DATA
            return inline_data(source), "picture-too-large" if large else "missing-picture"
        outside = "//" in source or source.casefold().startswith("file:")
        data = self.files.read(source) if self.files and not outside else None
        return data, "outside-picture" if outside else "missing-picture"

    def _image(self, child: Any) -> None:
        alt = alternative(child.get("alt") or "")
        source = (child.get("src") or "").strip()
        data, reason = self._picture(source)
        if data is None:
            if source:
                self.ledger.drop(reason, alt or source[:120], self.index, counted=False)
            return
        media = self.album.add(data)
        if not media.usable:
            self.ledger.warn("picture-to-replace", alt, self.index)
        figure = Figure(media=media.id, alt=alt)
        figure.src = Source(self.index)
        figure.width, figure.height = whole(child.get("width"), 0), whole(child.get("height"), 0)
        self.after.append(figure)


BLOCKS = frozenset(["pre", "dl", "table", "blockquote", "hr", "figcaption"]) | LISTS
