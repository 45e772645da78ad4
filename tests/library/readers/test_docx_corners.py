"""Corners of Word documents: captions by field, boxes to tick, lettering, brackets, moves."""

from elearn.library.readers.model import plain, text_of
from tests.library.readers.conftest import png
from tests.library.readers.docx_made import (
    abstract,
    level,
    notes_part,
    number,
    p,
    picture,
    relation,
    t,
    tbl,
    tr,
)

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def field(code, result=""):
    """A field of Word: begin, instruction, separator, result, end."""
    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    begin, separate, end = (FIELD.format(kind) for kind in ("begin", "separate", "end"))
    return begin + instruction + separate + t(result) + end


def test_a_line_numbered_by_a_sequence_is_a_caption_in_any_language(read_docx_of):
    caption = p(inner=t("Kielelezo ") + field(" SEQ Kielelezo ", "1") + t(" Ghala"))
    doc = read_docx_of(
        p("Text.") + p(inner=picture("rP")) + caption,
        links=(relation("rP", "image", "media/a.png"),),
        parts={"word/media/a.png": png()},
    )
    assert plain(doc.blocks[1].caption) == "Kielelezo 1 Ghala"


def test_boxes_to_tick_are_shown(read_docx_of):
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{}"/>'
        "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText>"
        "</w:r>" + FIELD.format("end")
    )
    doc = read_docx_of(p(inner=box.format(1) + t(" yes ") + box.format(0) + t(" no")))
    assert text_of(doc.blocks[0]) == "☒ yes ☐ no"


def test_the_end_of_an_instruction_that_was_lost_does_not_swallow_the_document(read_docx_of):
    lost = p("Before.", inner=FIELD.format("begin") + "<w:r><w:instrText>REF x</w:instrText></w:r>")
    doc = read_docx_of(lost + "".join(p(f"Line {n}.") for n in range(30)))
    assert text_of(doc.blocks[-1]) == "Line 29."


def test_lettering_is_carried_as_text(read_docx_of):
    shape = '<w:r><w:pict><v:shape><v:textpath string="Handle with care"/></v:shape></w:pict></w:r>'
    doc = read_docx_of(p("Text.") + p(inner=shape))
    assert text_of(doc.blocks[1]) == "Handle with care"
    assert doc.report.complete


def test_brackets_of_formulas_are_as_they_are_set(read_docx_of):
    inner = "".join(f"<m:e><m:r><m:t>{x}</m:t></m:r></m:e>" for x in "ab")
    said = '<m:dPr><m:begChr m:val="["/><m:sepChr m:val=";"/><m:endChr m:val="]"/></m:dPr>'
    doc = read_docx_of(p(inner=f"<m:oMath><m:d>{said}{inner}</m:d></m:oMath>"))
    assert text_of(doc.blocks[0]) == "[a;b]"


def test_a_paragraph_that_was_moved_away_is_not_counted(read_docx_of):
    numbering = abstract(1, level(0, "decimal", "%1.")) + number(1, 1)
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr>'
        f"<w:moveFrom/></w:rPr></w:pPr><w:moveFrom>{t('moved')}</w:moveFrom></w:p>"
    )
    body = p("one", num=(1, 0)) + gone + p("two", num=(1, 0))
    [made] = read_docx_of(body, numbering=numbering).blocks
    assert [item.label for item in made.items] == ["1.", "2."]


def test_bookmarks_between_rows_are_targets_too(read_docx_of):
    mark = '<w:bookmarkStart w:id="1" w:name="row"/><w:bookmarkEnd w:id="1"/>'
    table = tbl(tr("a", "b", "c") + mark, tr("d", "e", "f"))
    link = f'<w:hyperlink w:anchor="row">{t("there")}</w:hyperlink>'
    doc = read_docx_of(p(inner=link) + table)
    assert doc.blocks[0].runs[0].xref == doc.blocks[1].id


def test_slanted_letters_and_sizes_of_right_to_left_text_have_their_own_marks(read_docx_of):
    [made] = read_docx_of(p("نص", rpr="<w:rtl/><w:iCs/><w:bCs/>") + "").blocks
    assert [run.marks for run in made.runs] == ["bi"]


def test_notes_begin_again_in_each_section_where_the_document_says_so(read_docx_of):
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    restart = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    body = (
        p("One", inner=mark.format(1) + mark.format(2), ppr=restart)
        + p("Two", inner=mark.format(3))
        + restart
    )
    doc = read_docx_of(
        body,
        links=(relation("rF", "footnotes", "footnotes.xml"),),
        parts={
            "word/footnotes.xml": notes_part("footnote", {n: p(f"note {n}") for n in (1, 2, 3)})
        },
    )
    assert [note.label for note in doc.notes.values()] == ["1", "2", "1"]
