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
