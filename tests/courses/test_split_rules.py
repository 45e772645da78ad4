"""What lessons made of whole manuals look like: their length, and what is never torn apart."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import splitting
from courses.builder import build
from courses.drafts import CourseDraft
from elearn.library.decisions import revised
from elearn.library.readers.formats import read_path
from elearn.library.sections import section_tree, walk_sections
from tests.courses.trees import bullets, prose, section, table

FEWEST_FITTING = 0.85
BOOKS = Path(__file__).parents[1] / "data/fidelity"


def lessons_of(draft: CourseDraft):
    return list(draft.lessons())


def hold_the_rules(draft: CourseDraft) -> None:
    """Fail when a lesson ends in a heading or a lead-in, begins in the middle, or repeats text."""
    keys = []
    for lesson in draft.lessons():
        first, last = lesson.blocks[0], lesson.blocks[-1]
        assert last.kind != "heading", lesson.title
        assert not last.text.rstrip().endswith(splitting.LEAD_IN), lesson.title
        assert first.kind != "caption", lesson.title
        keys += [block.key for block in lesson.blocks if block.key]
    assert len(keys) == len(set(keys)), "a table, list or figure stands in two lessons"


def drafted(path):
    doc = read_path(path, name=path.name)
    tree = section_tree(revised(doc, {}))
    language = doc.meta.get("language", "en")
    return tree, build(tree, title=doc.meta.get("title", ""), language=language)


@pytest.mark.parametrize("name", ["asvs-5.0-en.docx", "un-sdg-15-3-1.docx", "debmake-doc-en.epub"])
def test_most_lessons_of_a_real_manual_have_a_good_length(shared_manuals, name):
    tree, draft = drafted(shared_manuals / name)
    hold_the_rules(draft)
    lessons = lessons_of(draft)
    fitting = sum(splitting.LEAST <= one.words <= splitting.HARD_MAX for one in lessons)
    assert fitting >= FEWEST_FITTING * len(lessons)
    source = {p.key: p for node in walk_sections(tree) for p in node.paragraphs}
    for lesson in lessons:
        for block in lesson.blocks:
            if block.key:
                assert (block.label, block.page) == (
                    source[block.key].label,
                    source[block.key].page,
                )


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh"])
def test_short_documents_in_six_languages_give_lessons_of_a_good_length(language):
    _, draft = drafted(BOOKS / f"{language}.docx")
    hold_the_rules(draft)
    taught = [one for module in draft.modules if module.counted for one in module.lessons]
    assert all(splitting.LEAST <= one.words <= splitting.HARD_MAX for one in taught)


def test_the_annexes_of_a_document_numbered_as_such_are_for_reference():
    _, draft = drafted(BOOKS / "en.docx")
    assert [module.counted for module in draft.modules][-2:] == [True, False]
    assert "Annex I" in draft.modules[-1].lessons[0].title


def test_tiny_annexes_share_a_lesson_and_longer_ones_do_not():
    annexes = [section(f"Annex {n}", words, role="annex") for n, words in enumerate((60, 100, 300))]
    draft = build([section("Body", 400), *annexes], title="Manual")
    [_, reference] = draft.modules
    assert [one.title for one in reference.lessons] == ["Annex 0 · Annex 1", "Annex 2"]


def test_a_short_document_of_tiny_parts_is_one_module():
    tops = [section(f"Part {n}", 40, section("Inside", 60)) for n in range(5)]
    draft = build(tops, title="Fact sheet")
    assert [module.title for module in draft.modules] == ["Fact sheet"]
    assert draft.lesson_count == 1


passages = st.lists(
    st.one_of(
        st.integers(1, 400).map(prose),
        st.integers(1, 200).map(lambda words: prose(words, end=":")),
        st.integers(2, 60).map(table),
        st.integers(2, 60).map(bullets),
    ),
    max_size=8,
)


@given(st.lists(st.tuples(st.integers(1, 3), passages), min_size=1, max_size=8))
def test_no_text_is_lost_repeated_or_torn_whatever_the_document(parts):
    tops, stack = [], []
    for level, texts in parts:
        # A lead-in with nothing behind it in its section leads to nothing.
        while texts and texts[-1].text.endswith(":"):
            texts = texts[:-1]
        node = section("Title", 0)
        node.paragraphs = [
            type(one)(f"{one.key[:6]}{id(node) % 10**6:06d}{at}", *_rest(one))
            for at, one in enumerate(texts)
        ]
        stack = stack[: level - 1]
        (stack[-1].children if stack else tops).append(node)
        stack.append(node)
    draft = build(tops, title="Manual")
    hold_the_rules(draft)
    there = [block.key for lesson in draft.lessons() for block in lesson.blocks if block.key]
    there += [passage.key for passage in draft.front]
    given_keys = [one.key for node in walk_sections(tops) for one in node.paragraphs]
    assert sorted(there) == sorted(given_keys)


def _rest(one):
    return one.kind, one.label, one.html, one.text
