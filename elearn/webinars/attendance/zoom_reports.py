"""Poll reports and question reports of Zoom: what was voted and asked, without who did. Pure.

A poll report has a line a person: `#, User Name, User Email, Submitted Date/Time`, and then either
pairs of question and answer, or one column a question named in the head. Several answers to one
question stand in one cell with semicolons between them. A question report has a column `Question`
beside those of the asker. Lines before the table, and other tables, are passed over. Names and
addresses are read over, never returned.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from elearn.webinars.attendance.attendance_files import MOST_BYTES, FileUnusable, decoded
from elearn.webinars.attendance.attendance_heads import folded

MOST_OPTIONS = 20
LONGEST_POLL = 500
LONGEST_OPTION = 200
MOST_LINES = 20_000
MARKS = ("#", "number", "no")


@dataclass(frozen=True)
class Option:
    """An answer to a poll and how many chose it."""

    label: str
    votes: int


@dataclass(frozen=True)
class Poll:
    """A poll as it was taken."""

    question: str
    options: tuple[Option, ...]


@dataclass
class ZoomReport:
    """What a report says; `left_out` are polls answered in free words, and what is too long."""

    polls: list[Poll] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    left_out: int = 0


def read(content: bytes) -> ZoomReport:
    """Read a report. Raises FileUnusable: too-large, encoding, too-many, no-table."""
    if len(content) > MOST_BYTES:
        raise FileUnusable("too-large")
    lines = lines_of(decoded(content))
    votes: dict[str, dict[str, int]] = {}
    asked: dict[str, None] = {}
    head: list[str] = []
    for cells in lines:
        if is_head(cells):
            head = cells
        elif head and not any(cells):
            head = []
        elif head:
            at = asker_column(head)
            if at is not None:
                asked[_at(cells, at)] = None
            else:
                _vote(votes, head, cells)
    asked.pop("", None)
    return reported(votes, list(asked))


def lines_of(text: str) -> list[list[str]]:
    """Return the cells of every line, by the sign that parts them in the head of a table."""
    for delimiter in ",;\t":
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            lines = [[" ".join(cell.split()) for cell in cells] for cells in reader]
        except csv.Error as error:
            raise FileUnusable("no-table") from error
        if len(lines) > MOST_LINES:
            raise FileUnusable("too-many")
        if any(is_head(cells) for cells in lines):
            return lines
    raise FileUnusable("no-table")


def reported(votes: dict[str, dict[str, int]], asked: list[str]) -> ZoomReport:
    """Return what was read, but for what cannot be kept."""
    found = ZoomReport(questions=asked)
    for question, answers in votes.items():
        longest = max(map(len, answers))
        if len(answers) > MOST_OPTIONS or len(question) > LONGEST_POLL or longest > LONGEST_OPTION:
            found.left_out += 1
            continue
        options = tuple(Option(label, number) for label, number in answers.items())
        found.polls.append(Poll(question, options))
    return found


def is_head(cells: Sequence[str]) -> bool:
    """Tell whether a line is the head of a table of votes or of questions."""
    words = [folded(cell, "") for cell in cells]
    numbered = bool(cells) and (cells[0] == "#" or words[0] in MARKS)
    people = any(word in ("username", "useremail", "emailaddress") for word in words)
    return numbered and (people or "question" in words)


def asker_column(head: Sequence[str]) -> int | None:
    """Return where the question stands in a table of questions, None in one of votes."""
    words = [folded(cell, "") for cell in head]
    asker = any(word.startswith("asker") for word in words) or "answer" in words
    return words.index("question") if "question" in words and asker else None


def _vote(votes: dict[str, dict[str, int]], head: Sequence[str], cells: Sequence[str]) -> None:
    """Count what one person answered."""
    named = [cell for cell in head[4:] if cell]
    pairs = (
        list(zip(head[4:], cells[4:], strict=False))
        if named
        else list(zip(cells[4::2], cells[5::2], strict=False))
    )
    for question, answer in pairs:
        chosen = dict.fromkeys(part.strip() for part in answer.split(";"))
        chosen.pop("", None)
        if question and chosen:
            counted = votes.setdefault(question, {})
            for label in chosen:
                counted[label] = counted.get(label, 0) + 1


def _at(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""
