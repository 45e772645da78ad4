import pytest

from quizzes.drafts import prepare
from quizzes.errors import NoSuchQuestion, QuestionIsUnfit
from quizzes.wording import as_html, as_source, first_words


def test_plain_text_becomes_paragraphs_and_comes_back_as_written():
    text = "A pH < 2 or > 12.5 is\ncorrosive.\n\nTrue & safe?"
    markup = as_html(text)
    assert markup == "<p>A pH &lt; 2 or &gt; 12.5 is corrosive.</p><p>True &amp; safe?</p>"
    assert as_source(markup) == "A pH < 2 or > 12.5 is corrosive.\n\nTrue & safe?"


def test_markup_is_cleaned_and_kept_as_markup():
    markup = as_html('<p>CO<sub>2</sub><script>alert(1)</script> <a href="javascript:x">y</a></p>')
    assert markup == "<p>CO<sub>2</sub> <a>y</a></p>"
    assert as_source(markup) == markup


def test_long_texts_are_shortened_at_a_word_for_lists():
    assert first_words("<p>One two</p>") == "One two"
    assert first_words("<p>" + "word " * 40 + "</p>", 20) == "word word word word…"


def test_a_question_is_prepared_with_everything_clean():
    draft = prepare(
        "truefalse",
        prompt="Lead is toxic.<script>x</script><b>!</b>",
        answer=True,
        feedback="<p onclick='x'>See.</p>",
        paragraphs=["b-1", "b-1", "b-2"],
        topic="Lead",
        points=2,
    )
    assert draft.content == {"prompt": "Lead is toxic.<b>!</b>"}
    assert draft.answer_key == {
        "correct": ["true"],
        "choice_feedback": {},
        "feedback": "<p>See.</p>",
    }
    assert (draft.paragraphs, draft.topic, draft.points) == (["b-1", "b-2"], "Lead", 2)


def test_all_problems_are_told_at_once():
    with pytest.raises(QuestionIsUnfit) as unfit:
        prepare("numeric", prompt=" ", value="x", points=0)
    assert [field for field, _ in unfit.value.problems] == ["prompt", "points", "value"]


def test_an_unknown_kind_is_refused():
    with pytest.raises(NoSuchQuestion):
        prepare("riddle", prompt="?")
