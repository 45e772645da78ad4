"""The order of letters in lines that hold Arabic or Hebrew, from where they stand."""

import unicodedata
from dataclasses import dataclass

from elearn.library.readers.pdf.letters import is_rtl
from elearn.library.readers.pdf.shapes import Span

ALEFS = frozenset("اأإآٱى")
LAM = "ل"
GAP = 0.17
MIRRORS = {"(": ")", ")": "(", "[": "]", "]": "[", "{": "}", "}": "{", "«": "»", "»": "«"}
INSIDE_NUMBERS = frozenset(".,:/-+%‰٪٫٬–")


@dataclass(slots=True)
class Letter:
    """A character, where it begins and ends, and the span it is drawn in."""

    char: str
    left: float
    right: float
    span: Span


# A sign with the marks on it, or the letters of one ligature: what is drawn in one place.
Unit = list[Letter]


def in_reading_order(letters: list[Letter], size: float) -> list[Letter]:
    """Return the letters of a line as they are read, with the spaces that gaps mean."""
    units = _units(letters)
    units.sort(key=lambda unit: (unit[0].left + unit[0].right, unit[0].left))
    units = _spaced(units, size)
    strong = [_direction(unit) for unit in units]
    rtl = strong.count("R") >= strong.count("L")
    if rtl:
        units.reverse()
        strong.reverse()
    ltr = _resolved(strong, [unit[0].char for unit in units], rtl)
    ordered = _with_runs_turned(units, ltr, rtl)
    result = [letter for unit in ordered for letter in unit]
    _close_label(result)
    return result


def _close_label(letters: list[Letter]) -> None:
    """Some programs write the same bracket on both sides of a Latin letter that numbers an item."""
    at = next((at for at in (2, 3, 4) if letters[at : at + 1] and letters[at].char in "()"), 0)
    inside = "".join(letter.char for letter in letters[1:at])
    if at and letters[0].char in "()" and inside.isalnum():
        letters[0].char, letters[at].char = "(", ")"


def _units(letters: list[Letter]) -> list[Unit]:
    units: list[Unit] = []
    marks: list[tuple[Letter, Letter | None]] = []
    before: Letter | None = None
    for letter in letters:
        last = units[-1] if units else None
        if unicodedata.combining(letter.char):
            marks.append((letter, before))
            continue
        if last is not None and _one_place(last[-1], letter):
            last.append(letter)
            _set_right(last)
        else:
            units.append([letter])
        before = letter
    for mark, written in marks:
        home = _home(mark, written, units)
        if all(letter.char != mark.char for letter in home):
            home.append(mark)
    return units


def _home(mark: Letter, before: Letter | None, units: list[Unit]) -> Unit:
    """Return what a mark stands on: the letter at its place, the one written before it first."""
    middle = (mark.left + mark.right) / 2

    def far(unit: Unit) -> tuple[float, bool, float]:
        left, right = unit[0].left, unit[0].right
        gap = max(left - mark.right, mark.left - right, 0.0)
        own = any(letter is before for letter in unit) and unit[0].span is mark.span
        return round(gap), not own, abs((left + right) / 2 - middle)

    letters = [unit for unit in units if unit[0].char != " "]
    if not letters:
        units.append([])
        return units[-1]
    return min(letters, key=far)


def _one_place(one: Letter, other: Letter) -> bool:
    same = abs(one.left - other.left) < 0.01 and abs(one.right - other.right) < 0.01
    return same and one.span is other.span and is_rtl(one.char) and is_rtl(other.char)


def _set_right(unit: Unit) -> None:
    """A ligature of lam and alef comes with the alef first where the whole line was turned."""
    if len(unit) == 2 and unit[0].char in ALEFS and unit[1].char == LAM:
        unit.reverse()


def _spaced(units: list[Unit], size: float) -> list[Unit]:
    result: list[Unit] = []
    for unit in units:
        before = result[-1][0] if result else None
        words = before is not None and before.char != " " and unit[0].char != " "
        if before is not None and words and unit[0].left - before.right > GAP * size:
            result.append([Letter(" ", before.right, unit[0].left, before.span)])
        if unit[0].char != " " or before is None or before.char != " ":
            result.append(unit)
    return result


def _direction(unit: Unit) -> str:
    """Return R, L, N for a digit, or "" for a sign that takes the direction around it."""
    kind = unicodedata.bidirectional(unit[0].char)
    if kind in ("R", "AL"):
        return "R"
    if kind == "L":
        return "L"
    return "N" if kind in ("EN", "AN") else ""


def _resolved(strong: list[str], chars: list[str], rtl: bool) -> list[bool]:
    """Tell for every sign whether it belongs to a run from left to right."""
    ltr = [kind in ("L", "N") for kind in strong]
    at = 0
    while at < len(strong):
        if strong[at]:
            at += 1
            continue
        end = at
        while end < len(strong) and not strong[end]:
            end += 1
        before = strong[at - 1] if at else ""
        after = strong[end] if end < len(strong) else ""
        ltr[at:end] = [_joins(before, after, chars[at:end], rtl)] * (end - at)
        at = end
    return ltr


def _joins(before: str, after: str, between: list[str], rtl: bool) -> bool:
    if not before or not after:
        return not rtl
    if before == "R" or after == "R":
        return not rtl and not (before == after == "R")
    if before == after == "N" and rtl:
        return len(between) == 1 and between[0] in INSIDE_NUMBERS
    return True


def _mirror(run: list[Unit]) -> None:
    """Brackets are drawn as they look; in text they open and close."""
    for unit in run:
        for letter in unit:
            letter.char = MIRRORS.get(letter.char, letter.char)


def _with_runs_turned(units: list[Unit], ltr: list[bool], rtl: bool) -> list[Unit]:
    """Turn every run that goes against the line."""
    result: list[Unit] = []
    at = 0
    while at < len(units):
        end = at
        while end < len(units) and ltr[end] == ltr[at]:
            end += 1
        run = units[at:end]
        if ltr[at] == rtl:
            run.reverse()
        if rtl and not ltr[at]:
            _mirror(run)
        result.extend(run)
        at = end
    return result
