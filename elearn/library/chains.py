"""What keeps its order: the longest or heaviest chain of places that rise on both sides. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

Edge = tuple[int, int, float]


def longest_rise(places: Sequence[int]) -> list[int]:
    """Return the indexes of a longest strictly rising run of places."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(place)
            last.append(index)
        else:
            ends[at], last[at] = place, index
    chain: list[int] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def heaviest_chain(edges: Iterable[Edge]) -> list[Edge]:
    """Return the edges (one, other, weight) that rise on both sides and weigh most together.

    Among equals the one met first in order of (one, other) wins, so that the answer is the same
    every time.
    """
    ordered = sorted(edges, key=lambda edge: (edge[0], -edge[1]))
    if not ordered:
        return []
    size = max(edge[1] for edge in ordered) + 1
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    back: list[int] = []
    for index, (_, other, weight) in enumerate(ordered):
        best = (0.0, -1)
        at = other
        while at > 0:
            best = max(best, tree[at], key=lambda found: found[0])
            at -= at & -at
        back.append(best[1])
        total = best[0] + weight
        at = other + 1
        while at <= size:
            if total > tree[at][0]:
                tree[at] = (total, index)
            at += at & -at
    best = (0.0, -1)
    at = size
    while at > 0:
        best = max(best, tree[at], key=lambda found: found[0])
        at -= at & -at
    chain: list[Edge] = []
    index = best[1]
    while index >= 0:
        chain.append(ordered[index])
        index = back[index]
    return chain[::-1]
