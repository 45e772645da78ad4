"""Every kind of document goes the same way: uploaded, read in the child, ready for review."""

import io

import pytest
from sqlalchemy import select

from elearn.core.database import db
from elearn.library import review
from elearn.library.models import Import
from tests.library.readers import docx_made, epub_made, odt_made
from tests.library.readers.conftest import png

TEXT = "Used oil is kept apart from water and solvents in a drum with a lid."
ODT = odt_made.h(1, "Collecting oil") + odt_made.p(TEXT) + odt_made.h(2, "Labels")
BOOK = {"a.xhtml": epub_made.page(f"<h1>Collecting oil</h1><p>{TEXT}</p><h2>Labels</h2>")}
LINES = (1, "Collecting oil", "a.xhtml")
PAGE = f'<h1>Collecting oil</h1><p>{TEXT}</p><img src="drum.png" alt="drum"><h2>Labels</h2>'

KINDS = {
    "oil.odt": odt_made.parts_of(ODT),
    "oil.epub": epub_made.parts_of(BOOK, epub_made.nav(LINES)),
    "oil.zip": {"page.html": PAGE, "drum.png": png()},
}


@pytest.mark.parametrize("name", KINDS)
def test_a_document_of_each_kind_is_ready_for_review(app, signed_in, cast, run_jobs, name):
    trainer = signed_in(cast.trainer)
    form = trainer.get("/desk/imports/new")
    file = (io.BytesIO(docx_made.zipped(KINDS[name])), name)
    page = trainer.follow(trainer.submit(form, "Upload and read", status=302, file=file))
    run_jobs()
    assert "Ready for review" in trainer.get(page.response.request.path).main
    with app.app_context():
        document = review.reviewed(db.session.scalars(select(Import)).one())
        assert [section.title for section in document.sections] == ["Collecting oil"]
        assert document.details["title"]
