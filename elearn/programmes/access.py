"""Who may see, manage, approve and accept programmes and their runs.

A programme is managed by whoever made it, by people holding the trainer's role for its
organisation, and by admins. A run is managed by the same people and by its trainers. People who
hold the partner's role for its partner organisation see it. For everybody else, neither is there.
"""

from typing import Literal, Protocol

from sqlalchemy import ColumnElement, exists, false, or_, select

from elearn.accounts.access import is_admin
from elearn.accounts.models import Organisation
from elearn.accounts.session import SignedIn
from elearn.core.database import db
from elearn.programmes.errors import (
    NotYoursToAccept,
    NotYoursToApprove,
    NotYoursToRun,
    PlaceNotFound,
    ProgrammeNotFound,
    RunNotFound,
)
from elearn.programmes.models import Place, Programme, Run, RunTrainer

ProgrammePurpose = Literal["read", "manage"]
RunPurpose = Literal["read", "see", "manage", "approve", "accept"]
# Everybody may read what runs in these states say of themselves.
PUBLIC_STATES = ("approved", "running", "closed", "reported")
# Once a run is in these, everybody may see its public figures.
OVER = ("closed", "reported")


def organisations_for(person: SignedIn) -> ColumnElement[bool]:
    """Return the condition on Organisation for those the person may make programmes for."""
    if is_admin(person):
        return Organisation.id.is_not(None)
    return Organisation.id.in_(organisations_of(person, "trainer"))


class ProgrammeFacts(Protocol):
    """What a right to a programme is decided on."""

    @property
    def organisation_id(self) -> int | None: ...

    @property
    def created_by_id(self) -> int | None: ...


def organisations_of(person: SignedIn | None, role: str) -> list[int]:
    """Return the ids of the organisations for which the person holds the role."""
    held = person.memberships if person else frozenset()
    return sorted(id_ for name, kind, id_ in held if name == role and kind == "organisation")


def manages(person: SignedIn | None, programme: ProgrammeFacts) -> bool:
    """Tell whether the person manages the programme."""
    if person is None:
        return False
    return (
        is_admin(person)
        or programme.created_by_id == person.id
        or programme.organisation_id in organisations_of(person, "trainer")
    )


def may_approve(person: SignedIn | None, programme: ProgrammeFacts) -> bool:
    """Tell whether the person may approve runs of the programme: making it is not enough."""
    return is_admin(person) or programme.organisation_id in organisations_of(person, "trainer")


def is_partner(person: SignedIn | None, run: Run) -> bool:
    """Tell whether the person holds the partner's role for the partner of the run."""
    return run.partner_id in organisations_of(person, "partner")


def trains(person: SignedIn | None, run_id: int) -> bool:
    """Tell whether the person is one of the trainers of the run."""
    if person is None:
        return False
    asked = exists().where(RunTrainer.run_id == run_id, RunTrainer.person_id == person.id)
    return bool(db.session.scalar(select(asked)))


def manages_run(person: SignedIn | None, run: Run) -> bool:
    """Tell whether the person manages the run: its programme's managers and its trainers."""
    programme = db.session.get_one(Programme, run.programme_id)
    return manages(person, programme) or trains(person, run.id)


def open_programme(slug: str, person: SignedIn | None, to: ProgrammePurpose = "read") -> Programme:
    """Return the programme for a person and a purpose: `read` is for everybody once published.

    Raises ProgrammeNotFound for what the person may not know of.
    """
    statement = select(Programme).where(Programme.slug == slug)
    programme = db.session.scalars(statement).one_or_none()
    if programme is None:
        raise ProgrammeNotFound
    if not manages(person, programme) and (to != "read" or programme.state != "published"):
        raise ProgrammeNotFound
    return programme


def open_run(slug: str, person: SignedIn | None, to: RunPurpose = "read") -> Run:
    """Return the run for a person and a purpose.

    `read` is its public page, from its approval on; `see` the desk, for managers, trainers and
    the partner; `manage` for managers and trainers; `approve` for admins and the trainers of the
    programme's organisation; `accept` (the report) for the partner, and for admins.
    Raises RunNotFound for what the person may not know of; NotYoursToRun, NotYoursToApprove or
    NotYoursToAccept for what they see but may not do.
    """
    statement = (
        select(Run, Programme)
        .join(Programme, Programme.id == Run.programme_id)
        .where(Run.slug == slug)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise RunNotFound
    run, programme = row
    if to == "read" and run.state in PUBLIC_STATES:
        return run
    _refuse(person, run, programme, to)
    return run


def open_public_figures(slug: str, person: SignedIn | None) -> Run:
    """Return the run whose public figures the person may see: everybody once it is closed.

    Before that, who `see` it. Raises RunNotFound.
    """
    run = open_run(slug, person)
    return run if run.state in OVER else open_run(slug, person, to="see")


def _refuse(person: SignedIn | None, run: Run, programme: Programme, to: RunPurpose) -> None:
    managing = manages(person, programme) or trains(person, run.id)
    partner = is_partner(person, run)
    if not managing and not partner:
        raise RunNotFound
    if to == "manage" and not managing:
        raise NotYoursToRun
    if to == "approve" and not may_approve(person, programme):
        raise NotYoursToApprove
    if to == "accept" and not (partner or is_admin(person)):
        raise NotYoursToAccept


def open_place(run: Run, public_id: str) -> Place:
    """Return a place of a run that was opened. Raises PlaceNotFound."""
    statement = select(Place).where(Place.run_id == run.id, Place.public_id == public_id)
    place = db.session.scalars(statement).one_or_none()
    if place is None:
        raise PlaceNotFound
    return place


def programmes_managed_by(person: SignedIn) -> ColumnElement[bool]:
    """Return the condition on Programme that holds for what `open_programme(to="manage")` opens."""
    if is_admin(person):
        return Programme.id.is_not(None)
    return or_(
        Programme.created_by_id == person.id,
        Programme.organisation_id.in_(organisations_of(person, "trainer")),
    )


def runs_seen_by(person: SignedIn | None) -> ColumnElement[bool]:
    """Return the condition on Run that holds for what `open_run(to="see")` opens."""
    if person is None:
        return false()
    if is_admin(person):
        return Run.id.is_not(None)
    managed = Run.programme_id.in_(select(Programme.id).where(programmes_managed_by(person)))
    trained = exists().where(RunTrainer.run_id == Run.id, RunTrainer.person_id == person.id)
    return or_(managed, trained, Run.partner_id.in_(organisations_of(person, "partner")))
