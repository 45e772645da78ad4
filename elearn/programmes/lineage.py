"""Train the trainer: in which run a trainer learned, and who was reached in the end."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from elearn.accounts.audit import record
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.core.clock import now
from elearn.core.database import db, execute
from elearn.programmes.completion_queries import AnyRow
from elearn.programmes.lineage_tree import Branch, Teaching, makes_a_circle, tree
from elearn.programmes.models import Place, Programme, Run, RunCompletion, RunTrainer
from elearn.programmes.session_errors import (
    LineageInACircle,
    NobodyWithThatAddress,
    NotLearnedThere,
    TrainerNotFound,
)
from elearn.programmes.session_models import GroupCount, GroupSession

_add_trainer = insert(RunTrainer).on_conflict_do_nothing(index_elements=["run_id", "person_id"])


def trainers_of(run_id: int) -> Sequence[AnyRow]:
    """Return the trainers of a run by name, each with the run they learned in, if it is known."""
    learned = Run.__table__.alias("learned")
    return db.session.execute(
        select(
            RunTrainer.id,
            RunTrainer.person_id,
            Person.public_id,
            Person.name,
            learned.c.slug.label("learned_slug"),
            learned.c.title.label("learned_title"),
        )
        .join(Person, Person.id == RunTrainer.person_id)
        .outerjoin(learned, learned.c.id == RunTrainer.learned_in_id)
        .where(RunTrainer.run_id == run_id)
        .order_by(func.lower(Person.name), RunTrainer.id)
    ).all()


def runs_completed_by(person_ids: Sequence[int], but: int = 0) -> dict[int, list[AnyRow]]:
    """Return the runs each person completed, latest first: what `learned_in` may be.

    The first one is what is proposed. `but` leaves out the run they train in.
    """
    rows = db.session.execute(
        select(Place.person_id, Run.id, Run.slug, Run.title, RunCompletion.completed_at)
        .join(RunCompletion, RunCompletion.place_id == Place.id)
        .join(Run, Run.id == Place.run_id)
        .where(Place.person_id.in_(person_ids), Run.id != but)
        .order_by(RunCompletion.completed_at.desc(), Run.id)
    )
    found: dict[int, list[AnyRow]] = {person: [] for person in person_ids}
    for row in rows:
        found[row.person_id].append(row)
    return found


def proposed_for(run_id: int, person_id: int) -> int | None:
    """Return the run a new trainer most likely learned in: the one they completed last.

    None when they completed none, or when it descends from this run.
    """
    edges = all_edges()
    for row in runs_completed_by([person_id], but=run_id)[person_id]:
        if not makes_a_circle(edges, row.id, run_id):
            return int(row.id)
    return None


def add_trainer(run: Run, email: str, actor: SignedIn | None) -> str:
    """Make the person with this address a trainer of the run; return their public id.

    Where they learned is proposed: the run they completed last. Adding somebody twice changes
    nothing. Raises NobodyWithThatAddress.
    """
    person = db.session.execute(
        select(Person.id, Person.public_id).where(
            Person.email == email.strip().casefold(),
            Person.erased_at.is_(None),
            Person.suspended_at.is_(None),
        )
    ).one_or_none()
    if person is None:
        raise NobodyWithThatAddress
    # Written first: see `set_learned_in`.
    record(_id(actor), "run.add-trainer", "run", run.public_id, trainer=person.public_id)
    values = {
        "run_id": run.id,
        "person_id": person.id,
        "learned_in_id": proposed_for(run.id, person.id),
        "added_at": now(),
    }
    execute(_add_trainer, values)
    return str(person.public_id)


def remove_trainer(run: Run, person_public_id: str, actor: SignedIn | None) -> None:
    """Take somebody off the trainers of the run. Raises TrainerNotFound."""
    trainer = _trainer(run, person_public_id)
    db.session.execute(delete(RunTrainer).where(RunTrainer.id == trainer.id))
    record(_id(actor), "run.remove-trainer", "run", run.public_id, trainer=person_public_id)


def _trainer(run: Run, person_public_id: str) -> AnyRow:
    trainer = db.session.execute(
        select(RunTrainer.id, RunTrainer.person_id)
        .join(Person, Person.id == RunTrainer.person_id)
        .where(RunTrainer.run_id == run.id, Person.public_id == person_public_id)
    ).one_or_none()
    if trainer is None:
        raise TrainerNotFound
    return trainer


def set_learned_in(
    run: Run, person_public_id: str, learned_slug: str | None, actor: SignedIn | None
) -> None:
    """Say in which run a trainer of this run learned, or that nobody knows.

    Raises TrainerNotFound, NotLearnedThere when they did not complete it, LineageInACircle.
    """
    trainer = _trainer(run, person_public_id)
    learned = None
    if learned_slug:
        mine = runs_completed_by([trainer.person_id], but=run.id)[trainer.person_id]
        learned = next((row for row in mine if row.slug == learned_slug), None)
        if learned is None:
            raise NotLearnedThere
    # The log is written first: it queues writers, so that two edges drawn at once cannot close a
    # circle neither of them saw.
    detail = {"trainer": person_public_id, "learned_in": learned.slug if learned else None}
    record(_id(actor), "run.set-lineage", "run", run.public_id, **detail)
    if learned and makes_a_circle(all_edges(), learned.id, run.id):
        raise LineageInACircle
    db.session.execute(
        update(RunTrainer)
        .where(RunTrainer.id == trainer.id)
        .values(learned_in_id=learned.id if learned else None)
    )


def all_edges() -> list[tuple[int, int]]:
    """Return every (learned in, trains in) there is: one row for each trainer of trainers."""
    rows = db.session.execute(
        select(RunTrainer.learned_in_id, RunTrainer.run_id).where(
            RunTrainer.learned_in_id.is_not(None)
        )
    )
    return [(int(row.learned_in_id), row.run_id) for row in rows]


def trees_of(root_ids: Sequence[int]) -> tuple[list[Branch], dict[int, dict[str, Any]]]:
    """Return the tree below each of the runs, and the facts of every run in them.

    Four statements, however deep: the runs, the trainers between them, learners, groups.
    """
    ids = _descendants(root_ids)
    teachings = _teachings(ids)
    return [tree(root, teachings) for root in root_ids], facts_of(ids)


def _descendants(root_ids: Sequence[int]) -> list[int]:
    below = select(Run.id.label("id")).where(Run.id.in_(root_ids)).cte("below", recursive=True)
    # UNION, not UNION ALL: a run is visited once, so that it ends whatever the data. What is only
    # proposed is known to whoever plans it.
    below = below.union(
        select(RunTrainer.run_id)
        .join(below, RunTrainer.learned_in_id == below.c.id)
        .join(Run, Run.id == RunTrainer.run_id)
        .where(Run.state != "proposed")
    )
    return list(db.session.scalars(select(below.c.id)))


def _teachings(ids: Sequence[int]) -> list[Teaching]:
    rows = db.session.execute(
        select(RunTrainer.learned_in_id, RunTrainer.run_id, Person.name, Person.public_id)
        .join(Person, Person.id == RunTrainer.person_id)
        .where(RunTrainer.learned_in_id.in_(ids), RunTrainer.run_id.in_(ids))
        .order_by(RunTrainer.run_id, func.lower(Person.name))
    )
    return [Teaching(row[0] or 0, row[1], row[2], row[3]) for row in rows]


def facts_of(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return title, day and reach of each run: learners, and beside them people in groups."""
    rows = db.session.execute(
        select(
            Run.id,
            Run.slug,
            Run.title,
            Run.starts_on,
            Run.state,
            func.count(Place.id).filter(Place.placed_at.is_not(None)).label("learners"),
            func.count(RunCompletion.id).label("completed"),
        )
        .outerjoin(Place, Place.run_id == Run.id)
        .outerjoin(RunCompletion, RunCompletion.place_id == Place.id)
        .where(Run.id.in_(ids))
        .group_by(Run.id)
    )
    found = {row.id: dict(row._mapping) | {"groups": 0, "group_people": 0} for row in rows}
    groups = db.session.execute(
        select(
            GroupSession.run_id,
            func.count(GroupSession.id.distinct()).label("groups"),
            func.coalesce(func.sum(GroupCount.people), 0).label("group_people"),
        )
        .outerjoin(GroupCount, GroupCount.group_session_id == GroupSession.id)
        .where(GroupSession.run_id.in_(ids))
        .group_by(GroupSession.run_id)
    )
    for row in groups:
        found[row.run_id] |= {"groups": row.groups, "group_people": row.group_people}
    return found


def reached(facts: dict[int, dict[str, Any]]) -> dict[str, int]:
    """Return whom these runs reached together; somebody in two runs is one learner.

    People in groups stand beside learners: nobody knows whether they are the same.
    """
    learners = db.session.scalar(
        select(func.count(Place.person_id.distinct())).where(
            Place.run_id.in_(list(facts)), Place.placed_at.is_not(None)
        )
    )
    return {
        "runs": len(facts),
        "learners": learners or 0,
        "groups": sum(fact["groups"] for fact in facts.values()),
        "group_people": sum(fact["group_people"] for fact in facts.values()),
    }


def runs_of_programme(programme: Programme) -> list[int]:
    """Return the runs of a programme that begin lines: no trainer of theirs learned in another."""
    own = select(Run.id).where(Run.programme_id == programme.id)
    learned = select(RunTrainer.run_id).where(RunTrainer.learned_in_id.in_(own))
    return list(
        db.session.scalars(
            select(Run.id)
            .where(Run.programme_id == programme.id, Run.id.not_in(learned))
            .order_by(Run.starts_on, Run.id)
        )
    )


def _id(actor: SignedIn | None) -> int | None:
    return actor.id if actor else None
