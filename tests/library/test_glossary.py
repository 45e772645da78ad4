"""How many of the terms in glossary sections are found by rule, in six languages."""

from pathlib import Path

import pytest

from elearn.library.abbreviations import pairs_in
from elearn.library.glossary import glossary_terms
from elearn.library.identity import assign_ids
from elearn.library.readers.formats import read_path
from elearn.library.sections import section_tree

DATA = Path(__file__).parents[1] / "data" / "glossary"
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


def scored(language: str) -> tuple[set[str], set[str]]:
    """Return the terms found and the terms that stand there."""
    name = f"{language}.md"
    doc = read_path(DATA / name, name=name)
    assign_ids(doc, language)
    found = {term.term for section in section_tree(doc) for term in glossary_terms(section)}
    gold = (DATA / f"{language}.terms.txt").read_text(encoding="utf-8").split("\n")
    return found, {line for line in gold if line}


def test_terms_are_found_with_precision_and_recall_the_design_asks_for():
    pairs = [scored(language) for language in LANGUAGES]
    right = sum(len(found & gold) for found, gold in pairs)
    precision = right / sum(len(found) for found, _ in pairs)
    recall = right / sum(len(gold) for _, gold in pairs)
    missed = [(found - gold, gold - found) for found, gold in pairs]
    assert precision >= 0.95, missed
    assert recall >= 0.90, missed


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("On environmentally sound management (ESM).", ("ESM", "environmentally sound management")),
        (
            "La gestion écologiquement rationnelle (GER)",
            ("GER", "gestion écologiquement rationnelle"),
        ),
        ("BAT (best available techniques)", ("BAT", "best available techniques")),
        ("used lead-acid batteries (ULABs)", ("ULAB", "used lead-acid batteries")),
    ],
)
def test_an_abbreviation_is_told_by_the_initials_of_the_words_beside_it(text, pair):
    assert list(pairs_in(text)) == [pair]


@pytest.mark.parametrize("text", ["see the annex (EU)", "put in a (IA)", "as said (Note)"])
def test_letters_in_brackets_that_spell_nothing_are_no_abbreviation(text):
    assert not list(pairs_in(text))
