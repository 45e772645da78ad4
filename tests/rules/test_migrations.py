"""The migrations lead to the models, by one way, and keep every row on the way."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect

from elearn.app.commands import create_app_for_commands
from elearn.app.factory import PACKAGE
from elearn.core.database import db
from tests.conftest import test_settings as settings_for_tests


def test_there_is_one_head():
    directory = ScriptDirectory(str(PACKAGE / "migrations"))
    assert len(directory.get_heads()) == 1


def test_migrating_an_empty_database_gives_exactly_the_models(tmp_path, empty_database_url):
    app = create_app_for_commands(settings_for_tests(tmp_path, empty_database_url))
    with app.app_context():
        upgrade()
        differences = schema_differences(app)
        tables = set(inspect(db.engine).get_table_names())
        db.engine.dispose()
    assert differences == []
    assert {table.name for table in db.metadata.sorted_tables} <= tables


def schema_differences(app: Flask) -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))
