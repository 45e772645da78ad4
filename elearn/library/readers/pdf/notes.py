"""Notes at the foot of a page: joined to their marks where it is sure which belong together."""

import re

from elearn.library.readers.model import Note
from elearn.library.readers.pdf.blocks import Builder
from elearn.library.readers.pdf.shapes import Line, Piece

MARK = re.compile(r"^\s*(\d{1,3}|[*†‡§]{1,3})\s*$")
STEP = re.compile(r"^\s*\d{1,3}[.)]\s")
START = re.compile(r"^\s*(\d{1,3}|[*†‡§]{1,3})[.)]?\s*(?=\S)")


class Notes:
    """Finds the notes of a document page by page. `found` are those whose mark is in the text."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.found: dict[str, Note] = {}

    def take(self, lines: list[Line]) -> list[Line]:
        """Take the notes out of the lines of one page and return the rest.

        They are taken only when every mark on the page has its note below the last mark, in order.
        """
        marks = [
            (at, piece)
            for at, line in enumerate(lines)
            for part in (line.table.lines if line.table is not None else (line,))
            for piece in part.pieces
            if piece.raised == "p"
            and not piece.note
            and MARK.match(piece.text)
            and piece is not part.pieces[0]
        ]
        if not marks:
            return lines
        starts = self._starts(lines, marks)
        if starts is None:
            return lines
        taken: set[int] = set()
        for (_, piece), start in zip(marks, starts, strict=True):
            end = start + 1
            while end < len(lines) and end not in starts and _same(lines[start], lines[end]):
                end += 1
            self._note(piece, lines[start:end])
            taken.update(range(start, end))
        return [line for at, line in enumerate(lines) if at not in taken]

    def _starts(self, lines: list[Line], marks: list[tuple[int, Piece]]) -> list[int] | None:
        """Return where the note of each mark begins, None when one is missing."""
        starts: list[int] = []
        headings = [at for at, line in enumerate(lines) if line.heading]
        at = max(marks[-1][0], *headings, -1) + 1
        tagged = any(_is_note(line) for line in lines)
        for own, piece in marks:
            label = piece.text.strip()
            for place in range(own + 1 if tagged else at, len(lines)):
                if tagged and not _is_note(lines[place]):
                    continue
                said = START.match(lines[place].text)
                if not tagged and not _as_note(lines[own], lines[place]):
                    continue
                if said and said.group(1) == label:
                    starts.append(place)
                    at = place + 1
                    break
            else:
                return None
        return starts

    def _note(self, piece: Piece, lines: list[Line]) -> None:
        label = piece.text.strip()
        key = f"note{len(self.found) + 1}"
        piece.note = key
        blocks = self.builder.plain_text(lines)
        first = blocks[0].runs if blocks else []
        left = label
        while first and left:
            text = first[0].text.lstrip()
            cut = len(left) if text.startswith(left) else 0
            first[0].text, left = text[cut:].lstrip(" .)"), ""
            if not first[0].text:
                first.pop(0)
        if first:
            first[0].text = first[0].text.lstrip(" .)")
        self.found[key] = Note(id=key, label=label, blocks=list(blocks))


def _as_note(mark: Line, line: Line) -> bool:
    """Tell whether a line is set as a note: smaller, begun by a raised mark, or no step "3."."""
    smaller = line.look.size < mark.look.size
    raised = bool(line.pieces) and line.pieces[0].raised == "p"
    return smaller or raised or not STEP.match(line.text)


def _is_note(line: Line) -> bool:
    return line.element is not None and line.element.within("Note") is not None


def _same(start: Line, line: Line) -> bool:
    """Tell whether a line goes on with a note: in the same element, or below it untagged."""
    if start.element is not None or line.element is not None:
        return start.element is line.element
    return not line.heading and not line.note
