"""Who gets through which door: every route and method, for everybody (R-01 to R-04, R-13, G1).

`rights.toml` says what must happen; a route that is not in it fails the test. The things behind
the doors are those of the house: the course is Tomas's, the attempt and the certificate Lina's.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.routing import Rule

from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import open_sign_in
from tests.contracts.bodies import SENT
from tests.contracts.places import address, values
from tests.pages import Pages

TABLE = tomllib.loads((Path(__file__).parent / "rights.toml").read_text(encoding="utf-8"))
PERSONAS = (
    "visitor",
    "learner",
    "second_learner",
    "trainer",
    "second_trainer",
    "partner",
    "reviewer",
    "analyst",
    "admin",
    "suspended",
)
# What ends something is sent last, so that the doors before it still lead somewhere.
ENDINGS = re.compile(
    r"remove|withdraw|retire|close$|leave|submi|sign_out|revoke|end_sign_in|cancel|suspend|confirm$|"
    r"publish|finish|new_password|restore|delete|hide|correct|take_back|give_back|reissue|"
    r"let_go|change_password"
)


def doors(app: Flask) -> list[tuple[Rule, str]]:
    found = [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint != "static"
    ]
    return sorted(
        found,
        key=lambda one: (
            one[1] != "GET",
            one[1] == "DELETE" or bool(ENDINGS.search(one[0].endpoint)),
            # Signing out everywhere ends what all the others stand on.
            "everywhere" in one[0].endpoint,
            one[0].endpoint,
        ),
    )


def outcome(response: Any) -> str:
    """Return `in`, `sign-in` or the status of a refusal; what a form answers is behind the door."""
    status = response.status_code
    if status in (301, 302, 303, 308):
        return "sign-in" if re.match(r"/sign-in(\?|$)", response.headers["Location"]) else "in"
    assert status < 500
    return "in" if status < 400 or status in (400, 409, 413, 415, 422) else str(status)


def walk(house: Any, persona: str) -> dict[str, str]:
    """Knock at every door as the persona and return what happened."""
    app, found = house.app, {}
    house.token(house.cast.learner)
    house.token(house.cast.learner)
    open_sign_in(app, house.cast.learner)
    known = values(house)
    member = getattr(house.cast, "learner" if persona == "suspended" else persona, None)
    for rule, method in doors(app):
        pages = Pages(app)
        if member is not None:
            if persona == "suspended":
                suspend(app, member.id, False)
            pages.sign_in(member)
            if persona == "suspended":
                suspend(app, member.id, True)
        path = address(app, rule, known)
        if method == "GET":
            response = pages.client.get(path)
        elif path.startswith("/api/"):
            response = pages.client.open(
                path,
                method=method,
                json=SENT.get(rule.endpoint, {}),
                headers={"X-CSRFToken": pages.token()},
            )
        else:
            response = pages.client.open(path, method=method, data={"csrf_token": pages.token()})
        found[f"{method} {rule.endpoint}"] = outcome(response)
    return found


def suspend(app: Flask, person_id: int, yes: bool) -> None:
    with app.app_context(), write():
        moment = now() if yes else None
        db.session.execute(update(Person).where(Person.id == person_id).values(suspended_at=moment))


def expected(persona: str) -> dict[str, str]:
    """Return the column of the table for one persona."""
    column = {}
    for name, group in TABLE.items():
        rule = group["who"]
        assert set(rule) <= {*PERSONAS, "others"}, name
        for door in group["doors"]:
            assert door not in column, f"{door} stands twice"
            column[door] = rule.get(persona, rule["others"])
    return column


def test_every_door_stands_in_the_table(whole_app: Flask):
    named = {f"{method} {rule.endpoint}" for rule, method in doors(whole_app)}
    assert named == set(expected("visitor"))


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_door_opens_to_those_the_table_names_and_nobody_else(house: Any, persona: str):
    found, table = walk(house, persona), expected(persona)
    wrong = {
        door: f"{found[door]}, not {table[door]}" for door in found if found[door] != table[door]
    }
    assert not wrong
