from fractions import Fraction

import pytest
from werkzeug.datastructures import MultiDict

from quizzes.errors import AnswerIsUnfit, QuestionIsUnfit
from quizzes.kinds.single import KIND

RAW = {
    "choices": [
        {"text": "Recover", "correct": True, "feedback": "Yes."},
        {"text": "Burn", "correct": False, "feedback": "No: smoke."},
    ]
}


def built():
    content, key = KIND.build(RAW)
    return {"prompt": "<p>What first?</p>"} | content, key


def test_the_right_choice_earns_all_points_and_any_other_none():
    content, key = built()
    right, wrong = (choice["id"] for choice in content["choices"])
    assert KIND.grade({"choice": right}, key, 3) == Fraction(3)
    assert KIND.grade({"choice": wrong}, key, 3) == 0


def test_what_is_shown_holds_no_key_and_follows_the_order():
    content, _ = built()
    order = list(reversed(KIND.order(content)))
    assert KIND.shown(content | {"note": "secret"}, order) == {
        "prompt": "<p>What first?</p>",
        "choices": [{"id": order[0], "text": "Burn"}, {"id": order[1], "text": "Recover"}],
    }


def test_ids_tell_nothing_about_the_order_of_the_author():
    orders = set()
    for _ in range(40):
        ids = KIND.order(built()[0])
        orders.add(ids == sorted(ids))
    assert orders == {True, False}


def test_a_revision_keeps_the_ids_of_choices_that_stay():
    content, key = built()
    raw = KIND.raw_of(content, key)
    raw["choices"][1]["text"] = "Burn in the open"
    raw["choices"].append({"text": "Bury", "correct": False, "feedback": ""})
    revised, _ = KIND.build(raw, content)
    assert KIND.order(revised)[:2] == KIND.order(content)
    assert len(set(KIND.order(revised))) == 3


def test_an_id_that_was_not_there_is_not_taken_from_the_form():
    raw = {"choices": [row | {"id": "forged"} for row in RAW["choices"]]}
    assert "forged" not in KIND.order(KIND.build(raw, built()[0])[0])


@pytest.mark.parametrize(
    ("choices", "fields"),
    [
        ([], ["choice-1-text", "choice-correct-1"]),
        ([{"text": "A", "correct": True}], ["choice-2-text"]),
        ([{"text": "A"}, {"text": "B"}], ["choice-correct-1"]),
        ([{"text": "A", "correct": True}, {"text": "B", "correct": True}], ["choice-correct-1"]),
        ([{"text": "A", "correct": True}, {"text": "a"}], ["choice-2-text"]),
        ([{"text": "A", "correct": True}, {"text": "", "feedback": "x"}], ["choice-2-text"]),
        ([{"text": "A" * 501, "correct": True}, {"text": "B"}], ["choice-1-text"]),
    ],
)
def test_an_author_is_told_every_problem_at_its_field(choices, fields):
    with pytest.raises(QuestionIsUnfit) as unfit:
        KIND.build({"choices": choices})
    assert [field for field, _ in unfit.value.problems] == fields


def test_the_author_form_is_read_and_filled_again():
    fields = MultiDict(
        [
            ("choice-1-text", "  Recover "),
            ("choice-1-feedback", "Yes."),
            ("choice-2-text", "Burn"),
            ("choice-correct", "1"),
        ]
    )
    content, key = KIND.build(KIND.raw_from(fields))
    rows = KIND.raw_of(content, key)["choices"]
    assert [(row["text"], row["correct"], row["feedback"]) for row in rows] == [
        ("Recover", True, "Yes."),
        ("Burn", False, ""),
    ]


@pytest.mark.parametrize(
    "response", [{"choice": "nope"}, {"choice": 3}, {"choices": []}, {"choice": ["x"]}, {"x": 1}]
)
def test_a_response_that_does_not_belong_to_the_question_is_refused(response):
    with pytest.raises(AnswerIsUnfit):
        KIND.check(response, built()[0])


def test_an_empty_response_is_allowed_and_known_to_be_empty():
    assert KIND.is_empty(KIND.check({}, built()[0]))
    assert KIND.given(MultiDict(), "question-1") == {"choice": ""}


def test_the_review_marks_what_was_chosen_what_is_right_and_why():
    content, key = built()
    right, wrong = KIND.order(content)
    choices = KIND.review(content, key, {"choice": wrong}, [wrong, right])["choices"]
    assert [(c["chosen"], c["right"], c["feedback"]) for c in choices] == [
        (True, False, "<p>No: smoke.</p>"),
        (False, True, ""),
    ]
