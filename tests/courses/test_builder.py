"""A section tree becomes modules and lessons by the split rules, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from courses.builder import build
from courses.drafts import Fate
from courses.reading_time import minutes, word_count
from tests.courses.trees import Text, Tree, bullets, prose, section, table


def outline(sections, **options):
    draft = build(sections, title="The manual", **options)
    return [(module.title, [lesson.title for lesson in module.lessons]) for module in draft.modules]


def lengths(sections, **options):
    return [lesson.words for lesson in build(sections, title="The manual", **options).lessons()]


def test_a_top_section_is_a_module_and_the_sections_below_are_lessons():
    tree = [
        section("Scope", 0, section("Wastes covered", 400), section("People", 450)),
        section("Duties", 0, section("Generators", 500), section("Carriers", 300)),
    ]
    assert outline(tree) == [
        ("Scope", ["Wastes covered", "People"]),
        ("Duties", ["Generators", "Carriers"]),
    ]


def test_small_neighbours_are_merged_while_they_make_six_hundred_words_or_less():
    tree = [
        section("A", 0, section("one", 200), section("two", 250), section("three", 400)),
        section("B", 0, section("four", 700)),
    ]
    draft = build(tree, title="The manual")
    first, second = draft.modules[0].lessons
    assert (first.title, second.title) == ("one · two", "three")
    assert [block.html for block in first.blocks if block.kind == "heading"] == [
        "<h2>one</h2>",
        "<h2>two</h2>",
    ]
    assert [block for block in second.blocks if block.kind == "heading"] == []


def test_a_module_of_six_hundred_words_is_one_lesson_with_its_headings_inside():
    draft = build([section("A", 50, section("one", 200), section("two", 250))] * 1, title="T")
    assert [module.title for module in draft.modules] == ["T"]
    tree = [section("A", 50, section("one", 200), section("two", 250)), section("B", 300)]
    assert outline(tree) == [("A", ["A"]), ("B", ["B"])]


def test_a_single_top_section_is_the_title_and_its_own_text_describes_the_course():
    tree = [section("Manual", 30, section("A", 0, section("a", 400)), section("B", 200))]
    draft = build(tree, title="T")
    assert [module.title for module in draft.modules] == ["A", "B"]
    assert len(draft.front) == 1
    assert draft.fates[tree[0].key] == Fate("title")


def test_a_flat_document_is_one_module():
    tree = [section(f"{letter}. Part", 300) for letter in "abcd"]
    assert outline(tree) == [("The manual", ["a. Part · b. Part", "c. Part · d. Part"])]


def test_a_long_section_is_cut_at_its_own_headings():
    long = section("Permits", 60, section("Who", 500), section("When", 450), section("How", 400))
    tree = [section("A", 0, long, section("Short", 400))]
    draft = build([*tree, section("B", 200)], title="T")
    titles = [lesson.title for lesson in draft.modules[0].lessons]
    assert titles == ["Permits", "When", "How", "Short"]
    headings = [block.html for block in draft.modules[0].lessons[0].blocks if block.key is None]
    assert headings == ["<h2>Permits</h2>", "<h3>Who</h3>"]


def test_a_bare_heading_leads_the_first_lesson_below_it():
    long = section("Permits", 0, section("Who", 700), section("When", 650))
    draft = build([section("A", 0, long), section("B", 200)], title="T")
    first, second = draft.modules[0].lessons
    assert [block.text for block in first.blocks if block.key is None] == ["Permits", "Who"]
    assert second.title == "When"


def test_a_long_text_without_headings_is_cut_between_numbered_paragraphs():
    passages = []
    for number in range(1, 21):
        passages.append(prose(60, label=f"{number}."))
        passages.append(prose(30))
    tree = [Tree("Long", passages), section("B", 0, section("b", 300))]
    draft = build(tree, title="T")
    parts = draft.modules[0].lessons
    assert [part.title for part in parts] == ["Long (1/3)", "Long (2/3)", "Long (3/3)"]
    assert all(part.blocks[0].label for part in parts)
    assert all(500 <= part.words <= 700 for part in parts)


def test_a_lead_in_is_never_parted_from_its_list():
    passages = []
    for _ in range(8):
        passages += [prose(150), prose(20, end=":"), bullets(10)]
    for lesson in build([Tree("Long", passages)], title="T").lessons():
        for before, block in zip((None, *lesson.blocks), lesson.blocks, strict=False):
            if block.kind == "list":
                assert before is not None
                assert before.text.endswith(":")


def test_lettered_paragraphs_stay_with_the_paragraph_they_belong_to():
    passages = []
    for number in range(1, 16):
        passages += [prose(60, label=f"{number}."), prose(40, label="(a)"), prose(40, label="(b)")]
    for lesson in build([Tree("Long", passages)], title="T").lessons():
        assert lesson.blocks[0].label == "" or lesson.blocks[0].label[0].isdigit()


def test_a_caption_stays_with_its_figure():
    figure = Text("b-f", "figure", "", '<figure><img src="/media/x.png" alt=""></figure>', "")
    caption = Text("b-c", "caption", "", "<p>Figure 1</p>", "Figure 1")
    passages = [prose(600), figure, caption, prose(700)]
    for lesson in build([Tree("Long", passages)], title="T").lessons():
        keys = [block.key for block in lesson.blocks]
        assert ("b-f" in keys) == ("b-c" in keys)


def test_a_table_of_more_than_forty_rows_is_a_lesson_of_its_own():
    big = table(60)
    tree = [Tree("Codes", [prose(400), big, prose(400)]), section("B", 0, section("b", 300))]
    draft = build(tree, title="T")
    assert [[block.key for block in lesson.blocks] == [big.key] for lesson in draft.lessons()] == [
        False,
        True,
        False,
        False,
    ]


def test_annexes_become_a_reference_module_that_does_not_count():
    tree = [
        section("A", 0, section("a", 300), section("Annex in A", 200, role="annex")),
        section("Annex I", 250, role="annex"),
    ]
    draft = build(tree, title="T", reference_title="Références")
    assert [(module.title, module.counted) for module in draft.modules] == [
        ("T", True),
        ("Références", False),
    ]
    assert [lesson.title for lesson in draft.modules[1].lessons] == ["Annex in A", "Annex I"]
    assert draft.minutes == draft.modules[0].lessons[0].minutes


def test_the_parts_of_an_annex_stay_together():
    annex = section("Annex", 50, role="annex")
    annex.children = [section(title, 60, role="annex") for title in ("one", "two", "three")]
    tree = [section("A", 0, section("a", 300)), annex]
    assert [lesson.title for lesson in build(tree, title="T").modules[1].lessons] == ["Annex"]


def test_glossary_and_front_matter_are_no_lessons():
    tree = [
        section("Foreword", 80, role="front"),
        section("A", 0, section("a", 300)),
        section("Glossary", 200, role="glossary"),
    ]
    draft = build(tree, title="T")
    assert draft.lesson_count == 1
    assert len(draft.front) == 1
    assert len(draft.glossary) == 2
    assert [draft.fates[top.key].kind for top in tree] == ["front", "title", "glossary"]


def test_a_section_left_out_is_nowhere_and_neither_is_what_is_below_it():
    inner = section("inner", 300)
    left = section("left", 300, inner)
    tree = [section("A", 0, left, section("kept", 300)), section("B", 300)]
    draft = build(tree, title="T", left_out=[left.key])
    assert [lesson.title for lesson in draft.lessons()] == ["A", "B"]
    assert draft.fates[inner.key] == Fate("left-out")


def test_no_lesson_ends_with_a_heading():
    tree = [section("A", 0, section("a", 300), section("bare", 0)), section("B", 300)]
    draft = build(tree, title="T")
    assert draft.modules[0].lessons[0].blocks[-1].kind == "para"
    assert draft.dropped == ["bare"]


def test_a_sliver_is_joined_to_the_smaller_neighbour():
    tree = [
        section("A", 0, section("one", 800), section("tiny", 60), section("two", 650)),
        section("B", 300),
    ]
    assert outline(tree)[0] == ("A", ["one", "tiny · two"])


def test_reading_time_counts_characters_of_scripts_without_spaces():
    assert word_count("环" * 300, "zh") == 180
    assert minutes(180, "", "zh") == 1
    assert word_count("环境 ESM 管理", "zh") == 1 + 3
    assert minutes(360, "<tr><td>x</td></tr>" * 12, "en") == 3
    assert minutes(0, "", "en") == 1


sizes = st.integers(0, 1500)
leaves = st.builds(lambda words: section("leaf", words), sizes)
trees = st.lists(
    st.recursive(
        leaves,
        lambda inner: st.builds(
            lambda words, below: section("node", words, *below),
            st.integers(0, 400),
            st.lists(inner, max_size=5),
        ),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)


@given(trees)
def test_every_passage_is_in_exactly_one_place(tree):
    draft = build(tree, title="T")
    placed = [block.key for lesson in draft.lessons() for block in lesson.blocks if block.key]
    placed += [passage.key for passage in draft.front]
    assert sorted(placed) == sorted(keys(tree))
    assert len(set(placed)) == len(placed)


@given(trees)
def test_lessons_keep_within_the_hard_limit_and_in_the_order_of_the_document(tree):
    draft = build(tree, title="T")
    placed = [block.key for lesson in draft.lessons() for block in lesson.blocks if block.key]
    order = [key for key in keys(tree) if key in set(placed)]
    assert placed == order
    for lesson in draft.lessons():
        assert sum(word_count(block.text) for block in lesson.blocks if block.key) <= 1200
    assert all(lesson.blocks for lesson in draft.lessons())
    assert all(lesson.blocks[-1].kind != "heading" for lesson in draft.lessons())


def keys(tree):
    found = []
    for top in tree:
        found += [passage.key for passage in top.paragraphs]
        found += keys(top.children)
    return found
