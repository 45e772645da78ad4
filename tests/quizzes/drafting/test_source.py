"""What the rules read: no boxes, notes and annexes unless asked."""

import pytest

from tests.quizzes.drafting.samples import DUTIES, drafts, para

DUTY = DUTIES["en"]
NOTE = '<p>Text<sup><a href="#n">1</a></sup>.</p><div class="notes"><div class="note" id="n">'


def kinds():
    plain = para("b-1", DUTY)
    return {
        "box": type(plain)("b-1", "box", f'<div class="box">{plain.html}</div>'),
        "quotation": type(plain)("b-1", "quote", f"<blockquote>{plain.html}</blockquote>"),
        "note": type(plain)("b-1", "para", f"{NOTE}{plain.html}</div></div>"),
        "annex": para("b-1", DUTY, annex=True),
    }


@pytest.mark.parametrize("kind", kinds())
def test_what_stands_aside_is_read_only_when_asked(kind):
    passage = kinds()[kind]
    assert drafts([passage]) == []
    (draft,) = drafts([passage], wide=True)
    assert draft.aside


def test_the_mark_of_a_note_and_the_printed_number_are_no_words():
    html = f'<p><span class="number">12.</span> {DUTY[:-1]}<sup><a href="#n">1</a></sup>.</p>'
    plain = para("b-1", DUTY)
    (draft,) = drafts([type(plain)("b-1", "para", html, "12")])
    assert DUTY in draft.feedback


def test_the_same_sentence_twice_is_asked_once():
    twice = drafts([para("b-1", DUTY), para("b-3", DUTY)])
    assert len({draft.prompt for draft in twice}) == len(twice)


def test_pictures_and_listings_are_not_read():
    plain = para("b-1", DUTY)
    assert drafts([type(plain)("b-1", "code", plain.html)]) == []
