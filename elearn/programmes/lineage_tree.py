"""Who was trained to train where: runs, their trainers, and the runs those learned in.

Knows no database. An edge goes from the run in which somebody learned to a run they train in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

# As deep as lines of trainers are shown; what lies deeper is counted, not drawn.
DEEPEST = 12


@dataclass(frozen=True)
class Teaching:
    """Somebody who learned in one run and trains in another."""

    learned_in: int
    run_id: int
    trainer: str
    trainer_id: str


@dataclass
class Branch:
    """A run in the tree, by whom it was brought there, and the runs that grew out of it."""

    run_id: int
    trainers: list[str] = field(default_factory=list)
    runs: list["Branch"] = field(default_factory=list)
    depth: int = 0


def makes_a_circle(edges: Iterable[tuple[int, int]], learned_in: int, run_id: int) -> bool:
    """Tell whether this edge would let a run descend from itself. Edges are (from, to)."""
    onward = defaultdict(set)
    for one, other in edges:
        onward[one].add(other)
    return learned_in in reached(onward, run_id)


def reached(onward: dict[int, set[int]], start: int) -> set[int]:
    """Return every run that descends from this one, itself included."""
    seen, todo = {start}, [start]
    while todo:
        fresh = onward.get(todo.pop(), set()) - seen
        seen |= fresh
        todo += fresh
    return seen


def tree(root: int, teachings: Iterable[Teaching]) -> Branch:
    """Return the tree below a run. A run in which two trainers learned stands once, with both.

    One that descends from two runs stands under each, and its own runs below the first only.
    """
    below: dict[int, dict[int, list[str]]] = defaultdict(dict)
    for one in teachings:
        below[one.learned_in].setdefault(one.run_id, []).append(one.trainer)
    return _grow(root, [], below, set(), 0)


def _grow(
    run_id: int,
    trainers: list[str],
    below: dict[int, dict[int, list[str]]],
    drawn: set[int],
    depth: int,
) -> Branch:
    branch = Branch(run_id, trainers, depth=depth)
    if run_id in drawn or depth >= DEEPEST:
        return branch
    drawn.add(run_id)
    branch.runs = [
        _grow(other, names, below, drawn, depth + 1) for other, names in below[run_id].items()
    ]
    return branch


def branches(root: Branch) -> Iterator[Branch]:
    """Yield the branches of a tree from the root on, each before those below it."""
    yield root
    for one in root.runs:
        yield from branches(one)


def as_plain(branch: Branch, facts: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """Return the tree as nested plain values, with the facts of each run."""
    return facts[branch.run_id] | {
        "trainers": branch.trainers,
        "runs": [as_plain(one, facts) for one in branch.runs],
    }
