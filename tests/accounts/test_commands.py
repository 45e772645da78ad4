"""The commands `elearn user ...`."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from elearn.accounts import cli
from elearn.accounts.models import Membership, Person
from elearn.core.database import db


@pytest.fixture
def run(app):
    """Return a function that runs `elearn user ...` and gives the result."""

    def invoke(*args, typed=""):
        with app.app_context():
            return CliRunner().invoke(cli.user, list(args), input=typed)

    return invoke


CREATE = ("create", "--email", "Ada@Example.org", "--name", " Ada  Obi ")


def test_a_person_is_created_with_role_and_password_and_can_sign_in(run, app, visitor):
    result = run(*CREATE, "--role", "trainer", "--password-stdin", typed="seven quiet lorries\n")
    assert result.exit_code == 0, result.output
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.name == "Ada Obi")).one()
        assert (person.email, person.public_id) == ("ada@example.org", result.stdout.strip())
        roles = db.session.scalars(select(Membership.role).where(Membership.person_id == person.id))
        assert roles.all() == ["trainer"]
    data = {"email": "ada@example.org", "password": "seven quiet lorries"}
    visitor.post("/sign-in", data)


def test_without_a_password_the_person_sets_one_by_mail(run, visitor, run_jobs, letters, link_in):
    assert run(*CREATE).exit_code == 0
    data = {"email": "ada@example.org", "password": "nobody has this password"}
    visitor.post("/sign-in", data, status=422)
    visitor.post("/reset", {"email": "ada@example.org"})
    run_jobs()
    visitor.submit(
        visitor.get(link_in(letters()[0])), "Set the password", new_password="nine slow trains"
    )


@pytest.mark.parametrize(
    ("args", "typed", "code"),
    [
        (("create", "--email", "lina@example.org", "--name", "L"), "", "conflict"),
        (("create", "--email", "nonsense", "--name", "L"), "", "invalid-email"),
        (("create", "--email", "a@example.org", "--name", " "), "", "invalid-name"),
        ((*CREATE, "--password-stdin"), "password123\n", "weak-password"),
        (("grant", "nobody@example.org", "admin"), "", "not-found"),
        (("export", "nobody@example.org"), "", "not-found"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(run, app, args, typed, code):
    result = run(*args, typed=typed)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"refused: {code}: ")
    assert result.stderr.count("\n") == 1


def test_a_role_is_granted_and_a_copy_of_data_printed(run, cast, app):
    assert run("grant", "lina@example.org", "admin").exit_code == 0
    copy = json.loads(run("export", "lina@example.org").stdout)
    assert copy["profile"]["name"] == "Lina Haddad"
    assert [role["role"] for role in copy["roles"]] == ["admin"]


def test_a_role_nobody_can_grant_is_refused(run):
    assert run("grant", "lina@example.org", "learner").exit_code == 2
