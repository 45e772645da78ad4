"""Sections are moved with what stands below them; the new order is replayed and undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.outline_review import act, each_course, lines, split
from elearn.library.decisions import revised
from elearn.library.readers.model import Doc, Heading, Para, Run, text_of


def heading(name, level):
    return Heading(id=name, level=level, runs=[Run(name.upper())])


def document(*headings):
    """A document with a paragraph before its first heading and one under each."""
    blocks = [Para(id="p", runs=[Run("Start.")])]
    for name, level in headings:
        blocks += [heading(name, level), Para(id=f"p{name}", runs=[Run(f"Of {name}.")])]
    return Doc(blocks=blocks)


@pytest.fixture
def doc():
    return document(("a", 1), ("b", 2), ("c", 3), ("d", 2), ("e", 1), ("f", 2))


def outline(doc, decisions):
    return [f"{line.id}{line.level}" for line in lines(doc, decisions)]


def texts(doc, decisions):
    return [text_of(block) for block in revised(doc, decisions).blocks]


def test_a_section_changes_places_with_its_sibling_and_takes_its_text_along(doc):
    after = act(doc, {}, "down", ["b"])
    assert outline(doc, after) == ["a1", "d2", "b2", "c3", "e1", "f2"]
    assert texts(doc, after)[3:8] == ["D", "Of d.", "B", "Of b.", "C"]
    assert act(doc, after, "up", ["b"]).get("order") is None


def test_a_section_stays_among_those_below_its_heading(doc):
    assert act(doc, {}, "up", ["b"]) == {}
    assert act(doc, {}, "down", ["d"]) == {}
    assert act(doc, {}, "down", ["e"]) == {}


def test_two_neighbours_are_moved_up_together_and_never_past_one_another(doc):
    assert act(doc, {}, "up", ["b", "d"]) == {}
    doc = document(("a", 1), ("b", 1), ("c", 1))
    assert outline(doc, act(doc, {}, "up", ["b", "c"])) == ["b1", "c1", "a1"]
    assert outline(doc, act(doc, {}, "down", ["a", "b"])) == ["c1", "a1", "b1"]


def test_a_section_is_put_under_another_heading_one_level_deeper(doc):
    after = act(doc, {}, "under", ["b"], "f")
    assert outline(doc, after) == ["a1", "d2", "e1", "f2", "b3", "c4"]
    assert texts(doc, after)[-4:] == ["B", "Of b.", "C", "Of c."]
    assert outline(doc, act(doc, {}, "before", ["f"], "a")) == [
        "f1",
        "a1",
        "b2",
        "c3",
        "d2",
        "e1",
    ]


def test_a_section_is_never_put_into_itself(doc):
    assert act(doc, {}, "under", ["a"], "c") == {}
    assert act(doc, {}, "under", ["a"], "nobody") == {}


def test_later_acts_work_on_the_order_that_was_moved_to(doc):
    moved = act(doc, {}, "under", ["b"], "e")
    assert outline(doc, act(doc, moved, "promote", ["b"]))[-2:] == ["b1", "c2"]
    joined = act(doc, moved, "join", ["b"])
    assert texts(doc, joined)[texts(doc, joined).index("Of f.") :][:3] == ["Of f.", "B", "Of b."]
    cut = split(moved, "pb", "New", 2)
    assert outline(doc, cut)[-3:] == ["b2", "split-pb2", "c3"]


def test_ten_acts_are_undone_one_after_the_other(doc):
    states = [{}]
    for _ in range(6):
        states.append(act(doc, states[-1], "down", ["a"]))
        states.append(act(doc, states[-1], "up", ["a"]))
    now = states[-1]
    for state in reversed(states[-11:-1]):
        now = act(doc, now, "undo", [])
        assert outline(doc, now) == outline(doc, state)
    assert "before" not in now


def test_what_was_said_of_pictures_outlives_undo_and_start_again(doc):
    said = {"pictures": {"x.png": {"alt": "A drum"}}}
    moved = act(doc, said, "down", ["a"])
    assert moved["pictures"] == said["pictures"]
    assert act(doc, moved, "undo", []) == said
    assert act(doc, moved, "start-again", [])["pictures"] == said["pictures"]


def test_the_choice_of_several_courses_is_undone_like_any_other(doc):
    chosen = act(doc, {}, "each-course", [])
    assert chosen["courses"] == {"each": True}
    assert act(doc, chosen, "undo", []) == {}
    assert each_course(chosen, True) == chosen


ACTS = ("promote", "demote", "up", "down", "under", "before", "join", "restore", "undo")


@given(
    st.lists(st.integers(1, 4), min_size=2, max_size=7),
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 6), st.integers(0, 6)), max_size=8),
)
def test_no_act_loses_doubles_or_tears_apart_a_text(levels, acts):
    doc = document(*[(f"h{at}", level) for at, level in enumerate(levels)])
    decisions = {}
    for name, one, other in acts:
        target = f"h{other % len(levels)}"
        decisions = act(doc, decisions, name, [f"h{one % len(levels)}"], target)
    found = [block.id for block in revised(doc, decisions).blocks]
    assert sorted(found) == sorted(block.id for block in doc.blocks)
    for at in range(len(levels)):
        assert found.index(f"ph{at}") == found.index(f"h{at}") + 1
