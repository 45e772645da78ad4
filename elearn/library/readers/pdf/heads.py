"""Running heads and page numbers: what stands at the edge of page after page is no text."""

import re
from collections import Counter, defaultdict

from elearn.library.readers.pdf.shapes import Line, Page

EDGE = 0.12
SHARE = 0.05
LEAST = 3
LEAST_COUNTED, SHARE_COUNTED = 4, 0.2
# So many letters that a program calls decoration, in the middle of one page alone, are text.
BODY = 15
DIGITS = re.compile(r"[\d٠-٩۰-۹]+")
NUMBER = re.compile(r"^\W*(?:(?:page|página|стр\.?|صفحة|第)\s*)?(?:\d{1,4}|[ivxlc]{1,7}|[٠-٩]{1,4})"
                    r"(?:\s*(?:/|of|de|sur|из|من|页)\s*\d{0,4})?\W*$", re.IGNORECASE)  # fmt: skip
AT_END = re.compile(r"^(?:([\d٠-٩۰-۹]{1,4})(?=\s)|.*\s([\d٠-٩۰-۹]{1,4})$)")


def drop_running(pages: list[tuple[Page, list[Line]]]) -> None:
    """Mark lines at the edges that come again and again, and lone numbers there."""
    seen: dict[str, set[int]] = defaultdict(set)
    found: list[tuple[Line, Page, str]] = []
    for page, lines in pages:
        page.tabled = any(one.element and one.element.within("Table") for one in lines)
        for line in lines:
            text = not line.note or line.table is not None
            if text and (line.artifact or at_edge(line, page)):
                found.append((line, page, key_of(line)))
                seen[found[-1][2]].add(page.number)
    least = max(LEAST, SHARE * len(pages))
    counted = _counting(pages)
    for line, page, key in found:
        again = len(seen[key]) >= least or id(line) in counted
        if again or _short(line, page, key, seen, len(pages)) or _decorates(line, page, key, seen):
            line.dropped = "page-number" if key == "#" else "running-head"


def key_of(line: Line) -> str:
    """Return a line without what differs from page to page."""
    text = line.whole.strip()
    return "#" if NUMBER.match(text) else DIGITS.sub("#", text)


def _counting(pages: list[tuple[Page, list[Line]]]) -> set[int]:
    """Return the outermost lines whose numbers count the pages, whatever else they say.

    Titles of chapters count too, where each begins a page, but in larger letters.
    """
    sizes: Counter[float] = Counter()
    for _, lines in pages:
        for line in lines:
            sizes[line.look.size] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    shifts: dict[int, list[Line]] = defaultdict(list)
    for page, lines in pages:
        heights = [line.y for line in lines if line.text.strip() and not line.note]
        for line in lines:
            outermost = bool(heights) and line.y in (min(heights), max(heights))
            shift = _shift(line) if outermost and at_edge(line, page) else None
            if shift is not None and line.look.size <= usual:
                shifts[shift].append(line)
    least = max(LEAST_COUNTED, SHARE_COUNTED * len(pages))
    return {
        id(line)
        for lines in shifts.values()
        if len({line.page for line in lines}) >= least
        for line in lines
    }


def _shift(line: Line) -> int | None:
    """Return how far the number at either end of a line is from the number of its page."""
    number = AT_END.match(line.text.strip())
    return int(number.group(1) or number.group(2)) - line.page if number else None


def _short(line: Line, page: Page, key: str, seen: dict[str, set[int]], total: int) -> bool:
    """In a document of a page or two: the same line on both, or the number of the page."""
    if total >= LEAST or not at_edge(line, page):
        return False
    return (key == "#" and _shown(line) == page.number) or len(seen[key]) == total == 2


def _shown(line: Line) -> int | None:
    number = DIGITS.search(line.text)
    return int(number.group()) if number else None


def _decorates(line: Line, page: Page, key: str, seen: dict[str, set[int]]) -> bool:
    """Believe a program that a line is no text, unless it reads as text and stands there once."""
    letters = sum(char.isalpha() for char in line.text)
    body = letters >= BODY and not at_edge(line, page) and len(seen[key]) == 1
    # The heading row of a table is said to be none where it is printed again.
    return line.artifact and not (body and not page.tabled)


def at_edge(line: Line, page: Page) -> bool:
    """Tell whether a line stands at the top or the bottom of its page."""
    middle = (line.box.y0 + line.box.y1) / 2
    return middle > page.height * (1 - EDGE) or middle < page.height * EDGE
