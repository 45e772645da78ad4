"""The measure itself: what is wrong costs, what is forgiven does not."""

import pytest

from tests.fidelity import books, goals
from tests.fidelity.figures import Figures
from tests.fidelity.grams import kept
from tests.fidelity.scoring import plain, score

GOLD = [(1, "Background"), (2, "Why batteries need care"), (1, "Collection")]


def test_the_known_outline_scores_one():
    assert score(GOLD, GOLD).f1 == score(GOLD, GOLD).parents == 1


def test_numbers_signs_and_a_damaged_letter_are_forgiven():
    found = [(1, "I. BACKGROUND"), (2, "A. Why bateries need care"), (1, "Collection.")]
    assert score(found, GOLD).f1 > 0.95


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("3.2.1 Scope", "Scope"),
        ("Annex IV Scope", "Scope"),
        ("(a) Scope", "Scope"),
        ("Глава 2. Сбор", "Сбор"),
        ("第三章 收集", "收集"),
        ("أ. الجمع", "الجمع"),
        ("Dioxin", "Dioxin"),
    ],
)
def test_a_number_is_no_part_of_a_title(printed, bare):
    assert plain(printed) == plain(bare)


def test_a_title_that_is_missing_invented_or_out_of_place_costs():
    assert score(GOLD[:2], GOLD).f1 == pytest.approx(0.8)
    assert score([*GOLD, (1, "No heading at all")], GOLD).f1 == pytest.approx(6 / 7)
    assert score(GOLD[::-1], GOLD).f1 < 0.5
    assert score(GOLD, GOLD).missed == ()


def test_a_wrong_level_costs_the_agreement_on_parents_only():
    flat = [(1, title) for _, title in GOLD]
    assert score(flat, GOLD).f1 == 1
    assert score(flat, GOLD).parents == pytest.approx(2 / 3)


def test_a_level_that_is_off_everywhere_costs_nothing():
    assert score([(level + 2, title) for level, title in GOLD], GOLD).parents == 1


def test_an_optional_title_is_neither_right_nor_wrong():
    assert score([(1, "Contents"), *GOLD], GOLD, ["Contents"]).f1 == 1


def test_a_sentence_that_is_lost_is_missed_and_one_said_once_does_not_count_twice():
    sentence = "A battery should be taken over whole."
    assert kept([sentence], sentence)[0] == 1
    assert kept([sentence, sentence], sentence)[0] == pytest.approx(0.5)
    share, missed = kept([sentence, "Acid burns skin and eyes."], sentence)
    assert share < 0.7
    assert missed == ["Acid burns skin and eyes."]


def test_the_books_hold_what_manuals_hold():
    for language in books.LANGUAGES:
        book = books.read(language)
        kinds = {piece.kind for piece in book.pieces}
        assert kinds == {"heading", "para", "list", "table", "figure", "box", "terms"}
        assert len(books.notes(book)) == 3
        assert {heading.style for heading in book.headings} >= {"plain", "annex"}


def test_goals_that_are_missed_are_named():
    found = Figures("a.docx", "docx", "", f1=0.9, parents=1.0, kept=0.99, notes=(2, 3))
    assert goals.missed(found) == ["outline", "text", "notes"]
