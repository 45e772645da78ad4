"""Formulas (MathML) as a line of text: fractions with a stroke, powers and indices as marks."""

from typing import Any

from elearn.library.readers.model import Run
from elearn.library.readers.odt.names import MATH
from elearn.library.readers.text import folded, kept

LETTERS = frozenset(MATH + name for name in ("mi", "mn", "mo", "mtext", "ms"))
GONE = frozenset({MATH + "annotation", MATH + "annotation-xml"})
# The marks of what comes after the first part: d below the line, p above it.
SCRIPTS = {
    MATH + "msup": ("", "p"),
    MATH + "msub": ("", "d"),
    MATH + "msubsup": ("", "d", "p"),
    MATH + "munder": ("", "d"),
    MATH + "mover": ("", "p"),
    MATH + "munderover": ("", "d", "p"),
}


def formula(element: Any) -> list[Run]:
    """Return the runs of a formula (m:math)."""
    runs: list[Run] = []
    for text, marks in _parts(element, ""):
        if text and runs and runs[-1].marks == marks:
            runs[-1].text += text
        elif text:
            runs.append(Run(text, marks))
    return runs


def _parts(element: Any, marks: str) -> list[tuple[str, str]]:
    tag = element.tag
    if tag in GONE or not isinstance(tag, str):
        return []
    if tag in LETTERS:
        return [(folded(kept("".join(element.itertext()))), marks)]
    children = list(element)
    if tag == MATH + "mfrac" and len(children) == 2:
        above, below = (_enclosed(_parts(child, marks), marks) for child in children)
        return [*above, ("/", marks), *below]
    if tag == MATH + "msqrt" or (tag == MATH + "mroot" and children):
        inner = children if tag == MATH + "msqrt" else children[:1]
        return [("√(", marks), *(p for c in inner for p in _parts(c, marks)), (")", marks)]
    scripts = SCRIPTS.get(tag, ())
    parts: list[tuple[str, str]] = []
    for at, child in enumerate(children):
        own = scripts[at] if at < len(scripts) else ""
        parts += _parts(child, own or marks)
    return parts


def _enclosed(parts: list[tuple[str, str]], marks: str) -> list[tuple[str, str]]:
    if sum(len(text) for text, _ in parts) > 1:
        return [("(", marks), *parts, (")", marks)]
    return parts
