"""Which paragraphs are items of a list, by the sign, letter or number they begin with."""

import re
from collections.abc import Sequence

from elearn.library.readers.pdf.shapes import Line

BULLET = re.compile(r"^\s*[•▪●■◦‣⁃∙·➢✓❖➔→\uf0b7–—-]\s+(?=\S)|^\s*[•▪●■◦‣❖]\s*(?=\S)")
DASH = re.compile(r"^\s*[–—-]\s")
LETTERED = re.compile(
    r"^\s*\(?(?:[a-zа-яё]|[ء-ي]|[ivx]{1,4})\)\s+(?=\S)|^\s*\(?[\d٠-٩]{1,2}\)\s+(?=\S)"
    r"|^\s*[ء-ي]\s?[-–.]\s+(?=\S)|^\s*[(（][一二三四五六七八九十\d]{1,3}[)）]\s*(?=\S)|^\s*[①-⑳]\s*(?=\S)"
)
STEP = re.compile(r"^\s*([\d٠-٩]{1,2})\s?[.．、-]\s*(?=[^\d\s])")
NUMBERED = re.compile(
    r"^\s*(?:\d{1,3}(?:\.\d{1,3})*[.)]|\([a-z\d]{1,3}\)|[٠-٩]{1,3}[.-]|[A-Z]\.|[IVX]{1,5}\.)\s+\S"
)
LEAD_IN = (":", "：", "؛", "—")
MARKS = {"bullet": BULLET, "letter": LETTERED, "step": STEP}


def kinds_of(paragraphs: Sequence[list[Line]]) -> list[str]:
    """Return what each paragraph is: bullet, letter or step of a list, or "" for none.

    Steps ("1.") are told from numbered paragraphs by the colon before the first and by counting
    from one; a single lettered paragraph is no list.
    """
    kinds = [_kind(lines[0].text) for lines in paragraphs]
    for at in range(len(kinds)):
        beside = kinds[max(at - 1, 0) : at] + kinds[at + 1 : at + 2]
        if kinds[at] == "letter" and "letter" not in beside:
            kinds[at] = ""
    at = 0
    while at < len(kinds):
        end = _steps(paragraphs, kinds, at)
        if end - at >= 2:
            kinds[at:end] = ["step"] * (end - at)
        at = max(end, at + 1)
    return kinds


def _kind(text: str) -> str:
    if BULLET.match(text):
        return "bullet"
    return "letter" if LETTERED.match(text) else ""


def _steps(paragraphs: Sequence[list[Line]], kinds: Sequence[str], at: int) -> int:
    """Return where the steps that begin with a paragraph end."""
    before = paragraphs[at - 1][-1].text.rstrip() if at else ""
    number = 0
    while before.endswith(LEAD_IN) and at < len(paragraphs) and not kinds[at]:
        said = STEP.match(paragraphs[at][0].text)
        if not said or int(said.group(1)) != number + 1:
            break
        number, at = number + 1, at + 1
    return at


def begins_itself(line: Line) -> bool:
    """Tell whether a line begins with a bullet or a number."""
    text = line.text
    return bool(BULLET.match(text) or LETTERED.match(text) or NUMBERED.match(text))


def goes_on_with_dash(lines: Sequence[Line], line: Line, right: float, usual: float) -> bool:
    """Tell whether a dash that begins a line stands inside a sentence, not before an item."""
    before = lines[-1]
    if not DASH.match(line.text) or DASH.match(lines[0].text):
        return False
    size = line.look.size or 1
    together = before.page == line.page and 0 < before.y - line.y <= usual * size
    edge = before.box.x0 - line.box.x0 if not line.rtl else line.box.x1 - before.box.x1
    full = before.rtl or before.box.x1 > right - 6 * size
    open_ = before.text.rstrip()[-1:].isalnum() or before.text.rstrip().endswith(",")
    return together and full and open_ and abs(edge) < size
