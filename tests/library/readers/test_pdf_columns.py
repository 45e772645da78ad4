"""Pages in columns are read column by column; tables, labels and listings stay in their rows."""

from hypothesis import given
from hypothesis import strategies as st

from elearn.library.readers.pdf.columns import Gutters
from elearn.library.readers.pdf.shapes import Box, Look, Span

PROSE = "waste is kept apart from the first minute"
LATIN, ARABIC = Look("Serif", 10), "نفايات تجمع وتفرز ثم تنقل الى مكانها"


def span(text, x, y, *, width=220.0, look=LATIN):
    """Return a span that is so wide, its letters evenly apart."""
    step = width / len(text)
    lefts = [x + at * step for at in range(len(text))]
    return Span(look, y, chars=list(text), lefts=lefts, rights=[left + step for left in lefts])


def column(name, x, top, count, *, width=220.0, text=PROSE, look=LATIN):
    return [
        span(f"{name}{at} {text}", x, top - 13 * at, width=width, look=look) for at in range(count)
    ]


def read(spans, obstacles=()):
    """Return the first words of the lines, part by part."""
    parts = Gutters().regions(spans, lambda: obstacles)
    return [[one.text.split()[0] for one in sorted(p.spans, key=lambda s: -s.y)] for p in parts]


def names(prefix, count):
    return [f"{prefix}{at}" for at in range(count)]


def test_two_columns_are_read_one_after_the_other():
    page = column("l", 60, 700, 20) + column("r", 300, 700, 20)
    assert read(page) == [names("l", 20), names("r", 20)]


def test_lines_of_two_columns_need_not_stand_at_the_same_height():
    page = column("l", 60, 700, 20) + column("r", 300, 694, 20)
    assert read(page) == [names("l", 20), names("r", 20)]


def test_columns_of_arabic_are_read_from_the_right():
    page = column("ل", 60, 700, 20, text=ARABIC) + column("ي", 300, 700, 20, text=ARABIC)
    assert read(page) == [names("ي", 20), names("ل", 20)]


def test_three_columns_are_read_one_after_the_other():
    spans = [
        one
        for name, x in (("a", 50), ("b", 220), ("c", 390))
        for one in column(name, x, 700, 20, width=155)
    ]
    assert read(spans) == [names("a", 20), names("b", 20), names("c", 20)]


def test_what_runs_across_both_columns_parts_the_page():
    page = [span("Title of the whole page, set across", 60, 740, width=460)]
    page += column("a", 60, 700, 10) + column("b", 300, 700, 10)
    page += [span("Middle", 60, 550, width=460)]
    page += column("c", 60, 520, 10) + column("d", 300, 520, 10)
    assert read(page) == [["Title"], names("a", 10), names("b", 10), ["Middle"], names("c", 10),
                          names("d", 10)]  # fmt: skip


def test_a_picture_across_both_columns_parts_them():
    page = column("a", 60, 700, 10) + column("b", 300, 700, 10)
    page += column("c", 60, 400, 10) + column("d", 300, 400, 10)
    parts = read(page, [Box(60, 420, 520, 560)])
    assert parts == [names("a", 10), names("b", 10), names("c", 10), names("d", 10)]


def test_a_page_number_in_the_gutter_parts_nothing_above_it():
    page = column("l", 60, 700, 20) + column("r", 300, 700, 20) + [span("7", 287, 40, width=6)]
    assert read(page) == [names("l", 20), names("r", 20), ["7"]]


def test_the_end_of_a_text_may_be_two_lines_of_the_second_column():
    page = column("l", 60, 700, 20) + column("r", 300, 700, 2)
    assert read(page) == [names("l", 20), names("r", 2)]


def unparted(spans):
    return len(Gutters().regions(spans)) == 1


def test_one_column_stays_one():
    assert unparted(column("l", 60, 700, 30, width=460))


def test_hanging_numbers_and_labels_stay_beside_their_text():
    numbers = [span(f"{at}.", 60, 700 - 26 * at, width=12) for at in range(1, 12)]
    assert unparted(numbers + column("r", 90, 687, 22, width=420))
    labels = [span("Competent authority", 60, 700 - 39 * at, width=95) for at in range(8)]
    assert unparted(labels + column("r", 180, 700, 24, width=340))


def test_rows_of_a_table_stay_rows():
    rows = [
        one
        for row in range(8)
        for x in (60, 300)
        for one in column(f"c{row}", x, 700 - 60 * row, 3 if x == 60 else 2)
    ]
    assert unparted(rows)


def test_cells_ruled_apart_are_read_row_by_row():
    rows = [one for row in range(6) for x in (60, 300) for one in column("c", x, 700 - 40 * row, 2)]
    rules = [Box(60, 709 - 40 * row, 520, 709.5 - 40 * row) for row in range(7)]
    assert len(Gutters().regions(rows, lambda: rules)) == 1


def test_columns_of_figures_and_listings_stay_rows():
    figures = column("1", 60, 700, 20, text="23 445 6.78 90 12 44")
    assert unparted(figures + column("2", 300, 700, 20, text="23 445 6.78 90 12 44"))
    typed = Look("Courier", 10, mono=True)
    assert unparted(column("l", 60, 700, 20, look=typed) + column("r", 300, 700, 20, look=typed))


PLACES = st.tuples(st.integers(0, 560), st.integers(0, 800), st.integers(1, 400))
WORDS = st.text("abc 12.ن（中", min_size=1, max_size=20)


@given(st.lists(st.tuples(WORDS, PLACES, st.integers(4, 30)), max_size=40))
def test_no_span_is_lost_or_doubled_wherever_it_stands(drawn):
    spans = [
        span(text, x, y, width=width, look=Look("Serif", size))
        for text, (x, y, width), size in drawn
    ]
    parts = Gutters().regions(spans)
    assert sorted(id(one) for part in parts for one in part.spans) == sorted(map(id, spans))
