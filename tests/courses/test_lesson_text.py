"""A lesson is edited as one text and keeps its paragraphs' keys."""

from dataclasses import dataclass

from courses.lesson_text import from_html, one_element, text_of_blocks
from elearn.core.html import clean

ONE, TWO, OTHER = "b-0123456789ab", "b-ba9876543210", "b-ffffffffffff"


@dataclass
class Printed:
    html: str
    label: str = "12."
    kind: str = "para"
    page: int | None = 9


KNOWN = {ONE: Printed("<p>Keep it closed.</p>"), TWO: Printed("<ul><li>a</li></ul>", "", "list")}


def blocks(html, known=KNOWN):
    return from_html(clean(html), known, "en").blocks


def test_elements_with_known_keys_keep_them_with_number_page_and_kind():
    text = f'<p id="{ONE}">Keep it closed.</p>\n\n<ul id="{TWO}"><li>a</li></ul>'
    assert blocks(text) == [
        {
            "key": ONE,
            "html": f'<p id="{ONE}">Keep it closed.</p>',
            "label": "12.",
            "page": 9,
            "kind": "para",
            "edited": False,
        },
        {
            "key": TWO,
            "html": f'<ul id="{TWO}"><li>a</li></ul>',
            "label": "",
            "page": 9,
            "kind": "list",
            "edited": False,
        },
    ]


def test_a_changed_paragraph_keeps_its_key_and_is_marked():
    (block,) = blocks(f'<p id="{ONE}">Keep it shut.</p>')
    assert (block["key"], block["edited"]) == (ONE, True)


def test_attributes_that_cleaning_drops_are_no_edit():
    known = {ONE: Printed('<ol class="labelled"><li>A &amp; B</li></ol>')}
    (block,) = blocks(f'<ol id="{ONE}" onclick="x"><li>A &amp; B</li></ol>', known)
    assert (block["key"], block["edited"]) == (ONE, False)
    (block,) = blocks(f'<ol id="{ONE}"><li><a href="/a">A &amp; B</a></li></ol>', known)
    assert block["edited"] is True


def test_unknown_and_repeated_keys_are_dropped():
    found = blocks(f'<p id="{OTHER}">x</p><p id="{ONE}">y</p><p id="{ONE}">z</p>')
    assert [block["key"] for block in found] == [None, ONE, None]
    assert [block["html"] for block in found][::2] == ["<p>x</p>", "<p>z</p>"]


def test_ids_that_could_clash_with_the_page_are_dropped():
    found = blocks('<div id="main"><p id="contents">x</p><p id="b-0123456789ab-n1">1</p></div>')
    assert found[0]["html"] == '<div><p>x</p><p id="b-0123456789ab-n1">1</p></div>'


def test_loose_words_become_paragraphs_parted_by_blank_lines():
    found = blocks("First <b>bold</b> line\ngoes on\n\nSecond.<h2>Title</h2>tail")
    assert [block["html"] for block in found] == [
        "<p>First <b>bold</b> line\ngoes on</p>",
        "<p>Second.</p>",
        "<h2>Title</h2>",
        "<p>tail</p>",
    ]
    assert [block["kind"] for block in found] == ["para", "para", "heading", "para"]


def test_empty_elements_vanish_and_pictures_stay():
    found = blocks('<p> </p><p><img src="/media/a.webp" alt=""></p><hr>')
    assert len(found) == 2


def test_what_is_edited_reads_back_as_what_was_stored():
    first = blocks(f'<p id="{ONE}">A &amp; B &lt;c&gt;</p><p>two</p>')
    again = from_html(clean(text_of_blocks(first)), KNOWN, "en").blocks
    assert again == first


def test_several_elements_of_one_paragraph_become_one_element_with_its_key():
    assert one_element("<p>a</p><p>b</p>", ONE) == f'<div id="{ONE}"><p>a</p><p>b</p></div>'
    assert one_element('<p id="x">a</p>', ONE) == f'<p id="{ONE}">a</p>'
    assert one_element('<p id="x">a</p>', None) == "<p>a</p>"


def test_words_are_counted_in_the_language_of_the_course():
    assert from_html("<p>one two <b>three</b></p>", {}, "en").words == 3
    assert from_html("<p>" + "环" * 300 + "</p>", {}, "zh").words == 180


def test_notes_do_not_count_as_words_of_the_lesson():
    note = '<div class="notes"><div class="note"><p>1 A long note.</p></div></div>'
    text = from_html(clean(f'<div id="{ONE}"><p>Two words</p>{note}</div>'), KNOWN, "en")
    assert text.words == 2
