"""The administrators' list of organisations."""

from sqlalchemy import select

from elearn.accounts.models import AuditEntry, Organisation
from elearn.core.database import db


def test_an_admin_adds_and_changes_an_organisation(signed_in, cast, app):
    admin = signed_in(cast.admin)
    page = admin.get("/admin/organisations/new")
    answer = admin.submit(
        page, "Save organisation", name="  Centre  of Dakar ", kind="regional-centre", country="SN"
    )
    page = admin.follow(answer)
    assert "Centre of Dakar" in page.main
    assert "Senegal" in page.main
    [link] = page.all("//a[normalize-space()='Centre of Dakar']/@href")
    answer = admin.submit(admin.get(link), "Save organisation", name="Dakar Centre", country="")
    assert "Dakar Centre" in admin.follow(answer).main
    with app.app_context():
        rows = db.session.execute(
            select(Organisation.name, Organisation.country).order_by(Organisation.id)
        ).all()
        assert [tuple(row) for row in rows] == [("Sample Centre", "UY"), ("Dakar Centre", None)]
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert actions == ["organisation.create", "organisation.update"]


def test_two_organisations_cannot_have_one_name(signed_in, cast):
    admin = signed_in(cast.admin)
    answer = admin.submit(
        admin.get("/admin/organisations/new"),
        "Save organisation",
        status=409,
        name="Sample Centre",
        kind="ngo",
    )
    assert "An organisation with this name is on the list already." in answer.main
    assert answer.all("//input[@name='name']/@value") == ["Sample Centre"]
    assert answer.all("//select[@name='kind']/option[@selected]/@value") == ["ngo"]


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(signed_in, cast):
    admin = signed_in(cast.admin)
    answer = admin.submit(
        admin.get("/admin/organisations/new"), "Save organisation", status=422, country="KE"
    )
    assert "Write the name of the organisation." in answer.main
    assert answer.all("//select[@name='country']//option[@selected]/@value") == ["KE"]
    admin.post("/admin/organisations/new", {"name": "X", "kind": "bank"}, status=422)


def test_the_list_is_searched_and_says_how_many_people_each_has(signed_in, cast):
    admin = signed_in(cast.admin)
    page = admin.get("/admin/organisations/?q=sample")
    assert [cell.text_content() for cell in page.all("//tbody//td[@class='number']")] == ["1"]
    assert "No organisation found" in admin.get("/admin/organisations/?q=nothing").main


def test_an_organisation_nobody_knows_is_not_found(signed_in, cast):
    admin = signed_in(cast.admin)
    admin.get("/admin/organisations/000000000000/", status=404)
    admin.post("/admin/organisations/000000000000/", {"name": "X", "kind": "ngo"}, status=404)
