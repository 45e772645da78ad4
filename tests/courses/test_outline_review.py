"""Acts on an outline become decisions, which can be undone and replayed."""

import pytest

from courses.outline_review import act, joined_lines, lines, rename, split
from elearn.library.readers.model import Doc, Heading, Para, Run


def heading(name, level, style=""):
    return Heading(
        id=name, level=level, runs=[Run(name.upper())], style=style or f"Heading {level}"
    )


@pytest.fixture
def doc():
    return Doc(
        blocks=[
            heading("a", 1),
            Para(id="p", runs=[Run("Text.")]),
            heading("b", 2),
            heading("c", 3),
            heading("d", 2),
            heading("e", 1),
            heading("f", 3),
        ]
    )


def levels(doc, decisions):
    return {line.id: line.level for line in lines(doc, decisions)}


def changed_levels(doc, decisions):
    before = levels(doc, {})
    return {name: level for name, level in levels(doc, decisions).items() if level != before[name]}


def test_a_heading_is_moved_with_what_stands_below_it(doc):
    assert changed_levels(doc, act(doc, {}, "promote", ["b"])) == {"b": 1, "c": 2}
    assert changed_levels(doc, act(doc, {}, "demote", ["e"])) == {"e": 2, "f": 4}


def test_headings_at_the_top_stay_with_what_is_below_them(doc):
    assert act(doc, {}, "promote", ["a", "e"]) == {}


def test_choosing_a_heading_and_one_below_it_moves_both_once(doc):
    assert changed_levels(doc, act(doc, {}, "demote", ["b", "c"])) == {"b": 3, "c": 4}


def test_all_headings_of_one_style_are_moved_by_one_act(doc):
    assert changed_levels(doc, act(doc, {}, "promote-style", ["c"])) == {"c": 2, "f": 2}
    once = act(doc, {}, "promote-style", ["c"])
    assert changed_levels(doc, act(doc, once, "promote-style", ["f"])) == {"c": 1, "f": 1}


def test_going_back_leaves_no_decision_behind(doc):
    there = act(doc, {}, "demote", ["e"])
    back = act(doc, there, "promote", ["e"])
    assert back.get("headings") is None
    assert levels(doc, back) == levels(doc, {})


def test_a_joined_heading_leaves_the_outline_and_can_be_restored(doc):
    decisions = act(doc, {}, "join", ["c"])
    assert "c" not in levels(doc, decisions)
    assert joined_lines(doc, decisions) == [("c", "C")]
    assert levels(doc, act(doc, decisions, "restore", ["c"])) == levels(doc, {})


def test_roles_and_leaving_out_are_kept_side_by_side(doc):
    decisions = act(doc, {}, "role-annex", ["e"])
    decisions = act(doc, decisions, "leave-out", ["e", "b"])
    assert decisions["headings"] == {
        "e": {"role": "annex", "left_out": True},
        "b": {"left_out": True},
    }
    decisions = act(doc, decisions, "include", ["e", "b"])
    assert decisions["headings"] == {"e": {"role": "annex"}}


def test_a_split_adds_a_heading_and_joining_it_again_takes_it_away(doc):
    decisions = split({}, "p", "New part", 2)
    assert [line.title for line in lines(doc, decisions)][:3] == ["A", "New part", "B"]
    decisions = act(doc, decisions, "promote", ["split-p"])
    assert levels(doc, decisions)["split-p"] == 1
    decisions = act(doc, decisions, "join", ["split-p"])
    assert levels(doc, decisions) == levels(doc, {})
    assert joined_lines(doc, decisions) == []


def test_the_last_act_can_be_undone_and_all_of_them_started_again(doc):
    once = rename({}, "a", "Another title")
    twice = act(doc, once, "leave-out", ["a"])
    assert act(doc, twice, "undo", [])["headings"] == once["headings"]
    again = act(doc, twice, "start-again", [])
    assert lines(doc, again)[0].title == "A"
    assert act(doc, again, "undo", [])["headings"] == twice["headings"]


def test_unknown_acts_and_headings_change_nothing(doc):
    assert act(doc, {}, "explode", ["a"]) == {}
    assert act(doc, {}, "join", ["nobody"]) == {}
