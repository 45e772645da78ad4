"""A person's places: copied for them, and given back and forgotten when they are erased."""

from typing import Any

from sqlalchemy import select

from elearn.accounts import privacy
from elearn.core.database import db
from elearn.programmes import operations
from elearn.programmes.models import Place
from tests.factories.programmes import people, running_run


def test_a_copy_names_every_training_and_what_was_written(app: Any, writing: Any):
    with writing():
        run = running_run(door="approval")
        (person_id,) = people(1)
        operations.ask(run.id, person_id, None, why="I train inspectors.")
    with app.app_context():
        (one,) = privacy.export(person_id)["trainings"]
        told = one["title"], one["state"], one["why"]
        assert told == ("Batteries in Nairobi", "asked", "I train inspectors.")


def test_who_is_erased_gives_the_place_to_the_next_and_still_counts(writing: Any):
    with writing():
        run = running_run(places=1)
        ids = people(2)
        for person_id in ids:
            operations.ask(run.id, person_id, None, why="Because.")
        privacy.erase(ids[0], None)
        gone, following = db.session.scalars(select(Place).order_by(Place.number))
        assert (gone.state, gone.why, gone.country, gone.gender) == (
            "withdrawn",
            "",
            "KE",
            "female",
        )
        assert following.state == "in"
        assert run.cumulative == 2
