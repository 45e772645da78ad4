"""A document becomes sections with passages that keep their numbers, notes and ids."""

import re

import pytest

from elearn.core.html import clean
from elearn.library.glossary import glossary_terms, is_glossary_title
from elearn.library.identity import assign_ids
from elearn.library.readers.formats import read_path
from elearn.library.sections import section_tree, split_label, walk_sections


@pytest.fixture
def tree_of(tmp_path):
    def read(text, **more):
        path = tmp_path / "made.md"
        path.write_text(text, encoding="utf-8")
        return section_tree(read_path(path, name="made.md"), **more)

    return read


MANUAL = """
First words.

# Foreword

Thanks.

# 1. Scope

1\\. Wastes move.

23\\. See the list:

- oils
- tyres

## 1.1 Terms

Text.

# Annex I: Codes

Codes.

## A. Lead

Y31.
"""


def shape(nodes):
    return [(n.role, n.level, n.label, n.title, shape(n.children)) for n in nodes]


def test_headings_become_a_tree_with_labels_titles_and_roles(tree_of):
    assert shape(tree_of(MANUAL)) == [
        ("front", 1, "", "Foreword", []),
        ("front", 1, "", "Foreword", []),
        ("body", 1, "1", "Scope", [("body", 2, "1.1", "Terms", [])]),
        ("annex", 1, "", "Annex I: Codes", [("annex", 2, "A", "Lead", [])]),
    ]


def test_a_printed_number_is_the_passages_label(tree_of):
    scope = tree_of(MANUAL)[2]
    assert [(p.kind, p.label, p.text) for p in scope.paragraphs] == [
        ("para", "1", "Wastes move."),
        ("para", "23", "See the list:"),
        ("list", "", "oils tyres"),
    ]
    assert scope.paragraphs[1].html == '<p><span class="number">23.</span> See the list:</p>'


def test_decided_roles_go_before_the_guess(tree_of):
    guessed = tree_of(MANUAL)
    decided = tree_of(MANUAL, roles={guessed[2].key: "front", guessed[3].key: "body"})
    assert [n.role for n in walk_sections(decided)] == [
        "front",
        "front",
        "front",
        "front",
        "body",
        "body",
    ]


def test_a_note_whose_annex_is_the_manual_is_front_matter(tree_of):
    text = (
        "# Note by the Secretariat\n\nx\n\n# Annex\n\n"
        + "Manual text. " * 50
        + "\n\n## I. Scope\n\ny"
    )
    assert [n.role for n in walk_sections(tree_of(text))] == ["front", "body", "body"]


def test_notes_stand_below_the_passage_that_refers_to_them(tree_of):
    [node] = tree_of("# A\n\nText[^1].\n\n[^1]: Note.\n")
    [passage] = node.paragraphs
    assert passage.text == "Text."
    assert '<div class="notes">' in passage.html
    assert "Note." in passage.html


def test_the_sanitiser_leaves_passages_as_they_are(tree_of):
    text = (
        MANUAL + "\n\n| a | b |\n|---|---|\n| c | d |\n\n> q\n\n    code\n\n(a) x[^1]\n\n[^1]: n\n"
    )
    for node in walk_sections(tree_of(text)):
        for passage in node.paragraphs:
            assert clean(passage.html) == passage.html


@pytest.mark.parametrize(
    "title",
    [
        "Glossary",
        "Definitions",
        "Terms and definitions",
        "Appendix A: Glossary",
        "II. Abbreviations and acronyms",
        "Glossaire",
        "Sigles et abréviations",
        "Definiciones",
        "Glosario de términos",
        "Термины и определения",
        "Глоссарий",
        "مسرد المصطلحات",
        "التعاريف",
        "词汇表",
        "术语和定义",
    ],
)
def test_glossary_titles_are_known_in_six_languages(title):
    assert is_glossary_title(title)


@pytest.mark.parametrize("title", ["Terms of reference", "Scope", "Long-term storage", "Défis"])
def test_other_titles_are_no_glossaries(title):
    assert not is_glossary_title(title)


GLOSSARY = """# Glossary

These terms are used in this manual.

**Waste** - what its holder throws away

**ESM**: environmentally sound management

Competent authority: the office that decides; see http://example.org/x

Transboundary movement – any movement from one State to another

- **Facility** – a place where wastes are treated

| Term | Meaning |
|------|---------|
| PIC  | prior informed consent |

<dl><dt>Carrier</dt><dd>who moves wastes</dd></dl>
"""


def test_terms_are_found_in_lines_tables_and_definition_lists(tree_of):
    [node] = tree_of(GLOSSARY)
    assert node.role == "glossary"
    found = {term.term: term.meaning for term in glossary_terms(node)}
    assert found == {
        "Waste": "what its holder throws away",
        "ESM": "environmentally sound management",
        "Competent authority": "the office that decides; see http://example.org/x",
        "Transboundary movement": "any movement from one State to another",
        "Facility": "a place where wastes are treated",
        "PIC": "prior informed consent",
        "Carrier": "who moves wastes",
    }
    keys = {passage.key for passage in node.paragraphs}
    assert {term.key for term in glossary_terms(node)} <= keys


def test_the_same_lines_elsewhere_are_no_terms(tree_of):
    [node] = tree_of(GLOSSARY.replace("# Glossary", "# Duties"))
    assert glossary_terms(node) == []


def ids(tree):
    return [p.key for n in walk_sections(tree) for p in n.paragraphs]


def test_ids_are_b_and_twelve_hex_and_unlike_each_other(tree_of):
    found = ids(tree_of(MANUAL + "\n\nsame\n\nsame\n"))
    assert all(re.fullmatch(r"b-[0-9a-f]{12}", key) for key in found)
    assert len(set(found)) == len(found)


def test_an_edit_elsewhere_leaves_a_passages_id_alone(tree_of):
    before = ids(tree_of(MANUAL))
    after = ids(tree_of(MANUAL.replace("Thanks.", "Many thanks.\n\nAnd more.")))
    assert set(before) - set(after) == {before[1]}


def test_ids_depend_on_the_document_family(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# A\n\nb\n")
    doc = read_path(path, name="a.md")
    first = [block.id for block in doc.blocks]
    assert [b.id for b in assign_ids(doc).blocks] == first
    assert not set(first) & {b.id for b in assign_ids(doc, "tool-7").blocks}


def test_the_hash_of_a_passage_changes_with_its_words_only(tree_of):
    def hashes(text):
        return [p.hash for n in walk_sections(tree_of(text)) for p in n.paragraphs]

    plain = hashes("# A\n\nWastes move, often.\n")
    assert hashes("# A\n\nWastes **move**   often\n") == plain
    assert hashes("# A\n\nWastes move rarely.\n") != plain


def test_the_parts_below_a_title_set_as_a_heading_are_judged_as_parts(tree_of):
    manual = "## المرفق\n\n" + "نص الدليل " * 50 + "\n\n### I. مقدمة\n\nx"
    text = "# دليل\n\n## مذكرة من الأمانة\n\nx\n\n" + manual
    assert [n.role for n in walk_sections(tree_of(text))] == ["body", "front", "body", "body"]


@pytest.mark.parametrize(
    ("title", "label", "rest"),
    [
        ("1.2 Scope", "1.2", "Scope"),
        ("II.\tDuties", "II", "Duties"),
        ("(a) Oils", "(a)", "Oils"),
        ("一、导言", "一", "导言"),
        ("（二）定义", "（二）", "定义"),
        ("2030 Agenda", "", "2030 Agenda"),
        ("V1.1 Encoding", "", "V1.1 Encoding"),
        ("Annex IV", "", "Annex IV"),
    ],
)
def test_typed_numbers_are_split_from_titles(title, label, rest):
    assert split_label(title) == (label, rest)


def test_the_title_page_describes_the_course_and_a_chapter_of_that_name_does_not(tree_of):
    chapters = "# One\n\nx\n\n# Two\n\nx\n"
    page = f"---\ntitle: Waste oils\n---\n\n# Waste Oils\n\nSecond edition\n\n{chapters}"
    assert [n.role for n in walk_sections(tree_of(page))] == ["front", "body", "body"]
    chapter = page.replace("Second edition", "Oils burn. " * 50)
    assert [n.role for n in walk_sections(tree_of(chapter))] == ["body", "body", "body"]
