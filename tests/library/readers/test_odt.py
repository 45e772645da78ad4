"""OpenDocument texts are read as Word documents are: headings, numbers, lists, tables, notes."""

import pytest

from elearn.library.readers.formats import read_path
from elearn.library.readers.model import Table, plain, text_of, walk
from elearn.library.readers.model_json import to_json
from elearn.library.readers.odt.number_formats import number_format
from elearn.library.readers.outline import outline_of
from tests.library.readers.conftest import png
from tests.library.readers.odt_made import (
    COVERED,
    frame,
    h,
    item,
    level,
    list_style,
    lst,
    note,
    outline,
    p,
    span,
    style,
    tbl,
    tc,
    text_box,
    tr,
    write_odt,
)

ROMAN_AND_DIGITS = outline(
    level(1, "I"), level(2, "A"), level(3, "1", more='text:display-levels="2"')
)
PARENT = 'style:parent-style-name="Standard"'
DECIMAL = list_style("N", level(1, "1"), level(2, "a", prefix="(", suffix=")"))


@pytest.fixture
def read(tmp_path):
    def reader(body, **more):
        media = tmp_path / "media"
        media.mkdir(exist_ok=True)
        style_map = more.pop("style_map", None)
        path = write_odt(tmp_path, body, **more)
        return read_path(path, name="made.odt", media_folder=media, style_map=style_map)

    return reader


def labels(blocks):
    return [(b.label, text_of(b)) for b in blocks if b.kind in ("heading", "para")]


def drops(doc):
    return {entry["reason"]: entry.get("text", "") for entry in doc.report.dropped}


def test_headings_have_the_numbers_of_the_outline(read):
    body = (
        h(1, "Rules") + h(2, "Scope") + h(3, "Who") + h(3, "What") + h(1, "Means") + h(2, "Money")
    )
    doc = read(body, styles=ROMAN_AND_DIGITS)
    assert labels(doc.blocks) == [
        ("I.", "Rules"),
        ("A.", "Scope"),
        ("A.1.", "Who"),
        ("A.2.", "What"),
        ("II.", "Means"),
        ("A.", "Money"),
    ]
    assert {b.evidence for b in doc.blocks} == {"outline"}


def test_a_heading_whose_style_refuses_a_list_has_no_number(read):
    plain_style = (
        '<style:style style:name="Front" style:family="paragraph" style:list-style-name=""/>'
    )
    doc = read(
        h(1, "Preface", style="Front") + h(1, "Rules"), styles=ROMAN_AND_DIGITS + plain_style
    )
    assert labels(doc.blocks) == [("", "Preface"), ("I.", "Rules")]


def test_headings_can_restart_and_be_left_uncounted(read):
    begin = 'text:restart-numbering="true" text:start-value="5"'
    body = h(1, "One") + h(1, "None", more='text:is-list-header="true"') + h(1, "Five", more=begin)
    doc = read(body, styles=ROMAN_AND_DIGITS)
    assert [label for label, _ in labels(doc.blocks)] == ["I.", "", "V."]


def test_paragraphs_counted_through_the_text_keep_their_numbers(read):
    on = 'text:continue-numbering="true"'
    body = (
        h(1, "A") + lst("first", "second", style="N") + h(1, "B") + lst("third", style="N", more=on)
    )
    doc = read(body, automatic=DECIMAL)
    assert labels(doc.blocks) == [
        ("", "A"),
        ("1.", "first"),
        ("2.", "second"),
        ("", "B"),
        ("3.", "third"),
    ]


def test_a_list_goes_on_where_the_file_says_so_and_else_begins_again(read):
    named = 'xml:id="L1"'
    body = (
        lst("a", "b", style="N", more=named)
        + p("between")
        + lst("x", style="N")
        + p("between")
        + lst("c", style="N", more='text:continue-list="L1"')
    )
    doc = read(body, automatic=DECIMAL)
    found = [[i.label for i in b.items] for b in doc.blocks if b.kind == "list"]
    assert found == [["1.", "2."], ["1."], ["3."]]


def test_lists_nest_and_items_keep_all_their_paragraphs(read):
    inner = lst("deep", item("deeper", "and more of it"))
    table = tbl(tr("a", "b", "c"), tr("d", "e", "f"))
    body = lst(item("one", inner, "after the inner list"), item("two", table), style="N")
    [made] = read(body, automatic=DECIMAL).blocks
    assert [i.label for i in made.items] == ["1.", "2."]
    assert [b.kind for b in made.items[0].blocks] == ["para", "list", "para"]
    assert [i.label for i in made.items[0].blocks[1].items] == ["(a)", "(b)"]
    assert text_of(made.items[0].blocks[1].items[1].blocks[1]) == "and more of it"
    assert [b.kind for b in made.items[1].blocks] == ["para", "table"]


def test_items_can_start_anywhere(read):
    body = lst(item("four", more='text:start-value="4"'), "five", style="N")
    [made] = read(body, automatic=DECIMAL).blocks
    assert [i.label for i in made.items] == ["4.", "5."]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("a", "lowerLetterOn"),
        ("А, Б, .., Аа, Аб, ... (ru)", "russianUpper"),
        ("一, 二, 三, ...", "chineseCountingThousand"),
        ("أ, ب, ت, ...", "arabicAlpha"),
        ("ا, ب, ج, ...", "arabicAbjad"),
        ("①, ②, ③, ...", "decimalEnclosedCircle"),
        ("", "none"),
        ("something new", "decimal"),
    ],
)
def test_formats_of_numbers_are_known_by_their_samples(name, known):
    assert number_format(name, False) == known


def test_newer_files_spell_out_the_text_of_a_number(read):
    one = level(1, "1", more='loext:num-list-format="§ %1%"')
    two = level(2, "a", more='loext:num-list-format="%1%-%2%)"')
    [made] = read(lst(item("a", lst("b")), style="N"), automatic=list_style("N", one, two)).blocks
    assert made.items[0].label == "§ 1"
    assert made.items[0].blocks[1].items[0].label == "1-a)"


def test_merged_cells_and_header_rows_of_tables(read):
    wide = tc("Duty", more='table:number-columns-spanned="2"')
    tall = tc("Waste", more='table:number-rows-spanned="2"')
    body = tbl(tr(tall, wide, COVERED), tr(COVERED, "now", "later"), tr("oil", "store", "burn"))
    [made] = read(body).blocks
    assert [(c.colspan, c.rowspan) for c in made.rows[0].cells] == [(1, 2), (2, 1)]
    assert [text_of(c.blocks[0]) for c in made.rows[1].cells] == ["now", "later"]
    [headed] = read(tbl(tr("Y31", "lead"), head=tr("Code", "Waste"))).blocks
    assert [row.header for row in headed.rows] == [True, False]


def test_layout_tables_are_unwrapped_and_framed_cells_are_boxes(read):
    layout = tbl(tr(tc(h(1, "Rules")), tc("Text of the rules.", "More of it.")))
    doc = read(layout)
    assert outline_of(doc) == [(1, "Rules")]
    assert not [b for b in walk(doc.blocks) if isinstance(b, Table)]
    line = (
        '<style:style style:name="C" style:family="table-cell">'
        '<style:table-cell-properties fo:border="1pt solid #000000"/></style:style>'
    )
    bold = style("B", text='fo:font-weight="bold"')
    cell = tc(p(inner=span("Case", "B")), "A store burned.", more='table:style-name="C"')
    [box] = read(tbl(tr(cell)), automatic=line + bold).blocks
    assert (box.kind, box.title, text_of(box.blocks[0])) == ("box", "Case", "A store burned.")


def test_notes_are_carried_with_their_marks(read):
    body = p(
        "One", inner=note("the first", mark="1") + note("at the end", mark="i", kind="endnote")
    )
    doc = read(body)
    assert [(n.kind, n.label, text_of(n.blocks[0])) for n in doc.notes.values()] == [
        ("footnote", "1", "the first"),
        ("endnote", "i", "at the end"),
    ]
    assert [run.text for run in doc.blocks[0].runs] == ["One", "1", "i"]


def test_pictures_have_their_descriptions_and_captions(read):
    caption = p(
        inner=frame("Pictures/a.png", alt="A drum")
        + "Figure <text:sequence>1</text:sequence>: Drum"
    )
    doc = read(p("Look:") + p(inner=text_box(caption)), parts={"Pictures/a.png": png()})
    figure = doc.blocks[1]
    assert (figure.kind, figure.alt, plain(figure.caption)) == (
        "figure",
        "A drum",
        "Figure 1: Drum",
    )
    assert (figure.width, figure.height) == (400, 267)
    assert doc.report.counts_in["images"] == doc.report.counts_out["images"] == 1


def test_pictures_from_elsewhere_and_missing_ones_are_named(read):
    body = p("x", inner=frame("http://example.org/a.png") + frame("Pictures/none.png"))
    assert set(drops(read(body))) == {"outside-picture", "missing-picture"}


def test_a_text_box_is_carried_once_and_a_formula_as_text(read):
    power = "<math:math><math:msup><math:mi>x</math:mi><math:mn>2</math:mn></math:msup></math:math>"
    formula = f"<draw:frame><draw:object>{power}</draw:object></draw:frame>"
    doc = read(p("Area ", inner=formula) + p("Before", inner=text_box(p("Inside the box."))))
    assert [(r.text, r.marks) for r in doc.blocks[0].runs] == [("Area x", ""), ("2", "p")]
    assert [b.kind for b in doc.blocks] == ["para", "para", "box"]
    assert sum("Inside" in text_of(b) for b in doc.blocks) == 1


def test_references_lead_to_what_they_name(read):
    link = '<text:a xlink:href="#here">there</text:a>'
    reference = '<text:bookmark-ref text:ref-name="here">3</text:bookmark-ref>'
    by_title = '<text:a xlink:href="#1.2.Scope|outline">scope</text:a>'
    mark = '<text:bookmark-start text:name="here"/>'
    doc = read(p(inner=link + reference + by_title) + p("target", inner=mark) + h(1, "Scope"))
    first, target, scope = doc.blocks
    assert [run.xref for run in first.runs] == [target.id, scope.id]


def test_only_safe_links_are_links(read):
    good = '<text:a xlink:href="https://example.org/">a</text:a>'
    bad = '<text:a xlink:href="javascript:x()">b</text:a>'
    [made] = read(p(inner=good + bad)).blocks
    assert [(run.text, run.link) for run in made.runs] == [("a", "https://example.org/"), ("b", "")]


def test_deleted_text_is_left_out_and_insertions_are_kept(read):
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        f"{p('gone')}</text:deletion></text:changed-region>"
        '<text:changed-region text:id="c2"><text:insertion/></text:changed-region>'
        "</text:tracked-changes>"
    )
    marks = '<text:change-start text:change-id="{0}"/>{1}<text:change-end text:change-id="{0}"/>'
    body = p("Stay ", inner=marks.format("c2", "new") + marks.format("c1", " old"))
    doc = read(changes + body)
    assert text_of(doc.blocks[0]) == "Stay new"
    assert [w["code"] for w in doc.report.warnings] == ["revisions-kept"]
    assert [e["text"] for e in doc.report.dropped] == ["gone", "old"]
    assert doc.report.complete


def test_hidden_text_comments_and_contents_lists_are_dropped_with_their_reason(read):
    hidden = style("H", text='text:display="none"')
    comment = f"<office:annotation>{p('check this')}</office:annotation>"
    index = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>T"
        "</text:index-title-template></text:table-of-content-source><text:index-body>"
        f"{p('Rules 1')}</text:index-body></text:table-of-content>"
    )
    section = f'<text:section text:display="none">{p("secret part")}</text:section>'
    doc = read(index + p("Shown.", inner=span("secret", "H") + comment) + section, automatic=hidden)
    assert [text_of(b) for b in doc.blocks] == ["Shown."]
    assert {e["reason"] for e in doc.report.dropped} == {"contents", "hidden", "comment"}
    assert doc.report.complete


def test_marks_of_runs_come_through_their_styles(read):
    outer = style("O", text='fo:font-weight="bold"')
    inner = style("I", text='fo:font-style="italic" style:text-position="super 58%"')
    nested = f'<text:span text:style-name="O">bold {span("both", "I")}</text:span>'
    [made] = read(p(inner=nested), automatic=outer + inner).blocks
    assert [(r.text, r.marks) for r in made.runs] == [("bold ", "b"), ("both", "bip")]


def test_white_space_counts_once_and_tabs_and_breaks_are_kept(read):
    inner = "a \n  b<text:s text:c='3'/>c<text:tab/>d<text:line-break/>e"
    [made] = read(p(inner=inner)).blocks
    assert "".join(run.text for run in made.runs) == "a b   c\td\ne"


def test_right_to_left_paragraphs_and_languages_are_told(read):
    arabic = style(
        "R",
        paragraph='style:writing-mode="rl-tb"',
        text='style:language-complex="ar" style:country-complex="SA"',
        more=PARENT,
    )
    english = style("E", text='fo:language="en" fo:country="none"', more=PARENT)
    doc = read(
        p("النفايات الخطرة", style="R") + p("Hazardous waste", style="E"),
        automatic=arabic + english,
    )
    assert (doc.blocks[0].dir, doc.blocks[0].lang) == ("rtl", "ar-SA")
    assert (doc.blocks[1].dir, doc.blocks[1].lang) == ("ltr", "en")


def test_paragraphs_set_like_headings_are_found_as_in_word(read):
    bold = style("B", text='fo:font-weight="bold"')
    body = "".join(
        p(inner=span(title, "B"))
        + p("A sentence that is long enough to be the text under it. " * 2)
        for title in ("Storage", "Transport", "Treatment")
    )
    doc = read(body, automatic=bold)
    assert outline_of(doc) == [(1, "Storage"), (1, "Transport"), (1, "Treatment")]
    assert {b.evidence for b in doc.blocks if b.kind == "heading"} == {"looks"}


def test_the_style_map_goes_before_everything(read):
    own = (
        '<style:style style:name="Q" style:display-name="Module line" style:family="paragraph"/>'
        '<style:style style:name="HCh" style:display-name="_ H _Ch_G" style:family="paragraph"/>'
    )
    body = p("One", style="Q") + p("Two", style="HCh")
    doc = read(body, styles=own, style_map={"Module line": 2, "_ H _Ch_G": 1})
    assert [(b.style, b.evidence) for b in doc.blocks] == [
        ("Module line", "map"),
        ("_ H _Ch_G", "map"),
    ]
    assert outline_of(read(body, styles=own)) == [(1, "Two")]


def test_running_heads_and_the_document_symbol_are_noted(read):
    header = (
        f"<office:master-styles><style:master-page><style:header>{p('UNEP/CHW.14/5/Add.1')}"
        "</style:header></style:master-page></office:master-styles>"
    )
    doc = read(h(1, "A") + p("b"), master=header, meta="<dc:title>Manual</dc:title>")
    assert (doc.meta["symbol"], doc.meta["title"]) == ("UNEP/CHW.14/5/Add.1", "Manual")
    assert drops(doc) == {"running-head": "UNEP/CHW.14/5/Add.1"}


def test_every_character_is_carried_or_dropped_and_the_same_twice(read):
    body = (
        h(1, "Rules")
        + p("Text with a note.", inner=note("Its text."))
        + tbl(tr("a", "b", "c"), tr("d", "e", "f"))
        + lst("one", item("two", lst("three")), style="N")
        + p("Box:", inner=text_box(p("inside")))
    )
    first, second = read(body, automatic=DECIMAL), read(body, automatic=DECIMAL)
    assert first.report.counts_in["characters"] == first.report.counts_out["characters"]
    assert to_json(first) == to_json(second)


def test_each_paragraph_may_be_a_list_that_goes_on_as_word_writes_them(read):
    on = 'text:continue-numbering="true"'
    other = list_style("M", level(1, "I"))

    def one(text, name="N", deep=False):
        inner = lst(text, more=on) if deep else None
        return lst(item(inner or text), style=name, more=on)

    body = one("a") + one("b", deep=True) + one("x", name="M") + one("c", deep=True) + one("d")
    doc = read(body, automatic=DECIMAL + other)
    found = {}
    for block in walk(doc.blocks):
        if block.kind == "list":
            found |= {text_of(i.blocks[0]): i.label for i in block.items}
    assert found == {"a": "1.", "b": "(a)", "x": "I.", "c": "(b)", "d": "2."}


def test_cells_and_rows_that_are_said_to_repeat_do_so_within_reason(read):
    wide = tc("x", more='table:number-columns-repeated="3"')
    rows = '<table:table-row table:number-rows-repeated="2">' + tc("y") * 3 + "</table:table-row>"
    [made] = read(tbl(tr(wide), rows)).blocks
    assert [len(row.cells) for row in made.rows] == [3, 3, 3]
    endless = tc("z" * 500, more='table:number-columns-repeated="1000000"')
    [made] = read(tbl(tr(endless, "b", "c"), tr("d", "e", "f"))).blocks
    assert len(made.rows[0].cells) == 3
