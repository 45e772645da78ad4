"""Drawings of PDF files: made pictures, their words kept as what describes them."""

from PIL import Image

from elearn.library.readers.model import Figure, plain, text_of
from tests.library.readers.pdf_drawn import body, fill, grid, read, stroke, tables, word
from tests.library.readers.pdf_made import Pdf, document


def arrow(x, y):
    return f"{x} {y} m {x + 8} {y + 4} l {x} {y + 8} l h f\n".encode()


def flow():
    """Three boxes with words in them and arrows between, four times."""
    drawn = b""
    for row in range(4):
        y = 420 + 40 * row
        for at, text in enumerate(("Collect", "Sort", "Recycle")):
            x = 100 + 100 * at
            drawn += f"{x} {y} 70 24 re S\n".encode() + word(text, x + 10, y + 8)
            drawn += arrow(x + 80, y + 8) if at < 2 else b""
    return drawn


def bars():
    """A chart of five bars, with axes and their labels."""
    drawn = stroke(100, 400, 100, 540) + stroke(100, 400, 320, 400)
    for at in range(5):
        drawn += fill(110 + 40 * at, 400, 20, 30 + 20 * at, 0.5)
        drawn += word(f"202{at}", 108 + 40 * at, 388, 8) + word(f"{20 * at}", 80, 400 + 28 * at, 8)
    return drawn


def figures(doc):
    return [block for block in doc.blocks if isinstance(block, Figure)]


def test_a_diagram_becomes_a_picture_with_its_words_and_its_caption(tmp_path):
    page = body() + flow() + word("Figure 1. The way of a drum", 100, 390) + body(360)
    doc = read(tmp_path, document(page))
    [figure] = figures(doc)
    assert plain(figure.caption) == "Figure 1. The way of a drum"
    assert figure.alt == "; ".join(["Collect Sort Recycle"] * 4)
    media = doc.media[figure.media]
    with Image.open(tmp_path / "media" / media.name) as picture:
        assert picture.size == (media.width, media.height)
        assert 500 < picture.width < 700
    assert "Recycle" not in " ".join(text_of(b) for b in doc.blocks if b is not figure)
    dropped = [(one["reason"], one["at"]) for one in doc.report.dropped]
    assert dropped == [("drawing-text", 1)]
    assert doc.report.complete
    assert {"code": "drawing", "at": 1} in doc.report.warnings


def test_a_chart_takes_the_labels_of_its_axes_along(tmp_path):
    doc = read(tmp_path, document(body() + bars() + body(340)))
    [figure] = figures(doc)
    assert [block.kind for block in doc.blocks] == ["para", "figure", "para"]
    assert "2020 2021 2022 2023 2024" in figure.alt


def test_a_large_drawing_makes_no_larger_picture_than_pages_show(tmp_path):
    made = Pdf()
    lines = b"".join(f"{100 + 10 * n} 500 m {150 + 20 * n} 900 l S\n".encode() for n in range(80))
    made.page(body(2900) + lines, box="0 0 2400 3000")
    [figure] = figures(read(tmp_path, made))
    with Image.open(next((tmp_path / "media").iterdir())) as picture:
        assert max(picture.size) <= 1610
    assert figure.media


def test_backgrounds_of_text_and_small_marks_are_no_drawings(tmp_path):
    behind = b"".join(fill(70, 600 - 14 * n, 400, 14, 0.9) for n in range(9))
    listing = behind + stroke(70, 488, 470, 488)
    listing += b"".join(word(f"step {n}", 76, 603 - 14 * n) for n in range(9))
    marks = b"".join(
        arrow(72, 400 - 14 * n) + word("Wear gloves", 90, 400 - 14 * n) for n in range(9)
    )
    logo = b"".join(arrow(72 + 10 * n, 810) for n in range(9))
    doc = read(tmp_path, document(logo + body() + listing + marks))
    assert figures(doc) == []
    assert "step 8" in " ".join(map(text_of, doc.blocks))


def test_words_on_a_patterned_ground_stay_text(tmp_path):
    pattern = b"".join(arrow(80 + 30 * (n % 12), 560 + 10 * (n // 12)) for n in range(48))
    doc = read(tmp_path, document(body() + pattern + body(600)))
    assert figures(doc) == []


def test_a_notice_with_an_icon_stays_text(tmp_path):
    icon = b"".join(arrow(76 + 4 * n, 600) + arrow(76, 570 + 5 * n) for n in range(6))
    said = word("Warning", 120, 610) + word("Do not use the name of a test for a file.", 120, 596)
    doc = read(tmp_path, document(body() + icon + b"72 560 400 60 re S\n" + said))
    assert figures(doc) == []


def test_a_drawing_on_a_page_that_is_shown_turned_is_found_where_it_is_seen(tmp_path):
    made = document(b"0 1 -1 0 842 0 cm " + body() + flow())
    made.objects[made.pages[0]] = made.objects[made.pages[0]].replace(
        b"[0 0 595 842]", b"[0 0 842 595]/Rotate 90"
    )
    [figure] = figures(read(tmp_path, made))
    assert "Collect Sort Recycle" in figure.alt
    with Image.open(next((tmp_path / "media").iterdir())) as picture:
        assert 500 < picture.width < 700


def test_no_drawing_is_looked_for_where_text_runs_sideways(tmp_path):
    made = document(body() + flow() + body(360))
    made.objects[made.pages[0]] = made.objects[made.pages[0]].replace(b"842]", b"842]/Rotate 90")
    doc = read(tmp_path, made)
    assert figures(doc) == []
    assert doc.report.complete


def test_the_lines_of_a_table_are_no_drawing(tmp_path):
    rows = [["Waste", "Code"], ["Oil", "Y8"], ["Solvent", "Y6"], ["Acid", "Y34"]]
    ground = b"".join(fill(72 + 120 * n, 580, 120, 20) for n in range(2))
    doc = read(tmp_path, document(body() + ground + grid(rows)))
    assert (figures(doc), tables(doc)) == ([], [rows])
