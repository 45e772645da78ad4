"""A person's own data in this room: a copy of it, and its erasure."""

from typing import Any

from sqlalchemy import select, update

from elearn.core.database import db
from elearn.programmes import placing, queries
from elearn.programmes.models import Place, Run, RunCompletion


def export(person_id: int) -> list[dict[str, Any]]:
    """Return every place the person asked for, as plain values."""
    rows = db.session.execute(
        select(
            Run.title,
            Place.state,
            Place.country,
            Place.gender,
            Place.stakeholder,
            Place.why,
            Place.reason,
            Place.asked_at,
            Place.placed_at,
            Place.left_at,
            RunCompletion.completed_at,
        )
        .join(Run, Run.id == Place.run_id)
        .outerjoin(RunCompletion, RunCompletion.place_id == Place.id)
        .where(Place.person_id == person_id)
        .order_by(Place.id)
        .limit(queries.MOST_TRAININGS)
    )
    return [dict(row._mapping) for row in rows]


def erase(person_id: int) -> None:
    """Give back the places the person holds or waits for, and forget what was written about them.

    Country, gender and group stay without a name, so that counts in reports do not move.
    """
    held = select(Place.run_id).join(Run, Run.id == Place.run_id)
    held = held.where(
        Place.person_id == person_id,
        Place.state.in_(("asked", "waiting", "in")),
        Run.state.in_(placing.OPEN_STATES),
    )
    for run_id in db.session.scalars(held).all():
        # In nobody's name: no letter goes to somebody who is about to be forgotten.
        placing.withdraw(run_id, person_id, None)
    db.session.execute(update(Place).where(Place.person_id == person_id).values(why="", reason=""))
