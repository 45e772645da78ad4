"""Blocks as clean, semantic HTML. All text is escaped; addresses are http, https or mailto only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from elearn.library.readers.model import (
    Block,
    Box,
    Code,
    Figure,
    Heading,
    Item,
    List,
    Media,
    Note,
    Para,
    Quote,
    Run,
    Table,
    runs_of,
    walk,
)
from elearn.library.readers.numerals import ordinary

TAGS = (("b", "strong"), ("i", "em"), ("c", "code"), ("s", "s"), ("p", "sup"), ("d", "sub"))
# How wide the text of a lesson is: the window on phones, a column elsewhere.
TEXT_WIDTH = "(max-width: 48rem) 100vw, 44rem"
SCHEMES = ("http://", "https://", "mailto:")
LIST_TYPES = {
    "decimal": "",
    "lower-letter": "a",
    "upper-letter": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}


@dataclass(frozen=True, slots=True)
class Size:
    """One of the sizes a picture comes in, the largest first; pixels."""

    address: str
    width: int
    height: int


def stored_media(media: Media) -> str | None:
    """Return the address of a picture in our own store, None for kinds that cannot be shown."""
    return f"/media/{media.name}" if media.usable else None


@dataclass(slots=True)
class Renderer:
    """Renders blocks of one document.

    `media` are the document's pictures, `media_url` gives the address of one or None; `lang` and
    `dir` are the document's: blocks say theirs only where they differ. `xref_url` gives the
    address of a block that is referred to, or None to leave the words without a link.
    """

    media: dict[str, Media] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    media_url: Callable[[Media], str | None] = stored_media
    xref_url: Callable[[str], str | None] = lambda _: None
    lang: str = ""
    dir: str = "ltr"
    scope: str = ""
    # What a trainer wrote for pictures, and the sizes they come in, by the id of the picture.
    alts: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, Sequence[Size]] = field(default_factory=dict)

    def block(self, block: Block, *, notes: bool = False) -> str:
        """Return a block as HTML, with its notes below it when asked."""
        self.scope = block.id
        body = self._block(block)
        return body + (self.notes_of(block) if notes else "")

    def notes_of(self, block: Block) -> str:
        """Return the notes a block refers to, as a part of their own, or ""."""
        keys = list(dict.fromkeys(noted(block)))
        lines = [self._note(self.notes[key]) for key in keys if key in self.notes]
        return f'<div class="notes">{"".join(lines)}</div>' if lines else ""

    def inline(self, runs: list[Run]) -> str:
        """Return runs as HTML."""
        return "".join(self._run(run) for run in runs)

    def _note(self, note: Note) -> str:
        body = "".join(self._block(b) for b in note.blocks)
        mark = f"<sup>{escape(note.label)}</sup> "
        body = body.replace(">", f">{mark}", 1) if body.startswith("<p") else mark + body
        name = escape(f"{self.scope}-{note.id}")
        return f'<div class="note" id="{name}">{body}</div>'

    def _block(self, block: Block) -> str:
        if isinstance(block, Para):
            return f"<p{self._own(block)}>{self._number(block)}{self._strong(block)}</p>"
        if isinstance(block, Heading):
            number = f'<span class="number">{escape(block.label)}</span> ' if block.label else ""
            tag = f"h{min(block.level + 1, 6)}"
            return f"<{tag}{self._own(block)}>{number}{self.inline(block.runs)}</{tag}>"
        if isinstance(block, List):
            return self._list(block)
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Figure):
            return self._figure(block)
        if isinstance(block, Code):
            return f"<pre><code>{escape(block.text)}</code></pre>"
        inner = "".join(self._block(b) for b in getattr(block, "blocks", []))
        if isinstance(block, Quote):
            return f"<blockquote{self._own(block)}>{inner}</blockquote>"
        title = ""
        if isinstance(block, Box) and block.title:
            title = f"<p><strong>{escape(block.title)}</strong></p>"
        return f'<div class="box"{self._own(block)}>{title}{inner}</div>'

    def _own(self, block: Block) -> str:
        lang = block.lang if block.lang and not same(block.lang, self.lang) else ""
        direction = block.dir if block.dir and block.dir != self.dir else ""
        said = f' lang="{escape(lang)}"' if lang else ""
        return said + (f' dir="{escape(direction)}"' if direction else "")

    @staticmethod
    def _number(block: Para) -> str:
        return f'<span class="number">{escape(block.label)}</span> ' if block.label else ""

    def _strong(self, block: Para) -> str:
        body = self.inline(block.runs)
        bold = any("b" in run.marks for run in block.runs)
        return f"<strong>{body}</strong>" if block.role == "label" and not bold else body

    def _run(self, run: Run) -> str:
        if run.media:
            return self._picture(run.media, run.text)
        if run.note:
            name = escape(f"#{self.scope}-{run.note}")
            return f'<sup><a href="{name}">{escape(run.text)}</a></sup>'
        text = escape(run.text, quote=False).replace("\t", " ").replace("\n", "<br>")
        for mark, tag in TAGS:
            if mark in run.marks:
                text = f"<{tag}>{text}</{tag}>"
        address = run.link if run.link.casefold().startswith(SCHEMES) else ""
        if not address and run.xref:
            address = self.xref_url(run.xref) or ""
        return f'<a href="{escape(address)}">{text}</a>' if address else text

    def _picture(self, key: str, alt: str, width: int = 0, height: int = 0) -> str:
        media = self.media.get(key)
        address = self.media_url(media) if media is not None else None
        alt = self.alts.get(key) or alt
        if address is None:
            return escape(alt, quote=False)
        sizes = self.sizes.get(key, ())
        if sizes and not (width and height):
            width, height = sizes[0].width, sizes[0].height
        size = f' width="{width}" height="{height}"' if width and height else ""
        return f'<img src="{escape(address)}" alt="{escape(alt)}"{size}{choices(sizes)}>'

    def _figure(self, block: Figure) -> str:
        picture = self._picture(block.media, block.alt, block.width, block.height)
        if picture and not picture.startswith("<img"):
            picture = f"<p>{picture}</p>"
        caption = f"<figcaption>{self.inline(block.caption)}</figcaption>" if block.caption else ""
        return f"<figure>{picture}{caption}</figure>" if picture or caption else ""

    def _list(self, block: List) -> str:
        if block.format == "terms":
            pairs = (f"<dt>{escape(i.label)}</dt>" + self._definition(i) for i in block.items)
            return f"<dl{self._own(block)}>{''.join(pairs)}</dl>"
        if not block.ordered:
            items = "".join(f"<li>{self._item(item)}</li>" for item in block.items)
            return f"<ul{self._own(block)}>{items}</ul>"
        if usual_labels(block):
            kind = LIST_TYPES[block.format]
            said = f' type="{kind}"' if kind else ""
            said += f' start="{block.start}"' if block.start != 1 else ""
            items = "".join(f"<li>{self._item(item)}</li>" for item in block.items)
            return f"<ol{said}{self._own(block)}>{items}</ol>"
        items = "".join(f"<li>{self._item(item, item.label)}</li>" for item in block.items)
        return f'<ol class="labelled"{self._own(block)}>{items}</ol>'

    def _definition(self, item: Item) -> str:
        return f"<dd>{self._item(item)}</dd>"

    def _item(self, item: Item, label: str = "") -> str:
        """An item that begins with a paragraph shows it without a paragraph's space."""
        parts = [self._block(block) for block in item.blocks]
        if item.blocks and isinstance(item.blocks[0], Para):
            first = item.blocks[0]
            own = self._own(first)
            bare = self._strong(first)
            parts[0] = f"<span{own}>{bare}</span>" if own else bare
            if len(item.blocks) > 1 and not isinstance(item.blocks[1], List):
                parts[0] = f"<p>{parts[0]}</p>"
        number = f'<span class="number">{escape(label)}</span> ' if label else ""
        return number + "".join(parts)

    def _table(self, block: Table) -> str:
        caption = f"<caption>{self.inline(block.caption)}</caption>" if block.caption else ""
        head = 0
        while head < len(block.rows) and block.rows[head].header:
            head += 1
        rows = [self._row(block, at, at < head) for at in range(len(block.rows))]
        above = f"<thead>{''.join(rows[:head])}</thead>" if head else ""
        below = f"<tbody>{''.join(rows[head:])}</tbody>" if head < len(rows) else ""
        return f"<table{self._own(block)}>{caption}{above}{below}</table>"

    def _row(self, block: Table, at: int, head: bool) -> str:
        cells = []
        for cell in block.rows[at].cells:
            tag = "th" if cell.header or head else "td"
            said = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            said += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
            if tag == "th":
                said += ' scope="col"' if head else ' scope="row"'
            cells.append(f"<{tag}{said}>{self._item(Item(blocks=cell.blocks))}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>"


def usual_labels(block: List) -> bool:
    """Tell whether a browser would number the items just as the document does."""
    if block.format not in LIST_TYPES:
        return False
    return all(
        item.label.rstrip(".") == ordinary(block.format, block.start + at)
        for at, item in enumerate(block.items)
    )


def noted(block: Block) -> list[str]:
    """Return the ids of the notes a block and all in it refer to, in order."""
    return [run.note for b in walk([block]) for runs in runs_of(b) for run in runs if run.note]


def choices(sizes: Sequence[Size]) -> str:
    """Return the attributes by which a browser chooses among the sizes of a picture."""
    if len(sizes) < 2:
        return ""
    listed = ", ".join(f"{escape(size.address)} {size.width}w" for size in reversed(sizes))
    return f' srcset="{listed}" sizes="{TEXT_WIDTH}"'


def same(one: str, other: str) -> bool:
    """Tell whether two language tags name one language, whatever the region."""
    return one.split("-")[0].casefold() == other.split("-")[0].casefold()
