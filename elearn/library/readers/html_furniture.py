"""What stands around the text of pages made to be clicked through: bars of links, repeated lines.

Programs that cut a manual into pages put "previous" and "next" above and below each of them, and
often a line that is the same on all of them.
"""

from collections import Counter
from typing import Any

from elearn.library.readers.ledger import Ledger
from elearn.library.readers.text import folded, solid

WAYS = frozenset(
    [
        "next",
        "prev",
        "previous",
        "up",
        "home",
        "start",
        "first",
        "last",
        "top",
        "contents",
        "index",
        "help",
    ]
)
# DocBook and Texinfo give the links of their bars these keys.
KEYS = frozenset("npuh")
BAR_CLASSES = frozenset(
    [
        "navheader",
        "navfooter",
        "docnav",
        "nav-panel",
        "nav_panel",
        "navigation",
        "prev-next",
        "prevnext",
        "pager",
    ]
)
BARS = frozenset(["p", "ul", "div", "center", "table", "td"])
TITLES = frozenset(f"h{n}" for n in range(1, 7))
BLOCKS = TITLES | {"p", "div", "li", "td", "th", "dt", "dd", "pre", "center", "address", "table"}
LONGEST_BAR = 400
LINKED = 0.5
EDGE = 4
LEAST_LETTERS = 4
# From here on a character is a word or a part of one.
HAN = "\u3400"
LONGEST_LINE = 200
ENOUGH_PAGES = 4
SHARE = 0.5


def leads_on(link: Any) -> bool:
    """Tell whether a link only helps to move between pages."""
    ways = set((link.get("rel") or "").casefold().split())
    return bool(WAYS & ways) or (link.get("accesskey") or "").casefold() in KEYS


def drop_bars(body: Any, ledger: Ledger) -> None:
    """Take the bars of links to the pages before and after out of a page."""
    for link in [e for e in body.iter("a") if e.get("href") and leads_on(e)]:
        if any(e is body for e in link.iterancestors()):
            bar = _bar(link, body)
            if bar is not None:
                _drop(bar, ledger)
    for element in [e for e in body.iter(*BARS) if BAR_CLASSES & _classes(e)]:
        inside = any(e is body for e in element.iterancestors())
        if inside and _linked(element, share=0):
            _drop(element, ledger)


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").casefold().split())


def _bar(link: Any, body: Any) -> Any:
    """Return the bar a link stands in: a small table, or a line that is mostly links."""
    around = list(link.iterancestors())
    around = around[: around.index(body)]
    for element in around:
        if element.tag == "table" and len(element.text_content()) <= LONGEST_BAR:
            return element
    for element in around:
        if element.tag in BARS:
            return element if _linked(element) else None
    return None


def _linked(element: Any, share: float = LINKED) -> bool:
    """Tell whether a short part without titles has links, and mostly links."""
    letters = sum(solid(link.text_content()) for link in element.iter("a"))
    whole = solid(element.text_content())
    titled = any(True for _ in element.iter(*TITLES))
    return not titled and whole <= LONGEST_BAR and letters > 0 and letters >= share * whole


def _drop(element: Any, ledger: Ledger) -> None:
    text = element.text_content()
    if text.strip():
        ledger.drop("page-furniture", text, counted=False)
    element.drop_tree()


def drop_repeated(bodies: list[Any], ledger: Ledger) -> None:
    """Take lines that begin or end most of the pages out of them; a title stays where it is new."""
    if len(bodies) < ENOUGH_PAGES:
        return
    edges = [_edges(body) for body in bodies]
    seen: Counter[str] = Counter()
    for lines in edges:
        seen.update({_line(element) for element in lines})
    least = max(ENOUGH_PAGES - 1, SHARE * len(bodies))
    often = {line for line, times in seen.items() if times >= least and _says(line)}
    told: set[str] = set()
    for lines in edges:
        for element in lines:
            line = _line(element)
            if line in often and (line in told or element.tag not in TITLES):
                _drop(element, ledger)
            told.add(line)


def _edges(body: Any) -> list[Any]:
    """Return the first and the last lines of a page."""
    lines = [
        e
        for e in body.iter(*BLOCKS)
        if 0 < len(folded(e.text_content())) <= LONGEST_LINE
        and next((True for x in e.iterdescendants(*BLOCKS)), None) is None
    ]
    return lines if len(lines) <= 2 * EDGE else lines[:EDGE] + lines[-EDGE:]


def _says(line: str) -> bool:
    """Tell a line of words from marks of notes and single letters."""
    return sum(char.isalpha() and (1 if char < HAN else 2) for char in line) >= LEAST_LETTERS


def _line(element: Any) -> str:
    return folded(element.text_content()).casefold()
