"""Pages without heading tags get the headings their lines look like; others keep their own."""

import pytest

from elearn.library.readers.model import text_of
from elearn.library.readers.outline import outline_of

TEXT = "A sentence of the text that goes on for long enough to be read as text by anyone."


@pytest.mark.parametrize(
    "line",
    [
        "<p><b>{}</b></p>",
        '<p><font size="+1">{}</font></p>',
        "<center><big><b>{}</b></big></center>",
        '<p style="font-size:16pt">{}</p>',
        '<p class="large"><span>{}</span></p>',
        "<p><u>{}</u></p>",
        "<b>{}</b><br><br>",
    ],
)
def test_lines_of_a_look_of_their_own_are_headings(read_text_of, line):
    body = "".join(f"{line.format(title)}<p>{TEXT}</p>" for title in ("1. Scope", "2. Duties"))
    style = "<style>/* sheet */ p.large, div.large {font-size: 18.0pt}</style>"
    doc = read_text_of(f"<html><head>{style}</head><body>{body}</body></html>")
    assert outline_of(doc) == [(1, "1. Scope"), (1, "2. Duties")]
    assert {b.evidence for b in doc.blocks if b.kind == "heading"} == {"looks"}
    assert doc.report.complete


def test_larger_lines_stand_above_smaller_ones_and_deep_numbers_below(read_text_of):
    lines = [("<font size=5>{}</font>", "Manual"), ("{}", "1. Law"), ("{}", "1.1 Permits")]
    body = "".join(f"<p><b>{look.format(title)}</b></p><p>{TEXT}</p>" for look, title in lines)
    assert outline_of(read_text_of(f"<html><body>{body}</body></html>")) == [
        (1, "Manual"),
        (2, "1. Law"),
        (3, "1.1 Permits"),
    ]


def test_the_bold_line_a_paragraph_begins_with_is_one_of_its_own(read_text_of):
    doc = read_text_of(f"<html><body><p><b>Scope of the manual</b><br>{TEXT}</p></body></html>")
    assert [(b.kind, text_of(b)) for b in doc.blocks] == [
        ("heading", "Scope of the manual"),
        ("para", TEXT),
    ]


def test_captions_cells_items_and_bold_words_make_no_headings(read_text_of):
    body = (
        f"<p><b>1. Scope</b></p><p><b>Note</b> that {TEXT}</p><p><b>Table 1. Drums</b></p>"
        "<table><tr><td><p><b>Drum</b></p></td><td><p>200 litres</p></td></tr>"
        "<tr><td><p><b>Tank</b></p></td><td><p>900 litres</p></td></tr></table>"
        f"<ul><li><p><b>Wear gloves</b></p></li><li><p>Wash</p></li></ul><p>{TEXT}</p>"
    )
    doc = read_text_of(f"<html><body>{body}</body></html>")
    assert outline_of(doc) == [(1, "1. Scope")]


def test_a_page_with_three_headings_keeps_to_them_and_cannot_bring_our_marks(read_text_of):
    body = "".join(f"<h2 elearn-looks='x'>{n}</h2><p><b>Bold</b></p><p>{TEXT}</p>" for n in "ABC")
    doc = read_text_of(f"<html><body>{body}</body></html>")
    assert outline_of(doc) == [(1, "A"), (1, "B"), (1, "C")]


def test_a_numbered_list_of_one_bold_line_is_a_heading_with_its_number(read_text_of):
    item = "<li><p><b>{}</b></p></li>"
    body = (
        f'<ol type="I">{item.format("Law")}</ol><p>{TEXT}</p>'
        f'<ol type="I"><ol type="A">{item.format("Permits")}</ol></ol><p>{TEXT}</p>'
        f'<ol type="I" start="2">{item.format("Means")}</ol><p>{TEXT}</p>'
    )
    doc = read_text_of(f"<html><body>{body}</body></html>")
    found = [(b.level, b.label, b.title) for b in doc.blocks if b.kind == "heading"]
    assert found == [(1, "I.", "Law"), (2, "A.", "Permits"), (1, "II.", "Means")]
