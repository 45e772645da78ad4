"""What of a page is text: running heads, hidden text, slow pages, marks on Arabic letters."""

import pytest

from elearn.library.readers.media import Album
from elearn.library.readers.model import Heading, text_of
from elearn.library.readers.pdf.geometry import Frame
from elearn.library.readers.pdf.heads import drop_running
from elearn.library.readers.pdf.opening import Ledger, opened
from elearn.library.readers.pdf.pages import SpanReader
from elearn.library.readers.pdf.reader import read_pdf
from elearn.library.readers.pdf.rtl import Letter, in_reading_order
from elearn.library.readers.pdf.shapes import Box, Line, Look, Page, Piece, Span
from tests.library.readers import pdf_made

BODY = Look("Serif", 10)


def line(text, page, y, *, look=BODY, artifact=False):
    made = Line([Piece(text, look)], Box(60, y - 2, 400, y + 8), y, page, look)
    made.artifact = artifact
    return made


def pages(*texts):
    """Return pages with those lines at the head, in the middle and at the foot."""
    made = []
    for number, (head, body, foot) in enumerate(texts, 1):
        found = [line(head, number, 800), line(body, number, 400), line(foot, number, 20)]
        made.append((Page(number, 595, 842), [one for one in found if one.text]))
    return made


def left(found):
    drop_running(found)
    return [one.text for _, lines in found for one in lines if not one.dropped]


def test_heads_that_name_chapters_are_told_by_the_page_they_count():
    titles = ["Scope 7", "8 Duties", "Duties of all 9", "10 Stores", "Stores 11", "12 Permits"]
    found = pages(*[(title, f"text {at}", "") for at, title in enumerate(titles)])
    assert left(found) == [f"text {at}" for at in range(6)]


def test_titles_of_chapters_that_each_begin_a_page_stay():
    found = pages(*[("", f"text {at} of a length that texts have", "") for at in range(6)])
    for number, (_, lines) in enumerate(found, 1):
        lines.insert(
            0, line(f"{number} {'abcdefg'[number] * 9}", number, 800, look=Look("Serif", 18))
        )
    assert len(left(found)) == 12


def test_a_document_of_two_pages_has_heads_too():
    assert left(pages(("SYMBOL/1", "one", "1"), ("SYMBOL/1", "two", "2"))) == ["one", "two"]
    assert left(pages(("Dear all", "one", "1"))) == ["Dear all", "one"]
    assert left(pages(("Dear all", "one", "14"))) == ["Dear all", "one", "14"]


def test_what_is_called_decoration_in_the_middle_of_a_page_is_kept_when_it_reads_as_text():
    found = pages(("", "one", ""), ("", "two", ""))
    found[0][1].append(line("A sentence somebody set as decoration.", 1, 300, artifact=True))
    found[0][1].append(line("* * *", 1, 200, artifact=True))
    assert left(found) == ["one", "A sentence somebody set as decoration.", "two"]


def read(tmp_path, made, **options):
    path = tmp_path / "made.pdf"
    path.write_bytes(made.written())
    return read_pdf(path, album=Album(), **options)


@pytest.mark.parametrize(
    "drawn",
    [
        b"BT /F1 12 Tf 3 Tr 72 600 Td (unseen words) Tj ET",
        b"BT 1 1 1 rg /F1 12 Tf 72 600 Td (unseen words) Tj ET",
        b"BT /F1 0.01 Tf 72 600 Td (unseen words) Tj ET",
    ],
)
def test_hidden_text_is_reported_and_not_kept(tmp_path, drawn):
    doc = read(tmp_path, pdf_made.document(pdf_made.lines("Seen words") + b" q " + drawn + b" Q"))
    assert [text_of(block) for block in doc.blocks] == ["Seen words"]
    [gone] = [one for one in doc.report.dropped if one["reason"] == "hidden"]
    assert (gone["text"], gone["at"]) == ("unseen words", 1)
    assert doc.report.complete


def test_white_text_on_a_dark_ground_is_seen(tmp_path):
    drawn = b"q 0 0 0.4 rg 60 590 300 30 re f Q q BT 1 1 1 rg /F1 12 Tf 72 600 Td (Title) Tj ET Q"
    doc = read(tmp_path, pdf_made.document(drawn))
    assert [text_of(block) for block in doc.blocks] == ["Title"]


def test_text_recognised_in_a_scan_is_kept_with_a_note(tmp_path):
    made = pdf_made.Pdf()
    key = pdf_made.picture(made, 10, 10)
    words = b"BT /F1 12 Tf 3 Tr 72 600 Td (words of a scan that a program recognised) Tj ET"
    made.page(b"q 595 0 0 842 0 0 cm /I Do Q " + words, resources=f"/XObject<</I {key} 0 R>>")
    doc = read(tmp_path, made)
    assert [text_of(block) for block in doc.blocks] == ["words of a scan that a program recognised"]
    assert {"code": "text-layer", "text": "1"} in doc.report.warnings


def test_a_page_that_takes_too_long_is_given_up():
    pdf = opened(pdf_made.document(pdf_made.lines("words")).written(), Ledger())
    page = pdf[0]
    words = page.get_textpage()
    made = SpanReader(Page(1, 595, 842), Frame(page.raw), words.raw)
    assert made.read(seconds=-1) is False
    assert made.read() is True


CHAPTERS = b"BT /F1 20 Tf 72 780 Td (%s) Tj ET BT /F1 14 Tf 72 740 Td (%s) Tj ET "
TEXT = b"BT /F1 11 Tf 72 715 Td (Text of the part, as long as such lines are in a manual.) Tj ET"


def test_headings_below_bookmarks_of_chapters_are_found(tmp_path):
    made = pdf_made.Pdf()
    for name in (b"Collection", b"Storage", b"Transport"):
        made.page(CHAPTERS % (name, b"The " + name.lower() + b" itself") + TEXT)
    first = max(made.objects) + 1
    names = ["Collection", "Storage", "Transport"]
    for at, page in enumerate(made.pages):
        links = f"/Prev {first + at - 1} 0 R" if at else ""
        links += f"/Next {first + at + 1} 0 R" if at < 2 else ""
        made.add(f"<</Title({names[at]})/Parent {first + 3} 0 R/Dest[{page} 0 R/Fit]{links}>>")
    made.add(f"<</Type/Outlines/First {first} 0 R/Last {first + 2} 0 R/Count 3>>")
    made.catalogue = f"/Outlines {first + 3} 0 R"
    headings = [block for block in read(tmp_path, made).blocks if isinstance(block, Heading)]
    assert [(one.level, one.title, one.evidence) for one in headings[:2]] == [
        (1, "Collection", "bookmark"),
        (2, "The collection itself", "font"),
    ]
    assert len(headings) == 6


def test_vowel_marks_stand_on_the_letter_they_are_drawn_over():
    word, mark = Span(BODY, 0), Span(BODY, 4)
    letters = [Letter(char, 30 - 10 * at, 40 - 10 * at, word) for at, char in enumerate("كتب")]
    drawn = [Letter("ُ", 33, 36, mark), *letters, Letter("ُ", 33, 36, mark)]
    assert "".join(one.char for one in in_reading_order(drawn, 10)) == "كُتب"
