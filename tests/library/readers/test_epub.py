"""Books are read by their contents, their pages in order, with notes and links across pages."""

import pytest

from elearn.library.readers.child import check
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.formats import read_path
from elearn.library.readers.model import text_of
from elearn.library.readers.model_json import to_json
from elearn.library.readers.outline import outline_of
from tests.library.readers.conftest import png
from tests.library.readers.docx_made import zipped
from tests.library.readers.epub_made import DOCTYPE, nav, ncx, page, parts_of, write_epub

TEXT = "<p>A sentence of the text of this chapter, long enough to be read as text.</p>"
PROTECTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod '
    'Algorithm="{}"/></EncryptedData></encryption>'
)


@pytest.fixture
def read(tmp_path):
    def reader(pages, contents="", **more):
        media = tmp_path / "media"
        media.mkdir(exist_ok=True)
        path = write_epub(tmp_path, pages, contents, **more)
        return read_path(path, name="made.epub", media_folder=media)

    return reader


def test_the_contents_give_the_levels_whatever_the_tags_say(read):
    pages = {
        "a.xhtml": page(f'<h1>Rules</h1>{TEXT}<h1 id="s">1.1 Scope</h1>{TEXT}'),
        "b.xhtml": page(f"<h3>Money</h3>{TEXT}"),
    }
    contents = nav((1, "Rules", "a.xhtml"), (2, "Scope", "a.xhtml#s"), (1, "Money", "b.xhtml"))
    doc = read(pages, contents)
    assert outline_of(doc) == [(1, "Rules"), (2, "1.1 Scope"), (1, "Money")]
    assert {b.evidence for b in doc.blocks if b.kind == "heading"} == {"nav"}


def test_an_ncx_does_where_there_is_no_navigation_page(read):
    pages = {"a.html": page(f"<h2>Rules</h2>{TEXT}"), "b.html": page(f"<h2>Means</h2>{TEXT}")}
    contents = ncx((1, "Rules", "a.html"), (1, "Means", "b.html"))
    assert outline_of(read(pages, contents, contents_name="toc.ncx")) == [
        (1, "Rules"),
        (1, "Means"),
    ]


def test_headings_the_contents_leave_out_go_below_the_one_before(read):
    inner = f"<h2>Who</h2>{TEXT}<h3>Carriers</h3>{TEXT}"
    warning = f'<div class="warning"><h3>Warning</h3>{TEXT}</div>'
    doc = read(
        {"a.xhtml": page(f"<h1>Rules</h1>{TEXT}{inner}{warning}")}, nav((1, "Rules", "a.xhtml"))
    )
    assert outline_of(doc) == [(1, "Rules"), (2, "Who"), (3, "Carriers")]
    assert [b.title for b in doc.blocks if b.kind == "box"] == ["Warning"]


def test_a_number_and_a_title_in_two_headings_are_one(read):
    contents = nav((1, "Chapter 1: The rules", "a.xhtml"))
    doc = read({"a.xhtml": page(f"<h1>Chapter 1</h1><h2>The rules</h2>{TEXT}")}, contents)
    assert outline_of(doc) == [(1, "Chapter 1 The rules")]


def test_titles_set_as_lines_are_found_and_missing_ones_taken_from_the_contents(read):
    pages = {
        "a.xhtml": page(f'<p class="t">Rules</p>{TEXT}'),
        "b.xhtml": page(f'<img src="title.png" alt=""/>{TEXT}'),
        "c.xhtml": page(TEXT),
    }
    contents = nav((1, "Rules", "a.xhtml"), (1, "Means", "b.xhtml"), (1, "Section 3", "c.xhtml"))
    assert outline_of(read(pages, contents)) == [(1, "Rules"), (1, "Means")]


def test_the_book_itself_as_root_of_its_contents_is_no_chapter(read):
    pages = {"a.xhtml": page(f"<h1>Rules</h1>{TEXT}"), "t.xhtml": page("<h1>The manual</h1>")}
    contents = nav((1, "The manual", "t.xhtml"), (2, "Rules", "a.xhtml"))
    doc = read(pages, contents, meta="<dc:title>The manual</dc:title>")
    assert (1, "Rules") in outline_of(doc)


def test_books_without_heading_tags_are_read_by_their_style_sheet(read):
    sheet = ".h1 {font-size: 16pt; font-weight: bold} .h2 { font-size: 13pt; font-weight:bold }"
    line = '<p><span class="{}">{}</span></p>'
    parts = [
        line.format(kind, text) + TEXT
        for kind, text in (("h1", "Rules"), ("h2", "Scope"), ("h2", "Means"))
    ]
    item = '<item id="css" href="s.css" media-type="text/css"/>'
    doc = read(
        {"a.xhtml": page("".join(parts))},
        nav((1, "Rules", "a.xhtml")),
        more=item,
        parts={"OEBPS/s.css": sheet},
    )
    assert outline_of(doc) == [(1, "Rules"), (2, "Scope"), (2, "Means")]


def test_notes_are_found_on_other_pages_and_carried_once(read):
    call = '<a epub:type="noteref" href="notes.xhtml#n1">1</a>'
    own = '<aside epub:type="footnote" id="f2"><p><a href="#r2">2</a> Beside.</p></aside>'
    pages = {
        "a.xhtml": page(
            f'<h1>A</h1><p>One{call} two<a id="r2" epub:type="noteref" href="#f2">2</a></p>{own}'
        ),
        "notes.xhtml": page(
            '<section epub:type="endnotes"><p epub:type="endnote" id="n1">1. At the end.</p>'
            "</section>"
        ),
    }
    doc = read(pages, nav((1, "A", "a.xhtml")), aside=("notes.xhtml",))
    assert [(n.kind, n.label, text_of(n.blocks[0])) for n in doc.notes.values()] == [
        ("endnote", "1", "At the end."),
        ("footnote", "2", "Beside."),
    ]
    assert [r.text for b in doc.blocks if b.kind == "para" for r in b.runs if r.note] == ["1", "2"]
    assert len(doc.blocks) == 2


def test_links_between_pages_lead_into_the_text(read):
    pages = {
        "a.xhtml": page(
            '<h1>A</h1><p>See <a href="b.xhtml#x">there</a> and <a href="b.xhtml">B</a>.</p>'
        ),
        "b.xhtml": page(f'<h1>B</h1>{TEXT}<p id="x">Here.</p>'),
    }
    doc = read(pages, nav((1, "A", "a.xhtml"), (1, "B", "b.xhtml")))
    by_text = {text_of(block): block.id for block in doc.blocks}
    xrefs = [run.xref for run in doc.blocks[1].runs if run.xref]
    assert xrefs == [by_text["Here."], by_text["B"]]


def test_pictures_of_the_book_are_kept_and_the_cover_is_not(read):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><image href="c.png"/></svg>'
    pages = {
        "cover.xhtml": page(drawing),
        "a.xhtml": page(f'<h1>A</h1>{TEXT}<p><img src="img/d.png" alt="A drum"/></p>'),
    }
    item = '<item id="c" href="c.png" media-type="image/png" properties="cover-image"/>'
    parts = {"OEBPS/c.png": png(600, 800), "OEBPS/img/d.png": png()}
    doc = read(pages, nav((1, "A", "a.xhtml")), more=item, parts=parts)
    assert [(b.alt, b.kind) for b in doc.blocks if b.kind == "figure"] == [("A drum", "figure")]
    assert [entry["reason"] for entry in doc.report.dropped] == ["cover"]


def test_pages_of_the_printed_edition_are_told(read):
    mark = '<span epub:type="pagebreak" id="p7" title="7"/>'
    listed = '<nav epub:type="page-list"><ol><li><a href="a.xhtml#q">8</a></li></ol></nav>'
    body = f'<h1>A</h1><p>First.</p>{mark}<p>Second.</p><p id="q">Third.</p>'
    doc = read({"a.xhtml": page(body)}, nav((1, "A", "a.xhtml"), more=listed))
    assert [(text_of(b), b.src.page) for b in doc.blocks[1:]] == [
        ("First.", None),
        ("Second.", 7),
        ("Third.", 8),
    ]


def test_what_the_book_says_of_itself_is_kept(read):
    meta = (
        "<dc:title>Manual</dc:title><dc:language>es</dc:language><dc:rights>Free to use</dc:rights>"
        "<dc:publisher>A press</dc:publisher><dc:creator>Unknown Author</dc:creator>"
    )
    doc = read({"a.xhtml": page(f"<h1>A</h1>{TEXT * 4}")}, nav((1, "A", "a.xhtml")), meta=meta)
    said = {key: doc.meta.get(key) for key in ("title", "rights", "publisher", "author")}
    assert said == {
        "title": "Manual",
        "rights": "Free to use",
        "publisher": "A press",
        "author": None,
    }
    assert doc.meta["language"] == "en"


def test_document_types_are_skipped_and_named_letters_known(read):
    body = "<h1>A</h1><p>one&nbsp;two &eacute; <a id='x'/>three</p>"
    doc = read({"a.xhtml": page(body, doctype=DOCTYPE)}, nav((1, "A", "a.xhtml")))
    assert text_of(doc.blocks[1]) == "one two é three"


def test_a_page_that_is_not_well_formed_is_read_as_browsers_do(read):
    pages = {"a.xhtml": "<html><body><h1>A</h1><p>one<br>two</body></html>"}
    doc = read(pages, nav((1, "A", "a.xhtml")))
    assert [text_of(b) for b in doc.blocks] == ["A", "one two"]


def test_a_book_without_contents_is_read_by_its_tags(read):
    doc = read({"a.xhtml": page(f"<h1>A</h1>{TEXT}<h2>B</h2>{TEXT}")}, contents_name="")
    assert outline_of(doc) == [(1, "A"), (2, "B")]


def test_protected_books_are_refused_but_not_for_their_fonts(tmp_path):
    pages = {"a.xhtml": page(f"<h1>A</h1>{TEXT}")}
    part = "META-INF/encryption.xml"
    cipher = PROTECTED.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc")
    path = write_epub(tmp_path, pages, nav((1, "A", "a.xhtml")), parts={part: cipher})
    with pytest.raises(Unreadable) as refused:
        check(path)
    assert refused.value.code == "password"
    fonts = PROTECTED.format("http://www.idpf.org/2008/embedding")
    path = write_epub(tmp_path, pages, nav((1, "A", "a.xhtml")), parts={part: fonts})
    assert check(path).format == "epub"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("OEBPS/a.xhtml", '<!DOCTYPE x [<!ENTITY a "b">]><html><body>&a;</body></html>', "dtd"),
        ("OEBPS/content.opf", "<package", "damaged"),
        ("META-INF/container.xml", "<container/>", "damaged"),
        ("OEBPS/a.xhtml", "<html><body/></html>", "no-text"),
        ("OEBPS/nav.xhtml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><html/>', "dtd"),
    ],
)
def test_harmful_and_broken_books_are_refused(tmp_path, name, content, code):
    parts = parts_of({"a.xhtml": page(f"<h1>A</h1>{TEXT}")}, nav((1, "A", "a.xhtml")))
    path = tmp_path / "made.epub"
    path.write_bytes(zipped({**parts, name: content}))
    with pytest.raises(Unreadable) as refused:
        read_path(path, name="made.epub")
    assert refused.value.code == code


def test_every_character_is_carried_and_the_same_twice(read):
    table = "<table><tr><td>a</td><td>b</td></tr></table>"
    body = f"<h1>A</h1>{TEXT}<ul><li>one</li><li>two</li></ul>{table}"
    first, second = (read({"a.xhtml": page(body)}, nav((1, "A", "a.xhtml"))) for _ in range(2))
    assert first.report.counts_in["characters"] == first.report.counts_out["characters"]
    assert to_json(first) == to_json(second)


@pytest.mark.parametrize(
    ("call", "note"),
    [
        (
            '<sup><a id="r1" href="#n1">1</a></sup>',
            '<p id="n1"><a href="#r1">1</a> Its text.</p>',
        ),
        (
            '<a class="footnote-reference" href="#n1" id="r1">[1]</a>',
            '<dl><dt id="n1"><a href="#r1">1</a></dt><dd><p>Its text.</p></dd></dl>',
        ),
        (
            '<span id="r1"><a class="_idFootnoteLink" href="#n1">1</a></span>',
            '<div id="n1"><p><a href="#r1">1</a> Its text.</p></div>',
        ),
    ],
)
def test_notes_of_older_books_are_known_by_their_marks(read, call, note):
    doc = read({"a.xhtml": page(f"<h1>A</h1><p>One{call}</p>{note}")}, nav((1, "A", "a.xhtml")))
    [found] = doc.notes.values()
    assert (found.label, text_of(found.blocks[0])) == ("1", "Its text.")
    assert len(doc.blocks) == 2


@pytest.mark.parametrize(
    ("call", "note"),
    [
        ('<sup><a href="n.xhtml#n1">1</a></sup>', '<p id="n1">1. Its text.</p>'),
        ('<sup><a href="n.xhtml#n1">1</a></sup>', '<ol><li id="n1">Its text.</li></ol>'),
        (
            '<a id="r1" href="n.xhtml#n1">〔1〕</a>',
            '<p><a id="n1" href="a.xhtml#r1">〔1〕</a>Its text.</p>',
        ),
        (
            '<a class="superscript" id="r1" href="n.xhtml#n1">1</a>',
            '<p id="n1"><a href="a.xhtml#r1">1.</a> Its text.</p>',
        ),
    ],
)
def test_typed_marks_that_lead_to_a_page_of_notes_are_notes(read, call, note):
    pages = {"a.xhtml": page(f"<h1>A</h1><p>One{call}.</p>"), "n.xhtml": page(f"<h1>N</h1>{note}")}
    doc = read(pages, nav((1, "A", "a.xhtml"), (1, "N", "n.xhtml")))
    [found] = doc.notes.values()
    assert (found.label, text_of(found.blocks[0])) == ("1", "Its text.")
    assert [text_of(block) for block in doc.blocks] == ["A", "One.", "N"]
    assert doc.report.complete


def test_a_note_nothing_refers_to_is_reported(read):
    lost = '<aside epub:type="footnote" id="f1"><p>Never called.</p></aside>'
    doc = read({"a.xhtml": page(f"<h1>A</h1>{TEXT}{lost}")}, nav((1, "A", "a.xhtml")))
    assert [e["reason"] for e in doc.report.dropped] == ["note-without-reference"]
    assert doc.report.complete


def test_links_between_figures_and_tables_are_no_notes(read):
    body = '<h1>A</h1><p>See <a href="#t1">1</a>.</p><p id="t1">1 is the table of codes.</p>'
    doc = read({"a.xhtml": page(body)}, nav((1, "A", "a.xhtml")))
    assert not doc.notes
    assert [run.text for run in doc.blocks[1].runs if run.xref] == ["1"]


def test_addresses_beside_the_title_find_it_all_the_same(read):
    pages = {
        "a.xhtml": page(f'<a id="x"/><h2>Rules</h2>{TEXT}<h2>Means</h2><p id="y">Text.</p>'),
        "b.xhtml": page(f'<p class="calibre4" id="z"><b>Money</b></p>{TEXT}'),
    }
    contents = nav((1, "Rules", "a.xhtml#x"), (1, "Means", "a.xhtml#y"), (1, "Money", "b.xhtml#z"))
    assert outline_of(read(pages, contents)) == [(1, "Rules"), (1, "Means"), (1, "Money")]


def test_headings_of_another_colour_and_family_stand_out_though_they_are_not_larger(read):
    sheet = ".t{font-size:10pt} .h{font-size:10pt;color:#1f4d78;font-family:'Light'}"
    line = '<p><span class="{}">{}</span></p>'
    lone = "<table><tr><td><p> </p></td><td>{}</td></tr></table>".format(line.format("h", "Means"))
    text = line.format("t", "A sentence of the text, long enough to be read as such.")
    body = line.format("h", "Scope") + text + lone + text
    doc = read(
        {"a.xhtml": page(f"<p>Rules</p>{text}{body}")},
        nav((1, "Rules", "a.xhtml")),
        more='<item id="css" href="s.css" media-type="text/css"/>',
        parts={"OEBPS/s.css": sheet},
    )
    assert [title for _, title in outline_of(doc)] == ["Rules", "Scope", "Means"]


def test_a_book_with_a_folder_around_it_and_no_word_of_what_it_is_is_read_whole(tmp_path):
    pages = {"a.xhtml": page(f"<h1>Rules</h1>{TEXT}"), "b.xhtml": page(f"<h1>Means</h1>{TEXT}")}
    book = parts_of(pages, nav((1, "Rules", "a.xhtml"), (1, "Means", "b.xhtml")))
    path = tmp_path / "made.epub"
    parts = {f"book/{name}": data for name, data in book.items() if name != "mimetype"}
    path.write_bytes(zipped(parts))
    doc = read_path(path, name="made.epub")
    assert outline_of(doc) == [(1, "Rules"), (1, "Means")]
    assert (doc.meta["format"], doc.report.warnings) == ("epub", [])
