"""Streams of a PDF that unpack without end are found before anything is unpacked whole."""

import time
import tracemalloc

import pytest

from elearn.library.readers.errors import Unreadable
from elearn.library.readers.pdf.packed import refuse_bombs
from tests.library.readers import hostile_pdf
from tests.library.readers.pdf_made import Pdf, lines


@pytest.mark.parametrize("layers", [1, 2, 3, 4])
def test_a_stream_that_unpacks_without_end_is_refused_in_little_memory(layers):
    data = hostile_pdf.stream_bomb(layers)
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(Unreadable) as refused:
        refuse_bombs(data)
    assert time.process_time() - began < 1
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
    assert refused.value.code == "bomb"


@pytest.mark.parametrize("name", hostile_pdf.FINE)
def test_odd_files_are_left_alone(name):
    refuse_bombs(hostile_pdf.FINE[name][0]())


def test_a_long_page_that_packs_well_is_no_bomb():
    made = Pdf()
    drawn = b"\n".join(lines(f"Drum {number} is closed.") for number in range(40_000))
    made.page(made.stream(drawn, packed=True))
    refuse_bombs(made.written())


def test_a_bomb_behind_another_stream_is_found():
    made = Pdf()
    made.page(lines("Drums are closed."))
    made.page(made.stream(b" " * 150_000_000, packed=True))
    with pytest.raises(Unreadable):
        refuse_bombs(made.written())


def test_what_only_looks_packed_is_left_to_the_library():
    made = Pdf()
    made.page(made.stream(b"x" * 100_000, "/Filter/FlateDecode"))
    refuse_bombs(made.written())
