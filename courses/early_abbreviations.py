"""Abbreviations that a course uses before it says what they stand for. Pure.

Only those the text explains somewhere ("environmentally sound management (ESM)") are looked at, so
in scripts with capital letters only.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from courses.lesson_pieces import Piece, Place, quoted
from elearn.library.abbreviations import pairs_in, singular

_TOKEN = re.compile(r"(?<![\w/.-])[A-ZА-ЯЁÀ-Þ][\w-]{1,9}(?![\w/])")


@dataclass(frozen=True)
class Early:
    """An abbreviation, the place of its first use, and the lesson that explains it later."""

    short: str
    lesson: int
    place: Place
    explained_in: int


def early(lessons: Sequence[Iterable[Piece]]) -> list[Early]:
    """Return the abbreviations used in an earlier block than the one that explains them.

    Lessons come in reading order and are named by their places in it. Headings do not count.
    """
    first_uses: dict[str, tuple[int, Place]] = {}
    found: list[Early] = []
    explained: set[str] = set()
    for number, pieces in enumerate(lessons):
        for piece in pieces:
            if piece.heading:
                continue
            text = piece.text
            for short, _words in pairs_in(text):
                if short not in explained and short in first_uses:
                    lesson, place = first_uses[short]
                    found.append(Early(short, lesson, place, number))
                explained.add(short)
            for token in _TOKEN.finditer(text):
                short = singular(token[0])
                if text[token.start() - 1 : token.end() + 1] == f"({token[0]})":
                    # In brackets it stands behind its own words, told by initials or not.
                    explained.add(short)
                if short not in first_uses and sum(char.isupper() for char in short) > 1:
                    place = Place(piece.anchor, quoted(text, token.start(), token.end()))
                    first_uses[short] = (number, place)
    return sorted(found, key=lambda one: one.lesson)
