"""Conditions: what is refused, what is met, and that the builder's form says what it shows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.builder import Built, built_of, condition_of
from courses.rules.conditions import (
    MOST_DEEP,
    MOST_LEAVES,
    CourseFact,
    Facts,
    ProgrammeFact,
    checked,
    evaluate,
    named,
)
from courses.rules.errors import RuleUnfit
from courses.rules.locks import EVERYTHING, circle, locked_steps

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
BEFORE, AFTER = "2026-05-03T11:00:00+00:00", "2026-05-03T13:00:00+00:00"


def step(name: str, kind: str = "lesson", *, required: bool = True) -> dict[str, Any]:
    return {"id": name, "kind": kind, "title": name.title(), "minutes": 1, "required": required}


OUTLINE = [
    {"id": "m1", "title": "One", "counted": True, "steps": [step("a"), step("q1", "quiz")]},
    {"id": "m2", "title": "Two", "counted": True, "steps": [step("b"), step("x", required=False)]},
    {"id": "m3", "title": "Extra", "counted": False, "steps": [step("y", required=False)]},
]


def facts(*done: str, score: int | None = None, **more: Any) -> Facts:
    return Facts(NOON, OUTLINE, {name: score if name == "q1" else None for name in done}, **more)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        "module",
        {},
        {"all": []},
        {"all": {"module": "m1"}},
        {"module": "m1", "step": "a"},
        {"module": "m1", "mark": 1},
        {"module": 1},
        {"module": "x" * 13},
        {"grade": "m1"},
        {"quiz": "q1"},
        {"quiz": "q1", "mark": 10_001},
        {"quiz": "q1", "mark": True},
        {"quiz": "q1", "mark": "80"},
        {"some": [{"module": "m1"}], "need": 2},
        {"some": [{"module": "m1"}], "need": 0},
        {"some": [{"module": "m1"}]},
        {"from": "2026-05-03T10:00"},
        {"from": "tomorrow"},
        {"from": 5},
        {"from": "0001-01-01T00:00:00+23:00"},
        {"all": [{"from": AFTER}, {"until": BEFORE}]},
        {"all": [{"module": "m1"}] * (MOST_LEAVES + 1)},
        {"all": [{"any": [{"module": "m1"}] * 21}, {"any": [{"module": "m1"}] * 20}]},
    ],
)
def test_what_is_no_condition_or_can_never_be_met_is_refused_with_a_reason(wrong: Any) -> None:
    with pytest.raises(RuleUnfit):
        checked(wrong)


def test_conditions_can_stand_only_so_deep_in_one_another() -> None:
    deep: dict[str, Any] = {"module": "m1"}
    for _ in range(MOST_DEEP - 1):
        deep = {"all": [deep]}
    assert checked(deep) == deep
    with pytest.raises(RuleUnfit):
        checked({"all": [deep]})


def test_moments_are_kept_in_utc() -> None:
    assert checked({"from": "2026-05-03T12:00:00+02:00"}) == {"from": "2026-05-03T10:00:00+00:00"}


@pytest.mark.parametrize(
    ("condition", "done", "met"),
    [
        ({"module": "m1"}, ["a"], False),
        ({"module": "m1"}, ["a", "q1"], True),
        ({"module": "m2"}, ["b"], True),
        ({"module": "m3"}, [], False),
        ({"module": "m3"}, ["y"], True),
        ({"step": "a"}, ["a"], True),
        ({"step": "a"}, ["b"], False),
        ({"module": "gone"}, [], True),
        ({"step": "gone"}, [], True),
        ({"quiz": "gone", "mark": 1}, [], True),
        ({"from": BEFORE}, [], True),
        ({"from": AFTER}, [], False),
        ({"until": BEFORE}, [], False),
        ({"until": AFTER}, [], True),
        ({"all": [{"step": "a"}, {"step": "b"}]}, ["a"], False),
        ({"any": [{"step": "a"}, {"step": "b"}]}, ["a"], True),
        ({"some": [{"step": "a"}, {"step": "b"}, {"step": "y"}], "need": 2}, ["a"], False),
        ({"some": [{"step": "a"}, {"step": "b"}, {"step": "y"}], "need": 2}, ["a", "y"], True),
    ],
)
def test_a_condition_is_met_by_what_was_done(
    condition: dict[str, Any], done: list[str], met: bool
) -> None:
    assert evaluate(condition, facts(*done)).met is met


def test_a_quiz_needs_its_mark_unless_a_trainer_called_it_done() -> None:
    asked = {"quiz": "q1", "mark": 8000}
    assert not evaluate(asked, facts("q1", score=7999)).met
    assert evaluate(asked, facts("q1", score=8000)).met
    assert evaluate(asked, facts("q1")).met
    assert not evaluate(asked, facts()).met
    trace = evaluate(asked, facts("q1", score=7999))
    assert (trace.title, trace.mark, trace.score, trace.opens) == ("Q1", 8000, 7999, "q1")


def test_courses_and_programmes_are_looked_up_by_their_ids() -> None:
    known = {
        "courses": {"c1": CourseFact("First", "first", True), "c2": CourseFact("Next", "", False)},
        "programmes": {"p1": ProgrammeFact("Programme", True)},
    }
    assert evaluate({"course": "c1"}, facts(**known)).met
    assert not evaluate({"course": "c2"}, facts(**known)).met
    assert evaluate({"programme": "p1"}, facts(**known)).met
    assert not evaluate({"programme": "p2"}, facts(**known)).met
    assert named([{"all": [{"course": "c1"}, {"programme": "p1"}]}, None], "course") == {"c1"}


def test_what_one_can_do_comes_before_what_is_over() -> None:
    trace = evaluate({"any": [{"until": BEFORE}, {"step": "b"}]}, facts())
    assert [leaf.kind for leaf in trace.unmet()] == ["step", "until"]
    assert not trace.over
    assert evaluate({"all": [{"until": BEFORE}, {"step": "b"}]}, facts()).over


def test_a_step_is_locked_by_its_own_condition_and_that_of_its_module() -> None:
    parts = {"m2": {"step": "a"}, "b": {"from": AFTER}}
    locks = locked_steps(None, parts, facts(), enrolled=True)
    assert set(locks) == {"b", "x"}
    assert [leaf.kind for leaf in locks["b"].unmet()] == ["step", "from"]
    assert set(locked_steps(None, parts, facts("a"), enrolled=True)) == {"b"}
    assert not locked_steps(None, parts, facts("a", "b"), enrolled=True)


def test_the_condition_for_taking_part_locks_only_those_who_are_not_enrolled() -> None:
    entry = {"from": AFTER}
    assert len(locked_steps(entry, {}, facts(), enrolled=False)) == 5
    assert not locked_steps(entry, {}, facts(), enrolled=True)


def test_what_a_trainer_opened_is_open() -> None:
    parts = {"m2": {"step": "a"}}
    assert set(locked_steps(None, parts, facts(), enrolled=True, opened={"b"})) == {"x"}
    assert not locked_steps(None, parts, facts(), enrolled=True, opened={EVERYTHING})


@pytest.mark.parametrize(
    ("parts", "round_and_round"),
    [
        ({"m1": {"module": "m1"}}, True),
        ({"m1": {"module": "m2"}, "m2": {"module": "m1"}}, True),
        ({"a": {"any": [{"step": "b"}, {"from": AFTER}]}, "b": {"quiz": "q1", "mark": 1}}, False),
        ({"a": {"step": "b"}, "b": {"quiz": "q1", "mark": 1}, "q1": {"step": "a"}}, True),
        ({"x": {"module": "m2"}}, False),
        ({"b": {"module": "m2"}}, True),
        ({"m2": {"module": "m1"}, "m3": {"module": "m2"}}, False),
    ],
)
def test_parts_that_wait_for_themselves_are_found(
    parts: dict[str, Any], round_and_round: bool
) -> None:
    assert (circle(OUTLINE, parts) is not None) is round_and_round


names = st.sampled_from(["a", "b", "x"])
lines = st.lists(
    st.one_of(
        names.map(lambda name: ("step", name, None)),
        st.tuples(st.just("quiz"), st.just("q1"), st.integers(0, 10_000)),
    ),
    max_size=6,
)


@given(
    lines,
    st.sampled_from(["all", "any", "some"]),
    st.integers(1, 6),
    st.none() | st.just(NOON),
    st.none() | st.just(NOON + timedelta(days=1)),
)
def test_the_form_shows_again_what_it_said(
    lines: list[Any], way: str, need: int, begins: datetime | None, ends: datetime | None
) -> None:
    built = Built(way, min(need, max(len(lines), 1)), lines, begins, ends)
    condition = condition_of(built)
    if condition is None:
        assert (lines, begins, ends) == ([], None, None)
        return
    back = built_of(checked(condition))
    assert back is not None
    assert condition_of(back) == condition
    assert (list(back.lines), back.begins, back.ends) == (lines, begins, ends)


def test_what_the_form_cannot_say_is_not_pressed_into_it() -> None:
    deep = {"any": [{"all": [{"step": "a"}, {"step": "b"}]}, {"step": "x"}]}
    assert built_of(deep) is None
    assert built_of({"any": [{"step": "a"}, {"from": AFTER}]}) is None
    assert built_of({"all": [{"from": BEFORE}, {"from": AFTER}]}) is None
