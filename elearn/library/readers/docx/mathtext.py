"""Formulas as a line of text: fractions with a stroke, powers and indices as marks."""

from typing import Any

from elearn.library.readers.docx.names import M
from elearn.library.readers.model import Run
from elearn.library.readers.text import kept

SCRIPTS = {M + "sup": "p", M + "sub": "d"}
PROPERTY_NAMES = (
    "ctrlPr fPr sSupPr sSubPr sSubSupPr radPr dPr naryPr accPr barPr mPr rPr funcPr "
    "limLowPr limUppPr eqArrPr groupChrPr borderBoxPr boxPr phantPr sPrePr"
)
PROPERTIES = frozenset(M + name for name in PROPERTY_NAMES.split())


def formula(element: Any) -> list[Run]:
    """Return the runs of a formula (m:oMath)."""
    return [Run(text, marks) for text, marks in _parts(element, "") if text]


def _parts(element: Any, marks: str) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    for child in element:
        if child.tag in PROPERTIES or not isinstance(child.tag, str):
            continue
        if child.tag == M + "t":
            parts.append((kept(child.text or ""), marks))
        elif child.tag == M + "f":
            parts.extend(_fraction(child, marks))
        elif child.tag == M + "rad":
            parts += [("√(", marks), *_parts(child, marks), (")", marks)]
        elif child.tag == M + "nary":
            parts += [(_sign(child, "naryPr", "∫"), marks), *_parts(child, marks)]
        elif child.tag == M + "d":
            parts += _delimited(child, marks)
        else:
            parts.extend(_parts(child, SCRIPTS.get(child.tag, marks)))
    return parts


def _delimited(element: Any, marks: str) -> list[tuple[str, str]]:
    """Brackets as they are set, the parts between them with their separator."""
    inner: list[tuple[str, str]] = []
    for at, part in enumerate(element.findall(M + "e")):
        separator = _sign(element, "dPr", "|", "sepChr")
        inner += [(separator, marks)] * bool(at) + _parts(part, marks)
    begin, end = (_sign(element, "dPr", *said) for said in (("(", "begChr"), (")", "endChr")))
    return [(begin, marks), *inner, (end, marks)]


def _fraction(element: Any, marks: str) -> list[tuple[str, str]]:
    above, below = element.find(M + "num"), element.find(M + "den")
    result: list[tuple[str, str]] = []
    for at, part in enumerate((above, below)):
        inner = [] if part is None else _parts(part, marks)
        long = sum(len(text) for text, _ in inner) > 1
        result += [("/" if at else "", marks), ("(" if long else "", marks)]
        result += [*inner, (")" if long else "", marks)]
    return result


def _sign(element: Any, properties: str, default: str, name: str = "chr") -> str:
    sign = element.find(f"{M}{properties}/{M}{name}")
    return default if sign is None else str(sign.get(M + "val", default))
