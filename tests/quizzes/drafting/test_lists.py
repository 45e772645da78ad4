"""Which of these is not on the list? Asked only where the list and the odd one are alike."""

import pytest

from quizzes.drafting.languages import LANGUAGES
from tests.quizzes.drafting.samples import (
    LISTS,
    bullets,
    drafts,
    para,
    right_of,
    two_lists,
    wrong_of,
)

LEAD, ITEMS, OTHER_LEAD, OTHERS = LISTS["en"]


def capital(text):
    return text[0].upper() + text[1:]


def asked(lead=LEAD, items=ITEMS, other_lead=OTHER_LEAD, others=OTHERS, **more):
    return drafts(
        [
            para("lead-1", lead, 1, **more),
            bullets("list-1", items, 1),
            para("lead-2", other_lead, 2),
            bullets("list-2", others, 2),
        ]
    )


@pytest.mark.parametrize("code", LISTS)
def test_the_odd_one_comes_from_another_list(code):
    lead, items, other_lead, others = LISTS[code]
    (draft,) = drafts(two_lists(code), code=code)
    assert LANGUAGES[code].not_listed in draft.prompt
    assert lead in draft.prompt
    assert right_of(draft)[0] in map(capital, others)
    assert len(set(wrong_of(draft)) & set(map(capital, items))) == 3
    assert other_lead in draft.feedback
    assert draft.paragraphs == ("lead-1", "list-1")


def test_choices_have_no_sign_at_their_end_and_begin_alike():
    (draft,) = asked()
    for text in (*right_of(draft), *wrong_of(draft)):
        assert text == capital(text)
        assert text[-1].isalnum()


@pytest.mark.parametrize(
    "change",
    [
        {"items": ITEMS[:3]},
        {"items": [*ITEMS[:3], "the " + "very " * 25 + "long one"]},
        {"items": ["keep it closed", "the date of filling", "is it full", "to whom it goes"]},
        {"items": [*ITEMS, "the name"]},
        {"items": [*ITEMS, "the others named above"]},
        {"lead": "After this module you can say four things of it:"},
        {"lead": "For more information, see the following links:"},
        {"lead": "They are:"},
        {"lead": "The label on a drum shows four things."},
        {"others": ["see to the floor", "look at the roof", "lock each door"]},
        {"others": ["the seal", "the flap", "the lid"]},
        {"other_lead": "The label on a box shows these things to everybody who handles it:"},
        {"others": ["the owner's own name", "the filling's date", "the weight of one drum"]},
    ],
    ids=[
        "short list", "long item", "not parallel", "one item within another", "points elsewhere",
        "aims of a module", "further reading", "lead without words", "no lead",
        "odd ones written otherwise", "odd ones far shorter", "leads alike", "odd ones true here",
    ],
)  # fmt: skip
def test_in_doubt_no_question_is_made(change):
    assert asked(**change) == []


def test_lettered_paragraphs_are_a_list():
    passages = [para("lead", LEAD, 1)]
    passages += [
        para(f"item-{at}", f"{item};", 1, label=f"({'abcd'[at]})") for at, item in enumerate(ITEMS)
    ]
    passages += [para("lead-2", OTHER_LEAD, 2), bullets("list-2", OTHERS, 2)]
    (draft,) = drafts(passages)
    assert draft.paragraphs == ("lead", "item-0", "item-1", "item-2", "item-3")


def test_a_lead_that_leans_on_the_sentence_before_brings_it_along():
    (draft,) = asked(lead="Every drum has a label. It shows four things to whoever handles it:")
    assert "Every drum has a label. It shows four things" in draft.prompt


def test_two_lists_under_the_same_words_are_not_told_apart():
    passages = [*two_lists("en"), para("lead-3", LEAD, 1), bullets("list-3", ITEMS, 1)]
    assert drafts(passages) == []
