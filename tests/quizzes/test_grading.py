"""R-55: grading is pure, exact, bounded and does not depend on any order."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import WHOLE, Asked, grade, passes, score_of

LETTERS = "abcdef"


@st.composite
def sittings(draw):
    """Questions of every kind with keys and responses, right, wrong, partial and missing."""
    questions, responses = [], {}
    for position in range(1, draw(st.integers(1, 12)) + 1):
        kind = draw(st.sampled_from(["single", "multiple", "truefalse", "numeric"]))
        if kind == "single":
            key = {"correct": [draw(st.sampled_from(LETTERS))]}
            response = {"choice": draw(st.sampled_from(["", *LETTERS]))}
        elif kind == "multiple":
            key = {"correct": sorted(draw(st.sets(st.sampled_from(LETTERS), min_size=1)))}
            response = {"choices": sorted(draw(st.sets(st.sampled_from(LETTERS))))}
        elif kind == "truefalse":
            key = {"correct": [draw(st.sampled_from(["true", "false"]))]}
            response = {"choice": draw(st.sampled_from(["", "true", "false"]))}
        else:
            key = {"value": str(draw(st.integers(-5, 5))), "tolerance": "1", "unit": ""}
            response = {"text": draw(st.sampled_from(["", "x", "0", "1,5", "-3"]))}
        questions.append(Asked(position, kind, key, draw(st.integers(1, 5))))
        if draw(st.booleans()):
            responses[position] = response
    return questions, responses, draw(st.integers(0, WHOLE))


@given(sittings(), st.randoms())
def test_the_score_is_bounded_repeatable_and_independent_of_order(sitting, chance):
    questions, responses, pass_mark = sitting
    result = grade(questions, responses, pass_mark)
    assert 0 <= result.earned <= result.total
    assert 0 <= result.score <= WHOLE
    assert all(0 <= one.earned <= one.points for one in result.questions)
    shuffled, shuffled_responses = list(questions), list(responses.items())
    chance.shuffle(shuffled)
    chance.shuffle(shuffled_responses)
    again = grade(shuffled, dict(shuffled_responses), pass_mark)
    assert (again.earned, again.score, again.passed) == (result.earned, result.score, result.passed)
    assert result.passed == (result.earned / result.total >= Fraction(pass_mark, WHOLE))


@given(st.integers(1, 10**6), st.data())
def test_the_shown_score_is_rounded_down_and_never_decides(total, data):
    earned = Fraction(data.draw(st.integers(0, total * 7)), 7)
    score = score_of(earned, total)
    assert Fraction(score, WHOLE) <= earned / total < Fraction(score + 1, WHOLE)
    # Whoever reaches the mark shows at least the mark, since marks are whole hundredths.
    mark = data.draw(st.integers(0, WHOLE))
    assert passes(earned, total, mark) == (score >= mark)


@pytest.mark.parametrize(
    ("earned", "total", "mark", "passed", "score"),
    [
        (Fraction(4), 5, 8000, True, 8000),
        (Fraction(2, 3), 1, 6667, False, 6666),
        (Fraction(2, 3), 1, 6666, True, 6666),
        (Fraction(13999, 20000), 1, 6999, True, 6999),
        (Fraction(13999, 20000), 1, 7000, False, 6999),
        (Fraction(7), 9, 7778, False, 7777),
        (Fraction(0), 9, 0, True, 0),
        (Fraction(9), 9, 10000, True, 10000),
        (Fraction(10**9 - 1, 10**9), 1, 10000, False, 9999),
    ],
)
def test_the_pass_mark_is_compared_exactly(earned, total, mark, passed, score):
    assert passes(earned, total, mark) is passed
    assert score_of(earned, total) == score


def test_thirds_add_up_to_a_whole_where_floats_would_not():
    key = {"correct": ["a", "b", "c"]}
    questions = [Asked(position, "multiple", key, 1) for position in range(1, 6)]
    responses = {1: {"choices": ["a"]}, 2: {"choices": ["b"]}, 3: {"choices": ["c"]}}
    responses |= {4: {"choices": ["a", "b", "c"]}, 5: {"choices": []}}
    result = grade(questions, responses, 4000)
    assert (result.earned, result.score, result.passed) == (Fraction(2), 4000, True)


def test_the_rows_that_are_kept_hold_exact_fractions():
    result = grade(
        [
            Asked(1, "multiple", {"correct": ["a", "b", "c"]}, 2),
            Asked(2, "truefalse", {"correct": ["true"]}, 1),
        ],
        {1: {"choices": ["a", "b"]}},
        8000,
    )
    assert result.rows() == [
        {"position": 1, "points": 2, "earned": "4/3", "correct": False},
        {"position": 2, "points": 1, "earned": "0", "correct": False},
    ]
    assert result.questions[0].partly
    assert not result.questions[1].partly


def test_an_attempt_without_points_is_not_graded():
    with pytest.raises(ValueError):
        grade([], {}, 8000)
