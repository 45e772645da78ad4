"""How Alembic reaches the database: on the application's own engine, safely on SQLite.

SQLite changes a table by copying and dropping it. With foreign keys on, that drop deletes the
rows of every table that cascades from it, so they are off while migrating and checked after.
"""

from alembic import context
from sqlalchemy import text

from elearn.core.database import db

engine = db.engine
sqlite = engine.dialect.name == "sqlite"


def migrate() -> None:
    with engine.connect().execution_options(write=True) as connection:
        if sqlite:
            connection.connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
                if broken:
                    raise RuntimeError(f"The migration broke references: {broken[:5]}")
        if sqlite:
            connection.connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]


migrate()
