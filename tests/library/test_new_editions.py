"""A new edition keeps the keys of what it has in common with the last one, and tells the rest."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.library.alignment import Paragraph, Part, align, align_by_number
from elearn.library.carrying import KEY, carried, renaming
from elearn.library.changes import Side, compare
from elearn.library.sections import Passage, SectionNode
from elearn.library.weights import weigh

WORDS = [
    "drum",
    "store",
    "label",
    "acid",
    "permit",
    "gate",
    "driver",
    "sand",
    "lamp",
    "roof",
    "ditch",
    "scale",
    "filter",
    "copper",
    "mercury",
    "tyre",
    "oil",
    "paint",
    "glass",
    "fence",
    "ledger",
    "pump",
    "valve",
    "ash",
    "boot",
    "glove",
    "mask",
    "siren",
    "ladder",
    "crane",
]


def text(number):
    """A text that no other number has."""
    chance = random.Random(number)
    return " ".join(chance.choice(WORDS) for _ in range(12)) + f" n{number}."


def manual(numbers, prefix="o"):
    """Sections of four paragraphs each."""
    parts = []
    for at in range(0, len(numbers), 4):
        chosen = numbers[at : at + 4]
        title = f"Part {WORDS[chosen[0] % len(WORDS)]} {chosen[0]}"
        paragraphs = tuple(Paragraph(f"{prefix}{n}", "", "para", text(n)) for n in chosen)
        parts.append(Part(f"{prefix}h{chosen[0]}", "", title, paragraphs))
    return parts


def renamed(parts):
    """The same manual read again, under keys of its own."""
    return [
        replace(
            part,
            key="n" + part.key[1:],
            paragraphs=tuple(replace(p, key="n" + p.key[1:]) for p in part.paragraphs),
        )
        for part in parts
    ]


def sides(parts, names=None):
    names = names or {}
    found = []
    for part in parts:
        facts = (names.get(part.key, part.key), part.label, "heading", "", part.title, None)
        found.append(Side(*facts, (part.title,), len(found)))
        for one in part.paragraphs:
            html = f"<p>{one.text}</p>"
            facts = (names.get(one.key, one.key), one.label, one.kind, html, one.text, 1)
            found.append(Side(*facts, (part.title,), len(found)))
    return found


def differences(old, new):
    found = align(old, new)
    comparison = compare(sides(old), sides(new, found.keys), found.percent)
    return comparison, {(change.kind, change.key) for change in comparison.changes}


def test_the_same_document_has_no_changes():
    old = manual(range(24))
    comparison, found = differences(old, renamed(old))
    assert found == set()
    assert (comparison.aligned_percent, comparison.unchanged) == (100.0, 30)


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(range(6)))
def test_keys_are_stable_under_any_order_of_sections(order):
    old = manual(range(24))
    new = renamed([old[place] for place in order])
    found = align(old, new)
    assert found.keys == {"n" + key[1:]: key for part in old for key in keys_of(part)}
    _comparison, changes = differences(old, new)
    assert {kind for kind, _key in changes} <= {"moved"}
    assert all(key.startswith("oh") for _kind, key in changes), "sections move, not paragraphs"


def keys_of(part):
    return [part.key, *(one.key for one in part.paragraphs)]


edits = st.dictionaries(
    st.integers(0, 31), st.sampled_from(("change", "delete", "insert", "move")), max_size=7
)


@settings(max_examples=80, deadline=None)
@given(edits=edits, far=st.integers(0, 7))
def test_a_light_revision_lists_exactly_the_edits(edits, far):
    old = manual(range(32))
    new = [list(part.paragraphs) for part in renamed(old)]
    wanted = set()
    moved = [number for number, act in edits.items() if act == "move"][:1]
    for number, act in edits.items():
        part = new[number // 4]
        at = next(place for place, one in enumerate(part) if one.key == f"n{number}")
        if act == "change":
            words = part[at].text.split()
            words[3:5] = ["entirely", "otherwise"]
            part[at] = replace(part[at], text=" ".join(words))
            wanted.add(("changed", f"o{number}"))
        elif act == "delete":
            del part[at]
            wanted.add(("removed", f"o{number}"))
        elif act == "insert":
            part.insert(at, Paragraph(f"x{number}", "", "para", text(1000 + number)))
            wanted.add(("new", f"x{number}"))
        elif number in moved and far != number // 4:
            new[far].append(part.pop(at))
            wanted.add(("moved", f"o{number}"))
    parts = [
        replace(part, paragraphs=tuple(found))
        for part, found in zip(renamed(old), new, strict=True)
    ]
    _comparison, found = differences(old, parts)
    assert found == wanted


def test_a_new_heading_between_paragraphs_moves_nothing():
    old = manual(range(12))
    parts = renamed(old)
    first, second = parts[1].paragraphs[:2], parts[1].paragraphs[2:]
    cut = [
        parts[0],
        replace(parts[1], paragraphs=first),
        Part("nnew", "", "A fresh start", second),
        parts[2],
    ]
    _comparison, found = differences(old, cut)
    assert found == {("new", "nnew")}


def test_new_numbers_alone_are_told_as_that():
    old = [
        replace(part, paragraphs=tuple(replace(p, label=f"{p.key}") for p in part.paragraphs))
        for part in manual(range(8))
    ]
    _comparison, found = differences(old, renamed(manual(range(8))))
    assert {kind for kind, _key in found} == {"renumbered"}


def test_a_rewrite_is_advised_to_be_a_new_course():
    old, new = manual(range(24)), renamed(manual(range(500, 524)))
    comparison, _found = differences(old, new)
    assert comparison.advice
    assert comparison.aligned_percent < 50


def test_a_translation_is_known_by_its_numbers():
    old = [Part("oh", "1", "Store", (Paragraph("o1", "1", "para", "Keep drums closed."),))]
    new = [Part("nh", "1", "Lager", (Paragraph("n1", "1", "para", "Immer zu."),))]
    found = align_by_number(old, new)
    assert found.keys == {"nh": "oh", "n1": "o1"}


def test_no_key_stands_twice_and_links_follow():
    passages = [
        Passage("b-00000000000a", "para", "", '<a href="#b-00000000000b">x</a>', "x", "", None),
        Passage("b-00000000000b", "para", "", '<p id="b-00000000000b">y</p>', "y", "", None),
    ]
    node = SectionNode("b-00000000000c", 1, "", "T", paragraphs=passages)
    found = align([], [])
    found.paragraphs = {"b-00000000000a": "b-00000000000b"}
    names = renaming(found, ["b-00000000000b"], ["b-00000000000a", "b-00000000000b"])
    tree = carried([node], names)[0]
    first, second = (one.key for one in tree.paragraphs)
    assert first == "b-00000000000b"
    assert second not in ("b-00000000000a", "b-00000000000b")
    assert KEY.findall(tree.paragraphs[0].html) == [second]
    assert KEY.findall(tree.paragraphs[1].html) == [second]


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ("Keep drums closed.", "Keep drums closed!", "editorial"),
        ("The colour of the label.", "The color of the label.", "editorial"),
        ("As paragraph 12 says, close it.", "As paragraph 13 says, close it.", "editorial"),
        ("Report within 30 days.", "Report within 10 days.", "material"),
        ("Drums may be stacked.", "Drums shall be stacked.", "material"),
        ("Waste is stored outside.", "Waste is not stored outside.", "material"),
        ("Les fûts peuvent être empilés.", "Les fûts doivent être empilés.", "material"),
        ("应在十日内报告。", "可在十日内报告。", "material"),
        ("Store acids here.", "Store acids here and bases in the other room there.", "material"),
    ],
)
def test_the_weight_of_a_change_is_guessed(before, after, weight):
    assert weigh(before, after, "en") == weight
