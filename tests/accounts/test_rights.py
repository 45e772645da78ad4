"""Who may enter each door of this room: one table, checked against the routes (R-01, R-27)."""

import re

import pytest
from sqlalchemy import select, update

from elearn.accounts.models import Membership, Organisation, Person
from elearn.core.clock import now
from elearn.core.database import db
from tests.pages import Pages

PARTS = ("learner", "partner", "trainer", "reviewer", "analyst", "admin")
ROOM = (
    "accounts",
    "people",
    "organisations",
    "audit",
    "letter_log",
    "accounts_api",
    "letters_api",
)

# endpoint: who is let in. "anyone", "signed in" or "admin".
TABLE = {
    "accounts.register": "anyone",
    "accounts.send_registration": "anyone",
    "accounts.look_at_mail": "anyone",
    "accounts.ask_again": "anyone",
    "accounts.send_again": "anyone",
    "accounts.confirm": "anyone",
    "accounts.confirm_address": "anyone",
    "accounts.sign_in": "anyone",
    "accounts.begin_sign_in": "anyone",
    "accounts.sign_out": "anyone",
    "accounts.sign_out_everywhere": "signed in",
    "accounts.switch_language": "anyone",
    "accounts.reset": "anyone",
    "accounts.send_reset": "anyone",
    "accounts.reset_sent": "anyone",
    "accounts.set_password": "anyone",
    "accounts.save_new_password": "anyone",
    "accounts.profile": "signed in",
    "accounts.save_profile": "signed in",
    "accounts.email": "signed in",
    "accounts.send_email_link": "signed in",
    "accounts.email_sent": "signed in",
    "accounts.confirm_email": "signed in",
    "accounts.change_email": "signed in",
    "accounts.letters": "signed in",
    "accounts.save_letters": "signed in",
    "accounts.password": "signed in",
    "accounts.change_password": "signed in",
    "accounts.sign_ins": "signed in",
    "accounts.end_sign_in": "signed in",
    "accounts.data": "signed in",
    "accounts.copy_data": "signed in",
    "accounts.ask_erase": "signed in",
    "accounts.erase_account": "signed in",
    "accounts.tokens": "signed in",
    "accounts.create_token": "signed in",
    "accounts.revoke_token": "signed in",
    "accounts.about": "anyone",
    "accounts.privacy": "anyone",
    "accounts.accessibility": "anyone",
    "accounts.designations": "anyone",
    "people.index": "admin",
    "people.show": "admin",
    "people.grant": "admin",
    "people.ask_withdraw": "admin",
    "people.withdraw": "admin",
    "people.ask_suspend": "admin",
    "people.suspend": "admin",
    "people.restore": "admin",
    "organisations.index": "admin",
    "organisations.new": "admin",
    "organisations.create": "admin",
    "organisations.edit": "admin",
    "organisations.update": "admin",
    "audit.index": "admin",
    "audit.check": "admin",
    "accounts_api.me": "signed in",
    "accounts_api.change_me": "signed in",
    "accounts_api.my_tokens": "signed in",
    "accounts_api.my_data": "signed in",
    "accounts_api.erase_me": "signed in",
    "accounts_api.create_token": "signed in",
    "accounts_api.revoke_token": "signed in",
    "accounts_api.list_countries": "anyone",
    "letter_log.index": "admin",
    "letters_api.my_letters": "signed in",
    "letters_api.choose": "signed in",
    "letters_api.list_letters": "admin",
}


def doors(app):
    """Yield (endpoint, method, path) of every route of this room, with ids of things that exist."""
    with app.app_context():
        subject = db.session.scalars(select(Person.public_id).order_by(Person.id)).all()[1]
        held = db.session.scalars(select(Membership.public_id)).first()
        organisation = db.session.scalars(select(Organisation.public_id)).first()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] not in ROOM:
            continue
        path = rule.rule.replace("<membership>", held)
        path = path.replace("<public_id>", organisation if "organisations" in path else subject)
        path = re.sub("<[^>]+>", "nothing", path)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, path


def knock(client, method, path):
    if path.startswith("/api/"):
        headers = {"X-CSRFToken": client.token()}
        body = {} if method in ("POST", "PATCH") else None
        return client.client.open(path, method=method, json=body, headers=headers)
    if method == "GET":
        return client.client.get(path)
    return client.client.post(path, data={"csrf_token": client.token()})


def turned_away(response, path):
    if path.startswith("/api/"):
        return response.status_code in (401, 403)
    if response.status_code == 403:
        return True
    to_sign_in = (response.location or "").partition("?")[0] == "/sign-in"
    return response.status_code == 302 and to_sign_in


def test_every_route_of_this_room_is_in_the_table(app):
    assert {endpoint for endpoint, _, _ in doors(app)} == set(TABLE)


def test_visitors_enter_only_what_is_open_to_anyone(app):
    for endpoint, method, path in doors(app):
        response = knock(Pages(app), method, path)
        refused = turned_away(response, path)
        assert refused == (TABLE[endpoint] != "anyone"), (endpoint, method, response.status_code)


@pytest.mark.parametrize("part", PARTS)
def test_people_enter_what_is_theirs_and_no_more(app, cast, part):
    for endpoint, method, path in doors(app):
        client = Pages(app).sign_in(getattr(cast, part))
        response = knock(client, method, path)
        if endpoint == "accounts.sign_out_everywhere":
            assert response.location == "/sign-in"
            continue
        expected = TABLE[endpoint] == "admin" and part != "admin"
        assert turned_away(response, path) == expected, (endpoint, method, response.status_code)
        assert response.status_code < 500


def test_a_suspended_person_enters_what_visitors_enter(app, cast, writing):
    for endpoint, method, path in doors(app):
        client = Pages(app).sign_in(cast.admin)
        with writing():
            db.session.execute(
                update(Person).where(Person.id == cast.admin.id).values(suspended_at=now())
            )
        response = knock(client, method, path)
        assert turned_away(response, path) == (TABLE[endpoint] != "anyone"), (endpoint, method)
        with writing():
            db.session.execute(
                update(Person).where(Person.id == cast.admin.id).values(suspended_at=None)
            )


def test_nothing_changes_by_get_or_without_the_token_of_this_session(app, cast):
    """GET on an acting address is refused, and so is a POST without a valid token."""
    routes = list(doors(app))
    reads = {path for _, method, path in routes if method == "GET"}
    for endpoint, method, path in routes:
        if method == "GET":
            continue
        client = Pages(app).sign_in(cast.admin)
        if path not in reads:
            assert client.client.get(path).status_code == 405, endpoint
        body = {"json": {}} if path.startswith("/api/") else {"data": {"x": "1"}}
        response = client.client.open(path, method=method, **body)
        assert response.status_code == 400, (endpoint, response.status_code)
        foreign = Pages(app).token()
        body = (
            {"json": {}, "headers": {"X-CSRFToken": foreign[:-4] + "AAAA"}}
            if path.startswith("/api/")
            else {"data": {"csrf_token": foreign[:-4] + "AAAA"}}
        )
        assert client.client.open(path, method=method, **body).status_code == 400, endpoint


def test_guessed_ids_of_any_shape_are_not_found(app, cast):
    admin = Pages(app).sign_in(cast.admin)
    for odd in ("0", "-1", "1 OR 1=1", "%00", "x" * 3000, "٣", "../../etc"):
        for path in ("/admin/people/{}/", "/admin/organisations/{}/"):
            response = admin.client.get(path.format(odd.replace("/", "%2F")))
            assert response.status_code in (400, 404), odd
    assert admin.client.get("/admin/people/?q=%00&page=1").status_code in (200, 400)
