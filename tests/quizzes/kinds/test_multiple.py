from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from quizzes.errors import AnswerIsUnfit, QuestionIsUnfit
from quizzes.kinds.multiple import KIND

KEY = {"correct": ["a", "b", "c"]}
CONTENT = {"prompt": "<p>Which?</p>", "choices": [{"id": one, "text": one} for one in "abcde"]}


@pytest.mark.parametrize(
    ("chosen", "earned"),
    [
        ("", "0"),
        ("a", "2/3"),
        ("ab", "4/3"),
        ("abc", "2"),
        ("abcd", "4/3"),
        ("abcde", "2/3"),
        ("ad", "0"),
        ("de", "0"),
    ],
)
def test_points_are_right_minus_wrong_over_right_and_never_below_zero(chosen, earned):
    assert KIND.grade({"choices": list(chosen)}, KEY, 2) == Fraction(earned)


@given(st.sets(st.sampled_from("abcde")), st.integers(1, 100))
def test_points_stay_between_zero_and_all_and_do_not_depend_on_the_order(chosen, points):
    given_first = KIND.grade({"choices": sorted(chosen)}, KEY, points)
    assert 0 <= given_first <= points
    assert KIND.grade({"choices": sorted(chosen, reverse=True)}, KEY, points) == given_first
    assert (given_first == points) == (chosen == {"a", "b", "c"})


def test_ticking_a_choice_twice_changes_nothing():
    assert KIND.check({"choices": ["b", "a", "b"]}, CONTENT) == {"choices": ["a", "b"]}
    assert KIND.grade({"choices": ["a", "a", "a"]}, KEY, 3) == 1


@pytest.mark.parametrize(
    "response",
    [
        {"choices": "abc"},
        {"choices": ["z"]},
        {"choices": [1]},
        {"choice": "a"},
        {"choices": ["a"] * 11},
    ],
)
def test_a_response_that_does_not_belong_to_the_question_is_refused(response):
    with pytest.raises(AnswerIsUnfit):
        KIND.check(response, CONTENT)


def test_the_learner_is_told_the_rule_but_not_how_many_are_right():
    assert "never below 0" in KIND.rule()
    assert set(KIND.shown(CONTENT, list("edcba"))) == {"prompt", "choices"}


def test_at_least_one_choice_must_be_right():
    with pytest.raises(QuestionIsUnfit):
        KIND.build({"choices": [{"text": "A"}, {"text": "B"}]})


def test_all_ticked_boxes_are_read_from_the_form():
    assert KIND.given(MultiDict([("question-1", "b"), ("question-1", "a")]), "question-1") == {
        "choices": ["a", "b"]
    }
