from fractions import Fraction

import pytest
from werkzeug.datastructures import MultiDict

from quizzes.errors import AnswerIsUnfit, QuestionIsUnfit
from quizzes.kinds.numeric import KIND

CONTENT, KEY = KIND.build({"value": "12,5", "tolerance": "0.1", "unit": "kg"})
CONTENT = {"prompt": "<p>How heavy?</p>"} | CONTENT


@pytest.mark.parametrize(
    ("text", "earned"),
    [
        ("12.5", 2),
        ("12,5", 2),
        ("12.4", 2),
        ("12,6 kg", 2),
        ("12.60", 2),
        ("12.6000001", 0),
        ("12.39", 0),
        ("-12.5", 0),
        ("twelve", 0),
        ("", 0),
    ],
)
def test_a_number_within_the_tolerance_earns_all_points(text, earned):
    assert KIND.grade({"text": text}, KEY, 2) == Fraction(earned)


def test_the_key_is_kept_as_exact_text():
    assert KEY == {"value": "12.5", "tolerance": "0.1", "unit": "kg"}
    assert KIND.build({"value": "1 000 000,10"})[1]["value"] == "1000000.10"


def test_no_tolerance_means_exactly_that_number():
    key = KIND.build({"value": "7", "tolerance": ""})[1]
    assert KIND.grade({"text": "7.0"}, key, 1) == 1
    assert KIND.grade({"text": "7.01"}, key, 1) == 0


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        ({"value": "many"}, ["value"]),
        ({"value": "1", "tolerance": "-1"}, ["tolerance"]),
        ({"value": "", "tolerance": "x", "unit": "u" * 41}, ["value", "tolerance", "unit"]),
    ],
)
def test_an_author_is_told_every_problem_at_its_field(raw, fields):
    with pytest.raises(QuestionIsUnfit) as unfit:
        KIND.build(raw)
    assert [field for field, _ in unfit.value.problems] == fields


def test_only_prompt_and_unit_are_shown():
    assert KIND.shown(CONTENT | KEY, []) == {"prompt": "<p>How heavy?</p>", "unit": "kg"}


def test_what_was_typed_is_kept_even_when_it_is_no_number():
    response = KIND.check(
        KIND.given(MultiDict({"question-3": "about twelve"}), "question-3"), CONTENT
    )
    assert response == {"text": "about twelve"}
    assert "cannot be read" in KIND.doubt(response, CONTENT)


def test_the_learner_is_told_how_a_doubtful_number_is_read_but_not_whether_it_is_right():
    assert KIND.doubt({"text": "12.5"}, CONTENT) is None
    assert KIND.doubt({"text": "99"}, CONTENT) is None
    assert "between 1 and 2" in KIND.doubt({"text": "1,234"}, CONTENT)


@pytest.mark.parametrize("response", [{"text": 12}, {"text": "1" * 61}, {"choice": "1"}])
def test_a_response_that_does_not_belong_to_the_question_is_refused(response):
    with pytest.raises(AnswerIsUnfit):
        KIND.check(response, CONTENT)


def test_the_review_shows_what_was_given_and_what_is_right():
    review = KIND.review(CONTENT, KEY, {"text": "13"}, [])
    assert (review["given"], review["value"], review["tolerance"], review["unit"]) == (
        "13",
        "12.5",
        "0.1",
        "kg",
    )
