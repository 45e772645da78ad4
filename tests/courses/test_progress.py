"""How far a learner is, what comes next and why: pure rules."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from courses import progress


def step(name: str, *, kind: str = "lesson", minutes: int = 5, required: bool = True) -> Any:
    return {
        "id": name,
        "kind": kind,
        "title": name.upper(),
        "minutes": minutes,
        "required": required,
    }


def module(name: str, *steps: Any, counted: bool = True) -> Any:
    minutes = sum(one["minutes"] for one in steps)
    return {
        "id": name,
        "title": name,
        "summary": "",
        "counted": counted,
        "minutes": minutes,
        "steps": list(steps),
    }


OUTLINE = [
    module("m1", step("a"), step("b", required=False)),
    module("m2", step("c"), step("q", kind="quiz", minutes=10)),
    module("ref", step("r"), counted=False),
]


def test_only_required_steps_of_counted_modules_are_required() -> None:
    assert progress.required_steps(OUTLINE) == ["a", "c", "q"]


def test_progress_is_the_part_of_required_steps_rounded_down() -> None:
    assert progress.percentage(OUTLINE, set()) == 0
    assert progress.percentage(OUTLINE, {"a"}) == 33
    assert progress.percentage(OUTLINE, {"a", "c"}) == 66
    assert progress.percentage(OUTLINE, {"a", "c", "q"}) == 100


def test_extra_reading_does_not_move_the_progress() -> None:
    assert progress.standing(OUTLINE, {"b", "r"}) == progress.Standing(0, 3, 20)


def test_a_course_without_required_steps_is_never_complete() -> None:
    nothing = [module("m", step("x", required=False))]
    assert not progress.standing(nothing, {"x"}).complete
    assert progress.percentage(nothing, {"x"}) == 0
    assert not progress.is_complete(progress.trace(nothing, {"x"}))


def test_continue_opens_the_first_step_at_the_beginning() -> None:
    assert progress.next_step(OUTLINE, set()) == "a"


def test_continue_opens_the_step_opened_last_if_it_is_not_done() -> None:
    assert progress.next_step(OUTLINE, {"a"}, "q") == "q"
    assert progress.next_step(OUTLINE, {"a"}, "r") == "r"


def test_continue_goes_on_after_the_step_opened_last_if_it_is_done() -> None:
    assert progress.next_step(OUTLINE, {"a"}, "a") == "c"


def test_continue_comes_back_to_what_was_skipped() -> None:
    assert progress.next_step(OUTLINE, {"c", "q"}, "q") == "a"


def test_continue_offers_extra_reading_when_nothing_required_is_left() -> None:
    assert progress.next_step(OUTLINE, {"a", "c", "q"}, "q") == "b"
    assert progress.next_step(OUTLINE, {"a", "b", "c", "q", "r"}, "q") is None


def test_a_step_opened_last_that_was_removed_is_ignored() -> None:
    assert progress.next_step(OUTLINE, {"a"}, "gone") == "c"


def test_contents_show_the_state_of_every_step_and_module() -> None:
    first, second, reference = progress.contents(OUTLINE, {"a": None, "q": 8500}, "c")
    assert [(one.id, one.done, one.current, one.required) for one in second.steps] == [
        ("c", False, True, True),
        ("q", True, False, True),
    ]
    assert second.steps[1].score == 8500
    assert (first.complete, first.done, first.required, first.current) == (True, 1, 1, False)
    assert (second.complete, second.done, second.required, second.current) == (False, 1, 2, True)
    assert (reference.complete, reference.required, reference.counted) == (False, 0, False)


def test_the_trace_says_what_each_item_asks_and_what_met_it() -> None:
    items = progress.trace(OUTLINE, {"a": None, "q": 8500})
    assert items == [
        {"rule": "read", "met": True, "detail": {"step": "a", "title": "A"}},
        {"rule": "read", "met": False, "detail": {"step": "c", "title": "C"}},
        {"rule": "pass", "met": True, "detail": {"step": "q", "title": "Q", "score": 8500}},
    ]
    assert not progress.is_complete(items)
    assert progress.mean_score(items) == 8500


def test_the_mean_score_is_rounded_down_and_absent_without_a_quiz() -> None:
    quizzes = [module("m", step("p", kind="quiz"), step("q", kind="quiz"))]
    assert progress.mean_score(progress.trace(quizzes, {"p": 8000, "q": 8001})) == 8000
    assert progress.mean_score(progress.trace(quizzes, {"p": None})) is None


names = st.text("abcdefgh", min_size=1, max_size=3)


@st.composite
def outlines(draw: Any) -> Any:
    ids = draw(st.lists(names, unique=True, min_size=1, max_size=10))
    modules, rest = [], list(ids)
    while rest:
        size = draw(st.integers(1, len(rest)))
        taken, rest = rest[:size], rest[size:]
        steps = [step(one, required=draw(st.booleans())) for one in taken]
        modules.append(module(f"m{len(modules)}", *steps, counted=draw(st.booleans())))
    return modules, ids


@given(outlines(), st.data())
def test_doing_more_never_lowers_the_progress(made: Any, data: Any) -> None:
    outline, ids = made
    done = set(data.draw(st.lists(st.sampled_from(ids))))
    more = done | set(data.draw(st.lists(st.sampled_from(ids))))
    assert progress.percentage(outline, done) <= progress.percentage(outline, more) <= 100


@given(outlines(), st.data())
def test_following_continue_reaches_the_end_of_every_course(made: Any, data: Any) -> None:
    outline, ids = made
    done = set(data.draw(st.lists(st.sampled_from(ids))))
    last = data.draw(st.none() | st.sampled_from(ids))
    while (following := progress.next_step(outline, done, last)) is not None:
        assert following not in done
        done.add(following)
        last = following
    assert done == set(ids)
    complete = progress.is_complete(progress.trace(outline, done))
    assert complete == bool(progress.required_steps(outline))
    assert progress.standing(outline, done).complete == complete
