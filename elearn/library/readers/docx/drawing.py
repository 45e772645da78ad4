"""Pictures, text boxes and diagrams inside a run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from elearn.library.readers.alternative import alternative
from elearn.library.readers.docx.names import CHART, DGM, MC, WP, A, O, R, V, W, whole
from elearn.library.readers.docx.package import Package, Relation
from elearn.library.readers.text import folded, kept

EMU_PER_PIXEL = 9525
STYLE_SIZE = re.compile(r"(?:^|;)\s*(width|height):\s*([\d.]+)(pt|in|px|cm|mm)?")
PIXELS = {"pt": 96 / 72, "in": 96.0, "px": 1.0, "cm": 96 / 2.54, "mm": 96 / 25.4, None: 1.0}
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


@dataclass(slots=True)
class Found:
    """What one drawing holds. Sizes are in pixels as shown on the page."""

    pictures: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    alt: str = ""
    width: int = 0
    height: int = 0
    decorative: bool = False
    diagram: str = ""
    chart: str = ""
    lettering: list[str] = field(default_factory=list)


def chosen(element: Any) -> Any:
    """Return the one branch of an mc:AlternateContent that is read, or None."""
    branch = element.find(MC + "Choice")
    if branch is None or len(branch) == 0:
        branch = element.find(MC + "Fallback")
    return branch


def look(element: Any) -> Found:
    """Return what a w:drawing, w:pict or w:object holds."""
    found = Found()
    _describe(element, found)
    for child in _inside(element):
        if child.tag == A + "blip":
            _blip(child, found)
        elif child.tag == V + "imagedata":
            key = child.get(R + "id") or child.get(R + "href") or ""
            found.pictures.append((key, not child.get(R + "id")))
        elif child.tag == W + "txbxContent":
            found.boxes.append(child)
        elif child.tag == V + "textpath" and child.get("string", "").strip():
            found.lettering.append(folded(kept(child.get("string"))))
        elif child.tag == DGM + "relIds":
            found.diagram = child.get(R + "dm", "")
        elif child.tag == CHART + "chart":
            found.chart = child.get(R + "id", "")
    return found


def _inside(element: Any) -> Iterator[Any]:
    """Walk a drawing, one branch of each alternative, not into text boxes."""
    for child in element:
        if child.tag == MC + "AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from _inside(branch)
            continue
        yield child
        if child.tag != W + "txbxContent":
            yield from _inside(child)


def _blip(blip: Any, found: Found) -> None:
    embedded, linked = blip.get(R + "embed"), blip.get(R + "link")
    if embedded:
        found.pictures.append((embedded, False))
    elif linked:
        found.pictures.append((linked, True))


def _describe(element: Any, found: Found) -> None:
    properties = element.find(f".//{WP}docPr")
    if properties is not None:
        found.alt = alternative(properties.get("descr") or properties.get("title") or "")
        decorative = properties.find(f".//{DECORATIVE}")
        found.decorative = decorative is not None and decorative.get("val") in ("1", "true")
    extent = element.find(f".//{WP}extent")
    if extent is not None:
        found.width = (whole(extent.get("cx")) or 0) // EMU_PER_PIXEL
        found.height = (whole(extent.get("cy")) or 0) // EMU_PER_PIXEL
    shape = element.find(f".//{V}shape")
    if shape is not None and properties is None:
        image = shape.find(V + "imagedata")
        title = "" if image is None else image.get(O + "title", "")
        found.alt = alternative(shape.get("alt", "") or title)
        for name, number, unit in STYLE_SIZE.findall(shape.get("style", "")):
            setattr(found, name, int(float(number) * PIXELS[unit or None]))


def diagram_lines(package: Package, relation: Relation) -> list[str]:
    """Return the texts in the shapes of a diagram (SmartArt), in order."""
    root = package.xml(relation.target)
    if root is None:
        return []
    lines: list[str] = []
    for paragraph in root.iter(A + "p"):
        line = folded("".join(kept(t.text or "") for t in paragraph.iter(A + "t")))
        if line:
            lines.append(line)
    return lines
