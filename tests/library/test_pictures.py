"""Pictures under review: found again by their bytes, described, replaced, sent in two widths."""

import io

import pytest
from PIL import Image

from elearn.library import pictures, reading, review
from elearn.library.media import encode_widths
from elearn.library.readers.formats import read_path
from elearn.library.reading import Read
from elearn.library.sections import walk_sections
from tests.library.readers.docx_made import h, p, picture, relation, write_docx

EMF = b"\x01\x00\x00\x00" + b"\x00" * 36 + b" EMF" + b"\x00" * 40


def noise(width, height=60):
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def read(app, tmp_path):
    """A document with a picture no browser shows, one without words, and one with words."""
    links = tuple(
        relation(f"r{at}", "image", f"media/{name}")
        for at, name in enumerate(("a.emf", "b.png", "c.png"), start=20)
    )
    parts = {
        "word/media/a.emf": EMF,
        "word/media/b.png": noise(900),
        "word/media/c.png": noise(300),
    }
    body = (
        h(1, "Flow")
        + p("Before the first.", inner=picture("r20"))
        + p("Before the second.", inner=picture("r21"))
        + h(1, "More")
        + p("Before the third.", inner=picture("r22", alt="A drum"))
    )
    media = tmp_path / "media"
    media.mkdir()
    path = write_docx(tmp_path, body, links=links, parts=parts)
    doc = read_path(path, name="m.docx", media_folder=media)
    with app.app_context():
        yield Read(doc, reading.keep_pictures(doc, media))


def html_of(read, decisions):
    tree = review.apply(read, decisions)
    return "".join(passage.html for node in walk_sections(tree) for passage in node.paragraphs)


def test_what_each_picture_lacks_is_told_with_its_place(read):
    told = pictures.pictures_of(read, {})
    assert [(one.section, one.to_replace, one.lacks_words) for one in told] == [
        ("Flow", True, True),
        ("Flow", False, True),
        ("More", False, False),
    ]


def test_a_picture_that_cannot_be_shown_is_replaced_and_stands_in_its_place(read):
    assert html_of(read, {}).count("<img") == 2
    name = pictures.pictures_of(read, {})[0].name
    instead = reading.kept_picture(noise(1000))
    decisions = pictures.decide({}, name, alt="The way of waste", instead=instead)
    html = html_of(read, decisions)
    assert html.count("<img") == 3
    assert f'src="/media/{instead["name"]}" alt="The way of waste"' in html
    assert f"/media/{instead['small']['name']} 800w, /media/{instead['name']} 1000w" in html
    [first, *_] = pictures.pictures_of(read, decisions)
    assert (first.to_replace, first.replaced, first.lacks_words) == (False, True, False)


def test_words_are_taken_back_by_an_empty_line_and_nothing_is_left_behind(read):
    name = pictures.pictures_of(read, {})[1].name
    said = pictures.decide({"headings": {}}, name, alt="  A   drum ", instead=None)
    assert said["pictures"] == {name: {"alt": "A drum"}}
    assert pictures.decide(said, name, alt="", instead=None) == {"headings": {}}


def test_wide_pictures_come_in_two_widths_and_narrow_ones_in_one():
    large, small = encode_widths(noise(2000))
    assert (large.width, small.width) == (1600, 800)
    assert len(small.content) < len(large.content)
    assert [one.width for one in encode_widths(noise(800))] == [800]
