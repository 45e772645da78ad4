"""One's own profile, on the page and in the API."""

import pytest
from sqlalchemy import select, update

from elearn.accounts.models import AuditEntry, Organisation, Person
from elearn.core.database import db


@pytest.fixture
def centre(app):
    with app.app_context():
        return db.session.scalars(select(Organisation.public_id)).one()


def test_a_person_changes_their_profile(signed_in, cast, centre, person_row, app):
    client = signed_in(cast.learner)
    page = client.get("/account/")
    answer = client.submit(
        page,
        "Save profile",
        name="  Lina   Haddad-Okoye ",
        language="fr",
        timezone="Africa/Nairobi",
        country="GL",
        stakeholder="ngo",
        gender="another",
        organisation=centre,
    )
    assert client.follow(answer).heading == "Your profile"
    row = person_row(cast.learner)
    assert (row.name, row.language, row.timezone) == ("Lina Haddad-Okoye", "fr", "Africa/Nairobi")
    assert (row.country, row.stakeholder, row.gender) == ("GL", "ngo", "another")
    assert row.organisation_id is not None
    with app.app_context():
        [entry] = db.session.scalars(select(AuditEntry))
        assert entry.action == "account.update"
        assert "Lina" not in str(entry.detail)


def test_answers_may_be_taken_back(signed_in, cast, person_row):
    client = signed_in(cast.partner)
    client.submit(
        client.get("/account/"),
        "Save profile",
        country="",
        stakeholder="",
        gender="",
        organisation="",
    )
    row = person_row(cast.partner)
    assert (row.country, row.stakeholder, row.gender, row.organisation_id) == (None,) * 4


def test_saving_what_is_there_records_nothing(signed_in, cast, app):
    client = signed_in(cast.partner)
    client.submit(client.get("/account/"), "Save profile")
    with app.app_context():
        assert db.session.scalars(select(AuditEntry)).all() == []


def test_a_mistake_keeps_what_was_typed(signed_in, cast, person_row):
    client = signed_in(cast.learner)
    answer = client.submit(
        client.get("/account/"), "Save profile", status=422, name=" ", country="SN"
    )
    assert "Write your name." in answer.main
    assert answer.all("//select[@name='country']/option[@selected]/@value") == []
    assert answer.all("//select[@name='country']//option[@selected]/@value") == ["SN"]
    assert person_row(cast.learner).country == "KE"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "EU"),
        ("country", "XX"),
        ("language", "tlh"),
        ("timezone", "Mars/Olympus"),
        ("gender", "yes"),
        ("stakeholder", "boss"),
        ("organisation", "0"),
        ("name", "x" * 121),
    ],
)
def test_answers_that_are_not_offered_are_refused(signed_in, cast, person_row, field, value):
    client = signed_in(cast.learner)
    before = person_row(cast.learner)
    page = client.get("/account/")
    [form] = [f for f in page.page.forms if "stakeholder" in f.fields]
    data = dict(form.form_values()) | {field: value}
    client.post("/account/", data, status=422)
    after = person_row(cast.learner)
    assert getattr(after, field, None) == getattr(before, field, None)


def test_control_characters_are_dropped_from_a_name(signed_in, cast, person_row):
    client = signed_in(cast.learner)
    client.submit(client.get("/account/"), "Save profile", name="Li\x00na\x1b Had\x85dad")
    assert person_row(cast.learner).name == "Lina Haddad"


def test_fields_nobody_offered_are_ignored(signed_in, cast, person_row):
    client = signed_in(cast.learner)
    [form] = [f for f in client.get("/account/").page.forms if "stakeholder" in f.fields]
    sent = dict(form.form_values()) | {
        "email": "other@example.org",
        "is_test": "1",
        "organisation_id": "1",
        "role": "admin",
        "id": str(cast.second_learner.id),
    }
    client.post("/account/", sent)
    row = person_row(cast.learner)
    assert (row.email, row.is_test, row.organisation_id) == (cast.learner.email, False, None)
    assert person_row(cast.second_learner).country == "SN"


def test_the_saved_language_outweighs_an_older_choice(signed_in, cast):
    client = signed_in(cast.learner)
    client.post("/language", {"to": "fr", "next": "/"})
    client.submit(client.get("/account/"), "Save profile", language="ar")
    assert client.get("/account/").page.getroottree().getroot().get("lang") == "ar"


def test_markup_in_a_name_is_shown_literally_everywhere(signed_in, cast, writing):
    name = "<script>alert(1)</script>\"'>"
    with writing():
        db.session.execute(update(Person).where(Person.id == cast.learner.id).values(name=name))
    answer = signed_in(cast.learner).get("/account/")
    assert "<script>alert" not in answer.text
    assert answer.all("//input[@name='name']/@value") == [name]
    admin = signed_in(cast.admin)
    for path in (
        "/admin/people/",
        f"/admin/people/{cast.learner.public_id}/",
        f"/admin/people/{cast.learner.public_id}/suspend",
        "/admin/audit/",
    ):
        assert "<script>alert" not in admin.get(path).text


def test_the_list_of_countries_carries_its_note(signed_in, cast):
    answer = signed_in(cast.learner).get("/account/")
    assert "do not express any opinion on the legal status" in answer.main
    groups = answer.all("//select[@name='country']/optgroup/@label")
    assert groups == ["Countries", "Another country or territory"]


def test_a_person_reads_and_changes_themselves_by_the_api(signed_in, cast, centre):
    client = signed_in(cast.learner)
    me = client.json("GET", "/api/v1/me").json
    assert me == {
        "id": cast.learner.public_id,
        "name": "Lina Haddad",
        "email": "lina@example.org",
        "language": "en",
        "timezone": "UTC",
        "country": "KE",
        "stakeholder": "competent-authority",
        "gender": "female",
        "organisation": None,
        "roles": ["learner"],
    }
    changes = {"name": "Lina H.", "country": None, "organisation": centre}
    changed = client.json("PATCH", "/api/v1/me", changes).json
    assert changed == me | changes


@pytest.mark.parametrize(
    "body",
    [
        {"role": "admin"},
        {"email": "other@example.org"},
        {"is_test": True},
        {"id": "x"},
        {"country": "EU"},
        {"name": ""},
        {"name": "\u0007"},
        {"language": "tlh"},
        {"timezone": "UTC+3"},
        {"gender": "x"},
    ],
)
def test_the_api_refuses_what_is_not_part_of_a_profile(signed_in, cast, body, person_row):
    before = person_row(cast.learner)
    signed_in(cast.learner).json("PATCH", "/api/v1/me", body, status=422)
    after = person_row(cast.learner)
    assert (after.name, after.email, after.country) == (before.name, before.email, before.country)


def test_an_organisation_nobody_knows_is_not_found(signed_in, cast):
    body = {"organisation": "000000000000"}
    signed_in(cast.learner).json("PATCH", "/api/v1/me", body, status=404)


def test_a_session_needs_its_csrf_token_for_the_api(signed_in, cast, person_row):
    client = signed_in(cast.learner)
    answer = client.client.patch("/api/v1/me", json={"name": "Forged"})
    assert answer.status_code == 400
    assert person_row(cast.learner).name == "Lina Haddad"


def test_the_countries_are_listed_for_programs(visitor):
    body = visitor.json("GET", "/api/v1/countries").json
    assert "legal status" in body["note"]
    by_code = {row["code"]: row for row in body["countries"]}
    assert by_code["KE"] == {
        "code": "KE",
        "name": "Kenya",
        "group": "African States",
        "is_party": True,
    }
    assert (by_code["GL"]["group"], by_code["GL"]["is_party"]) == ("", False)
    assert "EU" not in by_code
