"""A trainer uploads a document and a job reads it; what cannot be read leaves nothing."""

import io
import json

import pytest
from sqlalchemy import func, select

from elearn.core.database import db
from elearn.library import review
from elearn.library.models import Edition, Import, Paragraph, Section, SourceDocument, Tool

MANUAL = b"""---
title: Handling used oil
symbol: TEST/OIL
edition: First edition
language: en
acknowledgement: Written for a test.
---

# Collecting used oil

1\\. Used oil is kept apart from water and solvents.

2\\. Each drum carries a label.

## What the label says

3\\. The label names the waste and the date.

| Word | Meaning |
| --- | --- |
| Y8 | Waste mineral oils |

# Glossary

**Drum** - a steel barrel of two hundred litres

**Label** - a sign on a drum

**Tray** - a basin below a drum that holds what leaks
"""

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")


def upload(client, content=MANUAL, name="oil.md", status=302, **fields):
    page = client.get("/desk/imports/new")
    file = (io.BytesIO(content), name)
    return client.submit(page, "Upload and read", status=status, file=file, **fields)


@pytest.fixture
def trainer(signed_in, cast):
    return signed_in(cast.trainer)


def test_a_manual_is_uploaded_read_and_ready_for_review(app, trainer, run_jobs):
    page = trainer.follow(upload(trainer))
    assert "Waiting to be read" in page.main
    run_jobs()
    page = trainer.get(page.response.request.path)
    assert "Ready for review" in page.main
    report = trainer.get(page.response.request.path + "report.json").json
    assert report["complete"] is True
    with app.app_context():
        document = review.reviewed(db.session.scalars(select(Import)).one())
        assert document.details["symbol"] == "TEST/OIL"
        assert [section.title for section in document.sections] == [
            "Collecting used oil",
            "Glossary",
        ]


def test_what_was_read_becomes_an_edition_once(app, trainer, run_jobs):
    upload(trainer)
    run_jobs()
    with app.app_context():
        found = db.session.scalars(select(Import)).one()
        document = review.reviewed(found)
        import_id = found.id
        first = review.store(import_id, document)
        assert review.store(import_id, document) == first
        edition = db.session.get_one(Edition, first)
        assert (edition.label, edition.symbol, edition.language) == (
            "First edition",
            "TEST/OIL",
            "en",
        )
        assert edition.loaded_at is not None
        sections = db.session.scalars(select(Section).order_by(Section.position)).all()
        assert [(s.title, s.level, s.role) for s in sections] == [
            ("Collecting used oil", 1, "body"),
            ("What the label says", 2, "body"),
            ("Glossary", 1, "glossary"),
        ]
        assert sections[1].parent_id == sections[0].id
        labels = db.session.scalars(select(Paragraph.label).order_by(Paragraph.position)).all()
        assert [label.rstrip(".") for label in labels if label] == ["1", "2", "3"]


def test_a_load_that_was_killed_half_way_is_done_again_and_whole(app, trainer, run_jobs, writing):
    upload(trainer)
    run_jobs()
    with app.app_context():
        found = db.session.scalars(select(Import)).one()
        import_id, document = found.id, review.reviewed(found)
        edition_id = review.store(import_id, document)
        whole = db.session.scalar(select(func.count(Paragraph.id)))
    with writing():
        db.session.get_one(Edition, edition_id).loaded_at = None
    with app.app_context():
        assert review.store(import_id, document) == edition_id
        assert db.session.scalar(select(func.count(Paragraph.id))) == whole
        assert db.session.scalar(select(func.count(Tool.id))) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("report.doc", OLD_WORD, "old Word version"),
        ("report.rtf", b"{\\rtf1 hello}", "cannot be read"),
        ("broken.docx", b"PK\x03\x04" + bytes(100), "damaged"),
    ],
)
def test_a_file_that_can_never_be_read_is_refused_at_once_and_leaves_nothing(
    app, trainer, name, content, words
):
    page = upload(trainer, content, name, status=422)
    assert words in page.main
    with app.app_context():
        assert db.session.scalar(select(func.count(Import.id))) == 0
        assert db.session.scalar(select(func.count(SourceDocument.id))) == 0


def test_a_document_without_text_is_refused_by_the_job(trainer, run_jobs):
    page = trainer.follow(upload(trainer, b"<html><body><img src='x.png'></body></html>", "a.html"))
    run_jobs()
    assert "No text was found" in trainer.get(page.response.request.path).main


def test_a_stopped_import_stays_stopped(trainer, run_jobs):
    page = trainer.follow(upload(trainer))
    trainer.submit(page, "Stop")
    run_jobs()
    assert "Stopped" in trainer.get("/desk/imports/").main


def test_one_document_at_a_time_is_read_for_a_person(trainer, run_jobs):
    upload(trainer)
    assert "being read now" in upload(trainer, MANUAL + b"\nmore", status=409).main
    run_jobs()
    upload(trainer, MANUAL + b"\nmore")


def test_the_same_file_twice_is_stored_once(app, trainer, run_jobs):
    upload(trainer)
    run_jobs()
    upload(trainer)
    run_jobs()
    with app.app_context():
        assert db.session.scalar(select(func.count(SourceDocument.id))) == 1
        assert db.session.scalar(select(func.count(Import.id))) == 2


def test_imports_are_for_their_trainer_and_admins(signed_in, cast, visitor, trainer, run_jobs):
    path = upload(trainer).location
    for address in (path, f"{path}report.json"):
        assert "/sign-in" in visitor.get(address, status=302).location
        signed_in(cast.learner).get(address, status=403)
        signed_in(cast.second_trainer).get(address, status=404)
    signed_in(cast.admin).get(path)
    signed_in(cast.second_trainer).post(f"{path}cancel", status=404)
    signed_in(cast.learner).post("/desk/imports/new", status=403)
    assert path.split("/")[-2] not in signed_in(cast.second_trainer).get("/desk/imports/").text


def test_the_list_of_imports_sends_as_many_queries_for_three_as_for_one(trainer, run_jobs, queries):
    counts = []
    for number in range(3):
        upload(trainer, MANUAL + bytes(str(number), "ascii"))
        run_jobs()
        with queries() as sent:
            trainer.get("/desk/imports/")
        counts.append(len(sent))
    assert counts[0] == counts[2]


def test_a_program_uploads_with_the_same_rights(client, cast, trainer, run_jobs, signed_in):
    data = {"file": (io.BytesIO(MANUAL), "oil.md"), "title": "Oil"}
    headers = {"X-CSRFToken": trainer.token()}
    answer = trainer.client.post("/api/v1/imports", data=data, headers=headers)
    assert answer.status_code == 202, answer.text
    path = f"/api/v1/imports/{answer.json['id']}"
    run_jobs()
    assert trainer.json("GET", path).json["state"] == "review"
    signed_in(cast.second_trainer).json("GET", path, status=404)
    client.json("GET", path, status=401)
    broken = {"file": (io.BytesIO(b"PK\x03\x04" + bytes(99)), "x.docx")}
    refused = trainer.client.post("/api/v1/imports", data=broken, headers=headers)
    assert refused.status_code == 422
    assert "damaged" in json.loads(refused.text)["detail"]
