"""What PDF files say of themselves: their language, descriptions of pictures, merged cells."""

import pytest

from elearn.library.readers.formats import read_path
from elearn.library.readers.model import Figure, Para, Run, Table
from elearn.library.readers.pdf.descriptions import Descriptions
from elearn.library.readers.pdf.languages import plausible, settled, valid
from elearn.library.readers.pdf.shapes import Box
from tests.fidelity.samples import fixed
from tests.library.readers.pdf_drawn import body, read
from tests.library.readers.pdf_made import document

ENGLISH = "The drums of the store are closed and it is the duty of the keeper to look at them. " * 5
FRENCH = (
    "Les fûts du dépôt sont fermés et le gardien est chargé de les contrôler dans la cour. " * 5
)
SWEDISH = "Faten i lagret är stängda och föreståndaren skall se efter dem varje morgon. " * 5


def said(language, folder):
    made = document(body())
    made.catalogue = f"/Lang({language})"
    return read(folder, made).meta["language"]


def test_the_language_of_a_file_is_believed_unless_its_text_is_in_another(tmp_path):
    assert said("en-GB", tmp_path) == "en-GB"
    assert said("ru", tmp_path) == "en"
    assert said("no tag", tmp_path) == "en"


@pytest.mark.parametrize(
    ("tag", "text", "believed"),
    [
        ("en", ENGLISH, True),
        ("en-US", FRENCH, False),
        ("sv", SWEDISH, True),
        ("sv", ENGLISH, False),
        ("zh", "目录 " + "apt-get install ", True),
        ("ar", ENGLISH, False),
        ("en", "目录和封面", False),
    ],
)
def test_scripts_and_common_words_tell_whether_a_language_is_plausible(tag, text, believed):
    assert plausible(tag, text) is believed


def test_a_paragraph_in_another_language_keeps_it_and_one_that_cannot_be_loses_it():
    blocks = [Para(runs=[Run(text)], lang=lang) for text, lang in (
        (ENGLISH, "en-US"), (ENGLISH, ""), (FRENCH, "fr"), (ENGLISH, "fr"),
    )]  # fmt: skip
    assert settled("en", blocks) == "en"
    assert [block.lang for block in blocks] == ["", "", "fr", ""]
    assert valid("en_US; x") == ""


def test_descriptions_without_content_are_found_by_the_box_of_their_picture():
    data = (
        b"5 0 obj\n<</Type/StructElem/S/Figure/Alt<FEFF0041006C0074>/A 6 0 R>>\nendobj\n"
        b"6 0 obj\n<</O/Layout/BBox[10 20 110 120]>>\nendobj\n"
        b"7 0 obj\n<</S/Figure/Alt(Two \\(2\\) drums)/A<</BBox[10 20 110 120]>>>>\nendobj\n"
        b"8 0 obj\n<</S/Figure/Alt(No box)>>\nendobj\n"
    )
    found = Descriptions(data)
    assert found.take(Box(300, 20, 400, 120)) == ""
    assert found.take(Box(10.5, 20, 110, 119.5)) == "Alt"
    assert found.take(Box(10, 20, 110, 120)) == "Two (2) drums"
    assert found.take(Box(10, 20, 110, 120)) == ""


def test_tags_of_a_word_processor_give_descriptions_and_its_lines_the_merged_cells(tmp_path):
    [packed] = [one for one in fixed() if one.name == "ar.tagged.pdf"]
    path = tmp_path / "ar.pdf"
    path.write_bytes(packed.content())
    doc = read_path(path, name="ar.pdf", media_folder=tmp_path)
    assert all(block.alt for block in doc.blocks if isinstance(block, Figure))
    table = next(block for block in doc.blocks if isinstance(block, Table))
    assert [(cell.colspan, cell.rowspan) for cell in table.rows[0].cells] == [(1, 2), (2, 1)]
