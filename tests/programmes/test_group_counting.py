"""Groups are counted by gender and age band; texts that name somebody are refused."""

import pytest

from elearn.programmes import group_counting as counting


@pytest.mark.parametrize(
    "text",
    [
        "Sorting and storing batteries",
        "Cape Town, Port Elizabeth",
        "Dismantling: vehicles, refrigerators, lead-acid batteries and cables",
        "Session of 2026-11-28, part 2 of 3",
        "Depot 14, Avenida 9 de Julio 1250",
        "Sample Collectors Cooperative Union",
        "تخزين البطاريات، فرز النفايات، السلامة",
        "电池的安全储存",
        "",
    ],
)
def test_topics_and_places_are_taken(text):
    assert counting.people_in(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to rosa@example.org", "address"),
        ("https://example.org/list", "address"),
        ("Ask at +254 700 123 456", "telephone"),
        ("0711 2345678", "telephone"),
        ("Lina Haddad, Omar Diallo, Rosa Perez", "names"),
        ("Lina Haddad; Omar Diallo and Rosa Perez", "names"),
        ("1. Lina Haddad 2. Omar Diallo 3. Rosa Perez", "names"),
        ("With Mrs. Haddad", "names"),
        ("Élodie N'Diaye, Jean-Luc Moreau, Ana María Ruiz", "names"),
    ],
)
def test_texts_that_name_or_reach_somebody_are_refused(text, found):
    assert counting.people_in(text) == found


def test_counts_come_to_totals_by_gender_and_age():
    counts = {("female", "25-34"): 12, ("male", "25-34"): 9, ("not-stated", "65-and-over"): 13}
    assert counting.total(counts) == 34
    assert counting.by_gender(counts) == {"female": 12, "male": 9, "another": 0, "not-stated": 13}
    assert counting.by_age(counts)["25-34"] == 21
    assert counting.added_up([counts, {("female", "18-24"): 1}]) == {
        "sessions": 2,
        "people": 35,
        "by_gender": {"female": 13, "male": 9, "another": 0, "not-stated": 13},
        "by_age": {
            "under-18": 0,
            "18-24": 1,
            "25-34": 21,
            "35-49": 0,
            "50-64": 0,
            "65-and-over": 13,
            "not-stated": 0,
        },
    }


def test_only_known_cells_and_likely_numbers_are_taken():
    assert len(counting.cells()) == 28
    assert counting.wrong_cells({("female", "18-24"): 0, ("male", "18-24"): 5_000}) == []
    wrong = {("female", "Lina"): 1, ("Lina", "18-24"): 1, ("male", "18-24"): -1}
    wrong[("another", "18-24")] = 5_001
    assert counting.wrong_cells(wrong) == list(wrong)
