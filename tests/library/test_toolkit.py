"""The toolkit shows editions down to the paragraph, once they are public."""

import pytest
from sqlalchemy import select

from elearn.core.database import db
from elearn.library import operations, review
from elearn.library.models import Edition, Import
from tests.library.test_imports import upload


@pytest.fixture
def edition(app, signed_in, cast, run_jobs, writing):
    """A loaded edition that is not public yet."""
    upload(signed_in(cast.trainer))
    run_jobs()
    with app.app_context():
        found = db.session.scalars(select(Import)).one()
        edition_id = review.store(found.id, review.reviewed(found))
        return db.session.get_one(Edition, edition_id)


@pytest.fixture
def shown(edition, writing):
    with writing():
        operations.show_edition(edition.id, None)
    return edition


def test_an_edition_is_hidden_from_readers_until_it_is_shown(
    visitor, signed_in, cast, edition, writing
):
    assert "The toolkit is empty" in visitor.get("/toolkit/").main
    visitor.get("/toolkit/handling-used-oil/", status=404)
    signed_in(cast.trainer).get("/toolkit/handling-used-oil/")
    with writing():
        operations.show_edition(edition.id, None)
    assert "Handling used oil" in visitor.get("/toolkit/").main


def test_readers_go_from_the_contents_to_a_section_and_its_paragraphs(visitor, shown):
    page = visitor.get(f"/toolkit/handling-used-oil/{shown.public_id}/")
    assert "What the label says" in page.main
    section = visitor.get(f"/toolkit/handling-used-oil/{shown.public_id}/2")
    assert section.heading == "What the label says"
    assert "Waste mineral oils" in section.main
    key = section.all("//div[starts-with(@id, 'b-')]/@id")[0]
    answer = visitor.get(
        f"/toolkit/handling-used-oil/{shown.public_id}/paragraph/{key}", status=302
    )
    assert answer.location.endswith(f"/2#{key}")


def test_the_glossary_lists_the_terms_in_order(visitor, shown):
    page = visitor.get(f"/toolkit/handling-used-oil/{shown.public_id}/glossary")
    assert [term.text for term in page.all("//dt/dfn")] == ["Drum", "Label", "Tray"]


def test_the_api_gives_a_paragraph_by_its_key(visitor, shown):
    section = visitor.get(f"/toolkit/handling-used-oil/{shown.public_id}/1")
    key = section.all("//div[starts-with(@id, 'b-')]/@id")[0]
    found = visitor.json("GET", f"/api/v1/editions/{shown.public_id}/paragraphs/{key}").json
    assert found["text"].startswith("Used oil is kept apart")
    assert found["section"] == "Collecting used oil"


def test_the_api_hides_an_edition_that_is_not_public(visitor, edition):
    visitor.json("GET", f"/api/v1/editions/{edition.public_id}", status=404)


def test_only_admins_change_the_register(signed_in, cast, visitor, shown):
    address = f"/desk/editions/{shown.public_id}/"
    visitor.get(address, status=302)
    signed_in(cast.trainer).get(address, status=403)
    admin = signed_in(cast.admin)
    admin.submit(admin.get(address), "Save", publisher="A ministry")
    assert "A ministry" in visitor.get(f"/toolkit/handling-used-oil/{shown.public_id}/").text


def test_places_that_do_not_exist_are_not_found(visitor, shown):
    prefix = f"/toolkit/handling-used-oil/{shown.public_id}/"
    visitor.get(prefix + "99", status=404)
    visitor.get(prefix + "paragraph/b-nothing", status=404)
    visitor.get("/toolkit/other/" + shown.public_id + "/", status=404)
    visitor.get("/media/" + "0" * 64 + ".webp", status=404)
