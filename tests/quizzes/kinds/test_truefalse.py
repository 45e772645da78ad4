from fractions import Fraction

import pytest
from werkzeug.datastructures import MultiDict

from quizzes.errors import AnswerIsUnfit, QuestionIsUnfit
from quizzes.kinds.truefalse import KIND

CONTENT = {"prompt": "<p>Lead is toxic.</p>"}


@pytest.mark.parametrize(
    ("answer", "side"), [(True, "true"), (False, "false"), ("true", "true"), ("false", "false")]
)
def test_the_author_says_whether_the_statement_is_true(answer, side):
    content, key = KIND.build({"answer": answer, "feedback_true": "Because."})
    assert content == {}
    assert key == {"correct": [side], "choice_feedback": {"true": "<p>Because.</p>"}}


@pytest.mark.parametrize("answer", ["", "yes", None, 1.5])
def test_an_author_who_does_not_say_is_asked(answer):
    with pytest.raises(QuestionIsUnfit) as unfit:
        KIND.build({"answer": answer})
    assert unfit.value.problems[0][0] == "answer-true"


def test_only_the_right_side_earns_points():
    key = {"correct": ["false"]}
    assert KIND.grade({"choice": "false"}, key, 2) == Fraction(2)
    assert KIND.grade({"choice": "true"}, key, 2) == 0


def test_the_order_is_always_true_then_false():
    assert KIND.fixed_order()
    assert [choice["id"] for choice in KIND.shown(CONTENT, ["false", "true"])["choices"]] == [
        "true",
        "false",
    ]


@pytest.mark.parametrize(
    "response", [{"choice": "maybe"}, {"choice": True}, {"text": "true"}, {"choice": []}]
)
def test_a_response_that_does_not_belong_to_the_question_is_refused(response):
    with pytest.raises(AnswerIsUnfit):
        KIND.check(response, CONTENT)


def test_the_review_explains_the_side_that_was_chosen():
    key = {"correct": ["false"], "choice_feedback": {"true": "<p>No.</p>", "false": "<p>Yes.</p>"}}
    choices = KIND.review(CONTENT, key, {"choice": "true"}, [])["choices"]
    assert [(c["id"], c["chosen"], c["right"], c["feedback"]) for c in choices] == [
        ("true", True, False, "<p>No.</p>"),
        ("false", False, True, ""),
    ]


def test_the_form_gives_the_side_that_was_ticked():
    assert KIND.given(MultiDict({"question-2": "true"}), "question-2") == {"choice": "true"}
