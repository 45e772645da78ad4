"""What arrives of the documents whose content is known: nobody lowers it unseen."""

from pathlib import Path

import pytest

from elearn.library.readers.child import READABLE
from elearn.library.readers.formats import read_path
from elearn.library.readers.model_json import to_json
from tests.fidelity import goals
from tests.fidelity.figures import Figures, compare
from tests.fidelity.measuring import pages_of
from tests.fidelity.samples import Sample, fixed

SAMPLES = {sample.name: sample for sample in fixed() if sample.format in READABLE}


def read_here(sample: Sample, folder: Path):
    """Read a sample in this process; return its figures and model."""
    path = folder / sample.path.name.removesuffix(".xz")
    path.write_bytes(sample.content())
    options = {"ignore_bookmarks": True} if sample.ignore_bookmarks else {}
    doc = read_path(path, name=path.name, media_folder=folder, **options)
    found = Figures(sample.name, sample.format, sample.kind)
    found.pages = pages_of(path) if sample.format == "pdf" else 0
    compare(found, sample, doc, [])
    return found, doc


@pytest.mark.parametrize("name", SAMPLES)
def test_a_known_document_arrives_as_the_goals_ask(name, tmp_path):
    found, _ = read_here(SAMPLES[name], tmp_path)
    assert goals.missed(found) == [], found.wrong


@pytest.mark.parametrize("language", ["ar", "en", "zh"])
def test_the_same_bytes_give_the_same_model(language, tmp_path):
    sample = SAMPLES[f"{language}.docx"]
    first, second = (read_here(sample, tmp_path)[1] for _ in range(2))
    assert to_json(first) == to_json(second)


def test_every_reader_is_measured_on_at_least_three_documents():
    for format_ in ("docx", "odt", "epub", "html", "markdown", "pdf"):
        assert sum(sample.format == format_ for sample in fixed()) >= 3
