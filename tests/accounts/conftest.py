"""What the tests of accounts share: passwords for the cast, and links found in letters."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import update

from elearn.accounts import passwords
from elearn.accounts.models import Person
from elearn.core.database import db
from elearn.core.transaction import write
from tests.cast import Cast, Member

PASSWORD = "seven quiet lorries"


@pytest.fixture
def password(app: Flask, cast: Cast) -> str:
    """The password that everybody of the cast now has."""
    with app.app_context():
        stored = passwords.hash_password(PASSWORD)
        with write():
            db.session.execute(update(Person).values(password_hash=stored))
    return PASSWORD


@pytest.fixture
def link_in() -> Callable[[EmailMessage], str]:
    """Return a function that gives the path of the link in a letter."""

    def find(letter: EmailMessage) -> str:
        body = letter.get_body(("plain",))
        assert body is not None
        found = re.search(r"https?://\S+", body.get_content())
        assert found, "No link in the letter"
        return urlsplit(found.group()).path

    return find


@pytest.fixture
def person_row(app: Flask) -> Callable[[Member | str], Person]:
    """Return a function that reads a person's row by member or e-mail."""

    def read(who: Member | str) -> Person:
        email = who if isinstance(who, str) else who.email
        with app.app_context():
            row = db.session.query(Person).filter_by(email=email).one()
            db.session.expunge(row)
            return row

    return read
