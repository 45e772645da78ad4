"""Chapters of a recording, typed as lines "mm:ss Title": read and written. Pure."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

MOST_CHAPTERS = 200
LONGEST_TITLE = 300
# A recording of a day.
LAST_SECOND = 24 * 60 * 60 - 1
_LINE = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?!\d)[\s\-–—.]*(.*)")


class Mark(NamedTuple):
    """Where a chapter begins, in seconds from the start of the recording, and what it is about."""

    second: int
    title: str


class LineProblem(NamedTuple):
    """What is wrong with a line; lines count from 1."""

    line: int
    why: object


def read(text: str) -> tuple[list[Mark], list[LineProblem]]:
    """Return the chapters a text lists, in order, and what is wrong with its lines.

    Empty lines are passed over. Times are m:ss or h:mm:ss, each once.
    """
    marks: dict[int, Mark] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = mark_of(line.strip())
        if not isinstance(found, Mark):
            problems.append(LineProblem(number, found))
        elif found.second in marks:
            problems.append(LineProblem(number, _l("Another chapter begins at this time.")))
        else:
            marks[found.second] = found
    if len(marks) > MOST_CHAPTERS:
        problems.append(LineProblem(MOST_CHAPTERS + 1, _l("A recording has 200 chapters at most.")))
    return [marks[second] for second in sorted(marks)], problems


def mark_of(line: str) -> Any:
    """Return the chapter a line names, or a sentence about what is wrong with it."""
    found = _LINE.fullmatch(line)
    if found is None:
        return _l("Begin the line with a time, such as 12:30, then a space and the title.")
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    second, title = (hours * 60 + minutes) * 60 + seconds, found[4].strip()
    if seconds > 59 or (found[1] and minutes > 59) or second > LAST_SECOND:
        return _l("There is no such time. Seconds, and minutes after hours, go up to 59.")
    if not title:
        return _l("Give the chapter a title after the time.")
    if len(title) > LONGEST_TITLE:
        return _l("Say it in fewer words: 300 characters at most.")
    return Mark(second, title)


def clock(second: int) -> str:
    """Return a time in a recording as m:ss or h:mm:ss."""
    minutes, seconds = divmod(second, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def written(marks: Iterable[Mark]) -> str:
    """Return chapters as the lines they are typed in."""
    return "\n".join(f"{clock(mark.second)} {mark.title}" for mark in marks)


def at(address: str, second: int) -> str:
    """Return the address of a recording at a time, by media fragment (#t=seconds)."""
    return f"{address.partition('#')[0]}#t={second}"
