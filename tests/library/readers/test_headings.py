"""What is a heading is decided by evidence, in a fixed order."""

import pytest

from elearn.library.readers.flow.style_map import mapped
from elearn.library.readers.outline import outline_of
from tests.library.readers.docx_made import h, p, t, tbl, tc, tr

BODY = "The operator keeps the record of each load and shows it to the inspector on request. " * 2


def named_style(style_id, name, inner=""):
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{inner}'
        "</w:style>"
    )


def test_built_in_headings_give_the_outline(read_docx_of):
    doc = read_docx_of(h(1, "Waste") + p(BODY) + h(2, "Kinds") + p(BODY) + h(1, "Duties"))
    assert outline_of(doc) == [(1, "Waste"), (2, "Kinds"), (1, "Duties")]
    assert doc.blocks[0].evidence == "style-name"
    assert doc.blocks[0].confidence == 1.0


@pytest.mark.parametrize(
    "name",
    [
        "heading 2",
        "Titre 2",
        "Título 2",
        "Заголовок 2",
        "العنوان 2",
        "عنوان 2",
        "标题 2",
        "Überschrift 2",
        "Titolo 2",
        "見出し 2",
        "Kop 2",
        "Heading 2, Section",
    ],
)
def test_heading_styles_are_known_by_name_in_many_languages(read_docx_of, name):
    styles = named_style("X2", name) + named_style("X1", name.replace("2", "1"))
    doc = read_docx_of(p("One", style="X1") + p(BODY) + p("Two", style="X2"), styles=styles)
    assert outline_of(doc) == [(1, "One"), (2, "Two")]


def test_an_outline_level_on_the_paragraph_goes_before_the_style(read_docx_of):
    body = (
        p("Really the first", style="Heading3", ppr='<w:outlineLvl w:val="0"/>')
        + p("No heading at all", style="Heading1", ppr='<w:outlineLvl w:val="9"/>')
        + p("Below it", ppr='<w:outlineLvl w:val="1"/>')
    )
    assert outline_of(read_docx_of(body)) == [(1, "Really the first"), (2, "Below it")]


def test_a_style_inherits_its_level(read_docx_of):
    styles = named_style("Mine", "Chapter line", '<w:basedOn w:val="Heading2"/>')
    body = h(1, "A") + p("B", style="Mine")
    assert outline_of(read_docx_of(body, styles=styles)) == [(1, "A"), (2, "B")]


def test_styles_of_united_nations_templates_are_known(read_docx_of):
    styles = "".join(
        named_style(key, name)
        for key, name in [("HChG", "_ H _Ch_G"), ("H1G", "_ H_1_G"), ("S", "_ Single Txt_G")]
    )
    body = p("Annex", style="HChG") + p("Scope", style="H1G") + p(BODY, style="S")
    assert outline_of(read_docx_of(body, styles=styles)) == [(1, "Annex"), (2, "Scope")]


def test_the_trainers_own_style_map_goes_before_everything(read_docx_of):
    styles = named_style("Foo", "Foo line")
    body = h(1, "A") + p("B", style="Foo") + p("C", style="Heading2")
    doc = read_docx_of(body, styles=styles, style_map={"foo line": 2, "heading 2": "body"})
    assert outline_of(doc) == [(1, "A"), (2, "B")]


def test_body_text_set_in_a_heading_style_is_no_heading(read_docx_of):
    body = h(1, "Real") + "".join(h(2, f"{n}. {BODY}") for n in range(4))
    doc = read_docx_of(body)
    assert outline_of(doc) == [(1, "Real")]
    assert [w["code"] for w in doc.report.warnings] == ["heading-style-as-body"]


def test_an_empty_heading_is_left_out_and_its_place_kept_for_references(read_docx_of):
    body = (
        p("", style="Heading1", inner='<w:bookmarkStart w:id="1" w:name="here"/>')
        + h(1, "A")
        + p("", inner=f'<w:hyperlink w:anchor="here">{t("see A")}</w:hyperlink>')
    )
    doc = read_docx_of(body)
    assert outline_of(doc) == [(1, "A")]
    assert doc.blocks[1].runs[0].xref == doc.blocks[0].id


def test_levels_never_jump_and_siblings_stay_siblings(read_docx_of):
    doc = read_docx_of(h(2, "A") + h(5, "B") + h(4, "C") + h(5, "D") + h(2, "E"))
    assert outline_of(doc) == [(1, "A"), (2, "B"), (2, "C"), (3, "D"), (1, "E")]


def test_without_marked_headings_bold_numbered_lines_are_taken(read_docx_of):
    bold = "<w:b/>"
    body = (
        p("1. Scope", rpr=bold)
        + p(BODY)
        + p("1.1 Wastes covered", rpr=bold)
        + p(BODY)
        + p("2. Duties", rpr=bold)
        + p(BODY)
        + p("This whole sentence is bold because it matters, and it ends with a stop.", rpr=bold)
        + p(BODY)
    )
    doc = read_docx_of(body)
    assert outline_of(doc) == [(1, "1. Scope"), (2, "1.1 Wastes covered"), (1, "2. Duties")]
    headings = [b for b in doc.blocks if b.kind == "heading"]
    assert all(b.evidence == "looks" and b.confidence < 1 for b in headings)


def test_with_marked_headings_bold_lines_stay_text(read_docx_of):
    body = h(1, "A") + p(BODY) + h(1, "B") + p("Just bold", rpr="<w:b/>") + p(BODY) + h(1, "C")
    assert [title for _, title in outline_of(read_docx_of(body))] == ["A", "B", "C"]


def test_a_bold_line_that_fills_a_gap_in_numbered_headings_is_one(read_docx_of):
    body = (
        h(1, "1. One")
        + p(BODY)
        + h(1, "2. Two")
        + p(BODY)
        + p("3. Three", rpr="<w:b/>")
        + p(BODY)
        + h(1, "4. Four")
        + p(BODY)
    )
    doc = read_docx_of(body)
    assert outline_of(doc) == [(1, "1. One"), (1, "2. Two"), (1, "3. Three"), (1, "4. Four")]
    assert [b.evidence for b in doc.blocks if b.kind == "heading"][2] == "gap"


def test_a_title_style_names_the_document_and_is_no_heading(read_docx_of):
    styles = named_style("Title", "Title")
    doc = read_docx_of(p("The manual", style="Title") + h(1, "A") + p(BODY), styles=styles)
    assert doc.meta["title"] == "The manual"
    assert outline_of(doc) == [(1, "A")]


def test_a_title_style_used_for_chapters_makes_them_the_first_level(read_docx_of):
    styles = named_style("Title", "Title")
    body = "".join(p(f"Chapter {n}", style="Title") + h(1, f"S{n}") + p(BODY) for n in range(3))
    assert outline_of(read_docx_of(body, styles=styles))[:2] == [(1, "Chapter 0"), (2, "S0")]


def test_contents_lists_are_dropped_and_reported(read_docx_of):
    toc = p("A\t1", style="TOC1") + p("B\t2", style="TOC1")
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{p('Contents', style='Heading1')}{toc}</w:sdtContent></w:sdt>"
    )
    body = control + h(1, "A") + p(BODY) + h(1, "B")
    doc = read_docx_of(body, styles=named_style("TOC1", "toc 1"))
    assert outline_of(doc) == [(1, "A"), (1, "B")]
    assert [d["text"] for d in doc.report.dropped if d["reason"] == "contents"] == [
        "Contents",
        "A 1",
        "B 2",
    ]
    assert doc.report.complete


def test_a_contents_field_without_an_end_does_not_swallow_the_document(read_docx_of):
    start = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    body = p("", inner=start + t("One 3")) + p("Two 4") + h(1, "One") + p(BODY)
    doc = read_docx_of(body)
    assert outline_of(doc) == [(1, "One")]
    assert doc.blocks[-1].runs[0].text.startswith("The operator")
    assert len(doc.blocks) == 2


def test_typed_contents_with_dot_leaders_are_dropped(read_docx_of):
    lines = "".join(p(f"{n}. Part {n} ........ {n + 3}") for n in range(1, 6))
    rest = h(1, "Part") + p(BODY) + h(1, "X") + h(1, "Y")
    doc = read_docx_of(p("CONTENTS", rpr="<w:b/>") + lines + rest)
    assert [b.kind for b in doc.blocks] == ["heading", "para", "heading", "heading"]


def test_headings_in_layout_tables_are_found(read_docx_of):
    table = tbl(
        tr(tc(h(1, "2. Concepts"), properties='<w:gridSpan w:val="2"/>')),
        tr("2.a Definition", tc(h(2, "Terms"), p(BODY), p(BODY))),
        tr("2.b Unit", tc(p(BODY), p(BODY))),
    )
    doc = read_docx_of(table + h(1, "3. Data"))
    assert outline_of(doc) == [(1, "2. Concepts"), (2, "Terms"), (1, "3. Data")]
    labels = [b.runs[0].text for b in doc.blocks if getattr(b, "role", "") == "label"]
    assert labels == ["2.a Definition", "2.b Unit"]


def test_heading_styles_inside_a_data_table_make_no_headings(read_docx_of):
    table = tbl(tr(tc(h(3, "Code")), tc(h(3, "Name")), tc(h(3, "List"))), tr("Y31", "Lead", "I"))
    doc = read_docx_of(h(1, "A") + table)
    assert outline_of(doc) == [(1, "A")]
    assert [b.kind for b in doc.blocks] == ["heading", "table"]


def test_a_heading_row_across_a_data_table_splits_it(read_docx_of):
    wide = '<w:gridSpan w:val="3"/>'
    table = tbl(
        tr(tc(h(2, "A. Health"), properties=wide)),
        tr("1", "Gloves are worn", "yes"),
        tr(tc(h(2, "B. Fire"), properties=wide)),
        tr("2", "Extinguishers are full", "no"),
    )
    doc = read_docx_of(h(1, "Checklist") + table)
    assert outline_of(doc) == [(1, "Checklist"), (2, "A. Health"), (2, "B. Fire")]
    assert [b.kind for b in doc.blocks] == ["heading", "heading", "table", "heading", "table"]


def test_lines_that_end_in_amounts_are_no_contents_list(read_docx_of):
    amounts = (12, 3, 45, 7, 9, 20)
    lines = "".join(p("", inner=t(f"Country {n}\t{amount}")) for n, amount in enumerate(amounts))
    doc = read_docx_of(h(1, "Tonnes") + lines)
    assert len(doc.blocks) == 7


@pytest.mark.parametrize(
    ("name", "level"), [("_ H_1_GR", 2), ("_ H_2/3_G", 3), ("H23", 3), ("CH2", 2), ("_ H_4_GA", 4)]
)
def test_variants_of_united_nations_styles_are_known(name, level):
    assert mapped(name) == level


UNDER, SLANTED = '<w:u w:val="single"/>', "<w:i/>"
BOLD_LARGE = '<w:b/><w:sz w:val="28"/>'


def test_underlined_and_slanted_lines_are_headings_where_the_author_marked_none(read_docx_of):
    text = p("A long sentence of the text that goes on for a while. " * 3)
    lines = [("Scope", "<w:b/>"), ("Of wastes", UNDER), ("Of drums", SLANTED)]
    source = p("Source: the secretariat", rpr=SLANTED)
    body = "".join(p(title, rpr=look) + text for title, look in lines) + source + text
    assert outline_of(read_docx_of(body)) == [(1, "Scope"), (2, "Of wastes"), (3, "Of drums")]


@pytest.mark.parametrize(
    "titles",
    [
        ("أولاً - مقدمة", "ألف - النطاق", "1 - النفايات"),
        ("一、引言", "（一）范围", "1. 废物"),
    ],
)
def test_typed_numbers_of_arabic_and_chinese_documents_give_the_levels(read_docx_of, titles):
    text = p("يعرض هذا القسم الاعتبارات التي قد تود السلطات أن تأخذها في الحسبان. " * 3)
    body = "".join(p(title, rpr="<w:b/><w:bCs/>") + text for title in titles)
    assert [level for level, _ in outline_of(read_docx_of(body))] == [1, 2, 3]


def test_a_line_that_says_annex_begins_one_and_the_headings_below_belong_to_it(read_docx_of):
    note = p("The secretariat has the honour to submit the manual set out in the annex.")
    text = p("A sentence of the text.")
    chapters = "".join(
        h(1, title) + text + h(2, f"On {title}") + text for title in ("Law", "Means")
    )
    body = note + p("Annex", rpr=BOLD_LARGE) + p("The annexes are not edited.") + chapters
    assert outline_of(read_docx_of(body)) == [
        (1, "Annex"),
        (2, "Law"),
        (3, "On Law"),
        (2, "Means"),
        (3, "On Means"),
    ]
    assert (1, "Annex") not in outline_of(read_docx_of(chapters + p("Annex", rpr=BOLD_LARGE)))
