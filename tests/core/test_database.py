"""Prebuilt statements: the third time, which goes straight to the driver, is as the first."""

import pytest
from sqlalchemy import Integer, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound

from elearn.accounts.models import AuditEntry, Organisation
from elearn.core.clock import now
from elearn.core.database import ReadOnly, connection, db, execute, flush, read
from elearn.core.transaction import write

TIMES = 4


def test_moments_json_and_lists_are_converted_the_same_every_time(app):
    columns = AuditEntry.__table__.c
    new = insert(AuditEntry.__table__).returning(columns.id)
    moment, detail = now(), {"words": ["a", None, {"b": 1}]}
    values = {
        "at": moment, "action": "a.b", "thing_kind": "a", "thing_id": "1", "detail": detail,
        "previous_hash": "0" * 64,
    }  # fmt: skip
    found = select(columns.at, columns.detail, columns.actor_id).where(
        columns.id == bindparam("id"), columns.at == bindparam("at")
    )
    with app.app_context():
        for number in range(TIMES):
            with write():
                added = execute(new, values | {"hash": f"{number:064}"}).scalar_one()
            row = read(found, {"id": added, "at": moment}).one()
            assert tuple(row) == (row.at, row.detail, row.actor_id) == (moment, detail, None)
            assert dict(row._mapping) == {"at": moment, "detail": detail, "actor_id": None}


def test_lists_of_any_length_may_be_asked_for(app):
    among = select(Organisation.name).where(Organisation.kind == "ngo")
    among = among.where(Organisation.name.in_(bindparam("names", expanding=True)))
    among = among.order_by(Organisation.name)
    with app.app_context():
        with write():
            for name in ("one", "three", "two"):
                add(name)
        for names in (["one"], ["one", "two"], [], ["three", "two", "one"], ["two"]):
            assert read(among, {"names": names}).scalars() == sorted(names)


def execute_then_raise(statement) -> None:
    execute(statement)
    raise ValueError("no")


def add(name: str) -> None:
    db.session.add(Organisation(name=name, kind="ngo", country="KE"))


def test_a_value_asked_for_at_each_execution_is_asked_for_each_time(app):
    said = {"number": 0}
    asked = bindparam("number", callable_=lambda: said["number"], type_=Integer)
    statement = select(asked)
    with app.app_context():
        for said["number"] in range(TIMES):
            assert read(statement).scalar() == said["number"]


def test_what_the_session_flushed_is_seen_and_what_is_sent_past_it_is_committed_with_it(app):
    count = select(func.count()).select_from(Organisation)
    rename = update(Organisation).where(Organisation.kind == "ngo").values(country="FR")
    with app.app_context():
        for number in range(TIMES):
            before = read(count).scalar()
            with write():
                add(f"organisation {number}")
                flush()
                assert read(count).scalar() == before + 1
                execute(rename)
            db.session.remove()
            assert read(count).scalar() == before + 1
        assert set(db.session.scalars(select(Organisation.country).filter_by(kind="ngo"))) == {"FR"}


def test_what_is_sent_past_the_session_is_rolled_back_too(app):
    rename = update(Organisation).values(country="XX")
    with app.app_context():
        for number in range(TIMES):
            with write():
                add(f"organisation {number}")
            db.session.remove()
            with pytest.raises(ValueError, match="no"), write():
                execute_then_raise(rename)
            with write():
                add(f"another {number}")
                with pytest.raises(ValueError, match="no"), db.session.begin_nested():
                    execute_then_raise(rename)
        countries = read(select(Organisation.country).where(Organisation.kind == "ngo")).scalars()
        assert countries == ["KE"] * TIMES * 2


def test_nothing_is_written_outside_however_often_it_is_tried(app):
    rename = update(Organisation).values(country="XX")
    with app.app_context():
        for _ in range(TIMES):
            with write():
                execute(rename)
            with pytest.raises(ReadOnly):
                execute(rename)
            db.session.rollback()


def test_what_the_database_refuses_is_told_in_the_same_words(app):
    broken = insert(Organisation.__table__).values(name=bindparam("the_name"), kind="ngo")
    statement = broken.values(country=None, public_id="p")
    with app.app_context():
        for _ in range(TIMES):
            with pytest.raises(IntegrityError), write():
                execute(statement, {"the_name": None})


def test_one_row_is_one_row(app):
    names = select(Organisation.name).where(Organisation.kind == bindparam("kind"))
    with app.app_context():
        with write():
            add("first")
        for _ in range(TIMES):
            assert read(names, {"kind": "ngo"}).one().name == "first"
            assert read(names, {"kind": "none"}).one_or_none() is None
            assert read(names, {"kind": "none"}).scalar() is None
            with pytest.raises(NoResultFound):
                read(names, {"kind": "none"}).one()
        with write():
            add("second")
        with pytest.raises(MultipleResultsFound):
            read(names, {"kind": "ngo"}).one_or_none()


def test_no_session_is_made_for_who_only_sends_prebuilt_statements(app):
    with app.app_context():
        read(select(func.count()).select_from(Organisation))
        with write():
            execute(update(Organisation).values(country="XX").where(Organisation.id == 0))
        assert not db.session.registry.has()
        assert not connection().in_transaction()
