"""Inline content of HTML: runs with marks, links, note references."""

import re
from collections.abc import Iterator
from typing import Any

from elearn.library.readers.model import Run
from elearn.library.readers.text import kept, paired

MARKS = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "cite": "i",
    "dfn": "i",
    "var": "i",
    "u": "u",
    "ins": "u",
    "s": "s",
    "del": "s",
    "strike": "s",
    "sup": "p",
    "sub": "d",
    "code": "c",
    "kbd": "c",
    "samp": "c",
    "tt": "c",
}
SAFE = ("http://", "https://", "mailto:")
SPACE = re.compile(r"[^\S\u00a0\u2028]+")
BREAK = "\u2028"
CONTROLS = re.compile("[\x00-\x20]")


def with_mark(marks: str, tag: str) -> str:
    """Return the marks with the one of a tag added."""
    mark = MARKS.get(tag, "")
    return marks if not mark or mark in marks else "".join(sorted(marks + mark))


def link_of(element: Any) -> tuple[str, str]:
    """Return (outside address, id in this page) of a link; only safe schemes are kept."""
    address = (element.get("href") or "").strip()
    if address.startswith("#"):
        return "", address[1:]
    if address.casefold().startswith(SAFE):
        return address, ""
    return "", ""


def is_unsafe(element: Any) -> bool:
    """Tell whether a link leads to a program, to a file of this computer or to data in itself."""
    scheme = SPACE.sub("", CONTROLS.sub("", element.get("href") or "")).casefold()
    return scheme.startswith(("javascript:", "vbscript:", "file:", "data:", "blob:"))


def tidy(runs: list[Run]) -> list[Run]:
    """Fold white space as a browser does, across runs, and join runs of one look."""
    result: list[Run] = []
    space = True
    for run in runs:
        if run.note or run.media:
            result.append(run)
            space = False
            continue
        text = SPACE.sub(" ", kept(run.text).replace("\u00ad", "")) if run.text else ""
        if space:
            text = text.lstrip(" ")
        text = text.replace(f" {BREAK}", BREAK).replace(f"{BREAK} ", BREAK)
        if not text:
            continue
        space = text.endswith((" ", BREAK))
        _append(result, Run(text, run.marks, run.link, run.xref))
    while result and not (result[-1].note or result[-1].media):
        result[-1].text = result[-1].text.rstrip(f" {BREAK}")
        if result[-1].text:
            break
        result.pop()
    for run in result:
        run.text = paired(run.text.replace(BREAK, "\n"))
    return result


def _append(result: list[Run], run: Run) -> None:
    last = result[-1] if result else None
    if (
        last is not None
        and not (last.note or last.media)
        and (last.marks, last.link, last.xref) == (run.marks, run.link, run.xref)
    ):
        last.text += run.text
    else:
        result.append(run)


def texts(element: Any) -> Iterator[str]:
    """Yield all text of an element as it stands."""
    yield from element.itertext()
