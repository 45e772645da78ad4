"""Running heads and page numbers: what stands at the edge of page after page is no text."""

import re
from collections import defaultdict

from elearn.library.readers.pdf.shapes import Line, Page

EDGE = 0.12
SHARE = 0.05
LEAST = 3
DIGITS = re.compile(r"[\d٠-٩۰-۹]+")
NUMBER = re.compile(r"^\W*(?:(?:page|página|стр\.?|صفحة|第)\s*)?(?:\d{1,4}|[ivxlc]{1,7}|[٠-٩]{1,4})"
                    r"(?:\s*(?:/|of|de|sur|из|من|页)\s*\d{0,4})?\W*$", re.IGNORECASE)  # fmt: skip


def drop_running(pages: list[tuple[Page, list[Line]]]) -> None:
    """Mark lines at the edges that come again and again, and lone numbers there."""
    seen: dict[str, set[int]] = defaultdict(set)
    edge: list[tuple[Line, str]] = []
    for page, lines in pages:
        for line in lines:
            if line.artifact:
                line.dropped = "page-number" if NUMBER.match(line.text) else "running-head"
            elif at_edge(line, page):
                key = "#" if NUMBER.match(line.text) else DIGITS.sub("#", line.whole.strip())
                seen[key].add(page.number)
                edge.append((line, key))
    least = max(LEAST, SHARE * len(pages))
    for line, key in edge:
        if len(seen[key]) >= least:
            line.dropped = "page-number" if key == "#" else "running-head"


def at_edge(line: Line, page: Page) -> bool:
    """Tell whether a line stands at the top or the bottom of its page."""
    middle = (line.box.y0 + line.box.y1) / 2
    return middle > page.height * (1 - EDGE) or middle < page.height * EDGE
