"""Tables of PDF files without tags, found by their ruling lines."""

import pytest

from elearn.library.readers.formats import read_path
from elearn.library.readers.model import Table, text_of
from tests.fidelity.samples import fixed
from tests.library.readers.pdf_drawn import body, fill, grid, read, stroke, tables, word, words
from tests.library.readers.pdf_made import document

ROWS = [["Waste", "Code"], ["Oil", "Y8"], ["Solvent", "Y6"]]


def test_ruling_lines_make_the_cells_of_a_table(tmp_path):
    doc = read(tmp_path, document(body() + grid(ROWS) + body(400)))
    assert [block.kind for block in doc.blocks] == ["para", "table", "para"]
    assert tables(doc) == [ROWS]
    assert doc.report.counts_in["characters"] == doc.report.counts_out["characters"]


def test_lines_drawn_as_thin_areas_cell_by_cell_make_a_table_too(tmp_path):
    drawn = b"".join(
        f"{72 + 120 * column} {580 - 20 * row} 120 0.5 re f "
        f"{72 + 120 * column} {580 - 20 * row} 0.5 20 re f "
        f"{191.5 + 120 * column} {580 - 20 * row} 0.5 20 re f "
        f"{72 + 120 * column} {600 - 20 * row} 120 0.5 re f\n".encode()
        for row in range(3)
        for column in range(2)
    )
    assert tables(read(tmp_path, document(body() + drawn + words(ROWS)))) == [ROWS]


def test_a_line_that_is_missing_joins_two_cells(tmp_path):
    # Three columns, three rows; no line between the last two columns of the first row, nor
    # between the first two rows of the first column.
    across = [stroke(72, 600, 372, 600), stroke(172, 580, 372, 580)]
    across += [stroke(72, y, 372, y) for y in (560, 540)]
    down = [stroke(x, 540, x, 600) for x in (72, 172, 372)] + [stroke(272, 540, 272, 580)]
    said = [["Scheme", "Returned", ""], ["", "before", "after"], ["None", "4", "5"]]
    drawn = b"".join(across + down) + words(said, wide=100)
    [table] = [b for b in read(tmp_path, document(body() + drawn)).blocks if b.kind == "table"]
    spans = [[(c.colspan, c.rowspan) for c in row.cells] for row in table.rows]
    assert spans == [[(1, 2), (2, 1)], [(1, 1)] * 2, [(1, 1)] * 3]
    assert [row.header for row in table.rows] == [True, True, False]


def test_a_row_on_a_colour_is_a_heading_row(tmp_path):
    rows = [["Drums, all", "3."], ["Oil", "Y8"], ["Solvent", "Y6"]]
    plain = read(tmp_path, document(body() + grid(rows)))
    on_grey = read(tmp_path, document(body() + fill(72, 580, 240, 20) + grid(rows)))
    heads = [[row.header for row in b.rows] for doc in (plain, on_grey) for b in doc.blocks[1:2]]
    assert heads == [[False] * 3, [True, False, False]]


def test_a_table_goes_on_over_pages_and_says_its_heading_once(tmp_path):
    more = [ROWS[0], ["Acid", "Y34"]]
    first = body() + grid(ROWS, top=160)
    doc = read(tmp_path, document(first, grid(more, top=700) + body(400)))
    assert tables(doc) == [[*ROWS, more[1]]]
    [dropped] = doc.report.dropped
    assert (dropped["reason"], dropped["text"], dropped["at"]) == ("table-head", "Waste Code", 2)
    assert doc.report.complete


def test_a_single_row_is_the_rest_of_a_table_or_no_table(tmp_path):
    one = [["Acid", "Y34"]]
    doc = read(tmp_path, document(body() + grid(ROWS, top=160), grid(one, top=700) + body(400)))
    assert tables(doc) == [[*ROWS, *one]]
    assert tables(read(tmp_path, document(body() + grid(one)))) == []


def test_a_word_too_wide_for_its_cell_stays_whole(tmp_path):
    rows = [["Waste", "Code"], ["Solvents", "Y6"], ["Polychlorinated", "Y10"]]
    [found] = tables(read(tmp_path, document(body() + grid(rows, wide=60))))
    assert found == rows


def test_two_tables_with_text_between_them_stay_two(tmp_path):
    doc = read(tmp_path, document(body() + grid(ROWS, top=160), body() + grid(ROWS)))
    assert tables(doc) == [ROWS, ROWS]


@pytest.mark.parametrize(
    "drawn",
    [
        grid([["Case: a drum that leaked"]], wide=300),
        stroke(72, 590, 372, 590) + stroke(72, 560, 372, 560) + word("Between two lines", 80, 570),
        # The frame of a page, with places for its number and its date.
        b"20 20 555 800 re S\n" + stroke(20, 50, 575, 50) + stroke(300, 20, 300, 50)
        + word("Page 1", 30, 30) + word("May", 310, 30),
        # The net of a chart: nothing is written between its lines.
        grid([[""] * 6] * 6, wide=40) + word("tonnes", 72, 470) + word("year", 300, 470),
        # Lines through words.
        grid([[""] * 3] * 3, wide=40) + word("Words written over a drawing", 76, 586)
        + word("and more of them on it", 76, 566),
    ],
    ids=["box", "lines", "frame", "chart", "drawing"],
)  # fmt: skip
def test_boxes_frames_and_drawings_are_no_tables(tmp_path, drawn):
    doc = read(tmp_path, document(body() + drawn))
    assert tables(doc) == []
    assert doc.report.complete


def test_columns_of_arabic_are_read_from_the_right(tmp_path):
    [packed] = [one for one in fixed() if one.name == "ar.plain.pdf"]
    path = tmp_path / "ar.pdf"
    path.write_bytes(packed.content())
    doc = read_path(path, name="ar.pdf")
    found = next(block for block in doc.blocks if isinstance(block, Table))
    first = [" ".join(map(text_of, cell.blocks)) for cell in found.rows[2].cells]
    assert (found.dir, first) == ("rtl", ["المتاجر", "120", "310"])


@pytest.mark.parametrize(
    "heights",
    [(600, 580, 540), (600, 580, 560, 540), (580, 560, 540)],
    ids=["heading and end", "all", "below each row"],
)
def test_lines_across_alone_make_rows_and_white_space_makes_columns(tmp_path, heights):
    drawn = b"".join(stroke(72, y, 312, y) for y in heights) + words(ROWS)
    doc = read(tmp_path, document(body() + drawn + body(400)))
    assert tables(doc) == [ROWS]
    assert doc.report.counts_in["characters"] == doc.report.counts_out["characters"]


def test_running_text_between_lines_is_no_table(tmp_path):
    lines = b"".join(stroke(72, y, 372, y) for y in (780, 700, 600))
    assert tables(read(tmp_path, document(lines + body() + body(690)))) == []


def test_a_table_whose_cells_cannot_be_told_is_shown_as_a_picture_and_its_text_kept(tmp_path):
    # No line on the right of "Oil" and none below "Y8": a cell with a corner.
    across = [stroke(72, y, 372, y) for y in (600, 580, 540)] + [stroke(72, 560, 172, 560)]
    across += [stroke(272, 560, 372, 560)]
    down = [stroke(x, 540, x, 600) for x in (72, 272, 372)]
    down += [stroke(172, 580, 172, 600), stroke(172, 540, 172, 560)]
    said = [["Waste", "Code", "Store"], ["Oil", "Y8", "A"], ["Acid", "Y34", "B"]]
    drawn = b"".join(across + down) + words(said, wide=100)
    doc = read(tmp_path, document(body() + drawn + body(400)))
    assert [block.kind for block in doc.blocks][:2] == ["para", "figure"]
    assert "Y34" in " ".join(map(text_of, doc.blocks))
    codes = [one["code"] for one in doc.report.warnings]
    assert codes == ["table-picture", "no-alternative-text"]
    assert doc.report.counts_in["characters"] == doc.report.counts_out["characters"]


def test_a_page_of_far_too_many_lines_is_read_without_tables(tmp_path):
    lines = b"".join(stroke(72, 600 - n / 100, 372, 600 - n / 100) for n in range(21_000))
    doc = read(tmp_path, document(body() + grid(ROWS) + lines))
    assert tables(doc) == []
    assert "Solvent" in " ".join(map(text_of, doc.blocks))
    assert [(one["code"], one["at"]) for one in doc.report.warnings] == [("page-drawing", 1)]
