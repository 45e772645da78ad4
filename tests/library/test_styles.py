"""What styles mean is said once for all documents, or for one document that is read again."""

import io

import pytest
from sqlalchemy import select

from elearn.core.database import db
from elearn.library import review
from elearn.library.models import Import
from elearn.library.readers.model import Heading
from tests.library.readers.docx_made import p, write_docx

WORDS = "Keep waste closed, labelled and recorded, and hand it only to people with a permit."


@pytest.fixture
def manual(tmp_path):
    named = '<w:style w:type="paragraph" w:styleId="K"><w:name w:val="Kapitel X"/></w:style>'
    body = "".join(
        p(f"{title} of the matter.", style="K") + p(WORDS * 2) for title in ("Start", "End")
    )
    return write_docx(tmp_path, body, styles=named).read_bytes()


@pytest.fixture
def trainer(cast, signed_in):
    return signed_in(cast.trainer)


def upload(pages, content, run_jobs):
    data = {"csrf_token": pages.token(), "language": "", "file": (io.BytesIO(content), "m.docx")}
    answer = pages.client.post("/desk/imports/new", data=data)
    run_jobs()
    return answer.headers["Location"]


def headings(app):
    with app.app_context():
        found = db.session.scalars(select(Import).order_by(Import.id.desc())).first()
        doc = review.load_document(found).doc
        return [(b.level, b.title) for b in doc.blocks if isinstance(b, Heading)]


def test_a_style_said_once_is_read_that_way_in_every_document(app, trainer, manual, run_jobs):
    page = trainer.get("/desk/styles/")
    page = trainer.follow(trainer.submit(page, "Keep", name="kapitel x", meaning="2"))
    assert "kapitel x: Heading, level 2" in page.main
    upload(trainer, manual, run_jobs)
    assert [title for _, title in headings(app)] == ["Start of the matter.", "End of the matter."]
    page = trainer.follow(trainer.submit(page, "Forget it"))
    assert "Nothing yet" in page.main
    upload(trainer, manual, run_jobs)
    assert headings(app) == []


def test_a_document_is_read_again_with_its_own_meanings(app, trainer, manual, run_jobs):
    path = upload(trainer, manual, run_jobs)
    page = trainer.get(f"{path}styles")
    assert "Kapitel X" in page.main
    names = page.all("//input[@name='name']/@value")
    said = ["1" if name == "Kapitel X" else "" for name in names]
    trainer.submit(page, "Read again with these styles", meaning=said)
    run_jobs()
    assert [level for level, _ in headings(app)] == [1, 1]
    page = trainer.get(f"{path}styles")
    assert page.all("//option[@selected]/@value") == ["1"]
    told = trainer.json("GET", f"/api/v1{path.removeprefix('/desk')}styles").json
    assert [one["meaning"] for one in told if one["name"] == "Kapitel X"] == ["1"]


def test_programs_say_what_styles_mean_and_have_a_document_read_again(
    app, trainer, manual, run_jobs
):
    path = f"/api/v1{upload(trainer, manual, run_jobs).removeprefix('/desk')}styles"
    body = {"name": "Kapitel X", "meaning": "3"}
    assert trainer.json("PUT", "/api/v1/styles", body).json["said"] == [body]
    trainer.json("PUT", "/api/v1/styles", {"name": "Kapitel X", "meaning": "12"}, status=422)
    trainer.json("PUT", "/api/v1/styles", {"name": "--", "meaning": "1"}, status=422)
    trainer.json("PUT", path, {"styles": []}, status=202)
    trainer.json("PUT", path, {"styles": []}, status=409)
    run_jobs()
    assert [level for level, _ in headings(app)] == [1, 1]
    body["meaning"] = ""
    assert trainer.json("PUT", "/api/v1/styles", body).json["said"] == []


def test_what_was_decided_of_the_same_bytes_is_taken_over(app, trainer, manual, run_jobs):
    trainer.json("PUT", "/api/v1/styles", {"name": "Kapitel X", "meaning": "1"})
    path = upload(trainer, manual, run_jobs)
    page = trainer.get(f"{path}outline")
    key = page.all("//li[label='End of the matter.']/input/@value")[0]
    trainer.submit(page, "Annex", h=[key])
    again = trainer.get(f"{upload(trainer, manual, run_jobs)}outline")
    assert "This document was reviewed before" in again.main
    assert "Annex, lesson 2" in again.main
    page = trainer.follow(trainer.submit(again, "Start again"))
    assert "Annex, lesson" not in page.main


def test_decisions_find_their_headings_again_when_a_document_is_read_again(
    app, trainer, manual, run_jobs
):
    trainer.json("PUT", "/api/v1/styles", {"name": "Kapitel X", "meaning": "1"})
    path = upload(trainer, manual, run_jobs)
    place = f"/api/v1{path.removeprefix('/desk')}"
    told = trainer.json("GET", f"{place}outline").json
    key = next(one["id"] for one in told["headings"] if one["title"].startswith("End"))
    trainer.json("POST", f"{place}outline/acts", {"act": "role-annex", "headings": [key]})
    body = {"styles": [{"name": "Kapitel X", "meaning": "2"}]}
    trainer.json("PUT", f"{place}styles", body, status=202)
    run_jobs()
    told = trainer.json("GET", f"{place}outline").json
    assert [(one["title"], one["role"]) for one in told["headings"]] == [
        ("Start of the matter.", "body"),
        ("End of the matter.", "annex"),
    ]
