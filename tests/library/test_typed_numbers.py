"""Numbers that authors typed before their paragraphs become labels, whatever runs they lie in."""

import pytest

from elearn.library.readers.model import Para, Run, plain
from elearn.library.sections import numbered


@pytest.mark.parametrize(
    "runs",
    [
        [Run("31. Is it waste?")],
        [Run("31. "), Run("Is it waste?", "b")],
        [Run("31."), Run(" "), Run("Is it waste?", "b")],
        [Run("31", "b"), Run(". Is it waste?")],
    ],
)
def test_a_typed_number_is_the_label_and_no_longer_the_text(runs):
    para = numbered(Para(id="n1", runs=runs))
    assert (para.label, plain(para.runs)) == ("31.", "Is it waste?")


@pytest.mark.parametrize(
    "runs",
    [
        [Run("31. ")],
        [Run("31. ", link="https://example.org/"), Run("Is it waste?")],
        [Run("310 tonnes came in.")],
    ],
)
def test_a_number_that_is_part_of_the_text_stays_there(runs):
    para = Para(id="n1", runs=runs)
    assert numbered(para) == para
