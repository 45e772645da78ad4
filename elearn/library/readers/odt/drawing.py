"""Pictures, frames of text, formulas and shapes inside a paragraph."""

from typing import TYPE_CHECKING, Any

from elearn.library.readers.alternative import alternative
from elearn.library.readers.flow.raw import RawPara, RawTable
from elearn.library.readers.media import LARGEST_PIXELS, described
from elearn.library.readers.model import Figure, Media, Run
from elearn.library.readers.odt.mathtext import formula
from elearn.library.readers.odt.names import DRAW, LOEXT, MATH, SVG, TEXT, XLINK, points
from elearn.library.readers.text import solid

if TYPE_CHECKING:
    from elearn.library.readers.odt.runs import RunReader

IN_LINE_HEIGHT = 40
PIXELS_PER_POINT = 96 / 72
OBJECTS = frozenset({DRAW + "object", DRAW + "object-ole"})
PROGRAMS = frozenset({DRAW + "plugin", DRAW + "applet", DRAW + "floating-frame", DRAW + "control"})
WRAPPERS = frozenset({DRAW + "g", DRAW + "a"})


class Drawings:
    """Reads the drawings of one paragraph."""

    def __init__(self, reader: "RunReader") -> None:
        self.reader = reader
        self.raw = reader.raw
        self.story = reader.story
        self.context = reader.context
        self.ledger = reader.context.ledger

    def read(self, element: Any) -> None:
        """Take in a frame, a group or a shape."""
        tag = element.tag
        if tag in WRAPPERS:
            for child in element:
                if isinstance(child.tag, str) and child.tag.startswith(DRAW):
                    self.read(child)
        elif tag == DRAW + "frame":
            self._frame(element)
        elif tag in PROGRAMS:
            self.ledger.warn("embedded-object", described_as(element), self.raw.index)
        elif element.find(f".//{TEXT}p") is not None or element.find(f".//{TEXT}list") is not None:
            self._box(element)

    def _frame(self, element: Any) -> None:
        box = element.find(DRAW + "text-box")
        embedded = next((e for e in element if e.tag in OBJECTS), None)
        images = element.findall(DRAW + "image")
        if box is not None:
            self._box(box)
        elif embedded is not None and self._formula(embedded):
            return
        else:
            if embedded is not None:
                chart = "chart" if embedded.tag == DRAW + "object" else "embedded-object"
                self.ledger.warn(chart, described_as(element), self.raw.index)
            if images:
                self._picture(element, images)
            elif any(child.tag in PROGRAMS for child in element):
                self.ledger.warn("embedded-object", described_as(element), self.raw.index)

    def _formula(self, embedded: Any) -> bool:
        """Read a formula as text; say whether the object is one."""
        found = embedded.find(MATH + "math")
        if found is None:
            part = self.context.package.named(embedded.get(XLINK + "href") or "")
            root = self.context.package.xml(f"{part}/content.xml") if part else None
            found = root if root is not None and root.tag == MATH + "math" else None
        if found is None:
            return False
        runs = formula(found)
        if embedded.find(MATH + "math") is None:
            self.ledger.counts_in["characters"] += sum(solid(run.text) for run in runs)
        if self.raw.contents or self.story.in_contents:
            self.reader.contents.extend(run.text for run in runs)
        else:
            self.reader.runs.extend(runs)
            self.reader.weights.letters += sum(solid(run.text) for run in runs)
            self.reader.spaced = False
        return True

    def _picture(self, frame: Any, images: list[Any]) -> None:
        ledger, where = self.ledger, self.raw.index
        alt = described_as(frame)
        ledger.counts_in["images"] += 1
        if self.story.in_contents or self.context.deleting:
            ledger.drop("contents" if self.story.in_contents else "deleted-revision", where=where)
        elif frame.get(LOEXT + "decorative") == "true":
            ledger.drop("decoration", alt, where, counted=False)
        elif len(self.context.album.items) >= self.context.package.limits.pictures:
            ledger.drop("too-many-pictures", alt, where, counted=False)
        else:
            data = self._data(images)
            if data is None:
                address = images[0].get(XLINK + "href") or ""
                inside = self.context.package.named(address)
                reason = "missing-picture" if inside or not address else "outside-picture"
                ledger.drop(reason, address or alt, where, counted=False)
            else:
                self._place(frame, self.context.album.add(data), alt)

    def _data(self, images: list[Any]) -> bytes | None:
        """Return the first picture a browser can show, else the first there is."""
        found: list[bytes] = []
        package = self.context.package
        for image in images:
            part = package.named(image.get(XLINK + "href") or "")
            if part in package.archive.entries and package.archive.entries[part].file_size:
                found.append(package.archive.read(part))
        return next((data for data in found if described(data, "").usable), next(iter(found), None))

    def _place(self, frame: Any, media: Media, alt: str) -> None:
        if not media.usable:
            large = media.width * media.height > LARGEST_PIXELS
            code = "picture-too-large" if large else "picture-to-replace"
            self.ledger.warn(code, alt or media.name, self.raw.index)
        width = round((points(frame.get(SVG + "width")) or 0) * PIXELS_PER_POINT)
        height = round((points(frame.get(SVG + "height")) or 0) * PIXELS_PER_POINT)
        if 0 < height <= IN_LINE_HEIGHT and self.reader.weights.letters > 0:
            self.reader.runs.append(Run(alt, media=media.id))
            self.reader.spaced = False
        else:
            self.raw.figures.append(Figure(media=media.id, alt=alt, width=width, height=height))

    def _box(self, element: Any) -> None:
        raws = [raw for raw in self.story.inside().read(element) if not _empty(raw)]
        framed = [p for p in raws if isinstance(p, RawPara) and p.figures]
        captioned = any(isinstance(p, RawPara) and _is_caption(p) for p in raws)
        if len(raws) == 1 and framed and (captioned or not framed[0].text):
            # A picture and its caption, in a frame of their own.
            for figure in framed[0].figures:
                figure.caption = figure.caption or list(framed[0].runs)
            self.raw.figures += framed[0].figures
            self.raw.anchors += framed[0].anchors
        elif captioned and any(p in framed or isinstance(p, RawTable) for p in raws):
            self.reader.after.extend(raws)
        elif raws:
            self.raw.boxes.append(raws)


def _empty(raw: Any) -> bool:
    if not isinstance(raw, RawPara):
        return False
    return not (raw.text or raw.figures or raw.boxes or raw.runs)


def _is_caption(p: RawPara) -> bool:
    return p.style.role == "caption" or p.sequence


def described_as(frame: Any) -> str:
    """Return the alternative text of a frame: its description, else its title."""
    for name in ("desc", "title"):
        said = frame.find(SVG + name)
        text = "" if said is None else alternative("".join(said.itertext()))
        if text:
            return text
    return ""
