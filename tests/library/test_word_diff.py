"""The word diff rebuilds both texts, marks what changed, and lets no markup through."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.library.word_diff import diff_html, word_diff

words = st.lists(
    st.sampled_from(
        ("drum", "store,", "the", "10.5", "кислота", "关闭每个桶", "يجب", "<b>", "  ", "–")
    ),
    max_size=14,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(before=words, after=words)
def test_both_texts_can_be_read_from_it(before, after):
    steps = word_diff(before, after, "en")
    assert "".join(text for kind, text in steps if kind != "insert") == before
    assert "".join(text for kind, text in steps if kind != "delete") == after


@given(text=words)
def test_a_text_differs_in_nothing_from_itself(text):
    assert {kind for kind, _text in word_diff(text, text, "en")} <= {"equal"}


@pytest.mark.parametrize(
    ("before", "after", "language", "marked"),
    [
        ("Keep drums closed.", "Keep all drums closed.", "en", "<ins>all </ins>"),
        ("Report in 30 days.", "Report in 10 days.", "en", "<del>30</del><ins>10</ins>"),
        ("关闭每个桶", "关闭所有桶", "zh", "<del>每个</del><ins>所有</ins>"),
    ],
)
def test_what_changed_is_marked(before, after, language, marked):
    html = str(diff_html(before, after, language)).replace(" </", "</")
    assert marked.replace(" </", "</") in html


def test_markup_in_a_text_is_shown_not_run():
    html = str(diff_html("<script>a</script>", "<img src=x onerror=y>", "en"))
    assert "<script" not in html
    assert "<img" not in html
