"""Does the text say this? Only of sentences that set one time limit and stand alone."""

import re

import pytest

from quizzes.drafting.duties import another
from quizzes.drafting.languages import ENGLISH, LANGUAGES, RUSSIAN
from tests.quizzes.drafting.samples import DUTIES, drafts, para

KEYS = [f"b-{at:012x}" for at in range(12)]


@pytest.mark.parametrize("code", DUTIES)
def test_a_duty_is_shown_as_it_stands_or_with_another_number(code):
    answers = set()
    for key in KEYS:
        (draft,) = drafts([para(key, DUTIES[code])], (), code)
        answer = draft.raw["answer"]
        answers.add(answer)
        assert (DUTIES[code] in draft.prompt) == (answer == "true")
        assert DUTIES[code] in draft.feedback
        assert re.sub(r"\d+", "#", DUTIES[code]) in re.sub(r"\d+", "#", draft.prompt)
        assert draft.paragraphs == (key,)
    assert answers == {"true", "false"}


@pytest.mark.parametrize(
    "text",
    [
        "It shall send the signed copy to the authority within 30 days.",
        "The exporter sends the signed copy to the authority within 30 days.",
        "The exporter shall send 3 copies of the document to the authority within 30 days.",
        "The exporter shall wait 10 days and then send the copy again within 30 days.",
        "The exporter shall send the signed copy to the authority soon.",
        "He shall send it within 30 days.",
        "The exporter shall send the following to the authority within 30 days:",
    ],
    ids=["leaning", "no duty", "two numbers", "two limits", "no limit", "short", "open end"],
)
def test_in_doubt_no_question_is_made(text):
    assert drafts([para("b-1", text)]) == []


def test_the_number_of_an_article_is_no_second_limit():
    text = "Under Article 6 the exporter shall send the signed copy within 30 days (annex 4)."
    assert len(drafts([para("b-1", text)])) == 1


def test_another_number_keeps_the_grammar():
    for code, language in LANGUAGES.items():
        number = another(30, code, language)
        assert number not in (None, 30)
    # 3 дня, but 6 дней: only numbers with the same form will do.
    assert another(3, "x", RUSSIAN) in (4, None)
    assert another(1, "x", ENGLISH) is None


def test_arabic_digits_stay_arabic():
    text = DUTIES["ar"].replace("30", "٣٠")
    prompts = [drafts([para(key, text)], (), "ar")[0].prompt for key in KEYS]
    assert not any(re.search("[0-9]", prompt) for prompt in prompts)
    assert any("٣٠" not in prompt for prompt in prompts)
