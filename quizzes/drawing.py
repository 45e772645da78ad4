"""Which questions an attempt asks, and in what order: pure, and the same for the same seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from quizzes.kinds import kind_of


@dataclass(frozen=True)
class Item:
    """A question that may be drawn, in its newest revision."""

    revision_id: int
    question_id: int
    kind: str
    content: Mapping[str, Any]
    points: int


@dataclass(frozen=True)
class Drawn:
    """A question as drawn: what an attempt pins. Positions count from 1."""

    position: int
    revision_id: int
    points: int
    choice_order: list[str]


def draw_questions(
    items: Sequence[Item], *, seed: int, draw: int | None, shuffle: bool, seen: Mapping[int, int]
) -> list[Drawn]:
    """Draw `draw` of the items (None: all), the ones seen least often first.

    `seen` counts how often the learner was asked each question before. With `shuffle` questions
    and choices are mixed, without it they keep the order of the author.
    """
    # Not for secrets: a seed that is kept must give the same order again.
    chance = Random(seed)  # noqa: S311
    wanted = len(items) if draw is None else min(draw, len(items))
    lots = [
        (seen.get(item.question_id, 0), chance.random(), place) for place, item in enumerate(items)
    ]
    places = sorted(place for _, _, place in sorted(lots)[:wanted])
    if shuffle:
        chance.shuffle(places)
    return [
        Drawn(
            position,
            items[place].revision_id,
            items[place].points,
            _order(items[place], chance, shuffle),
        )
        for position, place in enumerate(places, start=1)
    ]


def _order(item: Item, chance: Random, shuffle: bool) -> list[str]:
    kind = kind_of(item.kind)
    order = kind.order(item.content)
    if shuffle and not kind.fixed_order():
        chance.shuffle(order)
    return order
