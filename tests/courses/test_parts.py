"""Several courses from one document: where they begin, and that no text falls between them."""

import pytest

from courses.builder import build
from courses.parts import parts_of
from tests.courses.trees import section


def titles(parts):
    return [part.title for part in parts]


def kept(parts):
    return sorted(s.title for part in parts for s in (*part.sections, *part.around))


@pytest.fixture
def manuals():
    return [section(f"Manual {n}", 20, section("One", 200), section("Two", 200)) for n in "ABC"]


def test_a_document_is_one_course_unless_the_trainer_says_otherwise(manuals):
    [part] = parts_of(manuals, "Set", each=False)
    assert (part.key, part.title, len(part.sections)) == ("", "Set", 3)


def test_each_part_at_the_top_becomes_a_course(manuals):
    assert titles(parts_of(manuals, "Set", each=True)) == ["Manual A", "Manual B", "Manual C"]


def test_a_title_around_everything_and_a_note_before_it_are_no_parts(manuals):
    note = section("Note by the Secretariat", 50, role="front")
    annex = section("Annex", 30, *manuals)
    parts = parts_of([note, annex], "Set", each=True)
    assert titles(parts) == ["Manual A", "Manual B", "Manual C"]
    assert [s.title for s in parts[0].around] == ["Note by the Secretariat", "Annex"]
    assert parts[0].around[1].children == []


def test_annexes_belong_to_the_part_they_stand_behind(manuals):
    first = section("Annex I", 100, role="annex")
    last = section("Annex II", 100, role="annex")
    parts = parts_of([manuals[0], first, *manuals[1:], last], "Set", each=True)
    assert [[s.title for s in part.sections] for part in parts] == [
        ["Manual A", "Annex I"],
        ["Manual B"],
        ["Manual C", "Annex II"],
    ]


def test_a_note_with_two_annexes_gives_a_course_of_each():
    inner = section("Annex to the manual", 50, role="annex")
    annexes = [
        section("Annex I", 10, section("EPR", 300, role="annex"), inner, role="annex"),
        section("Annex II", 10, section("Financing", 300, role="annex"), role="annex"),
    ]
    note = section("Note", 40, role="front")
    parts = parts_of([note, *annexes], "Set", each=True)
    assert titles(parts) == ["Annex I", "Annex II"]
    drafts = [build([*p.around, *p.sections], title=p.title) for p in parts]
    assert [draft.lesson_count for draft in drafts] == [2, 1]
    assert [module.counted for module in drafts[0].modules] == [True, False]


def test_a_document_with_one_part_stays_one_course():
    [part] = parts_of([section("Only", 300)], "Set", each=True)
    assert part.key == ""


def test_no_section_is_lost_or_taught_twice_by_the_choice(manuals):
    glossary = section("Glossary", 30, role="glossary")
    annex = section("Annex", 30, role="annex")
    everything = [annex, *manuals, glossary]
    parts = parts_of(everything, "Set", each=True)
    taught = [s.title for part in parts for s in part.sections]
    assert sorted([*taught, *(s.title for s in parts[0].around)]) == kept(
        parts_of(everything, "Set", each=False)
    )
