"""Reading a story (body, cell, frame, note) into paragraphs and tables, nothing decided yet."""

from collections.abc import Iterable
from typing import Any

from elearn.library.readers.flow.numbers import Number
from elearn.library.readers.flow.raw import Raw, RawPara
from elearn.library.readers.odt.context import Context
from elearn.library.readers.odt.lists import Counters, Running, numbered
from elearn.library.readers.odt.names import DRAW, OFFICE, TABLE, TEXT, count
from elearn.library.readers.odt.notices import all_text, is_hidden_section, outside_section
from elearn.library.readers.odt.runs import RunReader
from elearn.library.readers.odt.tables import read_table

PARAGRAPHS = frozenset({TEXT + "p", TEXT + "h"})
INDEX_NAMES = (
    "table-of-content illustration-index table-index object-index user-index alphabetical-index"
)
INDEXES = frozenset(TEXT + name for name in INDEX_NAMES.split())
THROUGH = frozenset({TEXT + "bibliography", TEXT + "index-body", TEXT + "index-title"})
CHANGES = frozenset({TEXT + "change-start", TEXT + "change-end"})
SHAPES = frozenset({DRAW + "frame", DRAW + "g", DRAW + "a"})
PLACES = frozenset({TEXT + "bookmark", TEXT + "bookmark-start", TEXT + "reference-mark-start"})


class Story:
    """One story, counting its lists for itself."""

    def __init__(self, context: Context, counters: Counters | None = None) -> None:
        self.context = context
        self.counters = counters or Counters()
        self.in_contents = 0
        self.item = _Place()
        self._anchors: list[str] = []

    def read(self, container: Iterable[Any]) -> list[Raw]:
        """Return the paragraphs and tables of a body, cell, frame or note."""
        raws: list[Raw] = []
        before, self.item = self.item, _Place()
        self._children(container, raws)
        self.item = before
        return raws

    def inside(self) -> "Story":
        """Return a story for a frame or a note: it counts its lists for itself."""
        story = Story(self.context)
        story.in_contents = self.in_contents
        return story

    def _children(self, container: Iterable[Any], raws: list[Raw]) -> None:
        for child in container:
            tag = child.tag
            if tag in PARAGRAPHS:
                self._paragraph(child, raws)
            elif tag == TEXT + "list":
                self._list(child, raws)
            elif tag == TABLE + "table":
                self._table(child, raws)
            elif tag == TEXT + "section":
                self._section(child, raws)
            elif tag in INDEXES:
                self.in_contents += 1
                self._children(child.iterfind(TEXT + "index-body"), raws)
                self.in_contents -= 1
            elif tag in THROUGH:
                self._children(child, raws)
            else:
                self._other(child, raws)

    def _other(self, child: Any, raws: list[Raw]) -> None:
        tag = child.tag
        if tag == TEXT + "numbered-paragraph":
            self._numbered_paragraph(child, raws)
        elif tag in CHANGES:
            self.context.changed(child, child.get(TEXT + "change-id", ""))
        elif tag == TEXT + "soft-page-break":
            self.context.page += 1
        elif tag in PLACES:
            self._anchors.append(child.get(TEXT + "name", ""))
        elif tag == OFFICE + "annotation":
            self.context.ledger.drop("comment", all_text(child), counted=False)
        elif tag in SHAPES or tag.startswith(DRAW):
            self._floating(child, raws)

    def _floating(self, child: Any, raws: list[Raw]) -> None:
        """A frame that stands on the page, not in a paragraph, gets a paragraph of its own."""
        self.context.index += 1
        raw = RawPara(index=self.context.index, page=self.context.at_page())
        reader = RunReader(self, raw)
        reader.element(child)
        reader.finish()
        raws.append(raw)
        raws.extend(reader.after)

    def _section(self, element: Any, raws: list[Raw]) -> None:
        if is_hidden_section(element):
            self.context.ledger.drop("hidden", all_text(element), self.context.index)
            return
        source = outside_section(element)
        if source:
            self.context.ledger.warn("outside-reference", source)
        self._anchors.append(element.get(TEXT + "name", "") + "|region")
        self._children(element, raws)

    def _table(self, element: Any, raws: list[Raw]) -> None:
        context = self.context
        context.ledger.counts_in["tables"] += 1
        item, self.item = self.item, _Place()
        table = read_table(element, context, self.read)
        self.item = item
        context.index += 1
        table.index, table.page = context.index, context.at_page()
        table.anchors, self._anchors = self._anchors, []
        table.anchors.append(element.get(TABLE + "name", "") + "|table")
        table.follows = self.item.depth if self.item.begun else 0
        if self.in_contents or context.deleting:
            reason = "contents" if self.in_contents else "deleted-revision"
            context.ledger.drop(reason, all_text(element), context.index)
            context.ledger.counts_in["tables"] -= 1
            return
        raws.append(table)

    def _list(self, element: Any, raws: list[Raw]) -> None:
        before = self.item
        running = self.counters.open(element, before.running)
        for child in element:
            if child.tag in (TEXT + "list-item", TEXT + "list-header"):
                plain = child.tag == TEXT + "list-header"
                self.item = _Place(running, child, running.depth + 1, plain=plain)
                self.item.begun = plain
                self._children(child, raws)
        self.item = before
        # After an inner list the outer item goes on.
        self.item.begun = self.item.begun or before.running is not None

    def _numbered_paragraph(self, element: Any, raws: list[Raw]) -> None:
        key = element.get(TEXT + "list-id") or "numbered"
        depth = max(count(element.get(TEXT + "level")) - 1, 0)
        style = element.get(TEXT + "style-name") or self.counters.styles.get(key, "")
        self.counters.styles[key] = style
        before = self.item
        self.item = _Place(Running("n" + key, style, depth), element, depth + 1)
        self._children(element, raws)
        self.item = before

    def _paragraph(self, element: Any, raws: list[Raw]) -> None:
        raw = self._start(element)
        reader = RunReader(self, raw)
        reader.children(element)
        reader.finish()
        raw.contents = raw.contents or self.in_contents > 0
        number = None if raw.contents else self._number(element)
        if number is None and self.item.running is not None and not raw.level:
            raw.follows = self.item.depth
        raw.number = number
        if not (self.context.deleting and not raw.runs and not raw.figures):
            raws.append(raw)
        raws.extend(reader.after)

    def _start(self, element: Any) -> RawPara:
        context = self.context
        context.index += 1
        context.step(context.index)
        name = element.get(TEXT + "style-name")
        style = context.styles.paragraph(name)
        if context.styles.begins_page(name) and context.index > 1:
            context.page += 1
        raw = RawPara(style=style, props=style.props, index=context.index, page=context.at_page())
        if element.tag == TEXT + "h":
            raw.level = max(count(element.get(TEXT + "outline-level")), 1)
            raw.evidence = "outline"
        if self.item.running is not None:
            raw.props = context.styles.in_list(name)
        raw.anchors, self._anchors = self._anchors, []
        raw.contents = style.role in ("toc", "toc-title")
        return raw

    def _number(self, element: Any) -> Number | None:
        if element.get(TEXT + "is-list-header") == "true":
            return None
        if self.item.running is None:
            return self._heading_number(element) if element.tag == TEXT + "h" else None
        if self.item.begun:
            return None
        self.item.begun = True
        running, item = self.item.running, self.item.element
        style = item.get(TEXT + "style-override") or running.style
        style = style or self.context.styles.list_of(element.get(TEXT + "style-name")) or ""
        start = item.get(TEXT + "start-value")
        levels = self.context.lists.levels(style)
        begin = count(start) if start is not None else None
        return numbered(self.counters, running.key, style, levels, running.depth, begin)

    def _heading_number(self, element: Any) -> Number | None:
        """Headings outside of lists are counted by the outline, or by the list of their style."""
        lists = self.context.lists
        style = self.context.styles.list_of(element.get(TEXT + "style-name"))
        if style == "":
            return None
        style = style or lists.outline_name
        start = element.get(TEXT + "start-value")
        if element.get(TEXT + "restart-numbering") == "true" and start is None:
            start = "1"
        level = max(count(element.get(TEXT + "outline-level")), 1) - 1
        begin = count(start) if start is not None else None
        levels = lists.levels(style)
        if level in levels and levels[level].format == "none" and not levels[level].text:
            # Headings without a format are not counted for those below them to see.
            return None
        return numbered(self.counters, style, style, levels, level, begin)


class _Place:
    """Where a paragraph stands in a list: the list, the item, whether it has its number yet."""

    def __init__(
        self,
        running: Running | None = None,
        element: Any = None,
        depth: int = 0,
        plain: bool = False,
    ) -> None:
        self.running = running
        self.element = element
        self.depth = depth
        self.begun = plain
