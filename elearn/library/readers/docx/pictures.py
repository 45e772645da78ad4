"""Pictures, text boxes and diagrams of a paragraph, put where the reader will look for them."""

from typing import TYPE_CHECKING, Any

from elearn.library.readers.docx.drawing import Found, diagram_lines, look
from elearn.library.readers.flow.raw import RawPara
from elearn.library.readers.media import LARGEST_PIXELS
from elearn.library.readers.model import Figure, Run
from elearn.library.readers.text import solid

if TYPE_CHECKING:
    from elearn.library.readers.docx.runs import RunReader

IN_LINE_HEIGHT = 40
OBJECT = "OLEObject"


class PictureReader:
    """Reads the drawings of one paragraph."""

    def __init__(self, reader: "RunReader") -> None:
        self.reader = reader
        self.raw = reader.raw
        self.story = reader.story
        self.context = reader.context
        self.ledger = reader.context.ledger

    def read(self, element: Any) -> None:
        """Take in a w:drawing, w:pict or w:object."""
        found = look(element)
        for key, outside in found.pictures:
            self._picture(key, outside, found)
        for box in found.boxes:
            self._box(box)
        if found.diagram:
            self._diagram(found)
        if found.lettering:
            self._lines(found.lettering)
        if found.chart:
            self.ledger.warn("chart", found.alt, self.raw.index)
        if any(child.tag.endswith(OBJECT) for child in element if isinstance(child.tag, str)):
            self.ledger.warn("embedded-object", found.alt, self.raw.index)

    def _picture(self, key: str, outside: bool, found: Found) -> None:
        self.ledger.counts_in["images"] += 1
        if self.story.fields.contents:
            self.ledger.drop("contents", where=self.raw.index)
            return
        relation = self.context.package.relations(self.story.part).get(key)
        if outside or relation is None or relation.outside:
            target = relation.target if relation else key
            self.ledger.drop("outside-picture", target, self.raw.index, counted=False)
            return
        if relation.target not in self.context.package.archive.entries:
            self.ledger.drop("missing-picture", relation.target, self.raw.index, counted=False)
            return
        if found.decorative:
            self.ledger.drop("decoration", found.alt, self.raw.index, counted=False)
            return
        if len(self.context.album.items) >= self.context.package.limits.pictures:
            self.ledger.drop("too-many-pictures", found.alt, self.raw.index, counted=False)
            return
        media = self.context.album.add(self.context.package.archive.read(relation.target))
        if not media.usable:
            large = media.width * media.height > LARGEST_PIXELS
            code = "picture-too-large" if large else "picture-to-replace"
            self.ledger.warn(code, found.alt or relation.target, self.raw.index)
        in_line = 0 < found.height <= IN_LINE_HEIGHT and self._has_text()
        if in_line:
            self.reader.runs.append(Run(found.alt, media=media.id))
        else:
            figure = Figure(media=media.id, alt=found.alt, width=found.width, height=found.height)
            self.raw.figures.append(figure)

    def _has_text(self) -> bool:
        return self.reader.weights.letters > 0

    def _box(self, box: Any) -> None:
        inner = self.story.inside()
        inner.in_contents = self.story.in_contents
        raws = inner.read(box)
        if raws:
            self.raw.boxes.append(raws)

    def _diagram(self, found: Found) -> None:
        relation = self.context.package.relations(self.story.part).get(found.diagram)
        lines = diagram_lines(self.context.package, relation) if relation else []
        self.ledger.warn("diagram", found.alt or " / ".join(lines), self.raw.index)
        if lines:
            self._lines(lines)

    def _lines(self, lines: list[str]) -> None:
        """Keep the words of a drawing as a box of lines."""
        if not self.story.in_contents and not self.story.fields.contents:
            self.ledger.counts_in["characters"] += sum(solid(line) for line in lines)
            self.raw.boxes.append([RawPara(runs=[Run(x)], index=self.raw.index) for x in lines])
