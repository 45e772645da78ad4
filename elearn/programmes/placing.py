"""Places of a run: asked for, held, waited for, given back.

Call inside `transaction.write()`. The run is locked, so the order of asking has no gaps; the
database decides who gets in (`taken < places`), and nobody overtakes those who wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import force_locale, format_date
from sqlalchemy import exists, func, select, update

from elearn.accounts import mailing
from elearn.accounts.models import Person
from elearn.accounts.session import SignedIn
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.outbox import Job
from elearn.core.urls import absolute
from elearn.programmes import doors, enrolling
from elearn.programmes.completions import complete_places
from elearn.programmes.errors import (
    CourseIsFull,
    NothingToAnswer,
    PlaceDeclined,
    PlaceNotFound,
    ReasonNeeded,
    StateForbids,
    TooFewPlaces,
)
from elearn.programmes.models import Place, Run
from elearn.programmes.run_edits import locked_run, note

# Places given from the waiting list in one transaction; a job goes on with the others.
AT_ONCE = 5
OPEN_STATES = ("approved", "running")
# Places that stand for something: asking again changes nothing.
LIVE = ("asked", "waiting", "in")


def ask(
    run_id: int, person_id: int, actor: SignedIn | None, *, why: str = "", code: str = ""
) -> Place:
    """Ask for a place: it is held at once, or waited for, or decided by the trainers.

    Asking again changes nothing; who gave a place back stands at the end of the list. Raises
    DoorClosed, CodeIsWrong, PlaceDeclined or CourseIsFull.
    """
    place = _place_of(run_id, person_id)
    if place is not None and place.state in LIVE:
        return place
    run = locked_run(run_id)
    place = _place_of(run_id, person_id)
    if place is not None and place.state in LIVE:
        return place
    doors.refuse_closed(run, code)
    if place is not None and place.state == "declined":
        raise PlaceDeclined
    state = "asked" if run.door == "approval" else "waiting"
    place = _queued(run, person_id, place, state, why)
    note(run, actor, "run.ask", person=person_id, place=place.public_id)
    if state == "waiting":
        _seat(run, place, actor)
    return place


def _place_of(run_id: int, person_id: int) -> Place | None:
    statement = select(Place).where(Place.run_id == run_id, Place.person_id == person_id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def _queued(run: Run, person_id: int, place: Place | None, state: str, why: str) -> Place:
    """Put the person at the end of the list, with who they are now."""
    numbers = select(func.coalesce(func.max(Place.number), 0)).where(Place.run_id == run.id)
    number = (db.session.scalar(numbers) or 0) + 1
    person = db.session.execute(
        select(Person.country, Person.gender, Person.stakeholder).where(Person.id == person_id)
    ).one()
    if place is None:
        place = Place(run_id=run.id, person_id=person_id)
        db.session.add(place)
    place.number = number
    place.state, place.why, place.reason, place.asked_at = state, why, "", now()
    place.country, place.gender, place.stakeholder = person
    place.promoted_at = place.told_at = place.left_at = None
    db.session.flush()
    return place


def _seat(run: Run, place: Place, actor: SignedIn | None) -> None:
    """Give the newcomer a free place, unless others wait for one."""
    if run.taken < run.places and not _overtakes(place) and _take(run, place):
        _enter(run, place, actor)
        _tell(run, place, "place-given")
    else:
        _tell(run, place, "place-waiting")


def _overtakes(place: Place) -> bool:
    ahead = exists().where(
        Place.run_id == place.run_id, Place.state == "waiting", Place.number < place.number
    )
    return bool(db.session.scalar(select(ahead)))


def _take(run: Run, place: Place) -> bool:
    """Take one of the free places; the database says whether there was one."""
    newcomer = place.placed_at is None
    taken = db.session.execute(
        update(Run)
        .where(Run.id == run.id, Run.taken < Run.places)
        .values(taken=Run.taken + 1, cumulative=Run.cumulative + int(newcomer))
        .returning(Run.taken)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    db.session.refresh(run)
    return taken is not None


def _enter(run: Run, place: Place, actor: SignedIn | None) -> None:
    place.state, place.placed_at = "in", place.placed_at or now()
    db.session.flush()
    enrolling.enrol(run, place.person_id, actor)
    # What they completed before may be all that is asked for.
    complete_places(run.id, place.person_id)


def fill(run_id: int, actor: SignedIn | None) -> int:
    """Give free places to those who wait longest, and tell each of them once; return how many.

    At most `AT_ONCE` in one transaction; a job goes on with the others. While a course of the run
    is full, nobody moves up; a job tries again every hour.
    """
    run = locked_run(run_id)
    if run.state not in OPEN_STATES:
        return 0
    given = 0
    for place in _next_waiting(run_id, AT_ONCE):
        try:
            with db.session.begin_nested():
                if not _take(run, place):
                    return given
                _enter(run, place, actor)
        except CourseIsFull:
            db.session.refresh(run)
            _fill_later(run_id)
            return given
        place.promoted_at = place.told_at = now()
        note(run, actor, "run.promote", person=place.person_id, place=place.public_id)
        _tell(run, place, "place-from-waiting-list")
        given += 1
    if given == AT_ONCE and run.taken < run.places:
        outbox.enqueue("programmes.fill", run_id=run_id)
    return given


def _fill_later(run_id: int) -> None:
    waits = exists().where(
        Job.task == "programmes.fill",
        Job.args["run_id"].as_integer() == run_id,
        Job.done_at.is_(None),
        Job.failed_at.is_(None),
        Job.due_at > now(),
    )
    if not db.session.scalar(select(waits)):
        outbox.enqueue("programmes.fill", delay_seconds=enrolling.TRY_AGAIN, run_id=run_id)


def _next_waiting(run_id: int, most: int) -> Sequence[Place]:
    statement = (
        select(Place)
        .join(Person, Person.id == Place.person_id)
        .where(Place.run_id == run_id, Place.state == "waiting")
        .where(Person.suspended_at.is_(None), Person.erased_at.is_(None))
        .order_by(Place.number)
        .limit(most)
    )
    return db.session.scalars(statement).all()


def set_places(run: Run, places: int, actor: SignedIn | None) -> None:
    """Set how many places there are; more go to those who wait. Raises TooFewPlaces."""
    kept = db.session.execute(
        update(Run)
        .where(Run.id == run.id, Run.taken <= places)
        .values(places=places)
        .returning(Run.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if kept is None:
        raise TooFewPlaces(run.taken)
    db.session.refresh(run)
    fill(run.id, actor)


# -- leaving and answering ----------------------------------------------------------------------


def withdraw(run_id: int, person_id: int, actor: SignedIn | None, *, reason: str = "") -> Place:
    """Give a place back, or take a request back; the next who waits moves up at once.

    Unfinished courses of the run are left, progress and completions are kept. Repeating it
    changes nothing. Raises PlaceNotFound, or StateForbids once the run is closed.
    """
    run = locked_run(run_id)
    place = _place_of(run_id, person_id)
    if place is None:
        raise PlaceNotFound
    if place.state in ("withdrawn", "declined"):
        return place
    if run.state not in OPEN_STATES:
        raise StateForbids
    was_in = place.state == "in"
    place.state, place.reason, place.left_at = "withdrawn", reason, now()
    db.session.flush()
    note(run, actor, "run.withdraw", person=person_id, place=place.public_id)
    if actor is not None and actor.id != person_id:
        _tell(run, place, "place-taken-back", reason=reason)
    if was_in:
        _give_back(run, person_id, actor)
    return place


def _give_back(run: Run, person_id: int, actor: SignedIn | None) -> None:
    db.session.execute(
        update(Run)
        .where(Run.id == run.id)
        .values(taken=Run.taken - 1)
        .execution_options(synchronize_session=False)
    )
    enrolling.leave(run, person_id, actor)
    fill(run.id, actor)


def answer(
    run_id: int, person_id: int, yes: bool, actor: SignedIn | None, *, reason: str = ""
) -> Place:
    """Answer a request for a place: yes gives one or a number on the list, no carries its reason.

    Raises PlaceNotFound, NothingToAnswer, ReasonNeeded, StateForbids once the run is closed, or
    CourseIsFull.
    """
    run = locked_run(run_id)
    if run.state not in OPEN_STATES:
        raise StateForbids
    place = _place_of(run_id, person_id)
    if place is None:
        raise PlaceNotFound
    if place.state != "asked":
        raise NothingToAnswer
    if not yes and not reason.strip():
        raise ReasonNeeded
    place.state, place.reason = ("waiting", "") if yes else ("declined", reason.strip())
    db.session.flush()
    note(run, actor, "run.answer", person=person_id, place=place.public_id, yes=yes)
    if yes:
        _seat(run, place, actor)
    else:
        _tell(run, place, "place-declined", reason=place.reason)
    return place


# -- people added by the trainers ---------------------------------------------------------------


@dataclass(frozen=True)
class Added:
    """What became of one address: in, waiting, before (on the list already), unknown, or full.

    Full: a course of the run had no place for them, so nothing was done.
    """

    address: str
    outcome: str
    place: Place | None = None


def add_people(run_id: int, addresses: Sequence[str], actor: SignedIn | None) -> list[Added]:
    """Give places to people with accounts at these addresses, in this order; doors are not asked.

    Addresses without an account are named in the result. Keep lists short: the caller writes a
    long one in pieces of `AT_ONCE`. Raises StateForbids unless the run is approved or running.
    """
    run = locked_run(run_id)
    if run.state not in OPEN_STATES:
        raise StateForbids
    people = _people_at(addresses)
    return [_added(run, address, people.get(address.lower()), actor) for address in addresses]


def _people_at(addresses: Sequence[str]) -> dict[str, int]:
    statement = select(Person.email, Person.id).where(
        Person.email.in_([address.lower() for address in addresses]),
        Person.suspended_at.is_(None),
        Person.erased_at.is_(None),
    )
    return {row.email: row.id for row in db.session.execute(statement)}


def _added(run: Run, address: str, person_id: int | None, actor: SignedIn | None) -> Added:
    if person_id is None:
        return Added(address, "unknown")
    place = _place_of(run.id, person_id)
    if place is not None and place.state in ("in", "waiting"):
        return Added(address, "before", place)
    try:
        with db.session.begin_nested():
            place = _queued(run, person_id, place, "waiting", place.why if place else "")
            note(run, actor, "run.add", person=person_id, place=place.public_id)
            _seat(run, place, actor)
    except CourseIsFull:
        db.session.refresh(run)
        return Added(address, "full")
    return Added(address, place.state, place)


def _tell(run: Run, place: Place, template: str, **more: str) -> None:
    """Queue the letter about a place: of the kind `place`, once for each number on the list."""
    person = db.session.execute(
        select(Person.name, Person.language).where(Person.id == place.person_id)
    ).one()
    with force_locale(person.language.replace("-", "_")):
        first, last = format_date(run.starts_on, "long"), format_date(run.ends_on, "long")
    context = {
        "name": person.name,
        "title": run.title,
        "starts_on": first,
        "ends_on": last,
        "zone": run.zone,
        "venue": run.venue,
        "number": str(waiting_number(place)),
        "link": absolute("trainings.show", slug=run.slug),
        **more,
    }
    mark = f"{template}:{place.public_id}:{place.number}"
    mailing.tell(place.person_id, "place", mark=mark, template=template, **context)


def waiting_number(place: Place) -> int:
    """Return how many stand before the person on the waiting list, them included; 0 elsewhere."""
    if place.state != "waiting":
        return 0
    before = select(func.count()).where(
        Place.run_id == place.run_id, Place.state == "waiting", Place.number <= place.number
    )
    return db.session.scalar(before) or 0
