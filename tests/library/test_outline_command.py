"""The command that prints the outline of a document, with the bookmarks of a PDF and without."""

import json

import pytest

from elearn.library.cli import outline
from tests.fidelity.samples import fixed

SAMPLE = next(one for one in fixed() if one.name == "en.tagged-marks.pdf")


@pytest.mark.parametrize("options", [[], ["--ignore-bookmarks"]])
def test_the_outline_of_a_pdf_is_printed(app, tmp_path, options):
    path = tmp_path / "manual.pdf"
    path.write_bytes(SAMPLE.content())
    done = app.test_cli_runner().invoke(outline, [str(path), *options])
    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    assert [level for level, _ in printed] == [level for level, _ in SAMPLE.gold["outline"]]
    assert printed[2][1].endswith("Why batteries need care")


def test_a_file_that_is_refused_is_said_on_the_other_channel(app, tmp_path):
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    done = app.test_cli_runner().invoke(outline, [str(path)])
    assert done.exit_code == 2
    assert "refused: damaged:" in done.stderr
