"""A document is read in the light of what its trainer decided."""

from elearn.library.decisions import left_out, revised, roles
from elearn.library.readers.model import Doc, Heading, Para, Run


def document():
    return Doc(
        blocks=[
            Heading(id="h1", level=1, label="1", runs=[Run("Scope")]),
            Para(id="p1", runs=[Run("First.")]),
            Para(id="p2", runs=[Run("Second.")]),
            Heading(id="h2", level=2, label="1.1", runs=[Run("Not "), Run("really", "i")]),
            Para(id="p3", runs=[Run("Third.")]),
        ]
    )


def outline(doc):
    return [(block.level, block.title) for block in doc.blocks if isinstance(block, Heading)]


def test_without_decisions_the_document_is_as_read():
    assert revised(document(), {}) == document()


def test_a_heading_gets_the_decided_level_and_title():
    decisions = {"headings": {"h2": {"level": 1, "title": "Really"}, "h1": {"level": 40}}}
    assert outline(revised(document(), decisions)) == [(9, "Scope"), (1, "Really")]


def test_a_joined_heading_stays_in_the_text_as_a_bold_paragraph():
    doc = revised(document(), {"headings": {"h2": {"joined": True}}})
    paragraph = doc.blocks[3]
    assert isinstance(paragraph, Para)
    assert [(run.text, run.marks) for run in paragraph.runs] == [
        ("1.1 ", "b"),
        ("Not ", "b"),
        ("really", "bi"),
    ]
    assert outline(doc) == [(1, "Scope")]


def test_a_split_puts_a_heading_before_a_paragraph_and_can_be_decided_on_like_any_other():
    decisions = {
        "splits": {"p2": {"title": "Second part", "level": 2}},
        "headings": {"split-p2": {"level": 1}},
    }
    assert outline(revised(document(), decisions)) == [
        (1, "Scope"),
        (1, "Second part"),
        (2, "Not really"),
    ]


def test_the_document_itself_is_never_changed():
    doc = document()
    revised(doc, {"headings": {"h1": {"level": 3, "joined": True}, "h2": {"level": 1}}})
    assert doc == document()


def test_roles_and_what_is_left_out_are_read_off():
    decisions = {"headings": {"h1": {"role": "front"}, "h2": {"left_out": True, "level": 2}}}
    assert roles(decisions) == {"h1": "front"}
    assert left_out(decisions) == {"h2"}
