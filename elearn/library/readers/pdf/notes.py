"""Notes at the foot of a page: joined to their marks where it is sure which belong together."""

import re

from elearn.library.readers.model import Note
from elearn.library.readers.pdf.blocks import Builder
from elearn.library.readers.pdf.shapes import Line, Piece

MARK = re.compile(r"^\s*(\d{1,3}|[*†‡§]{1,3})\s*$")
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
            for piece in line.pieces
            if piece.raised == "p" and MARK.match(piece.text) and piece is not line.pieces[0]
        ]
        if not marks:
            return lines
        starts = self._starts(lines, marks)
        if starts is None:
            return lines
        edges = [*starts, len(lines)]
        for (_, piece), start, end in zip(marks, starts, edges[1:], strict=True):
            self._note(piece, lines[start:end])
        return lines[: starts[0]]

    def _starts(self, lines: list[Line], marks: list[tuple[int, Piece]]) -> list[int] | None:
        """Return where the note of each mark begins, None when one is missing."""
        starts: list[int] = []
        at = marks[-1][0] + 1
        first_text = next((i for i in range(len(lines) - 1, -1, -1) if lines[i].heading), -1)
        for _, piece in marks:
            label = piece.text.strip()
            for place in range(max(at, first_text + 1), len(lines)):
                said = START.match(lines[place].text)
                if said and said.group(1) == label:
                    starts.append(place)
                    at = place + 1
                    break
            else:
                return None
        below = lines[starts[0] :]
        return None if any(line.note for line in below) else starts

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
