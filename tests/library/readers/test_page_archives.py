"""Archives of pages are read with their pictures, under the same limits as all archives."""

import base64
from random import Random

import pytest

from elearn.library.readers.child import check
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.formats import read_path
from elearn.library.readers.model import text_of
from elearn.library.readers.outline import outline_of
from tests.library.readers.conftest import png
from tests.library.readers.docx_made import zipped


@pytest.fixture
def read(tmp_path):
    def reader(parts, name="made.zip"):
        media = tmp_path / "media"
        media.mkdir(exist_ok=True)
        path = tmp_path / "made.zip"
        path.write_bytes(zipped(parts))
        return read_path(path, name=name, media_folder=media)

    return reader


def test_a_page_finds_its_pictures_in_the_archive(read):
    there = '<img src="img/My%20drum.png" alt="drum">'
    body = f'<h1>A</h1>{there}<img src="../x.png"><img src="/etc/a.png">'
    doc = read({"doc/page.html": body, "doc/img/My drum.png": png()})
    assert [b.alt for b in doc.blocks if b.kind == "figure"] == ["drum"]
    assert [e["reason"] for e in doc.report.dropped] == ["missing-picture", "missing-picture"]
    assert (doc.meta["format"], doc.report.warnings) == (
        "html",
        [{"code": "no-alternative-text"}][:0],
    )


def test_markdown_finds_its_pictures_too(read):
    doc = read({"manual.md": "# A\n\n![drum](drum.png)\n", "drum.png": png()})
    assert [b.kind for b in doc.blocks] == ["heading", "figure"]
    assert doc.meta["format"] == "markdown"


def test_the_index_is_read_alone_and_the_rest_is_named(read):
    doc = read({"index.html": "<h1>A</h1><p>x</p>", "b.html": "<h1>B</h1>"})
    assert outline_of(doc) == [(1, "A")]
    assert doc.report.warnings == [{"code": "page-not-read", "text": "b.html"}]


def test_without_an_index_all_pages_are_read_in_the_order_of_their_names(read):
    pages = {f"part{n}.md": f"# Part {n}\n\ntext, see [two](part2.md)\n" for n in (10, 2, 1)}
    doc = read({**pages, "__MACOSX/part3.md": "# No", ".hidden.md": "# No"})
    assert [title for _, title in outline_of(doc)] == ["Part 1", "Part 2", "Part 10"]
    second = next(b for b in doc.blocks if text_of(b) == "Part 2")
    assert [run.xref for run in doc.blocks[1].runs if run.xref] == [second.id]


def test_addresses_of_files_programs_and_great_data_are_dropped_and_reported(read):
    great = "data:image/png;base64," + base64.b64encode(Random(1).randbytes(1_100_000)).decode()
    body = (
        '<base href="https://example.org/"><h1>A</h1><p><a href="javascript:x()">run</a> '
        '<a href=" java\nscript:x()">run</a> <a href="file:///etc/passwd">read</a></p>'
        f'<img src="file:///a.png"><img src="{great}"><img src="b.png">'
    )
    doc = read({"a.html": body, "b.png": png()})
    reasons = [entry["reason"] for entry in doc.report.dropped]
    assert reasons.count("unsafe-link") == 3
    assert {"outside-picture", "picture-too-large"} <= set(reasons)
    assert not any(run.link for run in doc.blocks[1].runs)
    assert [b.kind for b in doc.blocks] == ["heading", "para", "figure"]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"a.html": "<p>x</p>", "b.zip": b"PK\x03\x04"}, "unsafe-archive"),
        ({"../a.html": "<p>x</p>"}, "unsafe-archive"),
        ({"a.txt": "x", "b.png": b"x"}, "unsupported"),
        ({"a.html": "<script>x</script>"}, "no-text"),
    ],
)
def test_archives_without_pages_or_with_traps_are_refused(read, parts, code):
    with pytest.raises(Unreadable) as refused:
        read(parts)
    assert refused.value.code == code


def test_an_archive_of_pages_is_offered_to_be_read(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.html": "<h1>A</h1>"}))
    assert check(path).format == "html"


def test_the_index_gives_the_order_and_the_levels_of_the_pages(read):
    inner = (
        '<ul><li><a href="b.html#saw">The saw</a></li><li><a href="c.html">The drill</a></li></ul>'
    )
    tools = f'<li><a href="b.html">Tools</a>{inner}</li>'
    contents = f'<div class="toc"><ul>{tools}<li><a href="a.html">Safety</a></li></ul></div>'
    doc = read(
        {
            "index.html": f"<h1>Manual</h1><p>Welcome.</p>{contents}",
            "a.html": '<h2>Safety</h2><p>x</p><h3>Gloves</h3><p>y, <a href="d.html">more</a></p>',
            "b.html": '<h2>Tools</h2><p>x</p><h2 id="saw">The saw</h2><p>y</p>',
            "c.html": "<h2>The drill</h2><p>x</p>",
            "d.html": "<h3>Goggles</h3><p>x</p>",
            "old.html": "<h1>Old</h1><p>x</p>",
        }
    )
    titles = ["Manual", "Tools", "The saw", "The drill", "Safety", "Gloves", "Goggles"]
    assert outline_of(doc) == list(zip([1, 1, 2, 2, 1, 2, 2], titles, strict=True))
    assert doc.report.warnings == [{"code": "page-not-read", "text": "old.html"}]
    assert [e["reason"] for e in doc.report.dropped] == ["contents"]


def test_bars_of_links_and_lines_on_every_page_are_no_text(read):
    bar = '<table><tr><td><a rel="prev" href="a.html">Back</a></td><td>On drums</td></tr></table>'
    pages = {
        f"p{n}.html": f"<p>The Drum Company</p>{bar}<h1>Part {n}</h1><p>Text {n}.</p>"
        f'<p><a accesskey="n" href="p{n + 1}.html">Next</a> | <a rel="up" href="x.html">Up</a></p>'
        for n in range(1, 6)
    }
    doc = read(pages)
    assert [text_of(block) for block in doc.blocks] == [
        line for n in range(1, 6) for line in (f"Part {n}", f"Text {n}.")
    ]
    assert {e["reason"] for e in doc.report.dropped} == {"page-furniture"}
    assert doc.report.complete


def test_lists_of_tables_in_the_index_make_no_headings_of_their_captions(read):
    lists = (
        '<ul><li><a href="a.html">Safety</a></li><li><a href="b.html">Tools</a></li></ul>'
        '<dl><dt><a href="a.html#t1">Table 1. Gloves</a></dt></dl>'
    )
    table = (
        '<p class="title" id="t1">Table 1. Gloves</p><table><tr><td>x</td><td>y</td></tr></table>'
    )
    doc = read(
        {
            "index.html": lists,
            "a.html": f"<h1>Safety</h1>{table}",
            "b.html": "<h1>Tools</h1><p>x</p>",
        }
    )
    assert outline_of(doc) == [(1, "Safety"), (1, "Tools")]


def test_a_page_is_known_by_its_first_heading_when_the_index_names_it_otherwise(read):
    doc = read(
        {
            "index.html": '<ul><li><a href="a.html">1. Law</a><ul><li><a href="b.html">1.1 Permits'
            '</a></li></ul></li><li><a href="c.html">2. Means</a></li></ul>',
            "a.html": "<h2>第 1 章 Rules</h2><p>x</p>",
            "b.html": "<h2>1.1 Permits</h2><p>x</p>",
            "c.html": "<div><h2>第 2 章 Ways</h2></div><p>x</p>",
        }
    )
    assert [level for level, _ in outline_of(doc)] == [1, 2, 1]
