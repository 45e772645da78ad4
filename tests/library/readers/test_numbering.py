"""Automatic numbers are those Word prints."""

import pytest

from elearn.library.readers.flow.number_formats import shown
from elearn.library.readers.model import Heading, List, Para, walk
from tests.library.readers.docx_made import abstract, h, level, number, p, start_override, t

LONG = " the competent authority keeps a record of every movement it has allowed or refused" * 4


def numbers(doc):
    """All printed numbers in order, of headings, paragraphs and items."""
    found = []
    for block in walk(doc.blocks):
        if isinstance(block, Heading | Para) and block.label:
            found.append(block.label)
        elif isinstance(block, List):
            found += [item.label for item in block.items if item.label]
    return found


@pytest.mark.parametrize(
    ("number_format", "values", "printed"),
    [
        ("decimal", (1, 9, 10, 120), "1 9 10 120"),
        ("decimalZero", (1, 9, 10), "01 09 10"),
        ("lowerRoman", (1, 4, 9, 14, 40, 1994), "i iv ix xiv xl mcmxciv"),
        ("upperRoman", (2, 6, 19), "II VI XIX"),
        ("lowerLetter", (1, 26, 27, 53), "a z aa aaa"),
        ("upperLetter", (1, 28), "A BB"),
        ("ordinal", (1, 2, 3, 4, 11, 12, 13, 21, 112), "1st 2nd 3rd 4th 11th 12th 13th 21st 112th"),
        ("cardinalText", (1, 12, 20, 21, 99), "One Twelve Twenty Twenty-one Ninety-nine"),
        ("ordinalText", (1, 2, 5, 9, 12, 20), "First Second Fifth Ninth Twelfth Twentieth"),
        ("arabicAlpha", (1, 2, 3, 4, 28, 29), "أ ب ت ث ي أأ"),
        ("arabicAbjad", (1, 2, 3, 4, 5), "أ ب ج د ه"),
        ("russianLower", (1, 2, 10, 29), "а б к я"),
        ("russianUpper", (1, 4), "А Г"),
        ("chineseCounting", (1, 10, 11, 20, 21, 105), "一 十 十一 二十 二十一 一〇五"),
        ("chineseCountingThousand", (10, 12, 105, 110, 1001), "十 十二 一百零五 一百一十 一千零一"),
        ("ideographTraditional", (1, 2, 10, 11), "甲 乙 癸 11"),
        ("chineseLegalSimplified", (1, 12, 105), "壹 壹拾贰 壹佰零伍"),
        ("hebrew1", (1, 15, 16, 21, 110), "א טו טז כא קי"),
        ("koreanCounting", (1, 12, 20), "하나 열둘 스물"),
        ("vietnameseCounting", (1, 15, 21), "một mười lăm hai mươi mốt"),
        ("lowerLetterOn", (26, 27, 28), "z aa ab"),
        ("greekUpper", (1, 25), "Α ΑΑ"),
        ("decimalEnclosedCircle", (1, 20, 21), "① ⑳ 21"),
        ("numberInDash", (3,), "- 3 -"),
        ("none", (7,), ""),
        ("unheard-of", (7,), "7"),
    ],
)
def test_a_number_is_printed_in_its_format(number_format, values, printed):
    assert " ".join(shown(number_format, value) for value in values) == printed


def test_numbers_of_several_levels_restart_under_a_new_parent(read_docx_of):
    lists = abstract(
        1,
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2"),
        level(2, "lowerLetter", "(%3)"),
    ) + number(1, 1)
    depths = [0, 1, 1, 2, 2, 0, 1, 2]
    doc = read_docx_of("".join(p("x", num=(1, d)) for d in depths), numbering=lists)
    got = sorted(numbers(doc))
    assert got == sorted(["1.", "1.1", "1.2", "(a)", "(b)", "2.", "2.1", "(a)"])


def test_two_lists_over_one_definition_share_one_sequence(read_docx_of):
    lists = abstract(1, level(0, "decimal", "%1.")) + number(1, 1) + number(2, 1)
    body = p("a", num=(1, 0)) + p("b", num=(2, 0)) + p("c", num=(1, 0))
    assert numbers(read_docx_of(body, numbering=lists)) == ["1.", "2.", "3."]


def test_a_start_override_restarts_once_when_its_list_is_first_met(read_docx_of):
    lists = (
        abstract(1, level(0, "decimal", "%1.")) + number(1, 1) + number(2, 1, start_override(0, 1))
    )
    body = "".join(p("x", num=(n, 0)) for n in (1, 1, 2, 2, 1))
    assert numbers(read_docx_of(body, numbering=lists)) == ["1.", "2.", "1.", "2.", "3."]


def test_a_level_that_must_not_restart_goes_on_counting(read_docx_of):
    lists = abstract(
        1, level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", restart=0)
    ) + number(1, 1)
    body = "".join(p("x" + LONG, num=(1, d)) for d in (0, 1, 1, 0, 1))
    assert numbers(read_docx_of(body, numbering=lists)) == ["I.", "1.", "2.", "II.", "3."]


def test_a_level_restarts_only_after_the_level_it_names(read_docx_of):
    lists = abstract(
        1,
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%3)", restart=1),
    ) + number(1, 1)
    body = "".join(p("x" + LONG, num=(1, d)) for d in (0, 1, 2, 1, 2, 0, 1, 2))
    got = numbers(read_docx_of(body, numbering=lists))
    assert got == ["1.", "1.1", "1)", "1.2", "2)", "2.", "2.1", "1)"]


def test_legal_numbering_shows_inherited_roman_numbers_in_digits(read_docx_of):
    lists = abstract(
        1, level(0, "upperRoman", "Article %1."), level(1, "decimalZero", "Section %1.%2", legal=1)
    ) + number(1, 1)
    body = "".join(p("x" + LONG, num=(1, d)) for d in (0, 1, 0, 1))
    got = numbers(read_docx_of(body, numbering=lists))
    assert got == ["Article I.", "Section 1.01", "Article II.", "Section 2.01"]


def test_a_level_of_its_own_in_the_list_replaces_the_definition(read_docx_of):
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1)", start=3)}</w:lvlOverride>'
    lists = abstract(1, level(0, "decimal", "%1.")) + number(1, 1, own)
    body = p("x", num=(1, 0)) + p("y", num=(1, 0))
    assert numbers(read_docx_of(body, numbering=lists)) == ["c)", "d)"]


def test_a_deeper_level_before_its_parent_counts_the_parent_as_begun(read_docx_of):
    lists = abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")) + number(1, 1)
    body = "".join(p("x" + LONG, num=(1, d)) for d in (1, 1, 0))
    assert numbers(read_docx_of(body, numbering=lists)) == ["1.1", "1.2", "2."]


def test_a_number_bound_to_a_style_needs_nothing_in_the_paragraph(read_docx_of):
    styles = (
        '<w:style w:type="paragraph" w:styleId="Pool"><w:name w:val="Normal number"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Pool"/>'
        "</w:style>"
    )
    lists = abstract(
        1, level(0, "decimal", "%1.", style="Pool"), level(1, "lowerLetter", "(%2)", style="Sub")
    ) + number(1, 1)
    body = p("x" + LONG, style="Pool") + p("y" + LONG, style="Sub") + p("z" + LONG, style="Pool")
    assert numbers(read_docx_of(body, styles=styles, numbering=lists)) == ["1.", "(a)", "2."]


def test_a_list_linked_to_a_numbering_style_is_followed(read_docx_of):
    styles = (
        '<w:style w:type="numbering" w:styleId="UN"><w:name w:val="UN list"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    lists = (
        abstract(1, inner='<w:numStyleLink w:val="UN"/>')
        + abstract(2, level(0, "upperLetter", "%1."), inner='<w:styleLink w:val="UN"/>')
        + number(1, 1)
        + number(2, 2)
    )
    body = p("x", num=(1, 0)) + p("y", num=(1, 0))
    assert numbers(read_docx_of(body, styles=styles, numbering=lists)) == ["A.", "B."]


def test_list_zero_takes_a_styles_number_away(read_docx_of):
    styles = (
        '<w:style w:type="paragraph" w:styleId="Pool"><w:name w:val="Normal number"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = abstract(1, level(0, "decimal", "%1.")) + number(1, 1)
    body = p("x", style="Pool") + p("y", style="Pool", num=(0, 0)) + p("z", style="Pool")
    assert numbers(read_docx_of(body, styles=styles, numbering=lists)) == ["1.", "2."]


def test_paragraph_numbers_run_on_through_headings_and_become_labels(read_docx_of):
    lists = (
        abstract(1, level(0, "upperRoman", "%1."))
        + abstract(2, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"))
        + number(1, 1)
        + number(2, 2)
    )
    body = (
        p("Background", style="Heading1", num=(1, 0))
        + p("Wastes move.", num=(2, 0))
        + p("by sea;", num=(2, 1))
        + p("by road.", num=(2, 1))
        + p("Duties", style="Heading1", num=(1, 0))
        + p("Parties act.", num=(2, 0))
    )
    doc = read_docx_of(body, numbering=lists)
    assert [(b.kind, getattr(b, "label", "")) for b in doc.blocks] == [
        ("heading", "I."),
        ("para", "1."),
        ("list", ""),
        ("heading", "II."),
        ("para", "2."),
    ]
    assert [item.label for item in doc.blocks[2].items] == ["(a)", "(b)"]


def test_a_text_box_counts_for_itself(read_docx_of):
    lists = abstract(1, level(0, "decimal", "%1.")) + number(1, 1)
    box = (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        + p("inside", num=(1, 0))
        + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    body = p("a", num=(1, 0)) + p("b", num=(1, 0), inner=box) + p("c", num=(1, 0))
    doc = read_docx_of(body, numbering=lists)
    assert sorted(numbers(doc)) == ["1.", "1.", "2.", "3."]


def test_a_deleted_or_hidden_paragraph_does_not_count(read_docx_of):
    lists = abstract(1, level(0, "decimal", "%1.")) + number(1, 1)
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:vanish/></w:rPr></w:pPr>" + t("secret", "<w:vanish/>") + "</w:p>"
    )
    body = p("a", num=(1, 0)) + gone + p("b", num=(1, 0))
    assert numbers(read_docx_of(body, numbering=lists)) == ["1.", "2."]


def test_a_bullet_of_a_symbol_font_is_no_label(read_docx_of):
    lists = abstract(1, level(0, "bullet", "\uf0b7", font="Symbol")) + number(1, 1)
    doc = read_docx_of(p("a", num=(1, 0)) + p("b", num=(1, 0)), numbering=lists)
    [made] = doc.blocks
    assert (made.kind, made.ordered, made.format, len(made.items)) == ("list", False, "bullet", 2)
    assert numbers(doc) == []


def test_a_heading_keeps_its_number_apart_from_its_title(read_docx_of):
    lists = abstract(1, level(0, "upperLetter", "%1.")) + number(1, 1)
    doc = read_docx_of(
        p("Scope", style="Heading1", num=(1, 0)) + h(2, "1.1 Terms"), numbering=lists
    )
    first, second = doc.blocks
    assert (first.label, first.title) == ("A.", "Scope")
    assert (second.label, second.title) == ("", "1.1 Terms")
