"""Reading: a page that only looks makes no session, and what is written afterwards is seen."""

import pytest
from sqlalchemy import func, insert, select

from elearn.accounts.models import Organisation
from elearn.core.database import ReadOnly, db, read
from elearn.core.transaction import write

COUNTED = select(func.count(Organisation.id))
ADDED = insert(Organisation).values(name="added", kind="ngo", country="KE")


def counted() -> int:
    return int(read(COUNTED).scalar_one())


def taken() -> int:
    """Return how many connections are in use."""
    return int(db.engine.pool.checkedout())  # type: ignore[attr-defined]


def test_a_page_that_only_looks_makes_no_session_and_gives_its_connection_back(app):
    with app.app_context():
        before = taken()
    with app.test_request_context("/"):
        counted()
        counted()
        assert not db.session.registry.has()
        assert taken() == before + 1
    with app.app_context():
        assert taken() == before


def test_what_was_written_is_seen_by_whoever_looked_before(app):
    with app.test_request_context("/"):
        before = counted()
        with write():
            db.session.execute(ADDED)
            assert counted() == before + 1
        assert counted() == before + 1


def test_a_page_that_only_looks_cannot_write(app):
    with app.test_request_context("/"), pytest.raises(ReadOnly):
        read(ADDED)
