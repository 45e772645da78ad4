"""A refused file through the page, the API and the command: a sentence, and nothing is kept."""

import io
import json

import pytest
from sqlalchemy import func, select

from courses.cli import import_file
from courses.models import Course
from elearn.core import storage
from elearn.core.database import db
from elearn.library import uploads
from elearn.library.models import Edition, Import
from tests.library.readers import hostile, hostile_books, hostile_pages

FILES = hostile.REFUSED | hostile_books.REFUSED | hostile_pages.REFUSED
# Refused while the person waits, and refused by the job.
AT_ONCE = {
    "a zip bomb": "unpacks to far more",
    "macros by part": "contains macros",
    "odt: a password": "Remove the password",
    "epub: protected against copying": "Remove the password",
    "zip: a way out": "parts that a document should not hold",
    "md: a program": "cannot be read",
}
LATER = {
    "entities": "Save it anew",
    "odt: no text": "No text was found",
    "epub: a deep page": "unpacks to far more",
    "html: nothing but a script": "No text was found",
}


@pytest.fixture
def trainer(signed_in, cast):
    return signed_in(cast.trainer)


def nothing_is_kept(app, content):
    with app.app_context():
        assert not storage.exists(storage.key_of(content))
        for kind in (Course, Edition):
            assert db.session.scalar(select(func.count(kind.id))) == 0


@pytest.mark.parametrize("name", AT_ONCE)
def test_the_page_refuses_at_once_what_can_never_be_read(app, trainer, name):
    content = FILES[name][0]()
    page = trainer.get("/desk/imports/new")
    answer = trainer.submit(
        page, "Upload and read", status=422, file=(io.BytesIO(content), "manual.docx")
    )
    assert AT_ONCE[name] in answer.main
    nothing_is_kept(app, content)


@pytest.mark.parametrize("name", LATER)
def test_a_program_is_told_why_its_file_was_refused(app, trainer, run_jobs, name):
    content = FILES[name][0]()
    sent = {"file": (io.BytesIO(content), "manual"), "title": "Manual"}
    headers = {"X-CSRFToken": trainer.token()}
    answer = trainer.client.post("/api/v1/imports", data=sent, headers=headers)
    assert answer.status_code == 202, answer.text
    run_jobs()
    found = trainer.json("GET", f"/api/v1/imports/{answer.json['id']}").json
    assert (found["state"], found["code"]) == ("refused", FILES[name][1])
    assert LATER[name] in json.dumps(found)
    nothing_is_kept(app, content)


@pytest.mark.parametrize("name", ["a zip bomb", "odt: no text", "epub: entities"])
def test_the_command_refuses_with_code_two(app, cast, tmp_path, name):
    make, code = FILES[name]
    path = tmp_path / "manual"
    path.write_bytes(make())
    done = app.test_cli_runner().invoke(import_file, [str(path)])
    assert done.exit_code == 2, done.output
    assert f"refused: {code}:" in done.output
    nothing_is_kept(app, path.read_bytes())
    with app.app_context():
        assert db.session.scalar(select(func.count(Import.id))) == 0


def test_bytes_another_import_is_of_stay_when_they_are_to_be_forgotten(app, trainer, run_jobs):
    content = b"# Storage\n\nKeep every drum closed.\n"
    page = trainer.get("/desk/imports/new")
    trainer.submit(page, "Upload and read", status=302, file=(io.BytesIO(content), "a.md"))
    run_jobs()
    with app.app_context():
        uploads.forget(storage.key_of(content))
        assert storage.exists(storage.key_of(content))
