"""Links of PDF files: put on the words they cover, or listed."""

from elearn.library.readers.model import runs_of
from tests.library.readers.pdf_drawn import body, grid, read, word
from tests.library.readers.pdf_made import Pdf


def linked(*links, more=b""):
    """A page with the words "See the guide for drums" and links on it, and a page of its own."""
    made = Pdf()
    text = body() + word("See the guide for drums and store them on a tight floor.", 72, 600)
    number = made.page(text + more)
    title = word("Storage of drums", 72, 700, size=20)
    goal = made.page(title + body(660) + body(400))
    annots = " ".join(
        f"<</Type/Annot/Subtype/Link/Rect[{box}]{target.format(page=goal)}>>"
        for box, target in links
    )
    made.objects[number] = made.objects[number].replace(
        b"/Type/Page/", f"/Annots[{annots}]/Type/Page/".encode()
    )
    return made


def runs(doc):
    return [run for block in doc.blocks for runs in runs_of(block) for run in runs]


# Helvetica at 10 points: "See the " ends at 109.2, "guide" at 135.3.
GUIDE = "109 597 136 608"


def test_an_outside_address_becomes_a_link_on_the_words_it_covers(tmp_path):
    made = linked((GUIDE, "/A<</S/URI/URI(https://example.org/guide)>>"))
    doc = read(tmp_path, made)
    assert [(r.text, r.link) for r in runs(doc) if r.link] == [
        ("guide", "https://example.org/guide")
    ]
    assert any(r.text.endswith("See the ") for r in runs(doc))
    assert doc.report.counts_in["characters"] == doc.report.counts_out["characters"]


def test_other_links_are_dropped_and_listed_and_their_text_is_kept(tmp_path):
    made = linked((GUIDE, "/A<</S/URI/URI(javascript:alert\\(1\\))>>"))
    doc = read(tmp_path, made)
    assert not [r for r in runs(doc) if r.link]
    assert doc.report.dropped == [
        {
            "reason": "unsafe-link",
            "text": "javascript:alert(1)",
            "characters": 19,
            "at": 1,
            "beside": True,
        }
    ]
    assert doc.report.complete


def test_a_link_inside_the_document_leads_to_the_heading_it_lands_on(tmp_path):
    made = linked((GUIDE, "/Dest[{page} 0 R/XYZ 72 718 0]"))
    doc = read(tmp_path, made)
    [heading] = [block for block in doc.blocks if block.kind == "heading"]
    assert [(r.text, r.xref) for r in runs(doc) if r.xref] == [("guide", heading.id)]


def test_a_link_to_a_page_leads_to_its_first_line(tmp_path):
    made = linked((GUIDE, "/A<</S/GoTo/D[{page} 0 R/Fit]>>"))
    doc = read(tmp_path, made)
    [heading] = [block for block in doc.blocks if block.kind == "heading"]
    assert [r.xref for r in runs(doc) if r.xref] == [heading.id]


def test_links_in_cells_of_tables_stay_links(tmp_path):
    rows = [["Waste", "Code"], ["Oil", "Y8"], ["Acid", "Y34"]]
    box = "195 460 210 480"
    link = (box, "/A<</S/URI/URI(mailto:desk@example.org)>>")
    doc = read(tmp_path, linked(link, more=grid(rows, top=500)))
    [table] = [block for block in doc.blocks if block.kind == "table"]
    cell = table.rows[1].cells[1].blocks[0]
    assert [(r.text, r.link) for r in cell.runs] == [("Y8", "mailto:desk@example.org")]
