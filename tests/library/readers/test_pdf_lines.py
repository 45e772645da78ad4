"""How lines become text: hyphens, items, steps, and dashes inside a sentence."""

import pytest

from elearn.library.readers.pdf.hyphens import Words
from elearn.library.readers.pdf.items import goes_on_with_dash, kinds_of
from elearn.library.readers.pdf.shapes import Box, Line, Look, Piece

LOOK = Look("Serif", 10)


def line(text, *, x=60.0, y=700.0, width=400.0):
    return Line([Piece(text, LOOK)], Box(x, y - 2, x + width, y + 8), y, 1, LOOK)


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("the manage-", "ment of waste", "the manage"),
        ("the lead-", "acid battery", "the lead-"),
        ("all e-", "waste is", "all e-"),
        ("the code A-", "1160 is", "the code A-"),
        ("see www.example.org/long-", "name of it", "see www.example.org/long-"),
        ("short-", "and long-term", "short- "),
        ("North-", "South trade", "North-"),
        ("a pause -", "then more", "a pause - "),
    ],
)
def test_a_hyphen_is_undone_only_where_it_parts_a_word(before, after, text):
    words = Words(["Of the e-waste and lead-acid batteries the lead is kept for all who buy."])
    assert words.joined(before, after) == text
    assert words.undone == (before == "the manage-")


def test_a_word_that_stands_elsewhere_in_one_piece_is_joined():
    words = Words(["on the battery recycling trade", "what over powers all"])
    assert words.joined("the batt-", "ery") == "the batt"
    assert Words(["for over and load or overload is bad"]).joined("an over-", "load") == "an over"


def test_steps_behind_a_colon_are_items_and_numbered_paragraphs_are_not():
    steps = [[line("12. Do as follows:")], [line("1. stop;")], [line("2. look;")]]
    assert kinds_of(steps) == ["", "step", "step"]
    assert kinds_of([[line("Here it begins.")], [line("1. One.")], [line("2. Two.")]]) == [""] * 3
    assert kinds_of([[line("As follows:")], [line("23. One.")], [line("24. Two.")]]) == [""] * 3


@pytest.mark.parametrize("mark", ["•", "–", "—", "-", "▪"])
def test_bullets_and_dashes_begin_items(mark):
    assert kinds_of([[line(f"{mark} one")], [line(f"{mark} two")]]) == ["bullet", "bullet"]


@pytest.mark.parametrize("marks", ["a) b)", "(a) (b)", "i) ii)", "а) б)", "أ) ب)", "（一） （二）"])
def test_letters_in_any_script_begin_items_when_there_are_two(marks):
    first, second = marks.split()
    assert kinds_of([[line(f"{first} one")], [line(f"{second} two")]]) == ["letter", "letter"]
    assert kinds_of([[line(f"{first} one")], [line("two")]]) == ["", ""]


def test_a_dash_inside_a_sentence_begins_no_item():
    before = line("The carrier, or whoever acts for the", y=713)
    assert goes_on_with_dash([before], line("– carrier – signs"), 460, 1.5)
    ended = line("The carrier brings these:", y=713)
    assert not goes_on_with_dash([ended], line("– carrier – signs"), 460, 1.5)
    item = line("– the papers of the load, which", y=713)
    assert not goes_on_with_dash([item], line("– the label"), 460, 1.5)
