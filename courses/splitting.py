"""Where a long text may be cut, and how long a lesson should be. Pure.

Limits in words (or what characters amount to): see `reading_time.word_count`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil

from courses.drafts import Passage

LEAST = 150
MERGE_UP_TO = 600
TARGET = 700
SOFT_MAX = 900
HARD_MAX = 1200
LONGEST_TABLE = 40

LEAD_IN = (":", "：", "﹕", "؛-", ":-")
_SUB_LABEL = re.compile(r"^\(?([a-z]{1,5}|[A-Z]|[ivx]{1,5}|[а-я]|[\u0621-\u064a])[).]\)?$")
_TOP_LABEL = re.compile(r"^\(?\d+[.)]?$")
_ROW = re.compile(r"<tr[\s>]")


@dataclass(frozen=True)
class Atom:
    """Passages that are never parted: a lead-in and its list, a figure and its caption."""

    passages: tuple[Passage, ...]
    words: int
    alone: bool = False

    @property
    def starts_numbered(self) -> bool:
        return bool(_TOP_LABEL.match(self.passages[0].label.strip()))


def atoms(passages: Sequence[Passage], count: Callable[[str], int]) -> list[Atom]:
    """Group passages into pieces that may be cut apart."""
    groups: list[list[Passage]] = []
    for passage in passages:
        if groups and belongs_to(groups[-1][-1], passage):
            groups[-1].append(passage)
        else:
            groups.append([passage])
    return [
        Atom(
            tuple(group),
            sum(count(passage.text) for passage in group),
            any(is_long_table(passage) for passage in group),
        )
        for group in groups
    ]


def belongs_to(before: Passage, passage: Passage) -> bool:
    """Tell whether the passage may not be parted from the one before it."""
    if before.text.rstrip().endswith(LEAD_IN) and before.kind != "table":
        return True
    if passage.kind == "caption" or before.kind == "caption":
        return before.kind in ("figure", "table") or passage.kind in ("figure", "table")
    return bool(_SUB_LABEL.match(passage.label.strip()))


def is_long_table(passage: Passage) -> bool:
    """Tell whether the passage is a table so long that it is a lesson of its own."""
    return passage.kind == "table" and len(_ROW.findall(passage.html)) > LONGEST_TABLE


def parts(passages: Sequence[Passage], count: Callable[[str], int]) -> list[list[Passage]]:
    """Cut a text without headings into parts below the hard limit where its pieces allow it."""
    runs: list[list[Atom]] = [[]]
    for atom in atoms(passages, count):
        if atom.alone:
            runs += [[atom], []]
        else:
            runs[-1].append(atom)
    cut = [piece for run in runs if run for piece in even_parts(run)]
    return [[passage for atom in piece for passage in atom.passages] for piece in cut]


def even_parts(run: Sequence[Atom]) -> list[list[Atom]]:
    """Cut a run of atoms into parts of about equal length, at numbered paragraphs if near."""
    total = sum(atom.words for atom in run)
    if total <= HARD_MAX:
        return [list(run)]
    share = total / ceil(total / TARGET)
    reached = list(accumulate(atom.words for atom in run))
    cuts: list[int] = []
    goal = share
    for _ in range(ceil(total / TARGET) - 1):
        cut = best_cut(run, reached, goal, share, cuts[-1] if cuts else 0)
        if cut is not None:
            cuts.append(cut)
        goal += share
    edges = [0, *cuts, len(run)]
    return [list(run[start:end]) for start, end in pairwise(edges)]


def best_cut(
    run: Sequence[Atom], reached: Sequence[int], goal: float, share: float, after: int
) -> int | None:
    """Return the index before which to cut: nearest to the goal, preferring a numbered one."""
    places = range(after + 1, len(run))
    numbered = [
        place
        for place in places
        if run[place].starts_numbered and abs(reached[place - 1] - goal) <= share / 4
    ]
    candidates = numbered or list(places)
    return min(candidates, key=lambda place: abs(reached[place - 1] - goal), default=None)
