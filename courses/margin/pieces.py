"""A released lesson piece by piece, so that something can stand beside each paragraph. Pure."""

from dataclasses import dataclass

from courses.lesson_pieces import words_of
from courses.lesson_text import KEY, serialised, top_elements

LONGEST_QUOTE = 120


@dataclass(frozen=True)
class Piece:
    """A top-level element of a lesson; `key` is its paragraph's, "" where it has none."""

    key: str
    html: str

    @property
    def quote(self) -> str:
        """The beginning of the words."""
        words = words_of(self.html)
        if len(words) <= LONGEST_QUOTE:
            return words
        return words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def pieces_of(html: str) -> list[Piece]:
    """Return the pieces of a released lesson, in order."""
    return [
        Piece(name if KEY.fullmatch(name) else "", serialised(element))
        for element in top_elements(html)
        for name in [element.get("id") or ""]
    ]


def quotes_of(html: str) -> dict[str, str]:
    """Return the beginning of each paragraph that has a key."""
    return {piece.key: piece.quote for piece in pieces_of(html) if piece.key}
