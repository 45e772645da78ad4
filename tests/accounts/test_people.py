"""The administrators' pages about people: roles, suspension, the last administrator."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from elearn.accounts import operations, queries
from elearn.accounts.errors import LastAdmin, NotYours
from elearn.accounts.models import AuditEntry, Membership, Organisation, Person, SignIn, Token
from elearn.core.clock import now
from elearn.core.database import db
from tests.cast import actor


def page_of(member):
    return f"/admin/people/{member.public_id}/"


def roles_of(app, member):
    with app.app_context():
        rows = db.session.execute(
            select(Membership.role, Membership.scope_kind)
            .where(Membership.person_id == member.id)
            .order_by(Membership.id)
        )
        return [tuple(row) for row in rows]


def make_proof_old(writing):
    with writing():
        db.session.execute(update(SignIn).values(proved_at=now() - timedelta(minutes=11)))


def test_an_admin_finds_people_by_name_address_role_and_state(signed_in, cast, writing):
    client = signed_in(cast.admin)
    everybody = client.get("/admin/people/")
    names = [cell.text_content() for cell in everybody.all("//tbody//th")]
    assert names == sorted(names, key=str.lower)
    assert len(names) == 8
    found = client.get("/admin/people/?q=HADDAD")
    assert [cell.text_content() for cell in found.all("//tbody//th")] == ["Lina Haddad"]
    found = client.get("/admin/people/?q=omar@example")
    assert [cell.text_content() for cell in found.all("//tbody//th")] == ["Omar Diallo"]
    found = client.get("/admin/people/?role=trainer")
    assert [cell.text_content() for cell in found.all("//tbody//th")] == [
        "Tala Perez",
        "Tomas Novak",
    ]
    assert "Nobody found" in client.get("/admin/people/?state=suspended").main
    assert "Nobody found" in client.get("/admin/people/?q=%25").main
    assert client.get("/admin/people/?page=-3&role=king&state=x").heading == "People"


def test_the_list_of_people_has_pages_and_always_the_same_statements(
    signed_in, cast, writing, queries
):
    client = signed_in(cast.admin)
    with queries() as few:
        client.get("/admin/people/")
    with writing():
        for number in range(60):
            operations.create_person(
                email=f"p{number:02}@example.org", name="Same Name", password_hash="-"
            )
    seen = []
    for page in (1, 2, 3):
        with queries() as many:
            answer = client.get(f"/admin/people/?page={page}")
        assert len(many) == len(few)
        seen += answer.all("//tbody//th//a/@href")
    assert len(seen) == len(set(seen)) == 68


def test_an_admin_grants_a_role_that_counts_at_once(signed_in, cast, app):
    learner, admin = signed_in(cast.learner), signed_in(cast.admin)
    learner.get("/admin/people/", status=403)
    page = admin.get(page_of(cast.learner))
    answer = admin.submit(page, "Grant role", role="admin", organisation="")
    assert "It counts at once." in admin.follow(answer).main
    assert roles_of(app, cast.learner) == [("admin", "all")]
    learner.get("/admin/people/")
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.actor_id, entry.action, entry.thing_id) == (
            cast.admin.id,
            "role.grant",
            cast.learner.public_id,
        )
        assert entry.detail == {"role": "admin", "scope_kind": "all", "scope_id": 0}


def test_a_role_can_be_for_one_organisation(signed_in, cast, app):
    admin = signed_in(cast.admin)
    with app.app_context():
        centre = db.session.scalars(select(Organisation.public_id)).one()
    page = admin.get(page_of(cast.learner))
    admin.submit(page, "Grant role", role="partner", organisation=centre)
    assert roles_of(app, cast.learner) == [("partner", "organisation")]
    assert "Sample Centre" in admin.get(page_of(cast.learner)).main


def test_nobody_is_an_admin_of_one_thing_only(app, cast, writing):
    with writing(), pytest.raises(NotYours):
        operations.grant(cast.learner.id, "admin", None, "organisation", 1)
    stray = Membership(
        person_id=cast.learner.id, role="admin", scope_kind="organisation", scope_id=1
    )
    with writing():
        db.session.add(stray)
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_granting_twice_changes_nothing(app, cast, writing):
    for _ in range(2):
        with writing():
            operations.grant(cast.learner.id, "trainer", None)
    assert roles_of(app, cast.learner) == [("trainer", "all")]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 1


def test_a_withdrawn_role_is_gone_with_the_next_request(signed_in, cast, app):
    trainer, admin = signed_in(cast.trainer), signed_in(cast.admin)
    with app.app_context():
        held = db.session.scalars(
            select(Membership.public_id).where(Membership.person_id == cast.trainer.id)
        ).one()
    path = f"{page_of(cast.trainer)}roles/{held}/withdraw"
    page = admin.get(path)
    assert "Tomas Novak" in page.main
    admin.submit(page, "Withdraw the role")
    assert roles_of(app, cast.trainer) == []
    assert trainer.json("GET", "/api/v1/me").json["roles"] == ["learner"]
    admin.get(path, status=404)
    admin.post(path, status=404)


def test_a_role_is_withdrawn_from_its_holder_only(signed_in, cast, app):
    with app.app_context():
        held = db.session.scalars(
            select(Membership.public_id).where(Membership.person_id == cast.trainer.id)
        ).one()
    admin = signed_in(cast.admin)
    admin.post(f"{page_of(cast.learner)}roles/{held}/withdraw", status=404)
    assert roles_of(app, cast.trainer) == [("trainer", "all")]


def test_the_last_administrator_stays(signed_in, cast, app, writing):
    admin = signed_in(cast.admin)
    with app.app_context():
        held = db.session.scalars(
            select(Membership.public_id).where(Membership.person_id == cast.admin.id)
        ).one()
    page = admin.get(f"{page_of(cast.admin)}roles/{held}/withdraw")
    answer = admin.submit(page, "Withdraw the role", status=409)
    assert "This is the last administrator." in answer.main
    with writing(), pytest.raises(LastAdmin):
        operations.suspend(cast.admin.id, None)
    with writing():
        operations.grant(cast.learner.id, "admin", None)
        operations.suspend(cast.learner.id, None)
    admin.submit(
        admin.get(f"{page_of(cast.admin)}roles/{held}/withdraw"), "Withdraw the role", status=409
    )
    with writing():
        operations.restore(cast.learner.id, None)
    admin.submit(admin.get(f"{page_of(cast.admin)}roles/{held}/withdraw"), "Withdraw the role")
    assert roles_of(app, cast.admin) == []


@pytest.mark.parametrize("part", ["learner", "partner", "trainer", "reviewer", "analyst"])
def test_nobody_but_an_admin_grants_withdraws_or_suspends(app, cast, writing, part):
    member = getattr(cast, part)
    who = actor(app, member)
    with writing():
        for act in (
            lambda: operations.grant(cast.second_learner.id, "trainer", who),
            lambda: operations.grant(cast.second_learner.id, "admin", who),
            lambda: operations.grant(member.id, "admin", who),
            lambda: operations.suspend(cast.second_learner.id, who),
            lambda: operations.restore(cast.second_learner.id, who),
        ):
            with pytest.raises(NotYours):
                act()
        held = db.session.scalars(
            select(Membership.public_id).where(Membership.person_id == cast.second_trainer.id)
        ).one()
        with pytest.raises(NotYours):
            operations.withdraw(cast.second_trainer.id, held, who)


def test_a_role_for_one_thing_may_be_passed_on_for_that_thing_only(app, cast, writing):
    with writing():
        operations.grant(cast.learner.id, "trainer", None, "course", 7)
    who = actor(app, cast.learner)
    with writing():
        operations.grant(cast.second_learner.id, "trainer", who, "course", 7)
        for role, kind, number in (
            ("trainer", "course", 8),
            ("reviewer", "course", 7),
            ("trainer", "all", 0),
            ("trainer", "organisation", 7),
        ):
            with pytest.raises(NotYours):
                operations.grant(cast.second_learner.id, role, who, kind, number)


def test_suspending_shuts_out_at_once_and_restoring_brings_no_old_session_back(
    signed_in, visitor, cast, app, writing, password
):
    learner, admin = signed_in(cast.learner), signed_in(cast.admin)
    with writing():
        db.session.add(
            Token(
                token_hash="0" * 64,
                person_id=cast.learner.id,
                name="Script",
                expires_at=now() + timedelta(days=1),
            )
        )
    path = f"{page_of(cast.learner)}suspend"
    admin.submit(admin.get(path), "Suspend the account")
    assert "Suspended" in admin.get(page_of(cast.learner)).main
    learner.get("/account/", status=302)
    visitor.post("/sign-in", {"email": cast.learner.email, "password": password}, status=422)
    admin.submit(admin.get(path), "Restore the account")
    learner.get("/account/", status=302)
    visitor.post("/sign-in", {"email": cast.learner.email, "password": password})
    with app.app_context():
        assert db.session.scalars(select(Token.revoked_at)).one() is not None
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert actions == [
            "account.suspend",
            "account.restore",
            "sign-in.begin",
        ]


def test_nobody_suspends_themselves(signed_in, cast, writing):
    with writing():
        operations.grant(cast.learner.id, "admin", None)
    admin = signed_in(cast.admin)
    assert "You cannot suspend yourself." in admin.get(page_of(cast.admin)).main
    admin.post(f"{page_of(cast.admin)}suspend", status=403)


GRAVE = [
    ("roles", {"role": "trainer", "organisation": ""}),
    ("suspend", {}),
    ("restore", {}),
]


@pytest.mark.parametrize(("act", "data"), GRAVE)
def test_grave_acts_ask_for_a_password_older_than_ten_minutes(
    signed_in, cast, password, writing, app, act, data
):
    admin = signed_in(cast.admin)
    make_proof_old(writing)
    path = page_of(cast.second_learner) + act
    answer = admin.post(path, data, status=422)
    assert "Write your password." in answer.main
    answer = admin.post(path, data | {"password": "wrong one"}, status=422)
    assert "The password is wrong." in answer.main
    assert roles_of(app, cast.second_learner) == []
    admin.post(path, data | {"password": password})
    admin.post(path, data)


def test_the_page_of_somebody_unknown_or_erased_is_not_found(signed_in, cast, writing):
    admin = signed_in(cast.admin)
    admin.get("/admin/people/000000000000/", status=404)
    with writing():
        erased = update(Person).where(Person.id == cast.learner.id)
        db.session.execute(erased.values(erased_at=now()))
    admin.get(page_of(cast.learner), status=404)


def test_a_person_made_by_a_command_has_a_profile_other_rooms_can_read(writing):
    with writing():
        person = operations.create_person(
            email="new@example.org", name="New", password_hash="-", country="KE", is_test=True
        )
        profile = queries.profile_of(person.id)
    assert (profile.name, profile.email, profile.country) == ("New", "new@example.org", "KE")
    assert (profile.language, profile.gender, profile.stakeholder) == ("en", None, None)
    assert profile.is_test
