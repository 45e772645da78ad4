"""Fields: what Word computes. Their results are text; contents lists and indexes are dropped."""

import re
import shlex
from dataclasses import dataclass

LONGEST_INSTRUCTION = 12
CONTENTS = frozenset({"TOC", "INDEX", "TOA"})
WORD = re.compile(r"\s*([A-Za-z]+)")
# Fields whose result is a mere repetition of page furniture.
FURNITURE = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})


@dataclass(slots=True)
class Field:
    """An open field: its instruction while it is read, then what it means for its result.

    `age` is how many paragraphs the instruction runs over, `box` the sign of a box to tick.
    """

    code: str = ""
    in_result: bool = False
    age: int = 0
    box: str = ""
    kind: str = ""
    link: str = ""
    xref: str = ""

    def begin_result(self) -> None:
        """The instruction is complete: work out what it says."""
        self.in_result = True
        self.kind, self.link, self.xref = meaning(self.code)


class Fields:
    """The open fields of a story, the innermost last."""

    def __init__(self) -> None:
        self.open: list[Field] = []
        self.outside: list[str] = []

    def mark(self, kind: str) -> None:
        """A field character: begin, separate or end."""
        if kind == "begin":
            self.open.append(Field())
        elif kind == "separate" and self.open:
            self.open[-1].begin_result()
            self._note_outside(self.open[-1].code)
        elif kind == "end" and self.open:
            done = self.open.pop()
            if not done.in_result:
                self._note_outside(done.code)

    def next_paragraph(self) -> None:
        """Give up instructions that run on and on: their end was lost, the text was not."""
        if not self.open:
            return
        for field in self.open:
            field.age += not field.in_result
        self.open = [f for f in self.open if f.in_result or f.age < LONGEST_INSTRUCTION]

    def tick(self, ticked: bool) -> None:
        """The open field is a box to tick."""
        if self.open:
            self.open[-1].box = "☒" if ticked else "☐"

    def instruct(self, text: str) -> None:
        """A piece of instruction."""
        if self.open and not self.open[-1].in_result:
            self.open[-1].code += text

    def _note_outside(self, code: str) -> None:
        if code.strip().upper().startswith(("INCLUDEPICTURE", "INCLUDETEXT", "LINK", "DDE")):
            self.outside.append(" ".join(code.split()))

    @property
    def silent(self) -> bool:
        """Whether text now belongs to an instruction."""
        return any(not f.in_result for f in self.open)

    @property
    def contents(self) -> bool:
        """Whether text now belongs to a contents list or index."""
        return any(f.kind in CONTENTS for f in self.open)

    @property
    def link(self) -> str:
        return next((f.link for f in reversed(self.open) if f.link), "")

    @property
    def counts(self) -> bool:
        """Whether text now is a number of a running sequence, as captions have them."""
        return any(f.kind == "SEQ" for f in self.open)

    @property
    def xref(self) -> str:
        return next((f.xref for f in reversed(self.open) if f.xref), "")

    def leave_contents(self) -> None:
        """Close contents fields that were never closed, and what is open inside them."""
        for at, open_field in enumerate(self.open):
            if open_field.kind in CONTENTS:
                del self.open[at:]
                return


def meaning(code: str) -> tuple[str, str, str]:
    """Return a field's kind, the outside address and the bookmark its result points to."""
    found = WORD.match(code)
    kind = found.group(1).upper() if found else ""
    words = _words(code)
    if kind == "HYPERLINK":
        return kind, *_hyperlink(words)
    if kind in ("REF", "PAGEREF", "NOTEREF") and len(words) > 1:
        # A page number means nothing on a screen, but where it points does.
        return kind, "", words[1]
    return kind, "", ""


def _words(code: str) -> list[str]:
    try:
        return shlex.split(code.replace("\\", "\\\\"))
    except ValueError:
        return code.replace('"', " ").split()


def _hyperlink(words: list[str]) -> tuple[str, str]:
    address, bookmark = "", ""
    rest = iter(words[1:])
    for word in rest:
        if word == "\\l":
            bookmark = next(rest, "")
        elif word in ("\\o", "\\t"):
            next(rest, "")
        elif not word.startswith("\\") and not address:
            address = word
    if address and bookmark:
        return f"{address}#{bookmark}", ""
    return address, bookmark
