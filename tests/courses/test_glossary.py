"""A course's glossary: the manual's terms with the trainers' words on top, in their order."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from courses.glossary import by_letter, clean_words, entries, key_of, sort_key


def defined(term, meaning, kind="term", key=None):
    return SimpleNamespace(term=term, meaning=meaning, kind=kind, paragraph_key=key)


def said(term, meaning=None, original=None, **more):
    values = {"hidden": False, "linked": True, "author": "Tomas", "updated_at": datetime.now(UTC)}
    return SimpleNamespace(
        key=key_of(term), term=term, meaning=meaning, original=original, **(values | more)
    )


def told(found):
    return [(one.term, one.meaning, one.state, one.manual_changed) for one in found]


def test_a_new_edition_changes_the_untouched_terms_and_no_wording_of_trainers():
    overlay = [said("Disposal", "Our words.", original="Burying."), said("Manifest", "A paper.")]
    first = [defined("Disposal", "Burying."), defined("Waste", "Things thrown away.")]
    later = [defined("DISPOSAL", "Burying or burning."), defined("Waste", "What you discard.")]
    assert told(entries(first, overlay, "en")) == [
        ("Disposal", "Our words.", "reworded", False),
        ("Manifest", "A paper.", "own", False),
        ("Waste", "Things thrown away.", "manual", False),
    ]
    assert told(entries(later, overlay, "en")) == [
        ("DISPOSAL", "Our words.", "reworded", True),
        ("Manifest", "A paper.", "own", False),
        ("Waste", "What you discard.", "manual", False),
    ]
    assert told(entries([], overlay, "en")) == [
        ("Disposal", "Our words.", "left", True),
        ("Manifest", "A paper.", "own", False),
    ]


def test_hiding_says_nothing_of_the_wording_and_waits_for_the_term_to_come_back():
    overlay = [said("Waste", hidden=True, linked=False)]
    (found,) = entries([defined("Waste", "What you discard.")], overlay, "en")
    assert (found.meaning, found.state, found.hidden, found.linked) == (
        "What you discard.",
        "manual",
        True,
        False,
    )
    assert entries([], overlay, "en") == []


def test_a_term_keeps_its_name_in_addresses_whatever_its_case_and_spaces():
    (one,) = entries([defined("Hazardous  Waste", "x")], [], "en")
    (other,) = entries([defined("hazardous waste", "y")], [], "en")
    assert (one.id, len(one.id)) == (other.id, 14)
    assert one.seen != other.seen


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("en", ["(E)PR", "Waste", "waste-to-energy", "Zinc"]),
        ("fr", ["déchet", "écologie", "élimination", "zinc"]),
        ("ru", ["ёмкость", "жидкость", "иван", "йод", "яма"]),
        ("ar", ["الإدارة", "بازل", "النفايات"]),
        ("zh", ["安全", "废物", "管理", "危险", "ESM"]),
    ],
)
def test_terms_stand_as_a_dictionary_of_the_language_orders_them(language, ordered):
    found = sorted(reversed(ordered), key=lambda term: sort_key(term, language))
    assert found == (["ESM", *ordered[:-1]] if language == "zh" else ordered)


def test_a_long_list_stands_under_letters_a_short_one_under_none():
    terms = [{"term": f"{letter}{n}"} for letter in "ABC" for n in range(5)]
    groups = by_letter([*terms, {"term": "3R"}], "en")
    assert [(letter, len(group)) for letter, group in groups] == [
        ("A", 5),
        ("B", 5),
        ("C", 5),
        ("#", 1),
    ]
    assert by_letter(terms[:3], "en") == [("", terms[:3])]
    assert by_letter([], "en") == []
    assert [letter for letter, _ in by_letter([{"term": "废物"}] * 20, "zh")] == [""]


def test_words_are_cleaned_of_what_shows_nothing():
    assert clean_words(" one\r\n two\x00\t three\x1b ") == "one two three"
