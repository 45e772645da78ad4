"""Tables, lists, notes, pictures, boxes, changes and directions are carried whole."""

from elearn.library.readers.formats import read_path
from elearn.library.readers.model import plain, text_of
from elearn.library.readers.model_html import Renderer
from elearn.library.readers.model_json import from_json, to_json
from tests.library.readers.conftest import png
from tests.library.readers.docx_made import (
    abstract,
    h,
    level,
    notes_part,
    number,
    p,
    parts_of,
    picture,
    relation,
    t,
    tbl,
    tc,
    tr,
    zipped,
)

BULLETS = (
    abstract(
        1,
        level(0, "bullet", "•", left=360),
        level(1, "bullet", "–", left=720),
    )
    + abstract(2, level(0, "lowerLetter", "(%1)", left=720))
    + number(1, 1)
    + number(2, 2)
)


def texts(cells):
    return [" ".join(text_of(b) for b in cell.blocks) for cell in cells]


def test_merged_cells_become_spans(read_docx_of):
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = tbl(
        tr(tc(p("Waste"), properties=restart), tc(p("Duty"), properties='<w:gridSpan w:val="2"/>')),
        tr(tc(properties=go_on), "now", "later"),
        tr("oil", "store", "burn"),
    )
    [made] = read_docx_of(table).blocks
    first, second, third = made.rows
    assert [(c.colspan, c.rowspan) for c in first.cells] == [(1, 2), (2, 1)]
    assert texts(second.cells) == ["now", "later"]
    assert texts(third.cells) == ["oil", "store", "burn"]


def test_text_in_a_continued_cell_is_not_lost(read_docx_of):
    table = tbl(
        tr(tc(p("A"), properties='<w:vMerge w:val="restart"/>'), "x", "1"),
        tr(tc(p("hidden by Word"), properties="<w:vMerge/>"), "y", "2"),
    )
    [made] = read_docx_of(table).blocks
    assert texts(made.rows[0].cells)[0] == "A hidden by Word"


def test_repeated_header_rows_are_headers(read_docx_of):
    table = tbl(tr("Code", "Waste", header=True), tr("Y31", "lead"), tr("Y8", "oils"))
    [made] = read_docx_of(table).blocks
    assert [row.header for row in made.rows] == [True, False, False]
    assert all(cell.header for cell in made.rows[0].cells)


def test_a_bold_first_row_is_a_header_too(read_docx_of):
    bold = [tc(p(x, rpr="<w:b/>")) for x in ("Code", "Waste")]
    [made] = read_docx_of(tbl(tr(*bold), tr("Y31", "lead"))).blocks
    assert [row.header for row in made.rows] == [True, False]


def test_a_table_in_a_cell_stays_a_table(read_docx_of):
    inner = tbl(tr("a", "b", "c"), tr("d", "e", "f"))
    [made] = read_docx_of(tbl(tr("1", tc(inner), "3"), tr("4", "5", "6"))).blocks
    assert [b.kind for b in made.rows[0].cells[1].blocks] == ["table"]


def test_a_glossary_of_two_columns_stays_a_table(read_docx_of):
    table = tbl(tr("ESM", "Environmentally sound management"), tr("PIC", "Prior informed consent"))
    [made] = read_docx_of(table).blocks
    assert made.kind == "table"


def test_one_framed_cell_is_a_box_with_its_title(read_docx_of):
    box = tbl(tr(tc(p("Case study", rpr="<w:b/>"), p("A workshop changed its acid store."))))
    [made] = read_docx_of(box).blocks
    assert (made.kind, made.title) == ("box", "Case study")
    assert text_of(made.blocks[0]) == "A workshop changed its acid store."


def test_one_unframed_cell_is_only_layout(read_docx_of):
    doc = read_docx_of(tbl(tr(tc(p("One."), p("Two."))), borders=False))
    assert [b.kind for b in doc.blocks] == ["para", "para"]


def test_lists_nest_by_level_and_by_indent(read_docx_of):
    body = (
        p("oils", num=(1, 0))
        + p("engine", num=(1, 1))
        + p("gear", num=(1, 1))
        + p("tyres", num=(1, 0))
        + p("first", num=(2, 0))
        + p("second", num=(2, 0))
    )
    [made] = read_docx_of(body, numbering=BULLETS).blocks
    assert [text_of(i.blocks[0]) for i in made.items] == ["oils", "tyres"]
    assert [b.kind for b in made.items[0].blocks] == ["para", "list"]
    assert [i.label for i in made.items[1].blocks[1].items] == ["(a)", "(b)"]


def test_an_indented_paragraph_between_items_belongs_to_the_item(read_docx_of):
    go_on = p("It needs a lid.", ppr='<w:ind w:left="360"/>')
    body = p("drum", num=(1, 0)) + go_on + p("pallet", num=(1, 0)) + p("After the list.")
    first, last = read_docx_of(body, numbering=BULLETS).blocks
    assert [text_of(b) for b in first.items[0].blocks] == ["drum", "It needs a lid."]
    assert len(first.items) == 2
    assert text_of(last) == "After the list."


def test_notes_are_carried_with_their_marks(read_docx_of):
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="4"/></w:r>'
    body = p("One", inner=mark.format(7)) + p("Two", inner=mark.format(2) + end)
    doc = read_docx_of(
        body,
        links=(
            relation("rF", "footnotes", "footnotes.xml"),
            relation("rE", "endnotes", "endnotes.xml"),
        ),
        parts={
            "word/footnotes.xml": notes_part(
                "footnote", {2: p(" the second"), 7: p(" the first"), 9: p("never referred to")}
            ),
            "word/endnotes.xml": notes_part("endnote", {4: p("at the end")}),
        },
    )
    found = [(n.kind, n.label, text_of(n.blocks[0])) for n in doc.notes.values()]
    assert found == [
        ("footnote", "1", "the first"),
        ("footnote", "2", "the second"),
        ("endnote", "i", "at the end"),
    ]
    assert [(r.text, r.note) for r in doc.blocks[1].runs[1:]] == [("2", "fn2"), ("i", "en4")]
    assert doc.report.dropped[0]["reason"] == "note-without-reference"
    assert doc.report.complete


def picture_parts(**pictures):
    links = tuple(relation(key, "image", f"media/{key}.png") for key in pictures)
    return {"links": links, "parts": {f"word/media/{k}.png": v for k, v in pictures.items()}}


def test_pictures_come_with_alternative_text_and_caption(read_docx_of, tmp_path):
    body = (
        p("", inner=picture("r9", alt="A drum with a label"))
        + p("Figure 1: A labelled drum")
        + p("Text goes on.")
    )
    doc = read_docx_of(body, **picture_parts(r9=png()))
    figure, _ = doc.blocks
    media = doc.media[figure.media]
    assert figure.alt == "A drum with a label"
    assert plain(figure.caption) == "Figure 1: A labelled drum"
    assert (media.width, media.height, media.type) == (120, 80, "image/png")
    assert (tmp_path / "media" / media.name).read_bytes() == png()


def test_a_caption_beside_a_table_goes_into_it_and_a_sentence_does_not(read_docx_of):
    table = tbl(tr("a", "b"), tr("c", "d"))
    doc = read_docx_of(p("Table 1. Codes") + table + p("Table 1 shows the codes in use.") + p("x"))
    made, sentence, _ = doc.blocks
    assert plain(made.caption) == "Table 1. Codes"
    assert text_of(sentence) == "Table 1 shows the codes in use."


def test_one_picture_used_over_and_over_is_decoration(read_docx_of, tmp_path):
    body = "".join(p(f"Step {n}") + p("", inner=picture("r9")) for n in range(12))
    doc = read_docx_of(body, **picture_parts(r9=png()))
    assert doc.media == {}
    assert {d["reason"] for d in doc.report.dropped} == {"decoration"}
    assert list((tmp_path / "media").iterdir()) == []


def test_pictures_of_other_kinds_are_listed_for_replacement(read_docx_of):
    emf = b"\x01\x00\x00\x00" + b"\x00" * 36 + b" EMF" + b"\x00" * 40
    links = (relation("r9", "image", "media/a.emf"),)
    doc = read_docx_of(
        p("Text", inner=picture("r9", alt="Flow")), links=links, parts={"word/media/a.emf": emf}
    )
    assert doc.report.warnings[0]["code"] == "picture-to-replace"
    assert not next(iter(doc.media.values())).usable


def test_an_outside_picture_is_never_fetched_and_listed(read_docx_of):
    links = (relation("r9", "image", "http://192.0.2.1/x.png", outside=True),)
    doc = read_docx_of(p("Text", inner=picture("r9")), links=links)
    assert doc.media == {}
    assert doc.report.dropped[0]["reason"] == "outside-picture"
    assert doc.report.warnings[0]["code"] == "outside-reference"


def test_deleted_text_is_dropped_and_inserted_text_kept_and_both_are_said(read_docx_of):
    deleted = t("must").replace("w:t ", "w:delText ").replace("/w:t", "/w:delText")
    inner = (
        t("Wastes ")
        + f'<w:del w:id="1">{deleted}</w:del>'
        + f'<w:ins w:id="2">{t("should")}</w:ins>'
        + t(" be sorted.")
    )
    doc = read_docx_of(p("", inner=inner))
    assert text_of(doc.blocks[0]) == "Wastes should be sorted."
    [dropped] = doc.report.dropped
    assert (dropped["reason"], dropped["text"]) == ("deleted-revision", "must")
    assert [w["code"] for w in doc.report.warnings] == ["revisions-kept"]
    assert doc.report.complete


def test_two_paragraphs_whose_border_was_deleted_are_one(read_docx_of):
    first = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>' + t("Wastes ") + "</w:p>"
    doc = read_docx_of(first + p("move."))
    assert [text_of(b) for b in doc.blocks] == ["Wastes move."]


def test_hidden_text_is_dropped_and_said(read_docx_of):
    doc = read_docx_of(p("Shown.", inner=t(" Secret.", "<w:vanish/>")))
    assert text_of(doc.blocks[0]) == "Shown."
    assert doc.report.dropped[0]["reason"] == "hidden"
    assert doc.report.complete


def test_a_text_box_is_read_once_though_word_writes_it_twice(read_docx_of):
    content = "<w:txbxContent>" + p("In the box.") + "</w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        f"<wps:txbx>{content}</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    doc = read_docx_of(p("Before.", inner=both))
    assert [b.kind for b in doc.blocks] == ["para", "box"]
    assert text_of(doc.blocks[1]) == "In the box."
    assert doc.report.counts_in["characters"] == doc.report.counts_out["characters"]


def test_links_go_outside_or_to_a_block_and_unsafe_ones_are_dropped(read_docx_of):
    inner = (
        f'<w:hyperlink r:id="rA">{t("page")}</w:hyperlink>'
        f'<w:hyperlink r:id="rB">{t("bad")}</w:hyperlink>'
        f'<w:hyperlink w:anchor="sec">{t("section")}</w:hyperlink>'
    )
    body = p("", inner=inner) + p(
        "Scope", style="Heading1", inner='<w:bookmarkStart w:id="1" w:name="sec"/>'
    )
    doc = read_docx_of(
        body,
        links=(
            relation("rA", "hyperlink", "https://example.org/a", outside=True),
            relation("rB", "hyperlink", "javascript:alert(1)", outside=True),
        ),
    )
    page, bad, section = doc.blocks[0].runs
    assert (page.link, bad.link, section.link) == ("https://example.org/a", "", "")
    assert section.xref == doc.blocks[1].id


def test_a_reference_field_points_to_its_block(read_docx_of):
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF _Ref1 \\r \\h '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + t("23")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = p("See paragraph ", inner=field) + p(
        "Target", inner='<w:bookmarkStart w:id="1" w:name="_Ref1"/>'
    )
    doc = read_docx_of(body)
    assert text_of(doc.blocks[0]) == "See paragraph 23"
    assert doc.blocks[0].runs[1].xref == doc.blocks[1].id


def test_arabic_paragraphs_say_language_and_direction(read_docx_of):
    arabic = "إدارة النفايات الخطرة بطريقة سليمة بيئياً في جميع المرافق والورش والمستودعات"
    table = tbl(tr("أ", "ب", "ج"), tr("د", "ه", "و"), properties="<w:bidiVisual/>")
    body = p(arabic, ppr="<w:bidi/>", rpr='<w:rtl/><w:lang w:bidi="ar-SA"/>') + table
    doc = read_docx_of(body)
    assert (doc.meta["language"], doc.meta["dir"]) == ("ar-SA", "rtl")
    assert [b.dir for b in doc.blocks] == ["rtl", "rtl"]


def test_text_marked_with_the_wrong_language_is_corrected_by_its_script(read_docx_of):
    russian = "Опасные отходы подлежат экологически обоснованному использованию и удалению"
    doc = read_docx_of(p(russian, rpr='<w:lang w:val="en-US"/>'))
    assert doc.blocks[0].lang == "ru"
    assert doc.meta["language"] == "ru"


def test_formulas_and_symbols_become_text(read_docx_of):
    math = (
        "<m:oMath><m:r><m:t>P</m:t></m:r><m:f><m:num><m:r><m:t>A</m:t></m:r></m:num>"
        "<m:den><m:r><m:t>B+C</m:t></m:r></m:den></m:f></m:oMath>"
    )
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    doc = read_docx_of(p("Done ", inner=symbol + math))
    assert text_of(doc.blocks[0]) == "Done ✓PA/(B+C)"


def test_marks_of_runs_are_kept(read_docx_of):
    inner = (
        t("CO", "")
        + t("2", '<w:vertAlign w:val="subscript"/>')
        + t(" and ", "")
        + t("bold", "<w:b/>")
        + t(" not", '<w:b w:val="0"/>')
    )
    doc = read_docx_of(p("", inner=inner))
    html = Renderer().block(doc.blocks[0])
    assert html == "<p>CO<sub>2</sub> and <strong>bold</strong> not</p>"


def test_strict_documents_are_read_like_others(tmp_path):
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/"
    parts = parts_of(h(1, "A") + p("b"))
    made = {name: text.encode().replace(usual, strict) for name, text in parts.items()}
    (tmp_path / "strict.docx").write_bytes(zipped(made))
    doc = read_path(tmp_path / "strict.docx", name="strict.docx")
    assert [b.kind for b in doc.blocks] == ["heading", "para"]


def test_the_model_survives_json(read_docx_of):
    body = h(1, "A") + p("x", num=(1, 0)) + tbl(tr("a", "b", header=True), tr("c", "d")) + p("e")
    doc = read_docx_of(body, numbering=BULLETS)
    assert from_json(to_json(doc)) == doc


def test_the_same_bytes_give_the_same_model_twice(read_docx_of):
    body = h(1, "A") + p("x", num=(1, 0)) + p("", inner=picture("r9")) + p("y")
    more = {"numbering": BULLETS, **picture_parts(r9=png())}
    assert to_json(read_docx_of(body, **more)) == to_json(read_docx_of(body, **more))


def test_the_account_balances_to_the_character(read_docx_of):
    body = h(1, "A b") + p("cd\u00a0e") + tbl(tr("f", "g"), tr("h", "i")) + p("j")
    report = read_docx_of(body).report
    assert report.counts_in["characters"] == report.counts_out["characters"] == 10
    assert report.counts_in["tables"] == report.counts_out["tables"] == 1
    assert report.complete


def test_a_large_initial_joins_its_word(read_docx_of):
    initial = p("W", ppr='<w:framePr w:dropCap="drop" w:lines="3"/>')
    doc = read_docx_of(initial + p("astes move."))
    assert [text_of(b) for b in doc.blocks] == ["Wastes move."]
