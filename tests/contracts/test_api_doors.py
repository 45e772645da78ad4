"""Doors of the API that stand beside those of the pages, and do what those do."""

from typing import Any

import jsonschema_rs

from elearn.core import outbox
from tests.pages import Pages


def as_learner(house: Any) -> Pages:
    return Pages(house.app).sign_in(house.cast.learner)


def test_a_quiz_tells_its_rules_and_the_attempts_so_far(house: Any):
    path = f"/api/v1/courses/{house.course.slug}/steps/{house.course.quiz.public_id}/attempts"
    told = as_learner(house).json("GET", path).json
    assert [one["id"] for one in told["attempts"]] == [house.open_attempt, house.closed_attempt]
    assert [one["passed"] for one in told["attempts"]] == [None, True]
    assert (told["pass_mark"], told["allowed"], told["refusal"]) == (8000, 0, None)


def test_a_lesson_has_no_attempts(house: Any):
    step = house.course.lesson("why").public_id
    as_learner(house).json(
        "GET", f"/api/v1/courses/{house.course.slug}/steps/{step}/attempts", status=404
    )


def test_the_holder_hides_the_details_of_a_certificate_and_shows_them_again(house: Any):
    pages, visitor = as_learner(house), Pages(house.app)
    for hidden in (True, False):
        body = {"details_hidden": hidden}
        told = pages.json("PATCH", f"/api/v1/awards/{house.award}", body).json
        assert told["details_hidden"] is hidden
        facts = visitor.json("GET", f"/api/v1/verifications/{house.code}").json["facts"]
        assert (facts is None) is hidden


def test_a_certificate_that_was_drawn_is_downloaded(house: Any):
    with house.app.app_context():
        while outbox.run_due():
            pass
    answer = as_learner(house).client.get(f"/api/v1/awards/{house.award}/pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


def test_trainers_list_their_own_imports_and_stop_them(house: Any):
    pages = Pages(house.app).sign_in(house.cast.trainer)
    told = pages.json("GET", "/api/v1/imports").json
    assert [(one["id"], one["file_name"]) for one in told["items"]] == [
        (house.import_id, "manual.md")
    ]
    assert (told["page"], told["more"]) == (1, False)
    pages.json("DELETE", f"/api/v1/imports/{house.import_id}", status=204)
    assert pages.json("GET", f"/api/v1/imports/{house.import_id}").json["state"] == "cancelled"
    other = Pages(house.app).sign_in(house.cast.second_trainer)
    assert other.json("GET", "/api/v1/imports").json["items"] == []


def test_an_edition_is_read_section_by_section(house: Any):
    pages = Pages(house.app).sign_in(house.cast.trainer)
    edition = pages.json("GET", f"/api/v1/tools/{house.tool}").json["editions"][0]["id"]
    sections = pages.json("GET", f"/api/v1/editions/{edition}/sections").json
    assert [one["title"] for one in sections] == [step.title for step in house.course.steps]
    place = sections[0]["position"]
    told = pages.json("GET", f"/api/v1/editions/{edition}/sections/{place}").json
    assert [one["key"] for one in told["paragraphs"]] == [house.course.steps[0].paragraph]
    pages.json("GET", f"/api/v1/editions/{edition}/sections/999", status=404)


def test_wrong_values_are_named_in_the_answer(house: Any):
    told = as_learner(house).json("PATCH", "/api/v1/me", {"language": "xx"}, status=422).json
    assert told["errors"] == {"json": {"language": ["Not offered."]}}


def test_every_example_in_the_document_is_what_its_schema_says(house: Any):
    document = Pages(house.app).json("GET", "/api/v1/openapi.json").json
    wrong = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            parts = [operation.get("requestBody", {}), *operation["responses"].values()]
            for part in parts:
                for kind, content in part.get("content", {}).items():
                    if kind == "application/json":
                        schema = content["schema"] | {"components": document["components"]}
                        if not jsonschema_rs.is_valid(schema, content["example"]):
                            wrong.append(f"{method} {path} {content['example']}")
    assert not wrong
