"""Commands about people: `elearn user ...`."""

import json
import sys
from typing import NoReturn

import click
from flask.cli import with_appcontext

from elearn.accounts import operations, passwords, privacy, profiles, queries
from elearn.accounts.access import GRANTABLE
from elearn.accounts.addresses import normalised_email
from elearn.core.errors import DomainError
from elearn.core.transaction import write


@click.group()
def user() -> None:
    """Create accounts and give roles."""


@user.command("create")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name as it stands on certificates.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(GRANTABLE),
    help="May be given several times.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def create(email: str, name: str, roles: tuple[str, ...], password_stdin: bool) -> None:
    """Create an account whose address counts as confirmed.

    Without --password-stdin the person sets a password by mail, on the page /reset.
    """
    address, proper = normalised_email(email), profiles.clean_name(name)
    if address is None:
        refuse("invalid-email", "This is not an e-mail address.")
    if proper is None:
        refuse("invalid-name", "This cannot be a name.")
    password_hash = None
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        problem = passwords.problem_with(password, proper, address)
        if problem:
            refuse("weak-password", problem)
        password_hash = passwords.hash_password(password)
    try:
        with write():
            person = operations.create_person(
                email=address, name=proper, password_hash=password_hash
            )
            for role in roles:
                operations.grant(person.id, role, None)
    except DomainError as error:
        refuse(error.code, str(error))
    click.echo(person.public_id)


@user.command("grant")
@click.argument("email")
@click.argument("role", type=click.Choice(GRANTABLE))
@with_appcontext
def grant(email: str, role: str) -> None:
    """Give somebody a role everywhere."""
    with write():
        operations.grant(find(email), role, None)


@user.command("export")
@click.argument("email")
@with_appcontext
def export(email: str) -> None:
    """Print everything that is held about a person, as JSON."""
    click.echo(json.dumps(privacy.export(find(email)), ensure_ascii=False, indent=2))


def find(email: str) -> int:
    """Return the id of the account with this address, or stop."""
    account = queries.person_by_email(normalised_email(email) or "")
    if account is None:
        refuse("not-found", "Nobody has this address.")
    return int(account.id)


def refuse(code: str, sentence: str) -> NoReturn:
    """Stop with one line that programs can read, too."""
    click.echo(f"refused: {code}: {sentence}", err=True)
    sys.exit(2)
