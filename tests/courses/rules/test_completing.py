"""Completion rules: what they ask, what meets them, in figures worked by hand."""

from typing import Any

import pytest

from courses import progress
from courses.rules import completing
from courses.rules.errors import RuleUnfit

KINDS = {"a": "lesson", "b": "lesson", "c": "lesson", "q": "quiz", "r": "quiz"}
OUTLINE = [
    {
        "id": "m",
        "title": "All",
        "counted": True,
        "steps": [
            {"id": name, "kind": kind, "title": name, "minutes": 1, "required": True}
            for name, kind in KINDS.items()
        ],
    }
]
ALL = {"a": None, "b": None, "c": None, "q": 9000, "r": 7000}


def rule(**more: Any) -> dict[str, Any]:
    return completing.checked(more)


def met(done: dict[str, int | None], answered: tuple[str, ...] = (), **more: Any) -> bool:
    items = completing.items(OUTLINE, done, rule(**more), answered)
    judged = completing.judged(rule(**more), completing.tally(OUTLINE, done), answered)
    assert progress.is_complete(items) == progress.is_complete(judged)
    return progress.is_complete(items)


def without(*names: str) -> dict[str, int | None]:
    return {name: score for name, score in ALL.items() if name not in names}


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {"share": 0},
        {"share": 101},
        {"share": True},
        {"share": "all"},
        {"mark": -1},
        {"mark": 10_001},
        {"mark": 79.5},
        {"tier": "diploma"},
        {"form": 7},
        {"days": 3},
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(wrong: Any) -> None:
    with pytest.raises(RuleUnfit):
        completing.checked(wrong)


def test_the_default_asks_what_it_asked_before_there_were_rules() -> None:
    assert completing.items(OUTLINE, ALL) == progress.trace(OUTLINE, ALL)
    assert completing.rule_of(None) == completing.rule_of({}) == completing.DEFAULT
    assert met(ALL)
    assert not met(without("a"))


@pytest.mark.parametrize(
    ("share", "needed"), [(100, 5), (81, 5), (80, 4), (61, 4), (60, 3), (21, 2), (20, 1), (1, 1)]
)
def test_a_share_of_the_required_parts_is_rounded_up(share: int, needed: int) -> None:
    order = ["a", "b", "c", "q", "r"]
    done = {name: ALL[name] for name in order[:needed]}
    assert met(done, share=share)
    done.pop(order[needed - 1])
    assert not met(done, share=share)


def test_the_mark_is_the_mean_of_required_quizzes_and_one_not_passed_counts_as_zero() -> None:
    assert met(ALL, mark=8000)
    assert not met(ALL, mark=8001)
    assert met(without("r"), share=80, mark=4500)
    assert not met(without("r"), share=80, mark=4501)
    by_hand = {**ALL, "r": None}
    assert met(by_hand, mark=9000)
    assert met({**ALL, "q": None, "r": None}, mark=10_000)


def test_forms_are_asked_by_name_and_the_tier_changes_nothing_of_what_is_asked() -> None:
    assert not met(ALL, form="f1", checklist="c1")
    assert not met(ALL, ("f1",), form="f1", checklist="c1")
    assert met(ALL, ("f1", "c1"), form="f1", checklist="c1", tier="participation")


def test_the_trace_says_what_was_asked_and_what_met_it() -> None:
    items = completing.items(OUTLINE, without("r"), rule(share=80, mark=5000, form="f1"))
    assert items == [
        {"rule": "share", "met": True, "detail": {"done": 4, "need": 4, "required": 5}},
        {"rule": "mark", "met": False, "detail": {"score": 4500, "need": 5000}},
        {"rule": "form", "met": False, "detail": {"form": "f1"}},
    ]
    assert completing.score(OUTLINE, without("r")) == 9000


def test_a_course_without_required_parts_asks_for_no_share_and_no_mark() -> None:
    empty = [{**OUTLINE[0], "counted": False}]
    assert completing.items(empty, ALL, rule(share=50, mark=8000)) == []
    assert not progress.is_complete(completing.items(empty, ALL))
