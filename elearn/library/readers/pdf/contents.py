"""Contents pages: lines of dots that end in a page number. They say what the headings are."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from elearn.library.readers.finish import CONTENTS_TITLES
from elearn.library.readers.pdf.shapes import Line

LEADER = re.compile(
    r"^(?P<title>.*?\w.*?)\s*(?:\.\s?){4,}\s*(?P<page>[\divxlc٠-٩]{1,5})\s*$"
    r"|^(?P<title2>.*?\w.*?)\s*(?:…|·){2,}\s*(?P<page2>[\divxlc٠-٩]{1,5})\s*$",
    re.IGNORECASE,
)
LEADER_FIRST = re.compile(r"^\s*(?P<page>[\d٠-٩]{1,4})\s*(?:\.\s?){4,}\s*(?P<title>.*\w.*)$")
PAGED = re.compile(r"^(?P<title>.*[^\W\d].*?)\s+(?P<page>\d{1,4}|[ivxlc]{1,6})\s*$")
LEAST, BEFORE = 4, 3
DOTS = re.compile(r"^(?:[.\s]{6,}|[.\s]{4,}\d{1,4})$")
SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Entry:
    """A title of the contents list, where its line begins, and its page as printed."""

    title: str
    indent: float
    page: str


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return letters and digits only, in one form, to compare titles by."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def led(text: str) -> re.Match[str] | None:
    """Return title and page of a line with leaders. Lines without dots would only take time."""
    if text.count(".") < 4 and "…" not in text and "·" not in text:
        return None
    return LEADER.match(text) or LEADER_FIRST.match(text)


def entries_of(lines: list[Line]) -> list[Entry]:
    """Return the entries of the contents list, and mark its lines as dropped."""
    found: list[Entry] = []
    for at, line in enumerate(lines):
        if line.dropped:
            continue
        match = led(line.text)
        if match:
            parts = match.groupdict()
            title = parts.get("title") or parts.get("title2") or ""
            page = parts.get("page") or parts.get("page2") or ""
            if found and at and _continues(lines[at - 1], line):
                lines[at - 1].dropped = "contents"
                title = f"{lines[at - 1].text} {title}"
            line.dropped = "contents"
            indent = -line.box.x1 if line.rtl else line.box.x0
            found.append(Entry(title.strip(), indent, page))
        elif DOTS.match(line.text.strip()) and found:
            line.dropped = "contents"
            before = lines[at - 1]
            if line.text.strip()[-1].isdigit() and not before.dropped and not is_title(before):
                # The title filled its line; the dots stand on the next.
                before.dropped = "contents"
                indent = -before.box.x1 if before.rtl else before.box.x0
                found.append(Entry(before.text.strip(), indent, ""))
    if len(found) >= LEAST:
        found += _without_dots(lines)
        _drop_title(lines)
        return found
    for line in lines:
        line.dropped = "" if line.dropped == "contents" else line.dropped
    return []


def _without_dots(lines: list[Line]) -> list[Entry]:
    """Take the lines among the others that end in a page number: chapters often have no dots."""
    places = [at for at, line in enumerate(lines) if line.dropped == "contents"]
    found: list[Entry] = []
    for at in range(max(places[0] - BEFORE, 0), places[-1] + 1):
        line = lines[at]
        match = None if line.dropped else PAGED.match(line.text)
        if match:
            line.dropped = "contents"
            indent = -line.box.x1 if line.rtl else line.box.x0
            found.append(Entry(match["title"].strip(), indent, match["page"]))
    return found


def _continues(before: Line, line: Line) -> bool:
    """A title of two lines has its dots on the second; the first stands close above."""
    same = before.page == line.page and not before.dropped and before.look == line.look
    close = 0 < before.y - line.y < 1.7 * (line.look.size or 1)
    return same and close and not is_title(before)


def is_title(line: Line) -> bool:
    """Tell whether a line is the title of a contents list."""
    return line.text.casefold().strip(" :.") in CONTENTS_TITLES


def _drop_title(lines: list[Line]) -> None:
    for line in lines:
        if not line.dropped and is_title(line):
            line.dropped = "contents"
